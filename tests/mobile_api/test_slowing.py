"""Five wrong passwords slow the next try down, at the phones' door and at that of the pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.mobile_api.service import PASSWORD, Service
from tests.mobile_api.test_submissions import slug
from tests.pages.acme import token_in

Try = Callable[[FlaskClient, str], TestResponse]


def by_phone(client: FlaskClient, password: str) -> TestResponse:
    return client.post("/api/v1/sessions", json={"name": "anna", "password": password})


def by_page(client: FlaskClient, password: str) -> TestResponse:
    form = {
        "name": "anna",
        "password": password,
        "csrf_token": token_in(client.get("/sign-in").text),
    }
    return client.post("/sign-in", data=form)


@pytest.mark.parametrize("attempt", [by_phone, by_page])
def test_the_sixth_try_waits(service: Service, attempt: Try) -> None:
    client = service.app.test_client()
    assert [attempt(client, "wrong").status_code for _ in range(6)] == [401] * 5 + [429]
    right = attempt(client, PASSWORD)
    assert (right.status_code, right.headers["Retry-After"]) == (429, "15")
    service.now[0] += 15
    assert attempt(client, PASSWORD).status_code in {201, 303}


def test_tries_at_one_door_count_at_the_other(service: Service) -> None:
    client = service.app.test_client()
    for attempt in (by_phone, by_page, by_phone, by_page, by_phone):
        assert attempt(client, "wrong").status_code == 401
    assert by_page(client, PASSWORD).status_code == 429
    answer = by_phone(client, PASSWORD)
    assert (answer.status_code, slug(answer)) == (429, "too-many-tries")
