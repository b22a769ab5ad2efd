"""The page of one backtest: how far it has come, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Response, abort, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, needs
from mobile_api.telling import json_of
from plugin.house import House
from plugin.language import Language
from plugin.pages.backtests.shown import Reading, titles_of
from plugin.pages.backtests.wording import (
    KINDS,
    STATES,
    judged_by,
    name_of,
    outcomes_said,
    period_said,
    progress_said,
    remarks,
)
from plugin.pages.exports import form_asked, handed_on
from plugin.pages.moments import moment
from plugin.pages.rendering import page
from plugin.pages.sources import Sources
from plugin.pages.speaking import reader
from plugin.reports.backtest import BacktestFigures, document_of
from plugin.stores.people.users import Users
from plugin.stores.versions.backtest_turns import Turns, Wanted
from plugin.stores.versions.backtests import KEPT_DAYS, Asked, Backtests, Kind, State
from scoring.backtest import SHOWN, Backtest
from scoring.statistics.interval import CONFIDENCE
from standards.languages import in_language
from standards.loader import read
from standards.model import Form

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class BacktestPage:
    """One backtest or recount."""

    sources: Sources

    @needs(Action.SEE_DRAFTS)
    def backtest(self, backtest: str) -> Response:
        """How far it has come; once it is over or cancelled, what it found, or that as a file."""
        asked, state = self.found(backtest)
        form, language = form_asked(), reader()
        if form is not None and state is not State.RUNNING:
            figures = figures_of(self, asked, form, language)
            zone = self._house.config.zone
            made_at = self._house.clock()
            return handed_on(document_of(figures, language, made_at=made_at, zone=zone), form)
        told = {**self.heading(asked, state, language), **self._progress(asked.id, language)}
        if state is State.RUNNING:
            return make_response(page("standards/backtest_running", **told))
        found = self._backtests.found(asked.id)
        shown = page("standards/backtest", **told, **self._told(asked, found, language))
        return make_response(shown)

    @needs(Action.SEE_DRAFTS)
    def backtest_progress(self, backtest: str) -> Response:
        """How far it has come, for the page's script."""
        asked, state = self.found(backtest)
        progress = self._backtests.progress(asked.id)
        said = progress_said(progress, reader())
        return json_of({"running": state is State.RUNNING, "share": progress.share, "said": said})

    @needs(Action.WRITE_STANDARDS)
    def cancel_backtest(self, backtest: str) -> Response:
        """Lets nobody go on with it."""
        asked, _ = self.found(backtest)
        self._backtests.cancel(asked.id)
        return make_response(redirect(url_for("pages.backtest", backtest=asked.id), 303))

    @property
    def _house(self) -> House:
        return self.sources.house

    @property
    def _backtests(self) -> Backtests:
        return Backtests(self._house.database)

    def found(self, backtest: str) -> tuple[Asked, State]:
        """What was asked, and how it stands. Aborts with 404 where there is none."""
        asked = self._backtests.find(backtest)
        state = None if asked is None else self._backtests.settle(backtest)
        if asked is None or state is None:
            abort(404)
        return asked, state

    def heading(self, asked: Asked, state: State, language: Language) -> Mapping[str, Any]:
        """What stands at the head of every page of it."""
        zone = self._house.config.zone
        form = self._form(asked)
        return {
            "asked": asked,
            "kind": language.gettext(KINDS[asked.kind]),
            "is_recount": asked.kind is Kind.RECOUNT,
            "name": name_of(asked, language),
            "standard": asked.code if form is None else in_language(form.title, language.code),
            "period": period_said(asked, zone, language),
            "asked_by": Users(self._house.database).called(asked.asked_by),
            "asked_at": moment(asked.asked_at, zone, language),
            "kept_until": moment(asked.asked_at + KEPT_DAYS * _DAY, zone, language),
            "judged_by": tuple(judged_by(asked, zone, language)),
            "state": state.value,
            "state_said": language.gettext(STATES[state]),
            "cancels": g.caller.scope(Action.WRITE_STANDARDS) is not None,
        }

    def _progress(self, backtest: str, language: Language) -> Mapping[str, Any]:
        progress = self._backtests.progress(backtest)
        return {
            "progress": progress,
            "progress_said": progress_said(progress, language),
            "why_failed": tuple(dict.fromkeys(progress.failed)),
        }

    def _told(self, asked: Asked, found: Backtest, language: Language) -> Mapping[str, Any]:
        sees = g.caller.scope(Action.SEE_CARDS) is not None
        reading = Reading(found, self.titles(asked, language), language, sees)
        teams = found.by_team()
        names = self.sources.names(frozenset(each for each in teams if each is not None))
        team = request.args.get("team")
        criteria = reading.criteria(team)
        return {
            "contacts": language.ngettext("{number} contact", "{number} contacts", found.contacts),
            "is_empty": not found.contacts,
            "remarks": tuple(remarks(found, asked.left_out, language)),
            "outcomes": tuple(outcomes_said(found, language)),
            "unchanged": language.number(
                sum(number for (was, now), number in found.outcomes.items() if was == now)
            ),
            "rows": tuple(each for each in criteria if each.is_changed),
            "same": tuple(each for each in criteria if not each.is_changed),
            "team": None if team is None else names.of(team),
            "team_asked": team,
            "teams": reading.teams(
                names, lambda each: url_for("pages.backtest", backtest=asked.id, team=each)
            ),
            "idle": reading.idle(),
            "turns": reading.turns(),
            "shown": language.number(SHOWN),
            "confidence": language.share(CONFIDENCE),
        }

    def titles(self, asked: Asked, language: Language) -> dict[str, str]:
        """What the criteria of the version asked about are called, by code."""
        return dict(titles_of(self._form(asked), language))

    def _form(self, asked: Asked) -> Form | None:
        return _form_of(asked.text)


MOST_NAMED: Mapping[str, int] = {"pdf": 500}  # contacts in a file; of the others more
_MOST = 50_000


def figures_of(shown: BacktestPage, asked: Asked, form: str, language: Language) -> BacktestFigures:
    """What is handed on as a file: all figures, and the contacts that flip, as many as fit."""
    house, most = shown.sources.house, MOST_NAMED.get(form, _MOST)
    found, turns = Backtests(house.database).found(asked.id), Turns(house.database)
    teams = frozenset({*found.by_team(), *turns.teams(asked.id)} - {None})
    sees, number = g.caller.scope(Action.SEE_CARDS) is not None, turns.count(asked.id, Wanted())
    turned = [
        (each.contact, _address(each.contact) if sees else "", one)
        for each in turns.listed(asked.id, Wanted(), most=most)
        for one in each.turns
    ]
    zone, name = house.config.zone, name_of(asked, language)
    return BacktestFigures(
        name=f"backtest-{asked.code}-{asked.version}",
        title=name,
        about=(
            (language.gettext("Standard"), f"{asked.code} {asked.version}"),
            (language.gettext("Contacts of"), period_said(asked, zone, language)),
            (language.gettext("Asked for"), moment(asked.asked_at, zone, language)),
        ),
        found=found,
        titles=shown.titles(asked, language),
        names=shown.sources.names(frozenset(each for each in teams if each is not None)),
        said=tuple(remarks(found, asked.left_out, language)),
        turned=turned,
        more=max(0, number - most),
    )


def _address(contact: str) -> str:
    return url_for("pages.contact", contact=contact, _external=True)


@lru_cache(maxsize=16)
def _form_of(text: str) -> Form | None:
    """The draft or version of that text: its titles, which no holidays change."""
    return read(text.encode()).draft
