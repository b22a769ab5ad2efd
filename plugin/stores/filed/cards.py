"""The scorecards as they stand: one a contact and standard, filed together with what they count.

Beside the card of the version in force stands one of each older version that binds somebody who
acts in the contact and is in grace of the newer one: `grace: true` and `bound`, whom it is of. It
is theirs alone. Nothing is counted of it, and who reads the cards behind counts asks for `COUNTED`.

    {_id: "<contact> <code> <version>", contact, code, version, hash, instrument, standing, verdict,
     score, coverage, opened_at, day: "2026-03-02" in the firm's zone or None, as_of,
     next_deadline, outcome_hash, employees, teams, location, channel,
     marks: ["RSP-01 missed", ...], card: {as `judge` prints it},
     grace: true, bound: ["zd-acme/user/7", ...] (both only of a grace card)}

A mark is a criterion with the verdict of one of its occurrences, as tallies count them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from pymongo import ASCENDING, DESCENDING, DeleteOne, IndexModel, ReplaceOne
from pymongo.client_session import ClientSession

from plugin.stores.filed.tallies import Day, Tallies, Told, day_in
from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain, shown_facts
from scoring.lines.cards import read_card
from scoring.lines.writing import write_scorecard
from scoring.outcome import outcome_hash
from scoring.scorecard import Scorecard
from scoring.tally.brief import BriefCard, brief_of
from scoring.tally.periods import period_of

COUNTED: Document = {"grace": None}  # cards that are counted: those of nobody's grace
_COUNTED_BY = ("group", "location", "channel")
_OF_STANDARD = [("code", ASCENDING), ("version", ASCENDING)]

LAYOUT = Layout(
    "cards",
    indexes=(
        IndexModel([("contact", ASCENDING)], name="contact"),
        IndexModel(
            [*_OF_STANDARD, ("marks", ASCENDING), ("day", DESCENDING), ("contact", ASCENDING)],
            name="marks",
        ),
        IndexModel([*_OF_STANDARD, ("day", DESCENDING)], name="days"),
        *(
            IndexModel([*_OF_STANDARD, (whose, ASCENDING), ("day", DESCENDING)], name=whose)
            for whose in ("employees", "teams")
        ),
    ),
    schema={
        "required": ["contact", "code", "version", "standing", "outcome_hash", "marks", "card"],
        "properties": {"card": {"bsonType": "object"}, "outcome_hash": {"bsonType": "string"}},
    },
)


@dataclass(frozen=True, slots=True)
class Graced:
    """The card of an older version, and the identities of those whom that binds in the contact."""

    card: Scorecard
    bound: tuple[str, ...]


class Cards:
    """The filed cards; days are those of the zone."""

    def __init__(self, database: Mongo, zone: tzinfo) -> None:
        self._cards = database[LAYOUT.name]
        self._tallies = Tallies(database)
        self._zone = zone

    def file(
        self,
        contact: str,
        cards: Sequence[Scorecard],
        session: ClientSession,
        graced: Sequence[Graced] = (),
    ) -> bool:
        """Makes these the contact's cards, and counts them; whether that changed anything.

        Cards that say what is filed already are left as they are; the contact's other cards go.
        Those in grace are not counted. Two transactions that file for one contact must write one
        document besides (the contact, the end of a lease), or each would count without seeing the
        other.
        """
        filed = {
            each["_id"]: each for each in self._cards.find({"contact": contact}, session=session)
        }
        told = {card_id(each): _Said(each, outcome_hash(each), None) for each in cards}
        told |= {
            card_id(each.card): _Said(each.card, outcome_hash(each.card), each.bound)
            for each in graced
        }
        new = [key for key, said in told.items() if not said.stands_in(filed.get(key))]
        gone = [key for key in filed if key not in told]
        if not new and not gone:
            return False
        made = [self._document(key, told[key]) for key in new]
        self._cards.bulk_write(
            [DeleteOne({"_id": key}) for key in gone]
            + [ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in made],
            session=session,
        )
        was = [told_by(filed[key]) for key in (*gone, *new) if is_counted(filed.get(key))]
        now = [
            Told(brief_of(told[each["_id"]].card), each["day"]) for each in made if is_counted(each)
        ]
        self._tallies.change(was, now, session)
        return True

    def of(self, contact: str, session: ClientSession | None = None) -> list[Document]:
        """The contact's cards, by standard."""
        found = self._cards.find({"contact": contact}, session=session).sort("_id", ASCENDING)
        return [plain(each) for each in found]

    def on_day(self, day: Day, session: ClientSession | None = None) -> Iterator[BriefCard]:
        """What tallies count of each card of the day, in no order."""
        asked = {**day._asdict(), **COUNTED}
        for each in self._cards.find(asked, {"card": 1}, session=session):
            yield card_of(each)

    def days(self, session: ClientSession | None = None) -> set[Day]:
        """Every day that has a card."""
        by = {name: f"${name}" for name in Day._fields}
        steps = [{"$group": {"_id": by}}]
        found = self._cards.aggregate(steps, session=session, hint="days")
        return {day_in(each["_id"]) for each in found}

    def is_dated(self, card: Mapping[str, Any]) -> bool:
        """Whether the filed card lies on its day in the zone."""
        return bool(card["day"] == day_of(card["opened_at"], self._zone))

    def redate(self, contact: str, session: ClientSession) -> None:
        """Lets the contact's cards lie on their days in the zone, and counts them there."""
        for each in self._cards.find({"contact": contact}, session=session):
            was = told_by(each)
            now = was._replace(day=day_of(each["opened_at"], self._zone))
            if now != was:
                told = {"$set": {"day": now.day}}
                self._cards.update_one({"_id": each["_id"]}, told, session=session)
                if is_counted(each):
                    self._tallies.change([was], [now], session)

    def _document(self, key: str, said: _Said) -> Document:
        card = said.card
        brief, line = brief_of(card), write_scorecard(card)
        own = {} if said.bound is None else {"grace": True, "bound": [*said.bound]}
        return {
            "_id": key,
            "contact": card.contact,
            "code": card.standard.code,
            "version": card.standard.version,
            "hash": card.standard.hash,
            "instrument": card.instrument.value,
            "standing": card.standing.value,
            "verdict": card.verdict.value,
            "score": card.score,
            "coverage": card.coverage,
            "opened_at": card.opened_at,
            "day": day_of(card.opened_at, self._zone),
            "as_of": card.as_of,
            "next_deadline": card.next_deadline,
            "outcome_hash": said.hash,
            "employees": _each(each.employee for each in brief.occurrences),
            "teams": _each(each.team for each in brief.occurrences),
            "location": card.facts.get("location") or None,
            "channel": card.facts.get("channel") or None,
            "marks": _each(f"{each.criterion} {each.verdict}" for each in brief.occurrences),
            "card": {**line, "facts": shown_facts(line["facts"])},
            **own,
        }


@dataclass(frozen=True, slots=True)
class _Said:
    """A card that is to stand, what it says, and whose grace it is (None: it is counted)."""

    card: Scorecard
    hash: str
    bound: tuple[str, ...] | None

    def stands_in(self, filed: Document | None) -> bool:
        """Whether that is what is filed."""
        return (
            filed is not None
            and filed["outcome_hash"] == self.hash
            and bound_in(filed) == self.bound
        )


def is_counted(document: Mapping[str, Any] | None) -> bool:
    """Whether there is a card, and one that is counted."""
    return document is not None and not document.get("grace")


def bound_in(document: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The identities whom the card of an older version is of; None of a card that is counted."""
    return tuple(document["bound"]) if document.get("grace") else None


def day_of(opened_at: int | None, zone: tzinfo) -> str | None:
    """The day on which a contact was opened, in the zone; None when that is not known."""
    return None if opened_at is None else period_of("day", opened_at, zone)


def told_by(document: Mapping[str, Any]) -> Told:
    """A filed card as it was counted, on the day on which that was."""
    return Told(card_of(document), document["day"])


def card_of(document: Mapping[str, Any]) -> BriefCard:
    """What tallies count of a filed card; of its facts only those that they count by."""
    line = plain(document["card"])
    facts = {name: fact for name, fact in line["facts"].items() if name in _COUNTED_BY}
    return read_card({**line, "facts": facts})


def card_id(card: Scorecard) -> str:
    """The card's name among those of all contacts."""
    return f"{card.contact} {card.standard.code} {card.standard.version}"


def _each(names: Iterable[str | None]) -> list[str]:
    return sorted({name for name in names if name is not None})
