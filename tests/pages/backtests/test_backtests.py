"""A trainer sees what a draft would have said: asked for, watched, cancelled, read."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.stores.versions.backtests import Backtests, State
from tests.pages.acme import Filled, signed_in, token_in
from tests.pages.backtests.asked import QUARTER, Working
from tests.pages.seen import Seen

ASKING = "/standards/contact/draft/backtests"


def sent(client: FlaskClient, path: str, /, page: str = ASKING, **said: str) -> TestResponse:
    return client.post(path, data={"csrf_token": token_in(client.get(page).text), **said})


def asked(client: FlaskClient, **said: str) -> str:
    """The address of a new backtest."""
    answer = sent(client, ASKING, **{"version": "draft", **QUARTER, **said})
    assert answer.status_code == 303, Seen(answer.text).texts
    return answer.location


def filed(acme: Filled) -> object:
    """All that is filed and counted."""
    database = acme.house.database
    return [[*database[name].find().sort("_id", 1)] for name in ("cards", "tallies", "rollups")]


def test_a_trainer_sees_how_last_quarter_would_have_changed(
    acme: Filled, trainer: FlaskClient, working: Working
) -> None:
    before = filed(acme)
    address = asked(trainer, name="Quicker replies")
    running = Seen(trainer.get(address).text)
    assert [each.attributes["value"] for each in running.of("progress")] == ["0.0"]
    assert trainer.get(f"{address}/progress").get_json()["running"]
    working.all()
    assert not trainer.get(f"{address}/progress").get_json()["running"]
    shown = Seen(trainer.get(address).text)
    (heading,) = shown.of("h1")
    assert heading.text == "Quicker replies"
    row = next(each for each in shown.of("tr") if "RSP-01" in each.text)
    assert "contacts worse" in row.text
    assert "as judged" in row.text
    links = [each.attributes.get("href") for each in shown.of("a")]
    assert any(str(each).startswith("/contacts/zd-acme/ticket/") for each in links)
    assert any("read from the scorecards" in each for each in shown.texts)
    assert filed(acme) == before


def test_a_team_is_looked_at_alone(trainer: FlaskClient, working: Working) -> None:
    address = asked(trainer)
    working.all()
    shown = Seen(trainer.get(address).text)
    teams = [str(each.attributes["href"]) for each in shown.of("a") if "team=" in str(each)]
    alone = Seen(trainer.get(f"{address}?team=zd-acme/group/mail").text)
    assert teams
    assert any("E-mail <b>team</b>" in each for each in alone.texts)


def test_a_recount_has_its_own_name_and_flips_nothing(
    trainer: FlaskClient, working: Working
) -> None:
    address = asked(trainer, version="1")
    working.all()
    shown = Seen(trainer.get(address).text)
    assert [each.text for each in shown.of("h1")] == ["Recount under version 1"]
    assert any("every contact is seen as before" in each for each in shown.texts)
    listed = Seen(trainer.get(ASKING).text)
    assert "Recount under version 1" in listed.texts


def test_it_is_cancelled_and_what_was_found_is_shown(
    acme: Filled, trainer: FlaskClient, working: Working
) -> None:
    address = asked(trainer)
    answer = sent(trainer, f"{address}/cancelled", page=address)
    assert answer.status_code == 303
    working.all()
    shown = Seen(trainer.get(address).text)
    assert any("It was cancelled" in each for each in shown.texts)
    backtest = Backtests(acme.house.database).find(address.rpartition("/")[2])
    assert backtest is not None
    assert backtest.state is State.CANCELLED


# what is asked for | what is said of it
UNFIT = [
    ({"from": "2026-03-31", "until": "2026-01-01"}, "swap the two days"),
    ({"from": "2016-01-01", "until": "2025-12-31"}, "more than three years"),
    ({"from": "1901-01-01", "until": "1901-12-31"}, "check the years"),
    ({"from": "2027-01-01", "until": "2027-01-31"}, "hold no contact yet"),
    ({"from": "soon"}, "year-month-day"),
    ({"version": "7"}, "no such version"),
    ({"version": "²"}, "no such version"),
]


@pytest.mark.parametrize(("said", "told"), UNFIT, ids=str)
def test_what_cannot_be_judged_is_said_and_what_was_typed_stays(
    acme: Filled, trainer: FlaskClient, said: dict[str, str], told: str
) -> None:
    answer = sent(trainer, ASKING, **{"version": "draft", **QUARTER, "name": "Mine", **said})
    assert answer.status_code == 422
    shown = Seen(answer.text)
    assert any(told in each.text for each in shown.of("div", "fault") + shown.of("p"))
    assert [
        each.attributes["value"] for each in shown.of("input") if each.attributes["name"] == "name"
    ] == ["Mine"]
    assert acme.house.database.backtests.count_documents({}) == 0


def test_as_many_run_as_may_and_no_more(trainer: FlaskClient, working: Working) -> None:
    for _ in range(3):
        asked(trainer)
    answer = sent(trainer, ASKING, version="draft", **QUARTER)
    assert answer.status_code == 422
    assert "running already" in answer.text
    working.all()
    asked(trainer)


def test_who_only_reads_drafts_asks_for_nothing_and_opens_no_contact(
    acme: Filled, trainer: FlaskClient, working: Working
) -> None:
    address = asked(trainer)
    working.all()
    approver = signed_in(acme.house, "approver")
    shown = Seen(approver.get(address).text)
    assert not [each for each in shown.of("a") if "/contacts/" in str(each.attributes.get("href"))]
    assert not Seen(approver.get(ASKING).text).of("form", "written")
    token = token_in(approver.get(ASKING).text)
    refused = approver.post(ASKING, data={"csrf_token": token, "version": "draft", **QUARTER})
    assert refused.status_code == 403
    assert signed_in(acme.house, "leader").get(address).status_code == 403


def test_what_is_not_there_is_not_found(trainer: FlaskClient) -> None:
    for path in ("/backtests/none", "/backtests/none/progress", "/standards/none/draft/backtests"):
        assert trainer.get(path).status_code == 404
