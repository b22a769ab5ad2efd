"""The page of a standard's compliance in a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from flask import Response, abort, g, request

from mobile_api.permissions import Action, Caller, needs
from plugin.actions.agreeing import Agreeing
from plugin.language import Language
from plugin.pages.actions.shown import Shown, adding, open_tasks, section_of
from plugin.pages.asked import ALL, Asked, only_asked, standing_asked
from plugin.pages.bindings import Saying
from plugin.pages.counts.breakdown import CRITERION, WAYS, Breaking, Broken, found_by
from plugin.pages.counts.compliance import instruments_of, summed, table_of
from plugin.pages.counts.compliance_links import (
    address_of,
    addresses_of,
    criterion_address,
    narrowed_of,
    periods_of,
    versions_of,
    ways_of,
)
from plugin.pages.empty import Empty, nothing_counted, nothing_published
from plugin.pages.exports import form_asked, handed_on
from plugin.pages.listing import day_said
from plugin.pages.naming import Names
from plugin.pages.periods import (
    USUAL,
    Period,
    PeriodInvalid,
    period_asked,
    usual_periods,
)
from plugin.pages.rendering import page
from plugin.pages.scope import SAID, whose_of
from plugin.pages.sources import Sources
from plugin.pages.speaking import reader
from plugin.reports.compliance import ComplianceFigures, document_of
from plugin.reports.document import Document
from plugin.stores.filed.reports import Whose
from plugin.stores.versions.standards import Published
from scoring.compliance import LEAST
from scoring.scorecard import Standing
from scoring.statistics.interval import CONFIDENCE
from standards.languages import in_language
from standards.model import Standard


@dataclass(frozen=True, slots=True)
class CompliancePage:
    """Criteria as rows, tickets, reviews and visits side by side."""

    sources: Sources

    @needs(Action.SEE_COMPLIANCE)
    def compliance(self) -> str | Response:
        """The compliance with the standard that is asked for, or with the first one."""
        language, known = reader(), self.sources.standards.known()
        if not known:
            return page("message", **nothing_published(g.caller, language))
        period, fault = self._period(language)
        code = request.args.get("standard") or self._living(known, period)
        versions = [each for each in known if each.code == code]
        if not versions:
            abort(404)
        return self._shown(_Wanted(versions, period, fault, g.caller, language))

    def _shown(self, wanted: _Wanted) -> str | Response:
        whose = whose_of(wanted.caller, Action.SEE_COMPLIANCE)
        asked, judging = self._version(wanted, whose)
        standard = self.sources.standard(asked.code, asked.version)
        if standard is None:
            abort(404)
        language, by = wanted.language, way_asked(request.args)
        counted = self.sources.reports.counted(asked.stretch(whose), asked.tallied)
        names, broken = self._broken(standard, asked, by, whose, language)
        contacts = counted.contacts
        said = (
            *self._counted(asked, contacts, whose, language),
            *self._in_force(asked, whose, language),
        )
        agreeing = Agreeing.of(self.sources.house)
        tasks = open_tasks(agreeing, wanted.caller, language, standard=asked.code)
        if (form := form_asked()) is not None:
            first, last = (each.isoformat() for each in (asked.period.first, asked.period.last))
            figures = ComplianceFigures(
                standard,
                summed(counted.cells, asked.standings),
                days_said(asked.period, language),
                said,
                first,
                last,
                () if broken is None else (broken.as_parts,),
            )
            return handed_on(self._document(figures, tasks, language), form)
        table = table_of(standard, counted.cells, asked.standings, language, asked.only)
        has_any = any(contacts.get(each) for each in asked.standings)
        return page(
            "contacts/compliance",
            title=in_language(standard.title, language.code),
            asked=asked,
            standards=self._standards(language),
            by=by,
            ways=tuple(ways_of(asked, by, language)),
            narrowed=tuple(narrowed_of(asked, by, names, language)),
            broken=broken,
            address_of=address_of,
            criterion_address=partial(criterion_address, asked),
            periods=tuple(periods_of(asked, by, self._today(), language)),
            versions=tuple(versions_of(asked, judging, language)),
            days=days_said(asked.period, language),
            counted=said,
            tasks=tasks,
            add_task=adding(wanted.caller, standard=asked.code),
            fault=wanted.fault,
            failed=self._failed(wanted.caller),
            table=table,
            addresses=addresses_of(asked, table, wanted.caller),
            empty=None if has_any else self._empty(asked, contacts, whose, language),
            least=language.number(LEAST),
            confidence=language.share(CONFIDENCE),
        )

    def _broken(
        self, standard: Standard, asked: Asked, by: str, whose: Whose | None, language: Language
    ) -> tuple[Names, Broken | None]:
        """What those who are told of are called, and the figures broken down that way.

        None: by criterion, which the table itself is.
        """
        reports, stretch = self.sources.reports, asked.stretch(whose)
        found = None if by == CRITERION else found_by(by, standard, reports, asked, stretch)
        names = self.sources.names(frozenset(filter(None, (*(found or ()), *asked.only.values()))))
        if found is None:
            return names, None
        breaking = Breaking(standard, asked, by, names, language, instruments_of(standard))
        return names, breaking.broken(found)

    def _document(
        self, figures: ComplianceFigures, tasks: tuple[Shown, ...], language: Language
    ) -> Document:
        house = self.sources.house
        return document_of(
            figures,
            language,
            made_at=house.clock(),
            zone=house.config.zone,
            agreed=section_of(tasks, language),
        )

    def _living(self, known: tuple[Published, ...], period: Period) -> str:
        """The code of the first standard that judged anything in the period, or of the first."""
        whose = whose_of(g.caller, Action.SEE_COMPLIANCE)
        judged = (
            each.code
            for each in known
            if self.sources.reports.has_any(Asked(each.code, each.version, period).stretch(whose))
        )
        return next(judged, known[0].code)

    def _period(self, language: Language) -> tuple[Period, str]:
        """The period asked for and no fault, or the usual one and what is wrong."""
        today = self._today()
        try:
            return period_asked(request.args, today), ""
        except PeriodInvalid as error:
            return usual_periods(today)[USUAL], language.gettext(str(error))

    def _today(self) -> date:
        house = self.sources.house
        return datetime.fromtimestamp(house.clock(), house.config.zone).date()

    def _version(self, wanted: _Wanted, whose: Whose | None) -> tuple[Asked, tuple[int, ...]]:
        """What is asked for, and the versions that judged anything in the period."""
        standing, only = standing_asked(request.args), only_asked(request.args)
        each = [
            Asked(published.code, published.version, wanted.period, standing, only)
            for published in wanted.versions
        ]
        judging = [asked for asked in each if self.sources.reports.has_any(asked.stretch(whose))]
        number = request.args.get("version", type=int)
        named = [asked for asked in each if asked.version == number]
        chosen = (named or judging or each)[-1]
        return chosen, tuple(asked.version for asked in judging)

    def _standards(self, language: Language) -> tuple[tuple[str, str], ...]:
        """Every code with the title of its latest version."""
        latest = {each.code: each.version for each in self.sources.standards.known()}
        titles = {code: self.sources.standard(code, version) for code, version in latest.items()}
        return tuple((code, title_of(titles[code], code, language)) for code in latest)

    def _counted(
        self,
        asked: Asked,
        contacts: Mapping[Standing, int],
        whose: Whose | None,
        language: Language,
    ) -> Iterator[str]:
        """Which contacts are counted, and which are not."""
        final, provisional = (
            contacts.get(each, 0) for each in (Standing.FINAL, Standing.PROVISIONAL)
        )
        yield language.ngettext("{number} final contact", "{number} final contacts", final)
        if provisional:
            yield _provisional(asked, provisional, language)
        undated = self.sources.reports.undated(asked.stretch(whose))
        if undated:
            yield language.ngettext(
                "{number} contact without a date is in no period",
                "{number} contacts without a date are in no period",
                undated,
            )
        scope = g.caller.scope(Action.SEE_COMPLIANCE)
        if scope in SAID:
            yield language.gettext(SAID[scope])

    def _in_force(self, asked: Asked, whose: Whose | None, language: Language) -> Iterator[str]:
        """From when the version is in force, and who is in grace of it."""
        house, saying = self.sources.house, Saying(self.sources.house.config.zone, language)
        versions = [each for each in self.sources.standards.known() if each.code == asked.code]
        for each in versions:
            if each.version == asked.version:
                yield from saying.force(each, versions)
                yield from saying.graces(each, self.sources.bindings, whose, house.clock())

    def _empty(
        self,
        asked: Asked,
        contacts: Mapping[Standing, int],
        whose: Whose | None,
        language: Language,
    ) -> Empty:
        newest = self.sources.reports.newest_day(asked.code, asked.version, whose)
        return nothing_counted(asked, contacts.get(Standing.PROVISIONAL, 0), newest, language)

    def _failed(self, caller: Caller) -> int:
        sees = caller.scope(Action.SEE_DELIVERIES) is not None
        return self.sources.failed_deliveries() if sees else 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a request asks for before it is known which version answers it."""

    versions: list[Published]
    period: Period
    fault: str
    caller: Caller
    language: Language


def title_of(standard: Standard | None, code: str, language: Language) -> str:
    """What the standard is called; its code where it cannot be read any more."""
    return code if standard is None else in_language(standard.title, language.code)


def way_asked(query: Mapping[str, str]) -> str:
    """How the report is to be broken down; by criterion where nothing else is asked for."""
    asked = query.get("by", CRITERION)
    return asked if asked in WAYS else CRITERION


def days_said(period: Period, language: Language) -> str:
    """From which day to which."""
    first, last = (day_said(day, language) for day in (period.first, period.last))
    return first if period.first == period.last else f"{first} – {last}"


def _provisional(asked: Asked, number: int, language: Language) -> str:
    if asked.standing == ALL:
        return language.ngettext(
            "{number} provisional contact, still open or not yet accepted: waits that still run "
            "can only turn out missed, so shares come out too low",
            "{number} provisional contacts, still open or not yet accepted: waits that still run "
            "can only turn out missed, so shares come out too low",
            number,
        )
    return language.ngettext(
        "{number} provisional contact is left out: still open or not yet accepted",
        "{number} provisional contacts are left out: still open or not yet accepted",
        number,
    )
