"""A real django-helpdesk, installed from its package, posts to a running service and is written to.

Its customers and agents use its own pages. What the service holds must be what happened there.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import pytest
import requests

from plugin.stores.filed.cards import Cards
from plugin.stores.tickets.events import Events
from plugin.stores.tickets.rereads import Rereads
from scoring.evidence import Event, EventKind, Role
from standards.instants import parse_instant
from tests.long.helpdesk_site.people import CLOSED, RESOLVED, Agent, Customer
from tests.long.helpdesk_site.running import NotInstalled, Site, helpdesk, installed
from tests.long.processes import Service, serving, until
from webhooks.django_helpdesk.words import BY_ITSELF, HOLDS, MERGED_FROM, OPENED_BY_CUSTOMER

# One service and one helpdesk for all of them, where the run lets groups stay together.
pytestmark = [pytest.mark.long, pytest.mark.xdist_group("real helpdesk")]

ROOT = Path(__file__).parents[2]
STANDARD = Path(__file__).parent / "helpdesk_site" / "standard.yaml"
NAME = "dh-real"
HOLD_IN_POLISH = ("Zgłoszenia wstrzymane", "Zgłoszenia zdjęte z listy wstrzymanych")
LATE_SECONDS = 12.0  # the standard's limit
OURS = frozenset({"pl-rsp-01-missed", "pl-swift-failed"})
SOON = 60.0  # seconds that a card may take on a busy machine


@pytest.fixture(scope="module")
def python() -> Path:
    """The site's own Python. Where nothing can be fetched, these tests are named as left out."""
    try:
        return installed(ROOT / "build")
    except NotInstalled as error:
        pytest.skip(f"django-helpdesk cannot be installed here: {error}")


@pytest.fixture(scope="module")
def service(python: Path) -> Iterator[Service]:
    with serving(zone="Europe/Warsaw", worker_threads=2) as running:
        running.until_ready()
        yield running


@dataclass(slots=True)
class Firm:
    """The service, the helpdesk, and who uses it."""

    service: Service
    site: Site
    customer: Customer
    agent: Agent

    def card(self, ticket: int) -> dict[str, Any]:
        """The ticket's card as `judge` would print it; empty where there is none."""
        with self.service.house() as house:
            found = Cards(house.database, house.config.zone).of(contact(ticket))
        card: dict[str, Any] = found[0]["card"] if found else {}
        return card

    def finding(self, ticket: int, criterion: str) -> dict[str, Any]:
        """That criterion's finding on the ticket's card; empty where there is none."""
        found = self.card(ticket).get("findings", [])
        return next((each for each in found if each["criterion"] == criterion), {})

    def verdict(self, ticket: int, criterion: str = "RSP-01") -> str | None:
        verdict: str | None = self.finding(ticket, criterion).get("verdict")
        return verdict

    def answered_at(self, ticket: int) -> int | None:
        """When the first answer came, as the card has it; None while there is none."""
        waits = self.finding(ticket, "RSP-01").get("occurrences", [])
        stopped = waits[0]["stopped"] if waits else None
        return None if stopped is None else parse_instant(stopped)

    def comes(self, ticket: int, verdict: str) -> None:
        """Waits for the verdict on the first answer."""
        assert until(lambda: self.verdict(ticket) == verdict, SOON), self.told(ticket)

    def told(self, ticket: int) -> str:
        """What is known, for whoever reads a failure."""
        with self.service.house() as house:
            tags = house.database.outbox.find_one({"_id": contact(ticket)})
        return (
            f"{tags}\n{self.card(ticket)}\n{self.service.log()[-4000:]}\n{self.site.log()[-4000:]}"
        )

    def log(self, ticket: int) -> list[Event]:
        """All that is known to have happened to the ticket."""
        with self.service.house() as house:
            return Events(house.database).of(contact(ticket))

    def words(self, ticket: int) -> int:
        """How many messages the ticket has, as far as we know."""
        return sum(each.kind is EventKind.MESSAGE for each in self.log(ticket))

    def reads_again(self, *tickets: int) -> None:
        """Waits until the tickets have been read again by the helpdesk's API."""
        wanted = {contact(each) for each in tickets}
        with self.service.house() as house:
            rereads = Rereads(house.database)
            for each in wanted:
                rereads.want(each, NAME, house.clock())
            read = until(lambda: not rereads.waiting(NAME), SOON)
            assert read, self.service.log()[-4000:]
            assert set(rereads.last_read(wanted)) == wanted

    def tags(self, ticket: int) -> set[str]:
        """The tags at the helpdesk."""
        return set((self.agent.ticket(ticket)["custom_tags"] or "").split())


@pytest.fixture(scope="module")
def firm(service: Service, python: Path) -> Iterator[Firm]:
    secret = token_urlsafe(24)
    with helpdesk(python, f"{service.address}/webhooks/{NAME}/{secret}") as site:
        connect(service, site, secret)
        published = service.command("publish", str(STANDARD), "--from", "2026-01-01T00:00:00Z")
        assert published.returncode == 0, published.stderr
        yield Firm(service, site, Customer(site), Agent(site))


def connect(service: Service, site: Site, secret: str) -> None:
    """Connects it as its admin would, with the secrets in files."""
    files = {"secret": secret, "token": site.passwords["plumbline"]}
    for name, words in files.items():
        (site.data / name).write_text(words + "\n")
    told = service.command(
        *("connect", "django-helpdesk", NAME, "--address", site.address, "--user", "plumbline"),
        *("--secret-file", str(site.data / "secret"), "--token-file", str(site.data / "token")),
    )
    assert told.returncode == 0, told.stderr


def contact(ticket: int) -> str:
    return f"{NAME}/ticket/{ticket}"


def moment(ticket: dict[str, Any], name: str, value: object) -> int:
    """When the first follow-up with that value was, as the helpdesk says."""
    found = next(each for each in ticket["followup_set"] if each[name] == value)
    return parse_instant(found["date"])


@pytest.fixture(scope="module")
def late(firm: Firm) -> int:
    """A ticket that is answered too late, once silence has told of it; the agents have tags too."""
    ticket = firm.customer.opens("A lamp that nobody cares for")
    firm.agent.changes(ticket, custom_tags="vip pl-club")
    firm.agent.notes(ticket, "Who takes this one?")
    assert until(lambda: firm.tags(ticket) >= OURS, LATE_SECONDS + SOON), firm.told(ticket)
    assert firm.agent.answers(ticket, "Sorry for the wait.").ok
    return ticket


@pytest.fixture(scope="module")
def quick(firm: Firm) -> int:
    """A ticket that is answered at once, held for a while, resolved and closed."""
    ticket = firm.customer.opens("A lamp that flickers")
    assert firm.agent.answers(ticket, "We look at it.").ok
    firm.agent.holds(ticket)
    time.sleep(2.5)
    firm.agent.takes_off_hold(ticket)
    assert firm.agent.answers(ticket, "A new one is on its way.", RESOLVED).ok
    assert firm.agent.answers(ticket, "It has arrived.", CLOSED).ok
    return ticket


def test_a_late_answer_is_missed_and_tagged_beside_the_agents_own_tags(
    firm: Firm, late: int
) -> None:
    firm.comes(late, "missed")
    assert firm.card(late)["verdict"] == "failed"
    assert firm.tags(late) == {"vip", "pl-club", *OURS}
    log = firm.log(late)
    assert log[-1].facts["tags"] == ("pl-club", "vip")


def test_a_note_is_no_answer(firm: Firm, late: int) -> None:
    firm.comes(late, "missed")
    log = firm.log(late)
    words = [each for each in log if each.kind is EventKind.MESSAGE]
    assert [(each.role, each.public) for each in words] == [
        (Role.AGENT, False), (Role.AGENT, True),
    ]  # fmt: skip
    assert log[0].kind is EventKind.OPENED
    assert log[0].role is Role.CUSTOMER


def test_an_answer_at_once_is_met_and_the_closed_ticket_final(firm: Firm, quick: int) -> None:
    firm.comes(quick, "met")
    assert until(lambda: firm.card(quick)["standing"] == "final", SOON), firm.told(quick)
    assert firm.card(quick)["verdict"] == "passed"
    assert firm.tags(quick) == set()


def test_time_on_hold_is_taken_out_to_the_second(firm: Firm, quick: int) -> None:
    assert until(lambda: firm.card(quick)["standing"] == "final", SOON), firm.told(quick)
    told = firm.agent.ticket(quick)
    (worked,) = firm.finding(quick, "RES-01")["occurrences"]
    begun, over = (moment(told, "title", title) for title in HOLD_IN_POLISH)
    assert over - begun >= 2
    assert worked["paused_seconds"] == over - begun
    assert parse_instant(worked["started"]) == moment(told, "user", None)
    assert parse_instant(worked["stopped"]) == moment(told, "new_status", RESOLVED)


def test_every_title_of_its_catalogues_is_known(python: Path) -> None:
    command = [str(python), str(STANDARD.with_name("titles.py"))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    told: dict[str, list[str]] = json.loads(done.stdout)
    holds = [told["Ticket placed on hold"], told["Ticket taken off hold"]]
    assert {each for each, held in HOLDS.items() if held} == {*holds[0]}
    assert {each for each, held in HOLDS.items() if not held} == {*holds[1]}
    assert {*OPENED_BY_CUSTOMER} == {*told["Ticket Opened Via Web"]}
    assert {*BY_ITSELF} == {*told["Ticket Escalated"]}
    for each in told["[Merged from #%(id)d] %(title)s"]:
        assert MERGED_FROM.match(each % {"id": 7, "title": "A lamp"})


def test_nothing_on_the_cards_is_reconstructed(firm: Firm, late: int, quick: int) -> None:
    for ticket in (late, quick):
        log = firm.log(ticket)
        assert log
        assert [each.id for each in log if each.reconstructed] == []


def test_reading_it_again_says_the_same(firm: Firm, late: int, quick: int) -> None:
    firm.comes(late, "missed")
    assert until(lambda: firm.card(quick)["standing"] == "final", SOON), firm.told(quick)
    before = {each: firm.log(each) for each in (late, quick)}
    firm.reads_again(late, quick)
    assert {each: firm.log(each) for each in before} == before


def test_a_merged_ticket_ends_and_its_words_are_counted_once(firm: Firm) -> None:
    other, kept = (firm.customer.opens(f"The {each} lamp") for each in ("same", "very same"))
    assert firm.agent.answers(other, "Is this not the other one?").ok
    firm.agent.merges(other, into=kept)
    assert firm.agent.answers(kept, "We look at both.").ok
    assert until(lambda: firm.answered_at(kept) is not None, SOON), firm.told(kept)
    firm.reads_again(other, kept)
    merged = [each for each in firm.log(other) if each.kind is EventKind.MERGED]
    assert [(each.facts, each.reconstructed) for each in merged] == [
        ({"into": contact(kept)}, True)
    ]
    assert [firm.words(each) for each in (other, kept)] == [1, 1]


@pytest.mark.parametrize(
    ("path", "status"), [(f"{NAME}/another", 401), (NAME, 401), ("dh-other/another", 404)]
)
def test_who_does_not_know_the_address_is_refused(firm: Firm, path: str, status: int) -> None:
    address = f"{firm.service.address}/webhooks/{path}"
    answer = requests.post(address, json={"ticket": {"id": 1}}, timeout=10)
    assert answer.status_code == status, answer.text


def test_the_secret_of_the_address_stands_in_no_log(firm: Firm, late: int) -> None:
    secret = firm.site.hook.rpartition("/")[2]
    assert secret not in firm.service.log()
    assert firm.site.passwords["plumbline"] not in firm.service.log()


def test_the_compliance_page_follows_once_a_ticket_is_closed(
    firm: Firm, late: int, quick: int
) -> None:
    assert until(lambda: firm.card(quick)["standing"] == "final", SOON), firm.told(quick)
    browser = signed_in(firm.service)
    assert contact(quick) in behind(firm.service, browser)
    assert contact(late) not in behind(firm.service, browser)
    assert firm.agent.answers(late, "We close this now.", CLOSED).ok
    followed = until(lambda: contact(late) in behind(firm.service, browser), SOON)
    assert followed, firm.told(late)
    card = browser.get(f"{firm.service.address}/contacts/{contact(late)}", timeout=10)
    assert (card.status_code, "RSP-01" in card.text) == (200, True)


def behind(service: Service, browser: requests.Session) -> str:
    """The page of contacts that the figure of RSP-01 leads to."""
    page = browser.get(f"{service.address}/compliance", timeout=10).text
    links = re.findall(r'href="(/compliance/swift/1/RSP-01(?:\?[^"]*)?)"', page)
    assert links, page
    return browser.get(service.address + links[0].replace("&amp;", "&"), timeout=10).text


def signed_in(service: Service) -> requests.Session:
    """A browser in which an admin has signed in."""
    made = service.command("user", "add", "ann", "--role", "admin", "--generate")
    assert made.returncode == 0, made.stderr
    password = made.stdout.split()[-1]
    browser = requests.Session()
    form = browser.get(f"{service.address}/sign-in", timeout=10).text
    hidden = dict(re.findall(r'type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', form))
    hidden |= dict(re.findall(r'name="(\w+)"[^>]*type="hidden"[^>]*value="([^"]*)"', form))
    told = {**hidden, "name": "ann", "password": password}
    answer = browser.post(f"{service.address}/sign-in", data=told, timeout=10)
    assert "/sign-in" not in answer.url, answer.text
    return browser


def test_what_was_lost_while_we_were_down_comes_with_the_next_webhook(firm: Firm) -> None:
    ticket = firm.customer.opens("A lamp that hums")
    assert until(lambda: bool(firm.card(ticket)), SOON), firm.told(ticket)
    assert firm.service.stop() == 0
    lost = firm.agent.answers(ticket, "We look at it.")
    firm.service.start()
    firm.service.until_ready()
    assert lost.status_code == 500, "its user is told of it: the webhook found nobody"
    assert firm.answered_at(ticket) is None
    assert firm.agent.answers(ticket, "It is the ballast.", RESOLVED).ok
    assert until(lambda: firm.answered_at(ticket) is not None, SOON), firm.told(ticket)
    first = firm.agent.ticket(ticket)["followup_set"][1]
    assert firm.answered_at(ticket) == parse_instant(first["date"])


def test_a_ticket_of_which_nothing_came_is_found_by_reconciling(firm: Firm) -> None:
    began = int(time.time())
    assert firm.service.stop() == 0
    with pytest.raises(requests.HTTPError):
        firm.customer.opens("A lamp that nobody told us of")
    firm.service.start()
    firm.service.until_ready()
    ticket = newest(firm)
    assert firm.card(ticket) == {}
    done: subprocess.CompletedProcess[str] = firm.service.command("reconcile", NAME)
    assert done.returncode == 0, done.stderr
    assert until(lambda: bool(firm.card(ticket)), SOON), firm.told(ticket)
    opened = parse_instant(firm.agent.ticket(ticket)["followup_set"][0]["date"])
    first = firm.log(ticket)[0]
    assert (first.kind, first.at) == (EventKind.OPENED, opened)
    assert opened >= began


def newest(firm: Firm) -> int:
    """The number of the ticket that was opened last."""
    answer = requests.get(
        f"{firm.site.address}/api/tickets/",
        params={"page_size": "1000"},
        auth=("agent", firm.site.passwords["agent"]),
        timeout=20,
    )
    return max(int(each["id"]) for each in answer.json()["results"])
