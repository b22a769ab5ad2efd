"""The contacts behind a count: which cards are looked for, and what of them is listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plugin.stores.filed.cards import COUNTED
from plugin.stores.filed.stretches import Stretch, Whose
from plugin.stores.filed.tallies import Part
from plugin.stores.layout import Document, Mongo
from plugin.stores.plain import plain
from scoring.judge import Verdict
from scoring.scorecard import Standing
from standards.kinds import Instrument

_STANDINGS = {standing.value: standing for standing in Standing}
_OF_CARD, _OF_OCCURRENCE = ("location", "channel"), ("employee", "team")
_ENOUGH = 200  # cards read at a time while looking for those whose occurrence is in scope


@dataclass(frozen=True, slots=True)
class Behind:
    """Which contacts are looked for: where a criterion has the verdict, of one instrument.

    `only` says which employee, team, location or channel; None there: not known.
    """

    criterion: str
    instrument: Instrument
    verdict: Verdict
    standings: frozenset[Standing]
    only: Mapping[str, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A card as it is listed, with the occurrences of the criterion that were looked for."""

    contact: str
    day: str
    verdict: str
    standing: Standing
    score: float | None
    occurrences: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of what was found, newest first; `after` leads on, None where there is no more."""

    cards: tuple[Found, ...]
    after: str | None


def found_behind(
    database: Mongo, stretch: Stretch, wanted: Behind, after: str | None
) -> Iterator[Found]:
    """The contacts behind a count, newest first, from where `after` leads."""
    asked = {
        "code": stretch.code,
        "version": stretch.version,
        "marks": f"{wanted.criterion} {wanted.verdict}",
        "instrument": str(wanted.instrument),
        "standing": {"$in": sorted(wanted.standings)},
        **COUNTED,
        **of_some(wanted.only),
        **of_cards(stretch.whose, _from(stretch, after)),
    }
    cards = database.cards.find(asked, _shown(wanted.criterion), batch_size=_ENOUGH)
    for card in cards.sort([("day", -1), ("contact", 1)]):
        theirs = _occurrences(card, wanted, stretch.whose)
        if theirs is not None:
            yield _found(card, theirs)


def _from(stretch: Stretch, after: str | None) -> Document:
    """The days to look in, from behind the contact that `after` names."""
    day, _, contact = (after or "").partition(" ")
    if not stretch.first <= day <= stretch.last:
        return {"day": {"$gte": stretch.first, "$lte": stretch.last}}
    older = {"day": {"$gte": stretch.first, "$lt": day}}
    return {"$or": [older, {"day": day, "contact": {"$gt": contact}}]}


def mark_of(card: Found) -> str:
    """What leads on behind the card."""
    return f"{card.day} {card.contact}"


def of_cards(whose: Whose | None, also: Document | None = None) -> Document:
    """The cards that are the reader's to see, and `also`."""
    if whose is None:
        return also or {}
    one_of = {"employees": sorted(whose.employees), "teams": sorted(whose.teams)}
    theirs = {"$or": [{name: {"$in": ids}} for name, ids in one_of.items()]}
    return {"$and": [theirs, also]} if also else theirs


def of_some(only: Mapping[str, Part]) -> Document:
    """Cards that may hold what is looked for; those of nobody are told by their occurrences."""
    of_card = {name: only[name] for name in _OF_CARD if name in only}
    return of_card | {f"{name}s": only[name] for name in _OF_OCCURRENCE if only.get(name)}


def _shown(criterion: str) -> Document:
    """Of a card only what a list shows: its findings of the one criterion."""
    of_criterion = {
        "$filter": {
            "input": "$card.findings",
            "cond": {"$eq": ["$$this.criterion", {"$literal": criterion}]},
        }
    }
    told = dict.fromkeys(("contact", "day", "verdict", "standing", "score", "card.facts.group"), 1)
    return {**told, "findings": of_criterion}


def _occurrences(
    card: Document, wanted: Behind, whose: Whose | None
) -> tuple[Mapping[str, Any], ...] | None:
    """The occurrences looked for that are the reader's to see; None where there are none.

    Empty where the finding has that verdict without any occurrence: it is the team's.
    """
    happened = [each for finding in card["findings"] for each in finding["occurrences"]]
    if not happened:
        nobodys = {"employee": None, "team": card["card"]["facts"].get("group")}
        return () if _is_among(nobodys, wanted.only, whose) else None
    theirs = tuple(
        each
        for each in happened
        if (each["verdict"] or Verdict.NOT_APPLICABLE) == wanted.verdict
        and _is_among(each, wanted.only, whose)
    )
    return theirs or None


def _is_among(each: Mapping[str, Any], only: Mapping[str, Part], whose: Whose | None) -> bool:
    seen = whose is None or whose.holds(each["employee"], each["team"])
    return seen and all(each[name] == only[name] for name in _OF_OCCURRENCE if name in only)


def _found(card: Document, theirs: Sequence[Mapping[str, Any]]) -> Found:
    return Found(
        card["contact"],
        card["day"],
        card["verdict"],
        _STANDINGS[card["standing"]],
        card["score"],
        tuple(plain(dict(each)) for each in theirs),
    )
