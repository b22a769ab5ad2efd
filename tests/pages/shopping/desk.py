"""Somebody at the pages: asks for one, fills in a form, sends a file."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.mobile_api.service import PASSWORD, Service

WRITTEN = {
    "shopper": "anna",
    "location": "acme/shop/1",
    "from": "2026-09-21T09:00",
    "until": "2026-09-25T18:00",
    "questionnaire": "shop 1",
    "fee": "25,50",
    "currency": "PLN",
    "scenario_en": "Ask for <b>boots</b>.",
    "scenario_pl": "Zapytaj o buty.",
    "note": "a quiet shop",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody who has signed in."""

    client: FlaskClient

    def see(self, path: str, status: int = 200) -> str:
        """The page."""
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, path: str, page: str = "/assignments/new", **said: str) -> TestResponse:
        """The answer to a form that was filled in."""
        return self.client.post(path, data={"csrf_token": self._token(page), **said})

    def send_file(self, path: str, content: bytes) -> TestResponse:
        """The answer to a file."""
        told: dict[str, Any] = {"csrf_token": self._token(path)}
        return self.client.post(path, data={**told, "file": (io.BytesIO(content), "visits.csv")})

    def _token(self, page: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.see(page))
        assert found is not None
        return found[1]


def at_a_desk(service: Service, user: str) -> Desk:
    """The user, signed in at the pages."""
    desk = Desk(service.app.test_client())
    answer = desk.send("/sign-in", "/sign-in", name=user, password=PASSWORD)
    assert answer.status_code == 303
    return desk


def number_in(page: str) -> str:
    """The state that the page's forms say they have seen."""
    found = re.search(r'name="changed" value="([0-9]+)"', page)
    assert found is not None
    return found[1]
