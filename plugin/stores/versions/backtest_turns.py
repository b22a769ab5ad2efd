"""The contacts that a backtest sees otherwise, each with all the criteria it flips on.

    backtest_turns  {_id: "<backtest> <contact>", backtest, contact, expires_at,
                     turns: [{criterion, was, now, team}, ...]}

They are written with the slice that found them. A slice that is judged twice finds the same and
writes the same. `team` is whose the gravest occurrence was before; None: no team's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from pymongo import ASCENDING, IndexModel, ReplaceOne

from plugin.stores.layout import Document, Layout, Mongo
from scoring.backtest import Turned
from scoring.judge import Verdict

_TURNS = "backtest_turns"
LAYOUT = Layout(
    _TURNS,
    indexes=(
        IndexModel([("backtest", ASCENDING), ("contact", ASCENDING)], name="of_backtest"),
        IndexModel(
            [("backtest", ASCENDING), ("turns.criterion", ASCENDING), ("contact", ASCENDING)],
            name="of_criterion",
        ),
        IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
    ),
    schema={"required": ["backtest", "contact", "turns"]},
)
NO_TEAM = "-"  # asks for what no team did


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which turns are asked for: of a criterion, of a team (`NO_TEAM`: of none); empty: any."""

    criterion: str = ""
    team: str = ""

    def fits(self, turned: Turned) -> bool:
        """Whether the turn is asked for."""
        team = turned.team if turned.team is not None else NO_TEAM
        return self.criterion in ("", turned.criterion) and self.team in ("", team)


@dataclass(frozen=True, slots=True)
class Turning:
    """A contact with those of its turns that were asked for."""

    contact: str
    turns: tuple[Turned, ...]


class Turns:
    """The contacts that flip, of all backtests of a database."""

    def __init__(self, database: Mongo) -> None:
        self._turns = database[_TURNS]

    def keep(
        self, backtest: str, found: Mapping[str, tuple[Turned, ...]], expires_at: datetime
    ) -> None:
        """Keeps the turns of each contact."""
        made = [
            ReplaceOne({"_id": f"{backtest} {contact}"}, told, upsert=True)
            for contact, turns in found.items()
            for told in (_told(backtest, contact, turns, expires_at),)
        ]
        if made:
            self._turns.bulk_write(made, ordered=False)

    def count(self, backtest: str, wanted: Wanted) -> int:
        """How many contacts there are."""
        return self._turns.count_documents(_query(backtest, wanted))

    def listed(
        self, backtest: str, wanted: Wanted, after: str = "", most: int = 0
    ) -> Iterator[Turning]:
        """The contacts by name, those after the one that is named; at most so many (0: all)."""
        query: Document = {**_query(backtest, wanted), "contact": {"$gt": after}}
        for each in self._turns.find(query).sort("contact", ASCENDING).limit(most):
            turns = tuple(filter(wanted.fits, map(_turned, each["turns"])))
            yield Turning(each["contact"], turns)

    def teams(self, backtest: str) -> frozenset[str | None]:
        """Whose turns there are."""
        return frozenset(self._turns.distinct("turns.team", {"backtest": backtest}))

    def criteria(self, backtest: str) -> tuple[str, ...]:
        """On which criteria contacts flip."""
        return tuple(sorted(self._turns.distinct("turns.criterion", {"backtest": backtest})))


def _query(backtest: str, wanted: Wanted) -> Document:
    each: Document = {}
    if wanted.criterion:
        each["criterion"] = wanted.criterion
    if wanted.team:
        each["team"] = None if wanted.team == NO_TEAM else wanted.team
    return {"backtest": backtest, **({"turns": {"$elemMatch": each}} if each else {})}


def _told(backtest: str, contact: str, turns: Iterable[Turned], expires_at: datetime) -> Document:
    told = [
        {
            "criterion": each.criterion,
            "was": each.was.value,
            "now": each.now.value,
            "team": each.team,
        }
        for each in turns
    ]
    named = f"{backtest} {contact}"
    return {
        "_id": named,
        "backtest": backtest,
        "contact": contact,
        "turns": told,
        "expires_at": expires_at,
    }


def _turned(told: Mapping[str, str | None]) -> Turned:
    was, now = (Verdict(str(told[name])) for name in ("was", "now"))
    return Turned(str(told["criterion"]), was, now, told["team"])
