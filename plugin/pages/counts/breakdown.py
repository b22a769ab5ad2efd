"""A report broken down: by team, location, channel, stage, source of satisfaction or period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from babel.dates import format_date

from plugin.catalogue.names import JOURNEY, SATISFACTION
from plugin.language import N_, Language
from plugin.pages.asked import OF_CRITERION, Asked
from plugin.pages.counts.compliance import (
    Goal,
    Shown,
    goals_in,
    heading_of,
    is_of,
    probability_said,
    shown_of,
    summed,
)
from plugin.pages.listing import day_said
from plugin.pages.naming import Names
from plugin.pages.periods import Period
from plugin.pages.spans import days_of
from plugin.reports.parts import Parts
from plugin.stores.filed.counting import Question
from plugin.stores.filed.reports import Cell, Reports, Stretch
from scoring.compliance import (
    LEAST,
    Breakdown,
    Kept,
    Part,
    Unranked,
    broken_down,
    where_stands,
)
from scoring.tally.counts import Counts
from standards.kinds import Instrument
from standards.model import Standard

Cells: TypeAlias = "Mapping[Cell, Counts]"
ByInstrument: TypeAlias = "Mapping[tuple[str, Instrument], Counts]"

CRITERION = "criterion"
WAYS: Mapping[str, str] = {
    CRITERION: N_("by criterion"),
    "team": N_("by team"),
    "location": N_("by location"),
    "channel": N_("by channel"),
    "journey": N_("by stage of the journey"),
    "satisfaction": N_("by source of satisfaction"),
    "week": N_("by week"),
    "month": N_("by month"),
}
HEADINGS: Mapping[str, str] = {
    "team": N_("Team"),
    "location": N_("Location"),
    "channel": N_("Channel"),
    "journey": N_("Stage of the journey"),
    "satisfaction": N_("Source of satisfaction"),
    "week": N_("Week"),
    "month": N_("Month"),
}
PERIODS = ("week", "month")
UNKNOWN = N_("not known")
_STAGES: Mapping[str, Mapping[str, str]] = {
    "journey": {str(key): said for key, said in JOURNEY.items()},
    "satisfaction": {str(key): said for key, said in SATISFACTION.items()},
}
_UNRANKED: Mapping[Unranked, str] = {
    Unranked.ONE: N_("Fewer than two rows have anything decided, so nothing is compared."),
    Unranked.FEW: N_(
        "Not ranked and not compared: at least one row has fewer than {number} decided, and such a "
        "share may lie anywhere in a wide interval."
    ),
    Unranked.CHANCE: N_("Not ranked: the rows differ by no more than chance ({probability})."),
    Unranked.TIME: N_("In the order of time."),
}
_RANKED = N_("The lowest share stands first: the rows differ by more than chance ({probability}).")


@dataclass(frozen=True, slots=True)
class Row:
    """What was counted for one value: a cell an instrument, and how its goals stand."""

    value: str | None
    name: str
    cells: tuple[Shown | None, ...]
    goals: tuple[tuple[Goal, int], ...]
    asked: Asked


@dataclass(frozen=True, slots=True)
class Broken:
    """The rows under their headings, and in words why they stand in this order."""

    by: str
    heading: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    order: str
    figures: Breakdown

    @property
    def as_parts(self) -> Parts:
        """The same for a document."""
        names = {row.value: row.name for row in self.rows}
        named = tuple((names[each.value], each) for each in self.figures.parts)
        return Parts(self.heading, self.order, named)


def found_by(
    by: str, standard: Standard, reports: Reports, asked: Asked, stretch: Stretch
) -> Mapping[str | None, Cells]:
    """What was counted for each value of what is asked by."""
    if by in OF_CRITERION:
        return of_stages(by, standard, reports.counted(stretch, asked.tallied).cells)
    found = reports.by(Question(stretch, (by,), asked.tallied))
    return {value: cells for (value,), cells in found.items()}


def of_stages(by: str, standard: Standard, counted: Cells) -> Mapping[str | None, Cells]:
    """What was counted for each stage or source that the standard says of its criteria."""
    stages = {each.code: str(getattr(each, by) or "") or None for each in standard.criteria}
    found: defaultdict[str | None, dict[Cell, Counts]] = defaultdict(dict)
    for cell, counts in counted.items():
        if cell.criterion in stages:
            found[stages[cell.criterion]][cell] = counts
    return found


@dataclass(frozen=True, slots=True)
class Breaking:
    """What is broken down, by what, and in whose words."""

    standard: Standard
    asked: Asked
    by: str
    names: Names
    language: Language
    instruments: tuple[Instrument, ...]

    def broken(self, found: Mapping[str | None, Cells]) -> Broken:
        """The breakdown as the page shows it."""
        told = {value: self._wanted(cells) for value, cells in found.items()}
        ordered = sorted((value for value in told if told[value]), key=self._place)
        parts = [Part(value, _by_instrument(told[value])) for value in ordered]
        figures = broken_down(parts, in_time=self.by in PERIODS)
        return Broken(
            by=self.by,
            heading=self.language.gettext(HEADINGS[self.by]),
            headings=tuple(heading_of(each, self.language) for each in self.instruments),
            rows=tuple(self._row(part, told[part.value]) for part in figures.parts),
            order=_order_said(figures, self.language),
            figures=figures,
        )

    @property
    def _goals(self) -> Mapping[str, float | None]:
        return {each.code: each.goal for each in self.standard.criteria}

    def _wanted(self, cells: Cells) -> ByInstrument:
        wanted = {each.code for each in self.standard.criteria if is_of(each, self.asked.only)}
        counted = summed(cells, self.asked.standings)
        return {key: counts for key, counts in counted.items() if key[0] in wanted}

    def _row(self, part: Part, told: ByInstrument) -> Row:
        goals = (
            Kept(counts, where_stands(counts, self._goals.get(criterion)))
            for (criterion, _), counts in told.items()
        )
        cells = (
            shown_of(each, Kept(part.by[each]), None, self.language) if each in part.by else None
            for each in self.instruments
        )
        return Row(
            value=part.value,
            name=value_said(self.by, part.value, self.names, self.language),
            cells=tuple(cells),
            goals=goals_in(goals, self.language),
            asked=_narrowed(self.asked, self.by, part.value),
        )

    def _place(self, value: str | None) -> tuple[bool, int, str, str]:
        """Periods in order of time, stages in that of the journey, all else by name."""
        stages = list(_STAGES.get(self.by, ()))
        place = stages.index(value) if value in stages else len(stages)
        name = value_said(self.by, value, self.names, self.language).casefold()
        return value is None, place, "" if self.by in PERIODS else name, value or ""


def _narrowed(asked: Asked, by: str, value: str | None) -> Asked:
    """The same report of that value alone."""
    if by in PERIODS and value is not None:
        first, last = days_of(value)
        within = Period(max(first, asked.period.first), min(last, asked.period.last))
        return replace(asked, period=within)
    return replace(asked, only={**asked.only, by: value or ""})


def _by_instrument(told: Mapping[tuple[str, Instrument], Counts]) -> Mapping[Instrument, Counts]:
    found: defaultdict[Instrument, Counts] = defaultdict(Counts)
    for (_, instrument), counts in told.items():
        found[instrument] += counts
    return dict(found)


def value_said(by: str, value: str | None, names: Names, language: Language) -> str:
    """What is counted together, in words."""
    if not value:
        return language.gettext(UNKNOWN)
    if by in _STAGES:
        return language.gettext(_STAGES[by].get(value, value))
    return period_said(value, language) if by in PERIODS else names.of(value)


def period_said(span: str, language: Language) -> str:
    """A day, week or month in words."""
    first, last = days_of(span)
    if first == last:
        return day_said(first, language)
    if len(span) == len("2026-03"):
        return str(format_date(first, "LLLL y", locale=language.locale))
    return f"{format_date(first, 'd MMM', locale=language.locale)} – {day_said(last, language)}"


def _order_said(figures: Breakdown, language: Language) -> str:
    said = _RANKED if figures.unranked is None else _UNRANKED[figures.unranked]
    probability = figures.differ.probability if figures.differ is not None else 1.0
    return language.gettext(
        said,
        number=language.number(LEAST),
        probability=probability_said(probability, language),
    )
