"""The page of a standard's compliance: criteria as rows, instruments side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass

from plugin.catalogue.grouping import grouped
from plugin.catalogue.names import INSTRUMENTS, SEVERITY
from plugin.language import N_, Language
from plugin.pages.figures import Bar, bar_of, between, percent, short
from plugin.stores.reports import Cell
from scoring.scorecard import Standing
from scoring.statistics.goal import Attainment, attainment
from scoring.tally.counts import Counts
from standards.kinds import Instrument
from standards.languages import in_language
from standards.model import Criterion, Severity, Standard

ATTAINED: Mapping[Attainment, tuple[str, str]] = {
    Attainment.REACHED: ("✓", N_("goal reached")),
    Attainment.MISSED: ("✕", N_("goal missed")),
    Attainment.NOT_YET_CERTAIN: ("~", N_("not yet certain")),
}
_SIDE_BY_SIDE = (Instrument.TICKET, Instrument.REVIEW, Instrument.VISIT)


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
    few: bool
    bar: Bar | None
    goal: Goal | None
    decided: int


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
) -> Table:
    """The table of the standard from what was counted in cards of these standings."""
    by_cell = summed(counted, standings)
    instruments = instruments_of(standard)
    groups = tuple(
        Group(
            language.gettext(heading),
            tuple(_row(each, instruments, by_cell, language) for each in criteria),
        )
        for heading, criteria in grouped(standard)
    )
    cells = [cell for group in groups for row in group.rows for cell in row.cells if cell]
    goals = Counter(cell.goal for cell in cells if cell.goal is not None and cell.decided)
    return Table(
        headings=tuple(heading_of(each, language) for each in instruments),
        groups=groups,
        goals=tuple((goal, goals[goal]) for goal in _goals(language) if goals[goal]),
        few=any(cell.few for cell in cells),
    )


def instruments_of(standard: Standard) -> tuple[Instrument, ...]:
    """The instruments that any criterion is asked of, as they stand side by side."""
    asked = frozenset(each for criterion in standard.criteria for each in criterion.of)
    return tuple(each for each in _SIDE_BY_SIDE if each in asked)


def heading_of(instrument: Instrument, language: Language) -> str:
    """What stands above the instrument's column."""
    said = language.gettext(INSTRUMENTS[instrument])
    return said[:1].upper() + said[1:]


def summed(
    counted: Mapping[Cell, Counts], standings: frozenset[Standing]
) -> Mapping[tuple[str, Instrument], Counts]:
    """What was counted by criterion and instrument, in cards of these standings."""
    found: dict[tuple[str, Instrument], Counts] = {}
    for cell, counts in counted.items():
        if cell.standing in standings:
            key = cell.criterion, cell.instrument
            both = zip(astuple(found.get(key, Counts())), astuple(counts), strict=True)
            found[key] = Counts(*(ours + more for ours, more in both))
    return found


def _row(
    criterion: Criterion,
    instruments: tuple[Instrument, ...],
    by_cell: Mapping[tuple[str, Instrument], Counts],
    language: Language,
) -> Row:
    return Row(
        code=criterion.code,
        title=in_language(criterion.title, language.code),
        severity=language.gettext(SEVERITY[criterion.severity]),
        critical=criterion.severity is Severity.CRITICAL,
        weight=language.number(criterion.weight),
        goal="" if criterion.goal is None else language.share(criterion.goal),
        cells=tuple(
            _shown(each, by_cell.get((criterion.code, each), Counts()), criterion.goal, language)
            if each in criterion.of
            else None
            for each in instruments
        ),
    )


def _shown(instrument: Instrument, counts: Counts, goal: float | None, language: Language) -> Shown:
    interval = counts.interval
    return Shown(
        instrument=str(instrument),
        heading=heading_of(instrument, language),
        share=percent(counts.share, language),
        met=_met(counts, language),
        interval="" if interval is None else between(*interval, language),
        coverage="" if counts.coverage is None else short(counts.coverage, language),
        waiting=language.number(counts.pending) if counts.pending else "",
        few=bool(counts.decided) and counts.is_small,
        bar=bar_of(counts, goal),
        goal=None if goal is None else _goal(attainment(interval, goal), language),
        decided=counts.decided,
    )


def _met(counts: Counts, language: Language) -> str:
    if not counts.decided:
        return ""
    met, decided = language.number(counts.met), language.number(counts.decided)
    return language.gettext("{met} of {decided}", met=met, decided=decided)


def _goal(attained: Attainment, language: Language) -> Goal:
    sign, said = ATTAINED[attained]
    return Goal(str(attained), sign, language.gettext(said))


def _goals(language: Language) -> Iterator[Goal]:
    """Where shares may stand to their goals, what needs work first."""
    for attained in (Attainment.MISSED, Attainment.NOT_YET_CERTAIN, Attainment.REACHED):
        yield _goal(attained, language)
