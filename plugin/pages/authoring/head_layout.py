"""The head of a standard and its calendars laid out as forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugin.authoring.forms.tables import DAYS, WEEKLY
from plugin.pages.authoring.layout import Choice, Layout, Section, with_values
from standards.calendar import DAYS as WEEKDAYS


def head_sections(layout: Layout) -> Iterator[Section]:
    """The parts of the head's form in their order."""
    yield layout.section("called", ("title", "languages"))
    names = ("owner", "review_by", "approvals", "own_approval")
    yield layout.section("governance", [f"governance-{each}" for each in names])
    sure = ("identification-least_confidence",)
    yield layout.section("identification", sure, is_open=layout.says(sure))


@dataclass(frozen=True, slots=True)
class CalendarLayout(Layout):
    """The fields of a calendar."""

    def sections(self) -> Iterator[Section]:
        """The parts of a calendar's form in their order."""
        add = "hours" if self.fields.get("hours") == WEEKLY else ""
        yield self.section("hours", ("zone", "hours"), tuple(self.rows("hours")), add)
        names = [f"holidays-{each}" for each in ("country", "subdivision", "dates", "except")]
        yield self.section("holidays", names, is_open=self.says(names))
        for name in ("overrides", "breaks"):
            rows = tuple(self.rows(name))
            yield self.section(name, (), rows, name, is_open=bool(rows))

    def widget(self, name: str, key: str, short: str) -> tuple[str, tuple[Choice, ...]]:
        """How it is filled in; weekdays are chosen, alone or as a span."""
        if short == DAYS:
            return "choice", with_values(self._weekdays(), self.fields[name])
        return Layout.widget(self, name, key, short)

    def _weekdays(self) -> dict[str, str]:
        """Every weekday and every span of them, in the reader's language."""
        called = self.language.locale.days["stand-alone"]["wide"]
        names = dict(zip(WEEKDAYS, (called[each] for each in range(7)), strict=True))
        spans = {
            f"{first}-{last}": f"{names[first]}–{names[last]}"
            for place, first in enumerate(WEEKDAYS)
            for last in WEEKDAYS[place + 1 :]
        }
        return {**names, **spans}
