"""One criterion as a document: by instrument, over time, and broken down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from plugin.language import Language
from plugin.reports.compliance import criteria_of
from plugin.reports.document import Chart, Document, Point, Section
from plugin.reports.parts import Parts, parts_of
from scoring.compliance import CriterionKept
from scoring.statistics.control import Control
from standards.languages import in_language
from standards.model import Standard


@dataclass(frozen=True, slots=True)
class OverTime:
    """An instrument over time: what is to be seen in words, and a share for each span by name."""

    heading: str
    told: str
    shares: tuple[tuple[str, float | None], ...]
    control: Control | None


@dataclass(frozen=True, slots=True)
class CriterionFigures:
    """A criterion with all that is known of it in these days."""

    standard: Standard
    kept: CriterionKept
    days: str
    said: tuple[str, ...]
    over_time: tuple[OverTime, ...]
    parts: tuple[Parts, ...]


def document_of(
    figures: CriterionFigures, language: Language, *, made_at: int, zone: tzinfo
) -> Document:
    """The criterion as a document."""
    criterion, say = figures.kept.criterion, language.gettext
    only = (criterion,)
    told = {(criterion.code, each): its.counts for each, its in figures.kept.by.items()}
    return Document(
        name=f"{figures.standard.code}-{criterion.code}",
        title=f"{criterion.code} {in_language(criterion.title, language.code)}",
        kind=say("Compliance with the standard"),
        about=(
            (say("Standard"), in_language(figures.standard.title, language.code)),
            (say("Period"), figures.days),
        ),
        sections=(
            Section(say("Criteria"), figures.said, (criteria_of(only, told, language),)),
            *(_over_time(each, criterion.goal, language) for each in figures.over_time),
            *(
                Section(each.heading, (each.order,), (parts_of(each, language),))
                for each in figures.parts
            ),
        ),
        language=language,
        made_at=made_at,
        zone=zone,
    )


def _over_time(told: OverTime, goal: float | None, language: Language) -> Section:
    control = told.control
    periods = control.periods if control else (None,) * len(told.shares)
    points = tuple(
        Point(label, share)
        if period is None or share is None
        else Point(label, share, period.low, period.high, period.signal is not None)
        for (label, share), period in zip(told.shares, periods, strict=True)
    )
    title = language.gettext("Over time: {instrument}", instrument=told.heading)
    centre = control.centre if control else None
    return Section(title, (told.told,), charts=(Chart(title, told.told, points, centre, goal),))
