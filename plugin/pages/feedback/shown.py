"""A report on somebody's work ready to be read: texts in the reader's language, bars, addresses."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from plugin.catalogue.names import SEVERITY
from plugin.feedback.report import Report, Then
from plugin.language import Language
from plugin.pages.bindings import place_of
from plugin.pages.counts.figures import Bar, bar_of, between, percent
from plugin.pages.feedback.words import (
    ATTAINED,
    CHANGED,
    PRAISES,
    change_said,
    loss_said,
    period_said,
    silence_said,
)
from plugin.pages.listing import day_said, measured_of
from plugin.pages.naming import contact_said, verdict_said
from plugin.stores.filed.own_cards import Example
from plugin.stores.filed.stretches import Whose
from scoring.feedback import LEAST_OTHERS, Line, Silence, Together
from scoring.tally.counts import Counts
from standards.languages import in_language
from standards.model import Criterion, Severity


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a share stands: the kind, a sign and words for it."""

    kind: str
    sign: str
    said: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with its interval; `met` is empty and `bar` None where nothing is decided."""

    share: str
    met: str
    interval: str
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion with its figures; texts that are empty have nothing to say.

    `note`, `team_note` and `change_note` say why there is nothing to compare.
    """

    code: str
    title: str
    severity: str
    critical: bool
    weight: str
    goal: str
    figure: Figure
    mark: Mark | None
    note: str
    team: str
    team_range: str
    team_note: str
    change: str
    change_mark: Mark | None
    change_note: str


@dataclass(frozen=True, slots=True)
class Case:
    """An example: the contact, its day, what was measured; no address where it is not the reader's.

    `verdict` is its name in code, `named` in words.
    """

    name: str
    day: str
    verdict: str
    named: str
    measured: str
    address: str


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a trend."""

    period: str
    figure: Figure
    now: bool


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A criterion that stands out: why, with examples and how it went over the periods."""

    row: Row
    why: str
    reason: str
    cases: tuple[Case, ...]
    trend: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ShownReport:
    """The report, ready to be read; `judged` where of any criterion enough is decided."""

    strengths: tuple[Outstanding, ...]
    to_work_on: tuple[Outstanding, ...]
    rows: tuple[Row, ...]
    trend: tuple[Point, ...]
    whole: Figure
    contacts: int
    judged: bool


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows a report to a reader; `sees` is whose cards they see, None everybody's."""

    report: Report
    language: Language
    sees: Whose | None

    def shown(self) -> ShownReport:
        """All of it."""
        feedback, trend = self.report.feedback, self.report.trend
        return ShownReport(
            strengths=tuple(map(self._outstanding, feedback.strengths)),
            to_work_on=tuple(map(self._outstanding, feedback.to_work_on)),
            rows=tuple(map(self._row, feedback.lines)),
            trend=tuple(self._point(each, each.whole, None) for each in trend),
            whole=self._figure(self.report.whole, None),
            contacts=self.report.whole.contacts,
            judged=any(each.silent is None for each in feedback.lines),
        )

    def _outstanding(self, code: str) -> Outstanding:
        line = self.report.feedback.line(code)
        criterion, say = line.criterion, self.language
        praise = "" if line.praise is None else say.gettext(PRAISES[line.praise])
        return Outstanding(
            row=self._row(line),
            why=in_language(criterion.why, say.code),
            reason=praise or loss_said(line, say),
            cases=tuple(self._case(each, criterion) for each in self.report.examples[code]),
            trend=tuple(
                self._point(each, each.counts.get(code, Counts()), criterion.goal)
                for each in self.report.trend
            ),
        )

    def _row(self, line: Line) -> Row:
        criterion, say = line.criterion, self.language
        return Row(
            code=criterion.code,
            title=in_language(criterion.title, say.code),
            severity=say.gettext(SEVERITY[criterion.severity]),
            critical=criterion.severity is Severity.CRITICAL,
            weight=say.number(criterion.weight),
            goal="" if criterion.goal is None else say.share(criterion.goal),
            figure=self._figure(line.counts, criterion.goal),
            mark=self._mark(line),
            note=self._silence(line.silent, line.counts.decided),
            team="" if line.team is None else percent(line.team.counts.share, say),
            team_range="" if line.team is None else between(line.team.low, line.team.high, say),
            team_note=self._silence(_own(line.team_silent, line), line.counts.decided),
            change="" if line.change is None else change_said(line.change, say),
            change_mark=self._change_mark(line),
            change_note=self._silence(_own(line.change_silent, line), line.before.decided),
        )

    def _figure(self, counts: Counts | Together, goal: float | None) -> Figure:
        say, interval = self.language, counts.interval
        met, decided = say.number(counts.met), say.number(counts.decided)
        return Figure(
            share=percent(counts.share, say),
            met=say.gettext("{met} of {decided}", met=met, decided=decided)
            if counts.decided
            else "",
            interval="" if interval is None else between(*interval, say),
            bar=bar_of(counts, goal),
        )

    def _mark(self, line: Line) -> Mark | None:
        if line.attained is None:
            return None
        sign, said = ATTAINED[line.attained]
        return Mark(str(line.attained), sign, self.language.gettext(said))

    def _change_mark(self, line: Line) -> Mark | None:
        if line.change is None:
            return None
        direction = line.change.direction
        sign, said = CHANGED[direction]
        return Mark(str(direction), sign, self.language.gettext(said))

    def _silence(self, silent: Silence | None, number: int) -> str:
        if silent is None:
            return ""
        least = self.report.feedback.least
        return silence_said(silent, number, least, LEAST_OTHERS, self.language)

    def _case(self, example: Example, criterion: Criterion) -> Case:
        occurrence, report = example.occurrence, self.report
        seen = self.sees is None or self.sees.holds(occurrence["employee"], occurrence["team"])
        return Case(
            name=contact_said(example.contact, self.language),
            day=day_said(example.day, self.language),
            verdict=str(example.verdict),
            named=verdict_said(example.verdict, self.language),
            measured=measured_of(occurrence, criterion, self.language),
            address=url_for(
                "pages.contact",
                contact=example.contact,
                criterion=criterion.code,
                _anchor=place_of(example, report.standard, criterion.code),
            )
            if seen
            else "",
        )

    def _point(self, then: Then, counts: Counts | Together, goal: float | None) -> Point:
        return Point(
            period=period_said(then.period, self.language),
            figure=self._figure(counts, goal),
            now=then.period == self.report.period,
        )


def _own(silent: Silence | None, line: Line) -> Silence | None:
    """Why a comparison is missing, unless the share itself is too uncertain: that is said once."""
    return None if silent is line.silent else silent
