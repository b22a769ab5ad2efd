"""Who uses the helpdesk of the long tests: a customer and an agent, through its own pages."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from tests.long.helpdesk_site.running import Site

OPEN, REOPENED, RESOLVED, CLOSED = 1, 2, 3, 4
_TOKEN = re.compile(r'csrfmiddlewaretoken" value="([^"]+)"')
_SECONDS = 20


class Person:
    """Somebody with a browser of their own."""

    language = "en"

    def __init__(self, site: Site) -> None:
        self.site = site
        self.browser = requests.Session()
        self.browser.headers["Accept-Language"] = self.language

    def send(self, path: str, page: str, **fields: str) -> requests.Response:
        """Sends a form of the page to the path, as the page itself would."""
        form = self.browser.get(self.site.address + page, timeout=_SECONDS)
        form.raise_for_status()
        found = _TOKEN.search(form.text)
        assert found is not None, form.text
        return self.browser.post(
            self.site.address + path,
            data={**fields, "csrfmiddlewaretoken": found.group(1)},
            headers={"Referer": self.site.address + page},
            timeout=_SECONDS,
        )


class Customer(Person):
    """Hanna, who bought a lamp."""

    email = "hanna.przykladowa@example.com"

    def opens(self, title: str, body: str = "It does not work.") -> int:
        """Fills in the public form; the new ticket's number."""
        told = {"title": title, "body": body, "priority": "3", "submitter_email": self.email}
        answer = self.send("/tickets/submit/", "/tickets/submit/", **told, due_date="")
        answer.raise_for_status()
        ticket = parse_qs(urlsplit(answer.url).query)["ticket"][0]
        return int(ticket.rpartition("-")[2])


class Agent(Person):
    """Ewa of the staff, signed in, with the API's Basic authentication beside that."""

    language = "pl"

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        told = {"username": "agent", "password": site.passwords["agent"], "next": "/dashboard/"}
        answer = self.send("/login/", "/login/", **told)
        assert answer.url.endswith("/dashboard/"), answer.text

    def answers(self, ticket: int, words: str, status: int | None = None) -> requests.Response:
        """Answers in public by the ticket's own form, and sets the status where one is given."""
        return self._update(ticket, words, status, public="1")

    def notes(self, ticket: int, words: str) -> None:
        """Writes what the customer is not to see: the box "public" is left empty."""
        self._update(ticket, words, None).raise_for_status()

    def holds(self, ticket: int) -> None:
        """Presses Hold."""
        self._press(ticket, "hold")

    def takes_off_hold(self, ticket: int) -> None:
        """Presses Unhold."""
        self._press(ticket, "unhold")

    def merges(self, ticket: int, into: int) -> None:
        """Merges the ticket into the other one, which keeps what it has."""
        page = f"/tickets/merge?tickets={into}&tickets={ticket}"
        self.send(page, page, chosen_ticket=str(into)).raise_for_status()

    def ticket(self, number: int) -> dict[str, Any]:
        """The ticket as the API gives it."""
        answer = requests.get(self._api(number), auth=self._let_in(), timeout=_SECONDS)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told

    def changes(self, number: int, **fields: Any) -> None:
        """Changes fields by the API, which makes no follow-up and calls nobody."""
        answer = requests.patch(
            self._api(number), json=fields, auth=self._let_in(), timeout=_SECONDS
        )
        answer.raise_for_status()

    def _update(self, ticket: int, words: str, status: int | None, **box: str) -> requests.Response:
        """Sends the ticket's form as it stands, but for the words and the status."""
        stands, page = self.ticket(ticket), f"/tickets/{ticket}/"
        told = {
            "comment": words,
            "new_status": str(status or stands["status"]),
            "owner": str(stands["assigned_to"] or 0),
            "priority": str(stands["priority"]),
            "queue": str(stands["queue"]),
            "title": stands["title"],
            "due_date": "",
        }
        return self.send(f"{page}update/", page, **told, **box)

    def _press(self, ticket: int, button: str) -> None:
        page = f"/tickets/{ticket}/"
        self.send(f"{page}{button}/", page).raise_for_status()

    def _api(self, number: int) -> str:
        return f"{self.site.address}/api/tickets/{number}/"

    def _let_in(self) -> tuple[str, str]:
        return "agent", self.site.passwords["agent"]
