"""What is agreed on after a report: set by who may, closed with a proof, by one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.stores.people.actions import Actions, Change, Concern, Scope, State, Task
from tests.pages.acme import AS_OF, Filled, signed_in
from tests.pages.seen import Seen

TOMORROW = "2026-04-02"
TICKET = "zd-acme/ticket/1008"


@pytest.fixture(autouse=True)
def _afterwards(acme: Filled) -> Iterator[None]:
    yield
    acme.house.database.actions.delete_many({})


def token_of(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def sent(client: FlaskClient, path: str, *, page: str = "/actions", **said: str) -> TestResponse:
    return client.post(path, data={"csrf_token": token_of(client, page), **said})


def task_of(acme: Filled, owner: str = "anna", **about: str) -> Task:
    change = Change(State.OPEN, "leader", AS_OF - 60)
    return Actions(acme.house.database).add(
        "Ring back <b>sooner</b>", owner, "2026-03-30", Concern(**about), change
    )


def only(acme: Filled) -> Task:
    (task,) = (
        each for state in State for each in Actions(acme.house.database).listed(Scope(), state)
    )
    return task


def test_a_leader_agrees_on_an_action_with_one_of_the_team(acme: Filled) -> None:
    leader = signed_in(acme.house, "leader")
    form = Seen(leader.get("/actions/new?standard=contact&criterion=RSP-01&person=anna").text)
    chosen = [
        each.attributes["value"] for each in form.of("option") if "selected" in each.attributes
    ]
    assert chosen == ["anna", "contact RSP-01", "anna"]
    answer = sent(
        leader, "/actions/new", what=" Ring back within the hour ", owner="anna", due=TOMORROW,
        criterion="contact RSP-01", person="anna", team="mail",
    )  # fmt: skip
    assert answer.status_code == 303
    task = only(acme)
    assert (task.what, task.owner, task.due) == ("Ring back within the hour", "anna", TOMORROW)
    assert task.about == Concern("contact", "RSP-01", "anna", "mail")
    assert [(turn.by, turn.at) for turn in task.history] == [("leader", AS_OF)]
    assert "Anna Lis" in leader.get(answer.location).text
    assert "Ring back within the hour" in signed_in(acme.house, "anna").get("/actions").text


GOOD = {"what": "Ring back", "owner": "anna", "due": TOMORROW}
# what is said instead | where that is refused
UNFIT = [
    ({"what": "  "}, "what"),
    ({"what": "x" * 501}, "what"),
    ({"owner": ""}, "owner"),
    ({"owner": "ewa"}, "owner"),
    ({"owner": "nobody"}, "owner"),
    ({"due": ""}, "due"),
    ({"due": "soon"}, "due"),
    ({"due": "2026-03-31"}, "due"),
    ({"due": "9999-01-01"}, "due"),
    ({"criterion": "contact NO-01"}, "criterion"),
    ({"criterion": "none"}, "criterion"),
    ({"criterion": " RSP-01"}, "criterion"),
    ({"person": "ewa"}, "person"),
    ({"team": "other"}, "team"),
]


@pytest.mark.parametrize(("said", "field"), UNFIT, ids=lambda each: str(each)[:40])
def test_what_cannot_be_agreed_on_is_said_beside_its_field(
    acme: Filled, said: dict[str, str], field: str
) -> None:
    answer = sent(signed_in(acme.house, "leader"), "/actions/new", **{**GOOD, **said})
    assert answer.status_code == 422
    faults = [each.attributes["id"] for each in Seen(answer.text).of("span", "fault")]
    assert faults == [f"{field}-fault"]
    assert acme.house.database.actions.count_documents({}) == 0


def test_it_is_done_with_a_proof(acme: Filled) -> None:
    task, anna = task_of(acme), signed_in(acme.house, "anna")
    page = anna.get(f"/actions/{task.id}").text
    assert "Ring back &lt;b&gt;sooner&lt;/b&gt;" in page
    assert "overdue" in page
    answer = sent(anna, f"/actions/{task.id}/done", revision="1", contact=f"/contacts/{TICKET}")
    assert answer.status_code == 303
    assert only(acme).state is State.DONE
    shown = Seen(anna.get(f"/actions/{task.id}").text)
    assert f"/contacts/{TICKET}" in [each.attributes.get("href") for each in shown.of("a")]
    assert "overdue" not in shown.texts


@pytest.mark.parametrize(
    "said", [{}, {"proof": " "}, {"contact": "none"}, {"contact": "zd-acme/ticket/1"}], ids=str
)
def test_it_is_not_done_without_one(acme: Filled, said: dict[str, str]) -> None:
    task = task_of(acme)
    answer = sent(signed_in(acme.house, "anna"), f"/actions/{task.id}/done", revision="1", **said)
    assert answer.status_code == 422
    assert only(acme) == task


def test_it_is_dropped_and_opened_again_with_a_reason_each(acme: Filled) -> None:
    task, leader = task_of(acme), signed_in(acme.house, "leader")
    assert sent(leader, f"/actions/{task.id}/dropped", revision="1", why="").status_code == 422
    assert sent(leader, f"/actions/{task.id}/dropped", revision="1", why="Moot").status_code == 303
    assert "Ring back" not in leader.get("/actions").text
    assert "Ring back" in leader.get("/actions?state=dropped").text
    assert sent(leader, f"/actions/{task.id}/open", revision="2", why="Not so").status_code == 303
    assert [(each.state, each.note) for each in only(acme).history] == [
        (State.OPEN, ""),
        (State.DROPPED, "Moot"),
        (State.OPEN, "Not so"),
    ]


def test_of_two_who_close_it_the_second_is_told_and_nothing_of_theirs_is_taken(
    acme: Filled,
) -> None:
    task = task_of(acme)
    anna, leader = (signed_in(acme.house, name) for name in ("anna", "leader"))
    assert sent(anna, f"/actions/{task.id}/done", revision="1", proof="Rang").status_code == 303
    answer = sent(leader, f"/actions/{task.id}/dropped", revision="1", why="Moot")
    assert answer.status_code == 409
    alert = next(each for each in Seen(answer.text).of("p", "fault"))
    assert "Anna was quicker" in alert.text
    assert only(acme).state is State.DONE


def test_nobody_sees_or_changes_what_is_not_theirs(acme: Filled) -> None:
    ewas = task_of(acme, "ewa", person="ewa")
    for name in ("leader", "anna"):
        client = signed_in(acme.house, name)
        assert client.get(f"/actions/{ewas.id}").status_code == 404
        assert "Ring back" not in client.get("/actions").text
        path = f"/actions/{ewas.id}/done"
        assert sent(client, path, revision="1", proof="Rang").status_code == 404
    assert signed_in(acme.house, "admin").get(f"/actions/{ewas.id}").status_code == 200
    assert signed_in(acme.house, "approver").get(f"/actions/{ewas.id}").status_code == 200
    assert only(acme) == ewas


def test_an_employee_closes_and_does_not_set(acme: Filled) -> None:
    anna, task = signed_in(acme.house, "anna"), task_of(acme)
    assert anna.get("/actions/new").status_code == 403
    assert sent(anna, f"/actions/{task.id}/dropped", revision="1", why="No").status_code == 403
    page = Seen(anna.get(f"/actions/{task.id}").text)
    assert [each.attributes["action"] for each in page.of("form", "written")] == [
        f"/actions/{task.id}/done"
    ]


def test_nothing_is_taken_without_the_token_of_the_form(acme: Filled) -> None:
    task, leader = task_of(acme), signed_in(acme.house, "leader")
    for path, said in (("/actions/new", GOOD), (f"/actions/{task.id}/done", {"proof": "Rang"})):
        assert leader.post(path, data={**said, "revision": "1"}).status_code == 400
    assert only(acme) == task


@pytest.mark.parametrize("said", [{}, {"revision": "one"}, {"revision": "9" * 30}], ids=str)
def test_what_names_no_revision_is_not_taken(acme: Filled, said: dict[str, str]) -> None:
    task, anna = task_of(acme), signed_in(acme.house, "anna")
    answer = sent(anna, f"/actions/{task.id}/done", proof="Rang", **said)
    assert answer.status_code == 400
    assert only(acme) == task
