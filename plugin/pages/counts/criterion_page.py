"""The page of one criterion: what each instrument says, over time, and for whom it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from flask import Response, abort, g, request

from mobile_api.permissions import Action, needs
from plugin.language import N_, Language
from plugin.pages.asked import Asked
from plugin.pages.contacts.contacts_page import asked_in
from plugin.pages.counts.breakdown import Breaking, Cells
from plugin.pages.counts.compliance import differ_said, shown_of, summed
from plugin.pages.counts.compliance_links import (
    Choice,
    address_of,
    behind_address,
    criterion_address,
    narrowed_of,
)
from plugin.pages.counts.compliance_page import days_said
from plugin.pages.counts.control_chart import Drawn, Series, drawn
from plugin.pages.exports import form_asked, handed_on
from plugin.pages.rendering import page
from plugin.pages.scope import SAID, whose_of
from plugin.pages.sources import Sources
from plugin.pages.spans import spans, usual_every
from plugin.pages.speaking import reader
from plugin.reports.criterion import CriterionFigures, document_of
from plugin.stores.filed.counting import Question
from plugin.stores.filed.reports import Whose
from scoring.compliance import LEAST, SIDE_BY_SIDE, CriterionKept, kept
from scoring.statistics.control import LEAST as LEAST_PERIODS
from scoring.statistics.difference import Method, Share
from scoring.statistics.interval import CONFIDENCE
from scoring.tally.counts import Counts
from standards.languages import in_language
from standards.model import Criterion, Standard

_BY = ("team", "location", "channel")
EVERY: Mapping[str, str] = {
    "day": N_("by day"),
    "week": N_("by week"),
    "month": N_("by month"),
}
_METHODS: Mapping[Method, str] = {
    Method.CHI_SQUARE: N_("Pearson's chi-square"),
    Method.EXACT: N_("exact test"),
}


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """A criterion's figures in a period."""

    sources: Sources

    @needs(Action.SEE_COMPLIANCE)
    def criterion(self, code: str, version: int, criterion: str) -> str | Response:
        """The criterion's compliance: by instrument, over time, by team, location and channel."""
        standard, language = self.sources.standard(code, version), reader()
        known = {} if standard is None else {each.code: each for each in standard.criteria}
        if standard is None or criterion not in known:
            abort(404)
        asked = asked_in(self.sources, standard)
        if asked is None:
            abort(404)
        whose = whose_of(g.caller, Action.SEE_COMPLIANCE)
        return self._shown(_Wanted(standard, known[criterion], asked, whose, language))

    def _shown(self, wanted: _Wanted) -> str | Response:
        told, language, asked = self._kept(wanted), wanted.language, wanted.asked
        charts = tuple(self._charts(wanted))
        found = {by: self._found(by, wanted) for by in _BY}
        ids = {value for each in found.values() for value in each if value}
        names = self.sources.names(frozenset(ids | set(filter(None, asked.only.values()))))
        instruments = tuple(told.by)
        parts = tuple(
            Breaking(wanted.standard, asked, by, names, language, instruments).broken(found[by])
            for by in _BY
        )
        parts = tuple(each for each in parts if len(each.rows) > 1)
        if (form := form_asked()) is not None:
            house = self.sources.house
            said = differ_said(told.differ, language)
            figures = CriterionFigures(
                wanted.standard,
                told,
                days_said(asked.period, language),
                () if said is None else (f"{said.said} ({said.probability}).",),
                tuple(each.over_time for each in charts),
                tuple(each.as_parts for each in parts),
            )
            made = document_of(figures, language, made_at=house.clock(), zone=house.config.zone)
            return handed_on(made, form)
        scope = g.caller.scope(Action.SEE_COMPLIANCE)
        return page(
            "contacts/criterion",
            asked=asked,
            criterion=wanted.criterion,
            title=in_language(wanted.criterion.title, language.code),
            why=in_language(wanted.criterion.why, language.code),
            standard=in_language(wanted.standard.title, language.code),
            back=address_of(asked),
            days=days_said(asked.period, language),
            goal="" if wanted.criterion.goal is None else language.share(wanted.criterion.goal),
            cells=tuple(
                shown_of(each, its, wanted.criterion.goal, language)
                for each, its in told.by.items()
            ),
            differ=differ_said(told.differ, language),
            method="" if told.differ is None else language.gettext(_METHODS[told.differ.method]),
            charts=charts,
            every=tuple(_every(wanted)),
            parts=parts,
            narrowed=tuple(narrowed_of(asked, "criterion", names, language)),
            behind=_behind(wanted),
            there=partial(criterion_address, criterion=wanted.criterion.code),
            scope=language.gettext(SAID[scope]) if scope in SAID else "",
            least=language.number(LEAST),
            least_periods=language.number(LEAST_PERIODS),
            confidence=language.share(CONFIDENCE),
        )

    def _kept(self, wanted: _Wanted) -> CriterionKept:
        """Held against the goal as on the page of the whole standard, Holm's rule with it."""
        asked = wanted.asked
        counted = self.sources.reports.counted(asked.stretch(wanted.whose), asked.tallied).cells
        every = kept(wanted.standard, summed(counted, asked.standings))
        return next(each for each in every if each.criterion is wanted.criterion)

    def _charts(self, wanted: _Wanted) -> Iterator[Drawn]:
        period, every = wanted.asked.period, wanted.every
        order, told = spans(every, period.first, period.last), wanted.asked.standings
        found = {span: summed(cells, told) for span, cells in self._found(every, wanted).items()}
        for instrument in (each for each in SIDE_BY_SIDE if each in wanted.criterion.of):
            key = wanted.criterion.code, instrument
            counts = [found.get(span, {}).get(key, Counts()) for span in order]
            shares = [Share(each.met, each.decided) for each in counts]
            known = [place for place, each in enumerate(shares) if each.decided]
            if known:
                shown = slice(known[0], known[-1] + 1)
                goal = wanted.criterion.goal
                series = Series(instrument, order[shown], tuple(shares[shown]), goal)
                yield drawn(series, wanted.language)

    def _found(self, by: str, wanted: _Wanted) -> Mapping[str | None, Cells]:
        asked = wanted.asked
        only = {**asked.tallied, "criterion": wanted.criterion.code}
        question = Question(asked.stretch(wanted.whose), (by,), only)
        found = self.sources.reports.by(question)
        return {value: cells for (value,), cells in found.items()}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A criterion, and what of it."""

    standard: Standard
    criterion: Criterion
    asked: Asked
    whose: Whose | None
    language: Language

    @property
    def every(self) -> str:
        """How finely time is looked at."""
        asked = request.args.get("every")
        if asked is not None and asked in EVERY:
            return asked
        return usual_every(self.asked.period.first, self.asked.period.last)


def _every(wanted: _Wanted) -> Iterator[Choice]:
    """The ways to look at time."""
    for every, said in EVERY.items():
        there = criterion_address(wanted.asked, wanted.criterion.code, every)
        yield wanted.language.gettext(said), there, every == wanted.every


def _behind(wanted: _Wanted) -> Callable[[Asked, str], str] | None:
    """Where the contacts behind a figure of an instrument are; None for who may see no cards."""
    if g.caller.scope(Action.SEE_CARDS) is None:
        return None
    return lambda asked, instrument: behind_address(asked, wanted.criterion.code, instrument)
