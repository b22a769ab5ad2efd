"""Asking for a backtest: of a draft that keeps its examples, over contacts of a period."""

from __future__ import annotations

from plugin.house import House
from plugin.stores.backtests import RUNNING, Asked, Backtests, new_id
from standards.instants import show_instant
from standards.kinds import Instrument
from standards.loader import holidays_of
from standards.model import Standard


class BacktestRefused(Exception):
    """There can be no such backtest; the message says why and what to do."""


def ask(house: House, draft: Standard, since: int, until: int, by: str) -> Asked:
    """The backtest, from now on worked on by every worker. BacktestRefused names the fault."""
    if since >= until:
        ends = f"{show_instant(since)} to {show_instant(until)}"
        raise BacktestRefused(f"no contact is opened from {ends}; give a period that has a length")
    if not any(Instrument.TICKET in each.of for each in draft.criteria):
        said = f"{draft.code} asks nothing of tickets"
        raise BacktestRefused(f"{said}; visits and reviews keep the questions they answered")
    asked = Asked(
        id=new_id(),
        code=draft.code,
        version=draft.version,
        text=draft.text,
        holidays=holidays_of(draft),
        since=since,
        until=until,
        asked_at=house.clock(),
        asked_by=by,
        state=RUNNING,
    )
    Backtests(house.database).ask(asked)
    return asked
