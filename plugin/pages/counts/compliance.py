"""The page of a standard's compliance: criteria as rows, instruments side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal

from plugin.catalogue.grouping import grouped
from plugin.catalogue.names import INSTRUMENTS, SEVERITY
from plugin.language import N_, Language
from plugin.pages.asked import OF_CRITERION
from plugin.pages.counts.figures import Bar, bar_of, between, percent, short
from plugin.stores.filed.reports import Cell
from scoring.compliance import LEAST, SIDE_BY_SIDE, CriterionKept, Kept, Where, kept
from scoring.scorecard import Standing
from scoring.statistics.difference import Compared
from scoring.tally.counts import Counts
from standards.kinds import Instrument
from standards.languages import in_language
from standards.model import Criterion, Severity, Standard

NO_ONLY: Mapping[str, str] = {}
_DIFFER = N_("The columns differ by more than chance")
_CHANCE = N_("The columns differ by no more than chance")
SAID: Mapping[Where, tuple[str, str]] = {
    Where.REACHED: ("✓", N_("goal reached")),
    Where.MISSED: ("✕", N_("goal missed")),
    Where.NOT_YET_CERTAIN: ("~", N_("not yet certain")),
    Where.TOO_FEW: ("*", N_("too few to judge")),
}
# What needs work first.
_ORDER = (Where.MISSED, Where.NOT_YET_CERTAIN, Where.TOO_FEW, Where.REACHED)


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a share stands to its goal: the kind, a sign and words for it."""

    kind: str
    sign: str
    said: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What one instrument says of a criterion; texts are ready to be read, empty is nothing to say.

    `share` is a dash where nothing is decided; `goal` is None without one.
    """

    instrument: str
    heading: str
    share: str
    met: str
    interval: str
    coverage: str
    waiting: str
    unknown: str
    inapplicable: str
    few: bool
    bar: Bar | None
    goal: Goal | None
    decided: int


@dataclass(frozen=True, slots=True)
class Differ:
    """Whether shares differ: in words, and the probability that chance alone makes them."""

    is_more_than_chance: bool
    said: str
    probability: str


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion with a cell an instrument, None where it is not asked of it."""

    code: str
    title: str
    severity: str
    critical: bool
    weight: str
    goal: str
    cells: tuple[Shown | None, ...]
    differ: Differ | None


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria that belong together, under their heading."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The criteria of a standard with what was counted.

    `goals` says how many goals stand how; `few` whether a share rests on few occurrences.
    """

    headings: tuple[str, ...]
    groups: tuple[Group, ...]
    goals: tuple[tuple[Goal, int], ...]
    few: bool


def table_of(
    standard: Standard,
    counted: Mapping[Cell, Counts],
    standings: frozenset[Standing],
    language: Language,
    only: Mapping[str, str] = NO_ONLY,
) -> Table:
    """The table of the standard from what was counted in cards of these standings.

    `only` may name the stage of the journey or the source of satisfaction that is asked for.
    """
    instruments = instruments_of(standard)
    found = {each.criterion.code: each for each in kept(standard, summed(counted, standings))}
    groups = tuple(
        Group(
            language.gettext(heading),
            tuple(_row(found[each], instruments, language) for each in its),
        )
        for heading, criteria in grouped(standard)
        if (its := [each.code for each in criteria if is_of(each, only)])
    )
    shown = [row.code for group in groups for row in group.rows]
    cells = [cell for group in groups for row in group.rows for cell in row.cells if cell]
    return Table(
        headings=tuple(heading_of(each, language) for each in instruments),
        groups=groups,
        goals=goals_in((its for each in shown for its in found[each].by.values()), language),
        few=any(cell.few for cell in cells),
    )


def is_of(criterion: Criterion, only: Mapping[str, str]) -> bool:
    """Whether the criterion is of the stage and the source that are asked for, if any are."""
    return all(
        str(getattr(criterion, name) or "") == only[name] for name in OF_CRITERION if name in only
    )


def goals_in(told: Iterable[Kept], language: Language) -> tuple[tuple[Goal, int], ...]:
    """How many goals stand how, what needs work first."""
    number = Counter(each.where for each in told if each.where is not None)
    return tuple((_goal(each, language), number[each]) for each in _ORDER if number[each])


def instruments_of(standard: Standard) -> tuple[Instrument, ...]:
    """The instruments that any criterion is asked of, as they stand side by side."""
    asked = frozenset(each for criterion in standard.criteria for each in criterion.of)
    return tuple(each for each in SIDE_BY_SIDE if each in asked)


def heading_of(instrument: Instrument, language: Language) -> str:
    """What stands above the instrument's column."""
    said = language.gettext(INSTRUMENTS[instrument])
    return said[:1].upper() + said[1:]


def summed(
    counted: Mapping[Cell, Counts], standings: frozenset[Standing]
) -> Mapping[tuple[str, Instrument], Counts]:
    """What was counted by criterion and instrument, in cards of these standings."""
    found: defaultdict[tuple[str, Instrument], Counts] = defaultdict(Counts)
    for cell, counts in counted.items():
        if cell.standing in standings:
            found[cell.criterion, cell.instrument] += counts
    return found


def _row(found: CriterionKept, instruments: tuple[Instrument, ...], language: Language) -> Row:
    criterion = found.criterion
    return Row(
        code=criterion.code,
        title=in_language(criterion.title, language.code),
        severity=language.gettext(SEVERITY[criterion.severity]),
        critical=criterion.severity is Severity.CRITICAL,
        weight=language.number(criterion.weight),
        goal="" if criterion.goal is None else language.share(criterion.goal),
        cells=tuple(
            shown_of(each, found.by[each], criterion.goal, language) if each in found.by else None
            for each in instruments
        ),
        differ=differ_said(found.differ, language),
    )


def shown_of(instrument: Instrument, told: Kept, goal: float | None, language: Language) -> Shown:
    """What the instrument says, ready to be read."""
    counts = told.counts
    return Shown(
        instrument=str(instrument),
        heading=heading_of(instrument, language),
        share=percent(counts.share, language),
        met=_met(counts, language),
        interval="" if counts.interval is None else between(*counts.interval, language),
        coverage="" if counts.coverage is None else short(counts.coverage, language),
        waiting=language.number(counts.pending) if counts.pending else "",
        unknown=language.number(counts.unknown) if counts.unknown else "",
        inapplicable=language.number(counts.not_applicable) if counts.not_applicable else "",
        few=0 < counts.decided < LEAST,
        bar=bar_of(counts, goal),
        goal=None if told.where is None else _goal(told.where, language),
        decided=counts.decided,
    )


def differ_said(differ: Compared | None, language: Language) -> Differ | None:
    """Whether the shares differ, in words; None where there is nothing to compare."""
    if differ is None:
        return None
    said = _DIFFER if differ.differs else _CHANCE
    told = probability_said(differ.probability, language)
    return Differ(differ.differs, language.gettext(said), told)


def probability_said(probability: float, language: Language) -> str:
    """The probability with three decimals: `p = 0.042`, `p < 0.001`."""
    if probability < 0.001:
        return f"p < {language.number(0.001)}"
    return f"p = {format_decimal(probability, '0.000', locale=language.locale)}"


def _met(counts: Counts, language: Language) -> str:
    if not counts.decided:
        return ""
    met, decided = language.number(counts.met), language.number(counts.decided)
    return language.gettext("{met} of {decided}", met=met, decided=decided)


def _goal(where: Where, language: Language) -> Goal:
    sign, said = SAID[where]
    return Goal(str(where), sign, language.gettext(said))
