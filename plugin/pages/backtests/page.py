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
from plugin.pages.moments import moment
from plugin.pages.rendering import page
from plugin.pages.sources import Sources
from plugin.pages.speaking import reader
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
        """How far it has come; once it is over or cancelled, what it found."""
        asked, state = self._found(backtest)
        language = reader()
        told = {**self._heading(asked, state, language), **self._progress(asked.id, language)}
        if state is State.RUNNING:
            return make_response(page("standards/backtest_running", **told))
        found = self._backtests.found(asked.id)
        shown = page("standards/backtest", **told, **self._told(asked, found, language))
        return make_response(shown)

    @needs(Action.SEE_DRAFTS)
    def backtest_progress(self, backtest: str) -> Response:
        """How far it has come, for the page's script."""
        asked, state = self._found(backtest)
        progress = self._backtests.progress(asked.id)
        said = progress_said(progress, reader())
        return json_of({"running": state is State.RUNNING, "share": progress.share, "said": said})

    @needs(Action.WRITE_STANDARDS)
    def cancel_backtest(self, backtest: str) -> Response:
        """Lets nobody go on with it."""
        asked, _ = self._found(backtest)
        self._backtests.cancel(asked.id)
        return make_response(redirect(url_for("pages.backtest", backtest=asked.id), 303))

    @property
    def _house(self) -> House:
        return self.sources.house

    @property
    def _backtests(self) -> Backtests:
        return Backtests(self._house.database)

    def _found(self, backtest: str) -> tuple[Asked, State]:
        asked = self._backtests.find(backtest)
        state = None if asked is None else self._backtests.settle(backtest)
        if asked is None or state is None:
            abort(404)
        return asked, state

    def _heading(self, asked: Asked, state: State, language: Language) -> Mapping[str, Any]:
        zone = self._house.config.zone
        form = self._form(asked)
        return {
            "asked": asked,
            "kind": language.gettext(KINDS[asked.kind]),
            "is_recount": asked.kind is Kind.RECOUNT,
            "name": name_of(asked, language),
            "standard": asked.code if form is None else in_language(form.title, language.code),
            "period": period_said(asked, zone, language),
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
        reading = Reading(found, titles_of(self._form(asked), language), language, sees)
        teams = found.by_team()
        names = self.sources.names(frozenset(each for each in teams if each is not None))
        team = request.args.get("team")
        criteria = reading.criteria(team)
        return {
            "contacts": language.ngettext("{number} contact", "{number} contacts", found.contacts),
            "is_empty": not found.contacts,
            "remarks": tuple(remarks(found, language)),
            "outcomes": tuple(outcomes_said(found, language)),
            "unchanged": language.number(
                sum(number for (was, now), number in found.outcomes.items() if was == now)
            ),
            "rows": tuple(each for each in criteria if each.is_changed),
            "same": tuple(each for each in criteria if not each.is_changed),
            "team": None if team is None else names.of(team),
            "teams": reading.teams(
                names, lambda each: url_for("pages.backtest", backtest=asked.id, team=each)
            ),
            "idle": reading.idle(),
            "turns": reading.turns(),
            "shown": language.number(SHOWN),
            "confidence": language.share(CONFIDENCE),
        }

    def _form(self, asked: Asked) -> Form | None:
        return _form_of(asked.text)


@lru_cache(maxsize=16)
def _form_of(text: str) -> Form | None:
    """The draft or version of that text: its titles, which no holidays change."""
    return read(text.encode()).draft
