"""From when a version counts for whom, in words: in feedback, beside compliance, on a card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from plugin.feedback.report import Report
from plugin.language import N_, Language
from plugin.pages.moments import moment
from plugin.pages.naming import Names
from plugin.stores.filed.own_cards import Example
from plugin.stores.filed.reports import Filed, Whose
from plugin.stores.training.bindings import Bindings
from plugin.stores.versions.standards import Published
from scoring.binding import Bound, Why, followed_at, grace
from standards.model import Standard

COUNTS: Mapping[Why, str] = {
    Why.EFFECTIVE: N_("version {version} counts for {name} from {since} on, its effective date"),
    Why.PASSED: N_(
        "version {version} counts for {name} from {since} on, when it was passed; its effective"
        " date is {effective}"
    ),
    Why.LATEST: N_(
        "version {version} counts for {name} from {since} on, the latest date that was set; its"
        " effective date is {effective}"
    ),
}
COUNTS_NEVER = N_("version {version} counts in no contact of {name}")
BEFORE = N_("before that, version {version} counted")
AFTER = N_("from {since} on, version {version} counts")
IN_FORCE = N_("version {version} is in force from {since} on")
WAS_IN_FORCE = N_("version {version} was in force from {since} until {until}")
WITHDRAWN = N_("it was withdrawn on {when}")
GRACED = N_(
    "For {names}, who had not passed the newer version when this contact was opened and were still "
    "in grace, this version counts. It is in no other figures."
)
JUDGED_BY_OLDER = N_("This version does not count for {names}: another card below does.")


@dataclass(frozen=True, slots=True)
class Saying:
    """Says instants on the clock of the zone."""

    zone: tzinfo
    language: Language

    def report(self, report: Report) -> Iterator[str]:
        """From when until when the report's version counts for the person, and others beside."""
        say, number, told = self.language.gettext, self.language.number, report.told
        if told.now is None:
            version = number(report.standard.version)
            yield say(COUNTS_NEVER, version=version, name=report.person.name)
            return
        yield self._since(told.now, report.person.name)
        if told.before is not None:
            yield say(BEFORE, version=number(told.before.version))
        if told.after is not None:
            since = self._at(told.after.since)
            yield say(AFTER, version=number(told.after.version), since=since)

    def force(self, version: Published, versions: Sequence[Published]) -> Iterator[str]:
        """From when until when the version is in force for everybody who is not in grace."""
        say, number = self.language.gettext, self.language.number(version.version)
        since, until = self._at(version.effective_from), followed_at(version, versions)
        if until is None:
            yield say(IN_FORCE, version=number, since=since)
        else:
            yield say(WAS_IN_FORCE, version=number, since=since, until=self._at(until))
        if version.withdrawn_at is not None:
            yield say(WITHDRAWN, when=self._at(version.withdrawn_at))

    def graces(
        self, version: Published, bindings: Bindings, whose: Whose | None, now: int
    ) -> Iterator[str]:
        """How many people are in grace of the version now, and until when at most."""
        ends = in_grace(version, bindings, whose, now)
        if ends:
            yield self.language.ngettext(
                "{number} person is in grace until {until} at most; only their own feedback goes by"
                " an older version until then",
                "{number} people are in grace until {until} at most; only their own feedback goes"
                " by an older version until then",
                len(ends),
                until=self._at(max(ends)),
            )

    def _since(self, bound: Bound, name: str) -> str:
        told = {"version": self.language.number(bound.version), "name": name}
        since, effective = self._at(bound.since), self._at(bound.effective_from)
        return self.language.gettext(COUNTS[bound.why], **told, since=since, effective=effective)

    def _at(self, at: int) -> str:
        return moment(at, self.zone, self.language)


def in_grace(
    version: Published, bindings: Bindings, whose: Whose | None, now: int
) -> tuple[int, ...]:
    """Until when each person is in grace of the version who is so now, of those in scope."""
    known = bindings.known()
    seen = None if whose is None else _people(known.identities, whose)
    spans = (
        grace(version, knowings)
        for person, knowings in known.knowings.get(version.code, {}).items()
        if seen is None or person in seen
    )
    return tuple(span[1] for span in spans if span is not None and span[0] <= now < span[1])


def place_of(example: Example, standard: Standard, criterion: str) -> str:
    """Where on its contact's page the example stands."""
    version = f"v{standard.version}-" if example.graced else ""
    return f"{standard.code}-{version}{criterion}"


def card_notes(filed: Filed, others: Sequence[Filed], names: Names, language: Language) -> str:
    """For whom a contact's card counts alone, or for whom it does not; empty: for everybody."""
    if filed.bound is not None:
        return language.gettext(GRACED, names=_named(filed.bound, names))
    away = {
        identity
        for each in others
        if each.code == filed.code and each.bound is not None
        for identity in each.bound
    }
    return language.gettext(JUDGED_BY_OLDER, names=_named(sorted(away), names)) if away else ""


def _named(identities: Sequence[str], names: Names) -> str:
    return ", ".join(map(names.of, identities))


def _people(identities: Mapping[str, Sequence[tuple[object, str]]], whose: Whose) -> frozenset[str]:
    return frozenset(person for each in whose.employees for _, person in identities.get(each, ()))
