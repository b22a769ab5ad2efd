"""An author sees how well each criterion works, and by the API the same."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.pages.acme import PASSWORD, Filled, browser, signed_in
from tests.pages.seen import Seen

PAGE = "/standards/contact/1/quality"
API = "/api/v1/standards/contact/1/quality?from=2026-01-01&until=2026-03-31"


def told(acme: Filled) -> dict[str, dict[str, object]]:
    """What the API says of each criterion."""
    client = browser(acme.house)
    signed = client.post("/api/v1/sessions", json={"name": "admin", "password": PASSWORD})
    headers = {"Authorization": f"Bearer {signed.get_json()['access_token']}"}
    answer = client.get(API, headers=headers)
    assert answer.status_code == 200, answer.text
    return {each["criterion"]: each for each in answer.get_json()["criteria"]}


def test_every_criterion_has_a_row_and_what_speaks_against_it_comes_first(
    acme: Filled, trainer: FlaskClient
) -> None:
    shown = Seen(trainer.get(PAGE).text)
    criteria = told(acme)
    rows = [each for each in shown.of("tr") if each.text.split()[0] in criteria]
    assert len(rows) == len(criteria)
    against = {code for code, each in criteria.items() if each["concerns"]}
    marked = {each.text.split()[0] for each in rows if "reconsider" in each.text}
    assert marked == against


def test_counts_are_those_of_final_cards(acme: Filled) -> None:
    final = {"code": "contact", "version": 1, "standing": "final"}
    number = 0
    for each in acme.house.database.cards.find(final):
        for finding in each["card"]["findings"]:
            if finding["criterion"] == "RSP-01":
                number += max(1, len(finding["occurrences"]))
    assert told(acme)["RSP-01"]["occurrences"] == number > 0


def test_ratings_are_those_of_the_same_contacts(acme: Filled) -> None:
    """Counted by hand: final cards with a rating and a decided first reply."""
    rating = next(code for code, each in told(acme).items() if each["with_rating"] == 0)
    assert rating
    by: dict[str, int] = {}
    final = {"code": "contact", "version": 1, "standing": "final", "instrument": "ticket"}
    for each in acme.house.database.cards.find(final):
        found = {one["criterion"]: one for one in each["card"]["findings"]}
        if found.get("RSP-01", {}).get("verdict") in ("met", "partly", "missed"):
            for code, one in found.items():
                rated = one["occurrences"] and "value" in one["occurrences"][0]
                if rated and code.startswith("SAT"):
                    by[code] = by.get(code, 0) + 1
    assert told(acme)["RSP-01"]["with_rating"] == max(by.values(), default=0)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?from=2026-03-31&until=2026-01-01", "swap the two days"),
        ("?from=soon&until=later", "year-month-day"),
        ("?from=1901-01-01&until=1901-02-01", "check the years"),
    ],
)
def test_days_that_are_none_are_said(trainer: FlaskClient, query: str, said: str) -> None:
    (fault,) = Seen(trainer.get(f"{PAGE}{query}").text).of("p", "fault")
    assert said in fault.text


def test_it_is_for_those_who_see_drafts(acme: Filled, trainer: FlaskClient) -> None:
    assert signed_in(acme.house, "leader").get(PAGE).status_code == 403
    assert trainer.get("/standards/contact/9/quality").status_code == 404
    assert trainer.get("/standards/none/1/quality").status_code == 404
