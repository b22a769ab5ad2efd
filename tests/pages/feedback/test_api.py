"""Feedback by the API: the figures of the page, and the same people."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.pages.acme import PASSWORD
from tests.pages.feedback.team import Staffed
from tests.tables import rows

ROOT = "/api/v1"


def asked(app: Flask, who: str, path: str) -> TestResponse:
    """What the API answers them."""
    client = app.test_client()
    session = client.post(f"{ROOT}/sessions", json={"name": who, "password": PASSWORD})
    assert session.status_code == 201, session.text
    token = session.json["access_token"] if session.json else ""
    return client.get(f"{ROOT}{path}", headers={"Authorization": f"Bearer {token}"})


def test_it_tells_what_the_page_shows(app: Flask) -> None:
    answer = asked(app, "leader", "/employees/anna/feedback")
    told = answer.json
    assert answer.status_code == 200
    assert told is not None
    assert told["person"] == {"id": "anna", "name": "Anna Lis", "team": "Mail"}
    assert told["period"] == {"from": "2026-03-01", "until": "2026-03-31"}
    assert told["to_work_on"] == ["RSP-01", "RES-01"]
    assert {code: len(each) for code, each in told["examples"].items()} == dict.fromkeys(
        ("RSP-01", "RES-01", "RGT-01", "RES-03", "EFF-01"), 2
    )
    line = next(each for each in told["criteria"] if each["code"] == "RSP-01")
    assert (line["met"], line["decided"], line["attained"]) == (22, 36, "missed")
    assert line["change"]["direction"] == "higher"
    assert told["provisional"] == 2
    assert len(told["hash"]) == 64
    assert told["made_at"] == "2026-03-31T22:00:00Z"


# who      | path                                             | status | why
ASKED = """
anna       | /employees/anna/feedback                         | 200    | oneself
anna       | /employees/oleg/feedback                         | 404    | a colleague
leader     | /employees/max/feedback                          | 404    | another team
admin      | /employees/max/feedback                          | 200    | everybody
admin      | /employees/none/feedback                         | 404    | nobody
approver   | /employees/anna/feedback                         | 403    | has no part in it
shopper    | /employees/anna/feedback                         | 403    | has no part in it
admin      | /employees/anna/feedback?standard=none           | 404    | no such standard
admin      | /employees/anna/feedback?standard=contact&version=2 | 404 | no such version
admin      | /employees/anna/feedback?version=0               | 422    | no number of a version
admin      | /employees/anna/feedback?from=2026-03-01         | 422    | one day alone
admin      | /employees/anna/feedback?from=2026-03-02&until=2026-03-01 | 422 | the wrong way round
admin      | /employees/anna/feedback?from=2026-02-30&until=2026-03-01 | 422 | no such day
admin      | /employees/anna/feedback?from=1926-02-01&until=2026-03-01 | 422 | a hundred years
admin      | /employees/anna/feedback?from=0001-01-01&until=0001-01-31 | 422 | before all time
admin      | /employees/anna/feedback?from=9999-12-01&until=9999-12-31 | 422 | after all time
admin      | /employees/anna/feedback?from=2026-02-01&until=2026-02-28 | 200 | another month
"""


@pytest.mark.parametrize(("who", "path", "status"), rows(ASKED))
def test_it_is_asked_as_the_page_is(app: Flask, who: str, path: str, status: str) -> None:
    answer = asked(app, who, path)
    assert answer.status_code == int(status), answer.text
    if answer.status_code >= 400:
        assert answer.content_type == "application/problem+json"


def test_the_hash_is_what_a_confirmation_names(app: Flask, team: Staffed) -> None:
    told = [asked(app, who, "/employees/oleg/feedback").json for who in ("leader", "oleg")]
    assert told[0] == told[1]
    assert team.house.database.acknowledgements.count_documents({}) == 0
