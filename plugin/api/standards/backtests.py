"""Backtests: what a draft, or an earlier version, would have said of a period's contacts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.permissions import Action, needs
from mobile_api.refusals import NotFound
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.here import caller, house
from plugin.api.standards.backtest_forms import (
    BacktestForm,
    BacktestListForm,
    NewBacktestForm,
    WhichBacktestsForm,
    backtest_told,
    head_told,
)
from plugin.backtests.asking import Wish, ask_of_draft, recount
from plugin.stores.versions.backtests import Asked, Backtests, State
from scoring.backtest import Backtest

blueprint = Blueprint(
    "backtests",
    __name__,
    url_prefix="/api/v1/backtests",
    description="What another version would have said of contacts that are judged already.",
)
MOST = 100
_NEW, _WHICH = NewBacktestForm(), WhichBacktestsForm()
_BACKTEST, _LIST = BacktestForm(), BacktestListForm()


@blueprint.route("")
class Every(MethodView):
    """The backtests of a standard."""

    @needs(Action.SEE_DRAFTS)
    @blueprint.arguments(_WHICH, location="query")
    @blueprint.response(200, _LIST)
    @refuses(blueprint, 401)
    def get(self, query: Mapping[str, Any]) -> Response:
        """List the latest backtests and recounts of a standard"""
        found = Backtests(house().database).listed(query["code"], MOST)
        return json_of({"backtests": [head_told(each, _state(each)) for each in found]})

    @needs(Action.WRITE_STANDARDS)
    @blueprint.arguments(_NEW)
    @blueprint.response(201, _BACKTEST)
    @refuses(blueprint, 401, 409)
    def post(self, given: Mapping[str, Any]) -> Response:
        """Ask for a backtest

        Workers judge the contacts of the period by the open draft, or with `version` by that
        published version, and hold that against the cards that are filed. Nothing of it is filed.
        422 names what is wrong with the period or the draft, 409 when too many are running.
        """
        wish = Wish(given["since"], given["until"], caller().user, given["name"])
        if given["version"] is None:
            asked = ask_of_draft(house(), given["code"], wish)
        else:
            asked = recount(house(), given["code"], given["version"], wish)
        return _told(asked, 201)


@blueprint.route("/<backtest>")
class One(MethodView):
    """One backtest."""

    @needs(Action.SEE_DRAFTS)
    @blueprint.response(200, _BACKTEST)
    @refuses(blueprint, 401, 404)
    def get(self, backtest: str) -> Response:
        """Show a backtest

        How far it has come; what it found is told once it has ended or is cancelled.
        """
        return _told(_found(backtest))

    @needs(Action.WRITE_STANDARDS)
    @blueprint.response(200, _BACKTEST)
    @refuses(blueprint, 401, 404)
    def delete(self, backtest: str) -> Response:
        """Cancel a backtest

        What was found until then is kept. One that has ended stays as it is.
        """
        Backtests(house().database).cancel(_found(backtest).id)
        return _told(_found(backtest))


def _found(backtest: str) -> Asked:
    found = Backtests(house().database).find(backtest)
    if found is None:
        raise NotFound("there is no such backtest; it may have been too long ago")
    return found


def _told(asked: Asked, status: int = 200) -> Response:
    backtests, state = Backtests(house().database), _state(asked)
    found = Backtest() if state is State.RUNNING else backtests.found(asked.id)
    return json_of(backtest_told(asked, state, backtests.progress(asked.id), found), status)


def _state(asked: Asked) -> State:
    return Backtests(house().database).settle(asked.id) or asked.state
