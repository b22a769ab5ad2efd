"""Assignments of shoppers: who visits which location, when, about what, for which fee.

    shopping: {_id: uuid, shopper, location, opens_at, closes_at, standard, version | null,
     scenario: {lang: text}, fee: {amount: "25.00", currency} | null, state, changed, by, at, note,
     visits: [contact], key: what two that stand cannot both be | absent once withdrawn}
    shopping_numbers: {_id: "assignments", last: the highest `changed` there is}

Every write takes the next number in its own transaction. Two that write at once both want the one
document of the numbers, so the one that is told the higher number is also seen later: who has read
all up to a number never misses one below it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pymongo import ASCENDING, DESCENDING, ReturnDocument

from mobile_api.assigning import Assignment, AssignmentState
from plugin.stores.layout import Document, Mongo
from plugin.stores.shopping.assigned import CLOSING, assignment_of, document_of, key_of
from plugin.stores.transactions import Session, transact

_OF_ASSIGNMENTS = "assignments"  # the one document of the numbers


# What may be ended so; an end that is the same already is no change.
_ENDS = {
    AssignmentState.CLOSED: (AssignmentState.OPEN, AssignmentState.DONE, AssignmentState.CLOSED),
    AssignmentState.WITHDRAWN: (AssignmentState.OPEN, AssignmentState.WITHDRAWN),
}
_STANDS = (AssignmentState.OPEN, AssignmentState.DONE)


class UnknownAssignment(Exception):
    """There is no such assignment."""


class ChangedMeanwhile(Exception):
    """Somebody else was quicker to change the assignment; it is here as it stands now."""

    def __init__(self, assignment: Assignment) -> None:
        super().__init__("somebody changed it meanwhile; look at it again")
        self.assignment = assignment


class AlreadyEnded(Exception):
    """The assignment is done, closed or withdrawn, and what was asked is of another state."""

    def __init__(self, assignment: Assignment) -> None:
        super().__init__(f"it is {assignment.state.value}; make another assignment")
        self.assignment = assignment


class AlreadyAssigned(Exception):
    """An assignment stands that says the same; it is here."""

    def __init__(self, assignment: Assignment) -> None:
        super().__init__(
            f"{assignment.shopper} is to visit {assignment.location} in that window already"
        )
        self.assignment = assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentsWanted:
    """Which assignments a page is to hold; None: whichever. `after` is the cursor before it."""

    state: AssignmentState | None = None
    shopper: str | None = None
    location: str | None = None
    standard: str | None = None
    after: str | None = None
    most: int = 50


@dataclass(frozen=True, slots=True)
class AssignmentsPage:
    """Some assignments, and the cursor of those after them (None: no more)."""

    items: tuple[Assignment, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Assignments:
    """The assignments of the house."""

    database: Mongo

    def find(self, assignment: str, session: Session | None = None) -> Assignment | None:
        """The assignment of that id; None when there is none."""
        found = self.database.shopping.find_one({"_id": assignment}, session=session)
        return None if found is None else assignment_of(found)

    def of(self, shopper: str, closing_from: int = 0) -> tuple[Assignment, ...]:
        """The shopper's that are open, and the done ones whose window ends at that second or later.

        Those that close first come first.
        """
        opened = {"shopper": shopper, "state": AssignmentState.OPEN.value}
        done = {
            "shopper": shopper,
            "state": AssignmentState.DONE.value,
            "closes_at": {"$gte": closing_from},
        }
        found = self.database.shopping.find({"$or": [opened, done]}).sort(CLOSING)
        return tuple(map(assignment_of, found))

    def changed_since(self, shopper: str, changed: int) -> tuple[Assignment, ...]:
        """The shopper's whose number is higher, the lowest first; whatever their state."""
        asked = {"shopper": shopper, "changed": {"$gt": changed}}
        found = self.database.shopping.find(asked).sort("changed", ASCENDING)
        return tuple(map(assignment_of, found))

    def last_number(self) -> int:
        """The highest number that any assignment of the house has; 0 before the first."""
        found = self.database.shopping_numbers.find_one({"_id": _OF_ASSIGNMENTS})
        return 0 if found is None else int(found["last"])

    def page(self, wanted: AssignmentsWanted) -> AssignmentsPage:
        """Those that are wanted: open ones by the end of their window, all others backwards.

        ValueError when `after` is no cursor.
        """
        named = ("state", "shopper", "location", "standard")
        asked: Document = {
            name: getattr(wanted, name) for name in named if getattr(wanted, name) is not None
        }
        forward = wanted.state is AssignmentState.OPEN
        if wanted.after is not None:
            asked |= _behind(wanted.after, "$gt" if forward else "$lt")
        way = ASCENDING if forward else DESCENDING
        ordered = self.database.shopping.find(asked).sort([(name, way) for name, _ in CLOSING])
        found = [assignment_of(each) for each in ordered.limit(wanted.most + 1)]
        items = tuple(found[: wanted.most])
        return AssignmentsPage(items, _cursor(items[-1]) if len(found) > wanted.most else None)

    def create(self, assignment: Assignment) -> Assignment:
        """The assignment as it is kept. AlreadyAssigned when one stands that says the same."""
        made, standing = self.create_all((assignment,))
        if standing:
            raise AlreadyAssigned(standing[0])
        return made[0]

    def create_all(
        self, assignments: Sequence[Assignment]
    ) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...]]:
        """Those that are kept now, and those that stood already and say the same; all or none."""

        def work(session: Session) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...]]:
            first = self._numbers(len(assignments), session)
            standing = self._standing(assignments, session)
            fresh = [each for each in assignments if key_of(each) not in standing]
            made = tuple(
                replace(each, changed=number) for number, each in enumerate(fresh, start=first)
            )
            if made:
                self.database.shopping.insert_many(map(document_of, made), session=session)
            return made, tuple(standing.values())

        return transact(self.database, work) if assignments else ((), ())

    def change(self, assignment: Assignment, seen: int) -> Assignment:
        """The assignment as it stands now. ChangedMeanwhile when `seen` is not its number.

        UnknownAssignment when there is none, AlreadyEnded when nobody expects a visit any more,
        AlreadyAssigned when another says the same. Shopper and state stay as they are.
        """

        def changed(standing: Assignment, session: Session) -> Assignment:
            if standing.changed != seen:
                raise ChangedMeanwhile(standing)
            if standing.state not in _STANDS:
                raise AlreadyEnded(standing)
            others = self._standing((assignment,), session).values()
            if twin := next((each for each in others if each.id != standing.id), None):
                raise AlreadyAssigned(twin)
            return replace(
                assignment,
                shopper=standing.shopper,
                state=standing.state,
                visits=standing.visits,
                changed=standing.changed,
                by=standing.by,
                at=standing.at,
            )

        return self._changed(assignment.id, changed)

    def end(self, assignment: str, state: AssignmentState, seen: int | None = None) -> Assignment:
        """The assignment closed or withdrawn, whoever was first.

        ChangedMeanwhile when `seen` is given and not its number; AlreadyEnded when it is of a state
        that does not end so; UnknownAssignment.
        """

        def ended(standing: Assignment, _: Session) -> Assignment:
            if seen is not None and standing.changed != seen:
                raise ChangedMeanwhile(standing)
            if standing.state not in _ENDS[state]:
                raise AlreadyEnded(standing)
            return replace(standing, state=state)

        return self._changed(assignment, ended)

    def set_done(
        self, assignment: str, contact: str, by: str, session: Session | None = None
    ) -> Assignment | None:
        """The assignment once the shopper's visit is filed; None where it is not the shopper's.

        It may be said of the same visit as often as one likes. What was closed or withdrawn stays
        so, and knows of the visit all the same.
        """

        def done(standing: Assignment, _: Session) -> Assignment:
            if contact in standing.visits or standing.shopper != by:
                return standing
            was_open = standing.state is AssignmentState.OPEN
            state = AssignmentState.DONE if was_open else standing.state
            return replace(standing, state=state, visits=(*standing.visits, contact))

        try:
            now = self._changed(assignment, done, session)
        except UnknownAssignment:
            return None
        return now if now.shopper == by else None

    def hand_on(self, shopper: str, to: str) -> int:
        """How many of the shopper's are another's now; those that are open are withdrawn."""

        def handed(standing: Assignment, _: Session) -> Assignment:
            is_open = standing.state is AssignmentState.OPEN
            state = AssignmentState.WITHDRAWN if is_open else standing.state
            return replace(standing, shopper=to, state=state)

        found = [
            each["_id"] for each in self.database.shopping.find({"shopper": shopper}, {"_id": 1})
        ]
        for each in found:
            self._changed(each, handed)
        return len(found)

    def _changed(
        self,
        assignment: str,
        change: Callable[[Assignment, Session], Assignment],
        session: Session | None = None,
    ) -> Assignment:
        """The assignment as the change leaves it; what it leaves as it was takes no number."""

        def work(session: Session) -> Assignment:
            standing = self.find(assignment, session)
            if standing is None:
                raise UnknownAssignment(f"there is no assignment {assignment[:40]!r}")
            changed = change(standing, session)
            if changed == standing:
                return standing
            kept = replace(changed, changed=self._numbers(1, session))
            self.database.shopping.replace_one(
                {"_id": assignment}, document_of(kept), session=session
            )
            return kept

        return work(session) if session is not None else transact(self.database, work)

    def _numbers(self, many: int, session: Session) -> int:
        """The first of so many numbers that nobody else is given."""
        told = self.database.shopping_numbers.find_one_and_update(
            {"_id": _OF_ASSIGNMENTS},
            {"$inc": {"last": many}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        return int(told["last"]) - many + 1 if told else 1

    def _standing(
        self, assignments: Sequence[Assignment], session: Session
    ) -> Mapping[str, Assignment]:
        """Those that stand and say the same as one of these, by what they say."""
        keys = [key_of(each) for each in assignments]
        asked = {
            "key": {"$in": keys, "$type": "string"}
        }  # else its index is not used: it is partial
        found = self.database.shopping.find(asked, session=session)
        return {each["key"]: assignment_of(each) for each in found}


def _cursor(assignment: Assignment) -> str:
    return f"{assignment.closes_at} {assignment.id}"


def _behind(cursor: str, than: str) -> Document:
    at, _, last = cursor.partition(" ")
    if not (at.isascii() and at.isdigit() and len(at) <= 12 and 0 < len(last) <= 64):
        raise ValueError("this is no cursor of a page")
    same = {"closes_at": int(at), "_id": {than: last}}
    return {"$or": [{"closes_at": {than: int(at)}}, same]}
