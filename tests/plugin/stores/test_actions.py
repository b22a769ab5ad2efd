"""What was agreed on is found by whom it concerns, and changed by one at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from plugin.stores.layout import Mongo
from plugin.stores.people.actions import (
    MOST,
    Actions,
    Change,
    ChangedMeanwhile,
    Concern,
    Proof,
    Scope,
    Seeing,
    State,
    Task,
    UnknownTask,
    cursor_of,
)

NOW = 1_774_994_400
OPENING = Change(State.OPEN, "leader", NOW)


def added(
    actions: Actions, what: str, owner: str = "anna", due: str = "2026-04-10", **about: str
) -> Task:
    return actions.add(what, owner, due, Concern(**about), OPENING)


def whats(tasks: tuple[Task, ...]) -> list[str]:
    return [each.what for each in tasks]


def test_what_is_added_is_found_as_it_was_added(database: Mongo) -> None:
    actions = Actions(database)
    task = added(actions, "Ring back", standard="contact", criterion="RSP-01", person="anna")
    assert actions.find(task.id) == task
    assert task.state is State.OPEN
    assert [(turn.state, turn.by, turn.at) for turn in task.history] == [
        (State.OPEN, "leader", NOW)
    ]


def test_open_ones_come_by_their_day_and_only_those_of_the_scope(database: Mongo) -> None:
    actions = Actions(database)
    added(actions, "later", due="2026-05-01", standard="contact")
    added(actions, "sooner", due="2026-04-02", standard="contact")
    added(actions, "about ewa", owner="leader", person="ewa", standard="contact")
    added(actions, "elsewhere", standard="complaints")
    done = added(actions, "done already", standard="contact")
    actions.change(done.id, 1, Change(State.DONE, "anna", NOW, proof=Proof("done")))
    assert whats(actions.open_of(Scope(standard="contact"))) == ["sooner", "about ewa", "later"]
    assert whats(actions.open_of(Scope(person="ewa"))) == ["about ewa"]
    assert whats(actions.open_of(Scope(person="anna"))) == ["sooner", "elsewhere", "later"]
    assert whats(actions.listed(Scope(), State.DONE)) == ["done already"]


def test_a_reader_sees_what_is_theirs(database: Mongo) -> None:
    actions = Actions(database)
    added(actions, "anna's")
    about = added(actions, "about ewa", owner="boss", person="ewa")
    added(actions, "of the team", owner="boss", team="mail")
    seen = [
        whats(actions.open_of(Scope(seeing=seeing)))
        for seeing in (
            Seeing(owners=frozenset({"anna"})),
            Seeing(people=frozenset({"ewa"})),
            Seeing(teams=frozenset({"mail"})),
            Seeing(),
        )
    ]
    assert seen == [["anna's"], ["about ewa"], ["of the team"], []]
    assert actions.find(about.id, Seeing(people=frozenset({"ewa"}))) == about
    with pytest.raises(UnknownTask):
        actions.find(about.id, Seeing(owners=frozenset({"ewa"})))


def test_a_task_is_overdue_from_the_day_after(database: Mongo) -> None:
    task = added(Actions(database), "Ring back", due="2026-04-10")
    assert not task.is_overdue("2026-04-10")
    assert task.is_overdue("2026-04-11")


def test_done_dropped_and_opened_again_stand_in_the_history(database: Mongo) -> None:
    actions = Actions(database)
    task = added(actions, "Ring back")
    proof = Proof("rang", "zd-acme/ticket/1056")
    done = actions.change(task.id, 1, Change(State.DONE, "anna", NOW + 60, "rang", proof))
    assert (done.state, done.proof, done.revision) == (State.DONE, proof, 2)
    assert not done.is_overdue("2027-01-01")
    again = actions.change(task.id, 2, Change(State.OPEN, "leader", NOW + 120, "not so"))
    assert (again.state, again.proof) == (State.OPEN, None)
    assert [(turn.state, turn.by, turn.note) for turn in again.history] == [
        (State.OPEN, "leader", ""),
        (State.DONE, "anna", "rang"),
        (State.OPEN, "leader", "not so"),
    ]


def test_of_two_who_close_it_at_once_the_second_is_told(database: Mongo) -> None:
    actions = Actions(database)
    task = added(actions, "Ring back")

    def close(by: str) -> str:
        try:
            actions.change(task.id, task.revision, Change(State.DONE, by, NOW, proof=Proof(by)))
        except ChangedMeanwhile as told:
            return f"told of {told.task.history[-1].by}"
        return by

    names = ["anna", "ewa", "leader", "admin"]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(close, names))
    winner = next(each for each in answers if each in names)
    assert sorted(answers) == sorted([winner, *[f"told of {winner}"] * 3])
    assert actions.find(task.id).proof == Proof(winner)


def test_what_is_not_there_is_not_changed(database: Mongo) -> None:
    with pytest.raises(UnknownTask):
        Actions(database).change("none", 1, Change(State.DONE, "anna", NOW))


def test_the_cursor_leads_through_all_of_them_once(database: Mongo) -> None:
    actions = Actions(database)
    for number in range(MOST + 5):
        added(actions, f"{number}", due=f"2026-04-{number % 28 + 1:02d}")
    first = actions.listed(Scope(), State.OPEN)
    assert len(first) == MOST + 1
    rest = actions.listed(Scope(), State.OPEN, cursor_of(first[MOST - 1]))
    assert len(rest) == 5
    assert len({each.id for each in (*first[:MOST], *rest)}) == MOST + 5


@pytest.mark.parametrize(
    "scope",
    [
        Scope(),
        Scope(standard="contact"),
        Scope(person="anna"),
        Scope(seeing=Seeing(frozenset({"anna"}), frozenset({"anna"}), frozenset({"mail"}))),
    ],
    ids=["all", "standard", "person", "a team's"],
)
def test_an_index_leads_to_them(database: Mongo, scope: Scope) -> None:
    actions = Actions(database)
    added(actions, "Ring back", standard="contact")
    database.command("profile", 2)
    actions.open_of(scope)
    database.command("profile", 0)
    asked = database["system.profile"].find_one({"ns": f"{database.name}.actions"})
    assert asked is not None
    assert "IXSCAN" in asked["planSummary"]
