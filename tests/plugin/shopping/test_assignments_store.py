"""Assignments as they are kept: numbers that grow, ends that hold, and no collection scan."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from pymongo.errors import WriteError

from mobile_api.assigning import Assignment, AssignmentState, Fee
from plugin.stores.layout import Mongo
from plugin.stores.shopping.assignments import (
    AlreadyAssigned,
    AlreadyEnded,
    Assignments,
    AssignmentsWanted,
    ChangedMeanwhile,
    UnknownAssignment,
)
from tests.mobile_api.service import NOW
from tests.plugin.shopping.assigned import HOUR, kept

OPEN, DONE = AssignmentState.OPEN, AssignmentState.DONE
CLOSED, WITHDRAWN = AssignmentState.CLOSED, AssignmentState.WITHDRAWN
VISIT = "visit/00000000-0000-4000-8000-00000000000a"


@pytest.fixture
def store(database: Mongo) -> Assignments:
    return Assignments(database)


def test_what_is_kept_is_found_again(store: Assignments) -> None:
    fee = Fee("25.00", "PLN")
    made = store.create(kept(version=3, scenario={"pl": "Zapytaj."}, fee=fee, note="quiet"))
    assert store.find(made.id) == made
    assert made.changed == 1
    assert store.find("none") is None


def test_every_change_has_a_higher_number_than_any_before(store: Assignments) -> None:
    one, two = store.create(kept(1)), store.create(kept(2, shopper="boris"))
    changed = store.change(replace(one, note="new"), one.changed)
    ended = store.end(two.id, CLOSED)
    numbers = [one.changed, two.changed, changed.changed, ended.changed, store.last_number()]
    assert numbers == [1, 2, 3, 4, 4]


def test_a_reader_of_numbers_misses_none_when_many_write_at_once(database: Mongo) -> None:
    def create(number: int) -> int:
        return Assignments(database).create(kept(number)).changed

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(create, range(1, 25)))
    assert numbers == list(range(1, 25))
    found = Assignments(database).changed_since("anna", 10)
    assert [each.changed for each in found] == list(range(11, 25))


def test_a_shopper_is_told_of_their_own_alone(store: Assignments) -> None:
    mine, other = store.create(kept(1)), store.create(kept(2, shopper="boris"))
    assert [each.id for each in store.of("anna")] == [mine.id]
    assert [each.id for each in store.changed_since("boris", 0)] == [other.id]
    assert store.changed_since("boris", other.changed) == ()


def test_of_a_shopper_are_the_open_ones_and_those_done_lately(store: Assignments) -> None:
    late, soon, old, gone = (
        store.create(kept(number, closes_at=NOW + hours * HOUR))
        for number, hours in ((1, 9), (2, 2), (3, 1), (4, 5))
    )
    store.set_done(late.id, VISIT, "anna")
    store.set_done(old.id, f"{VISIT[:-1]}b", "anna")
    store.end(gone.id, CLOSED)
    assert [each.id for each in store.of("anna")] == [old.id, soon.id, late.id]
    assert [each.id for each in store.of("anna", NOW + 3 * HOUR)] == [soon.id, late.id]


def test_a_visit_sets_its_assignment_done_once(store: Assignments) -> None:
    made = store.create(kept())
    done = store.set_done(made.id, VISIT, "anna")
    assert done is not None
    assert (done.state, done.visits, done.changed) == (DONE, (VISIT,), 2)
    assert store.set_done(made.id, VISIT, "anna") == done
    assert store.last_number() == 2


def test_a_second_visit_is_known_too(store: Assignments) -> None:
    made = store.create(kept())
    store.set_done(made.id, VISIT, "anna")
    again = store.set_done(made.id, f"{VISIT[:-1]}b", "anna")
    assert again is not None
    assert again.visits == (VISIT, f"{VISIT[:-1]}b")


@pytest.mark.parametrize("state", [CLOSED, WITHDRAWN])
def test_a_late_visit_is_known_and_changes_no_end(
    store: Assignments, state: AssignmentState
) -> None:
    made = store.create(kept())
    store.end(made.id, state)
    late = store.set_done(made.id, VISIT, "anna")
    assert late is not None
    assert (late.state, late.visits) == (state, (VISIT,))


def test_nobody_elses_visit_sets_an_assignment_done(store: Assignments) -> None:
    made = store.create(kept())
    assert store.set_done(made.id, VISIT, "boris") is None
    assert store.set_done("00000000-0000-4000-8000-00000000dead", VISIT, "anna") is None
    assert store.find(made.id) == made


def test_of_two_who_change_it_the_second_is_told_how_it_stands(store: Assignments) -> None:
    made = store.create(kept())
    first = store.change(replace(made, note="first"), made.changed)
    with pytest.raises(ChangedMeanwhile) as raised:
        store.change(replace(made, note="second"), made.changed)
    assert raised.value.assignment == first


def test_a_change_leaves_whose_it_is_and_what_came_of_it(store: Assignments) -> None:
    made = store.create(kept(by="carol", at=NOW))
    done = store.set_done(made.id, VISIT, "anna")
    assert done is not None
    told = replace(kept(), shopper="boris", note="more", by="adam", at=1)
    changed = store.change(told, done.changed)
    assert changed == replace(done, note="more", changed=3)


# it is | it is to be | what comes of it
ENDS = [
    (OPEN, CLOSED, CLOSED),
    (OPEN, WITHDRAWN, WITHDRAWN),
    (DONE, CLOSED, CLOSED),
    (DONE, WITHDRAWN, None),
    (CLOSED, CLOSED, CLOSED),
    (CLOSED, WITHDRAWN, None),
    (WITHDRAWN, WITHDRAWN, WITHDRAWN),
    (WITHDRAWN, CLOSED, None),
]


@pytest.mark.parametrize(("was", "asked", "becomes"), ENDS)
def test_how_an_assignment_ends(
    store: Assignments, was: AssignmentState, asked: AssignmentState, becomes: object
) -> None:
    made = store.create(kept(state=was))
    if becomes is None:
        with pytest.raises(AlreadyEnded, match=was.value):
            store.end(made.id, asked)
    else:
        assert store.end(made.id, asked).state is becomes


def test_what_is_ended_is_not_changed(store: Assignments) -> None:
    made = store.create(kept(state=CLOSED))
    with pytest.raises(AlreadyEnded):
        store.change(replace(made, note="new"), made.changed)
    with pytest.raises(UnknownAssignment):
        store.end("none", CLOSED)


def test_the_same_is_not_assigned_twice_until_it_is_withdrawn(store: Assignments) -> None:
    made = store.create(kept(1))
    with pytest.raises(AlreadyAssigned) as raised:
        store.create(replace(kept(1), id=kept(2).id))
    assert raised.value.assignment == made
    store.end(made.id, WITHDRAWN)
    assert store.create(replace(kept(1), id=kept(2).id)).state is OPEN


def test_a_change_to_what_another_says_already_is_refused(store: Assignments) -> None:
    store.create(kept(1))
    other = store.create(kept(2))
    with pytest.raises(AlreadyAssigned):
        store.change(replace(kept(1), id=other.id), other.changed)


def test_of_two_sheets_at_once_one_is_new(database: Mongo) -> None:
    def bring(first: int) -> int:
        sheet = [replace(kept(each), id=kept(first + each).id) for each in range(1, 21)]
        return len(Assignments(database).create_all(sheet)[0])

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(bring, (100, 200, 300, 400))) == [0, 0, 0, 20]
    assert len(Assignments(database).of("anna")) == 20


def test_pages_hold_every_assignment_once(store: Assignments) -> None:
    made = [store.create(kept(number)) for number in range(1, 8)]
    for state, ordered in ((OPEN, made), (None, made[::-1])):
        found: list[Assignment] = []
        wanted = AssignmentsWanted(state=state, most=3)
        while True:
            page = store.page(wanted)
            found += page.items
            if page.after is None:
                break
            wanted = replace(wanted, after=page.after)
        assert found == ordered


@pytest.mark.parametrize("cursor", ["", "x", "1", "1 ", "-1 a", "٣ a", "1" * 13 + " a"])
def test_no_cursor_is_refused(store: Assignments, cursor: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        store.page(AssignmentsWanted(after=cursor))


def test_mongod_holds_assignments_to_their_form(database: Mongo) -> None:
    made = Assignments(database).create(kept())
    for change in ({"state": "lost"}, {"fee": {"amount": "x", "currency": "PLN"}}, {"shopper": 7}):
        with pytest.raises(WriteError):
            database.shopping.update_one({"_id": made.id}, {"$set": change})


# what is asked, as the store asks it
ASKED = [
    pytest.param({"state": "open"}, [("closes_at", 1), ("_id", 1)], id="a state"),
    pytest.param({}, [("closes_at", -1), ("_id", -1)], id="all"),
    pytest.param({"shopper": "anna"}, [("closes_at", -1), ("_id", -1)], id="a shopper"),
    pytest.param({"location": "x"}, [("closes_at", -1), ("_id", -1)], id="a location"),
    pytest.param({"standard": "x"}, [("closes_at", -1), ("_id", -1)], id="a standard"),
    pytest.param({"shopper": "anna", "changed": {"$gt": 5}}, [("changed", 1)], id="changes"),
    pytest.param({"key": {"$in": ["a", "b"], "$type": "string"}}, [], id="what stands"),
    pytest.param(
        {
            "$or": [
                {"shopper": "anna", "state": "open"},
                {"shopper": "anna", "state": "done", "closes_at": {"$gte": 5}},
            ]
        },
        [("closes_at", 1), ("_id", 1)],
        id="a day",
    ),
]


@pytest.mark.parametrize(("asked", "ordered"), ASKED)
def test_nothing_is_looked_for_in_the_whole_collection(
    database: Mongo, asked: dict[str, object], ordered: list[tuple[str, int]]
) -> None:
    Assignments(database).create_all([kept(each) for each in range(1, 40)])
    found = database.shopping.find(asked)
    plan = str((found.sort(ordered) if ordered else found).explain()["queryPlanner"]["winningPlan"])
    assert "IXSCAN" in plan
    assert "COLLSCAN" not in plan
