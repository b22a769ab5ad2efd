"""The page of the contacts behind a count, those that need work first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import abort, g, request, url_for

from mobile_api.permissions import Action, needs
from plugin.language import Language
from plugin.pages.asked import Asked, Query, only_asked, standing_asked
from plugin.pages.contacts.marks import in_words, marks_seen
from plugin.pages.counts.compliance import heading_of
from plugin.pages.counts.compliance_links import address_of
from plugin.pages.counts.compliance_page import days_said
from plugin.pages.listing import ORDER, identities_in, line_of, numbers_of, verdict_asked
from plugin.pages.naming import verdict_said
from plugin.pages.periods import PeriodInvalid, period_asked
from plugin.pages.rendering import page
from plugin.pages.scope import SAID, whose_of
from plugin.pages.sources import Sources
from plugin.pages.speaking import reader
from plugin.stores.filed.reports import Behind
from scoring.judge import Verdict
from standards.kinds import Instrument
from standards.languages import in_language
from standards.model import Criterion, Standard


@dataclass(frozen=True, slots=True)
class Tab:
    """A verdict with how many occurrences have it, and where their contacts are listed."""

    verdict: str
    name: str
    number: str
    address: str
    now: bool


@dataclass(frozen=True, slots=True)
class _Looked:
    """What is looked for: a criterion in the cards of one instrument."""

    asked: Asked
    criterion: Criterion
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class ContactsPage:
    """The contacts behind a criterion's share."""

    sources: Sources

    @needs(Action.SEE_CARDS)
    def behind(self, code: str, version: int, criterion: str) -> str:
        """The contacts in which the criterion has a verdict, the newest first."""
        standard = self.sources.standard(code, version)
        looked = None if standard is None else self._looked(standard, criterion)
        if standard is None or looked is None:
            abort(404)
        return self._shown(standard, looked, reader())

    def _looked(self, standard: Standard, code: str) -> _Looked | None:
        criterion = next((each for each in standard.criteria if each.code == code), None)
        if criterion is None:
            return None
        named = request.args.get("instrument")
        instrument = next((each for each in sorted(criterion.of) if each == named), None)
        asked = asked_in(self.sources, standard)
        return None if asked is None else _Looked(asked, criterion, instrument or min(criterion.of))

    def _shown(self, standard: Standard, looked: _Looked, language: Language) -> str:
        whose = whose_of(g.caller, Action.SEE_CARDS)
        wanted = Behind(
            looked.criterion.code,
            looked.instrument,
            ORDER[0],
            looked.asked.standings,
            looked.asked.tallied,
        )
        stretch = looked.asked.stretch(whose)
        numbers = numbers_of(self.sources.reports.numbers(stretch, wanted))
        verdict = verdict_asked(request.args.get("verdict"), numbers)
        found = self.sources.reports.behind(
            stretch, replace(wanted, verdict=verdict), after=request.args.get("after")
        )
        names = self.sources.names(identities_in(found.cards))
        lines = [line_of(each, looked.criterion, names, language) for each in found.cards]
        is_visit = looked.instrument is Instrument.VISIT
        named = [each.contact for each in lines] if is_visit else []
        seen = marks_seen(self.sources.visits, named) if named else {}
        return page(
            "contacts/contacts",
            criterion=_in_words(looked.criterion, language),
            heading=heading_of(looked.instrument, language),
            standard=in_language(standard.title, language.code),
            code=looked.asked.code,
            days=days_said(looked.asked.period, language),
            back=self._back(looked.asked),
            tabs=tuple(_tabs(looked, numbers, verdict, language)),
            scope=_scope(language),
            rows=[(each, _card_address(each.contact, looked, verdict)) for each in lines],
            marks={each: in_words(marks, language) for each, marks in seen.items()},
            onward=_address(looked, verdict, found.after) if found.after else "",
        )

    def _back(self, asked: Asked) -> str:
        return address_of(asked) if g.caller.scope(Action.SEE_COMPLIANCE) is not None else ""


def asked_in(sources: Sources, standard: Standard) -> Asked | None:
    """What the request asks of the standard; None where its days make no period."""
    house = sources.house
    today = datetime.fromtimestamp(house.clock(), house.config.zone).date()
    try:
        period = period_asked(request.args, today)
    except PeriodInvalid:
        return None
    standing, only = standing_asked(request.args), only_asked(request.args)
    return Asked(standard.code, standard.version, period, standing, only)


def _in_words(criterion: Criterion, language: Language) -> Mapping[str, str]:
    title, why = (in_language(each, language.code) for each in (criterion.title, criterion.why))
    return {"code": criterion.code, "title": title, "why": why}


def _scope(language: Language) -> str:
    scope = g.caller.scope(Action.SEE_CARDS)
    return language.gettext(SAID[scope]) if scope in SAID else ""


def _tabs(
    looked: _Looked, numbers: Mapping[Verdict, int], now: Verdict, language: Language
) -> Iterator[Tab]:
    for verdict, number in numbers.items():
        if number or verdict is now:
            yield Tab(
                str(verdict),
                verdict_said(verdict, language),
                language.number(number),
                _address(looked, verdict),
                verdict is now,
            )


def query_of(looked: _Looked, verdict: Verdict) -> Query:
    """What is looked for as an address says it, without the criterion and its standard."""
    return {
        "instrument": str(looked.instrument),
        "verdict": str(verdict),
        **looked.asked.query,
    }


def _address(looked: _Looked, verdict: Verdict, after: str | None = None) -> str:
    return url_for(
        "pages.behind",
        code=looked.asked.code,
        version=looked.asked.version,
        criterion=looked.criterion.code,
        after=after,
        **query_of(looked, verdict),
    )


def _card_address(contact: str, looked: _Looked, verdict: Verdict) -> str:
    return url_for(
        "pages.contact",
        contact=contact,
        code=looked.asked.code,
        version=looked.asked.version,
        criterion=looked.criterion.code,
        **query_of(looked, verdict),
        _anchor=f"{looked.asked.code}-{looked.criterion.code}",
    )
