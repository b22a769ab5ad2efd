"""Which questionnaires an OpenRosa app is offered, and the lists of places and people with them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import StringIO

from mobile_api.assigning import AssignmentState
from mobile_api.openrosa import names
from plugin.shopping.xforms import MADE, NoForm, XForms
from plugin.stores.shopping.assignments import Assignments
from plugin.stores.shopping.locations import Locations
from plugin.stores.versions.standards import Standards, Unreadable
from standards.model import Standard


@dataclass(frozen=True, slots=True)
class OdkForms:
    """The questionnaires of the house as XForms."""

    standards: Standards
    assignments: Assignments
    locations: Locations
    xforms: XForms = field(default_factory=lambda: MADE)

    def listed(self, now: int, user: str) -> tuple[Standard, ...]:
        """What the user may fill in: the versions in force and those of their open assignments."""
        found = {(each.code, each.version): each for each in self.standards.in_force(now)}
        for each in self.assignments.of(user):
            wanted = (each.standard, each.version)
            if each.state is AssignmentState.OPEN and each.version and wanted not in found:
                named = self.find(each.standard, each.version)
                if named is not None and not self.is_closed(named.code, named.version):
                    found[named.code, named.version] = named
        return tuple(found[key] for key in sorted(found))

    def find(self, code: str, version: int) -> Standard | None:
        """The published version, whether or not it is still in force."""
        try:
            return self.standards.version(code, version)
        except Unreadable:
            return None

    def is_closed(self, code: str, version: int) -> bool:
        """Whether the version was withdrawn."""
        return any(
            each.withdrawn_at is not None
            for each in self.standards.known()
            if (each.code, each.version) == (code, version)
        )

    def xml(self, standard: Standard) -> bytes | None:
        """Its XForm; None where it asks a visitor nothing."""
        try:
            return self.xforms.of(standard)
        except NoForm:
            return None

    def lists(self, now: int) -> Mapping[str, bytes]:
        """Where there is to go, and who works there at the UTC second, as tables of choices."""
        choices = self.locations.choices()
        located = self.locations.located([word for word, _ in choices], now)
        working = (
            (each.identity, each.name, word)
            for word, _ in choices
            for each in (located[word].roster if word in located else ())
        )
        return {
            f"{names.LOCATIONS_LIST}.csv": _table(("name", "label"), choices),
            f"{names.EMPLOYEES_LIST}.csv": _table(("name", "label", "location"), working),
        }


def _table(headers: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    """The rows below their headers, as CSV."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return written.getvalue().encode()
