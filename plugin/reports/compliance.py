"""The compliance with a standard as a document: a row a criterion and instrument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import TypeAlias

from plugin.language import N_, Language
from plugin.reports.document import (
    Cell,
    Column,
    Document,
    Kind,
    Section,
    Share,
    Table,
    Text,
    Tone,
)
from plugin.reports.parts import COUNTED, Parts, counts_of, parts_of
from scoring.compliance import Where, where_stands
from scoring.tally.counts import Counts
from standards.kinds import Instrument
from standards.languages import in_language
from standards.model import Criterion, Standard

Counted: TypeAlias = "Mapping[tuple[str, Instrument], Counts]"

WHERE: Mapping[Where, tuple[str, Tone]] = {
    Where.REACHED: (N_("goal reached"), Tone.GOOD),
    Where.MISSED: (N_("goal missed"), Tone.BAD),
    Where.NOT_YET_CERTAIN: (N_("not yet certain"), Tone.UNSURE),
    Where.TOO_FEW: (N_("too few to judge"), Tone.PLAIN),
}
_COLUMNS = (
    (N_("Code"), Kind.TEXT, 1.2),
    (N_("Criterion"), Kind.TEXT, 3.5),
    *COUNTED,
    (N_("Goal"), Kind.SHARE, 0.8),
    (N_("Where it stands"), Kind.TEXT, 1.6),
)


@dataclass(frozen=True, slots=True)
class ComplianceFigures:
    """What was counted of a version of a standard, in which days (`first` and `last` in words)."""

    standard: Standard
    counted: Counted
    days: str
    said: tuple[str, ...]
    first: str
    last: str
    parts: tuple[Parts, ...] = ()


def document_of(
    figures: ComplianceFigures,
    language: Language,
    *,
    made_at: int,
    zone: tzinfo,
    agreed: Section,
) -> Document:
    """The figures as a document that ends in what was agreed on."""
    standard, say = figures.standard, language.gettext
    return Document(
        name=f"compliance-{standard.code}-{figures.first}-{figures.last}",
        title=in_language(standard.title, language.code),
        kind=say("Compliance with the standard"),
        about=(
            (
                say("Standard"),
                f"{standard.code}, {say('version {version}', version=standard.version)}",
            ),
            (say("Period"), figures.days),
            (say("What is counted"), "; ".join(figures.said)),
        ),
        sections=(
            Section(
                say("Criteria"), tables=(criteria_of(standard.criteria, figures.counted, language),)
            ),
            *(
                Section(each.heading, (each.order,), (parts_of(each, language),))
                for each in figures.parts
            ),
            agreed,
        ),
        language=language,
        made_at=made_at,
        zone=zone,
    )


def criteria_of(criteria: Iterable[Criterion], counted: Counted, language: Language) -> Table:
    """A row a criterion and instrument that it is asked of."""
    columns = tuple(
        Column(language.gettext(heading), kind, breadth) for heading, kind, breadth in _COLUMNS
    )
    rows = tuple(
        tuple(_row(criterion, each, counted.get((criterion.code, each), Counts()), language))
        for criterion in criteria
        for each in sorted(criterion.of)
    )
    return Table(language.gettext("Criteria"), columns, rows)


def _row(
    criterion: Criterion, instrument: Instrument, counts: Counts, language: Language
) -> Iterator[Cell | None]:
    yield Text(criterion.code)
    yield Text(in_language(criterion.title, language.code))
    yield from counts_of(instrument, counts, language)
    yield None if criterion.goal is None else Share(criterion.goal)
    yield _attained(criterion.goal, counts, language)


def _attained(goal: float | None, counts: Counts, language: Language) -> Text | None:
    where = where_stands(counts, goal)
    if where is None:
        return None
    said, tone = WHERE[where]
    return Text(language.gettext(said), tone)
