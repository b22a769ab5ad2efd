"""Two at once, and a publication in the midst of other work: one wins, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from plugin.backtests.asking import Wish, ask
from plugin.backtests.station import backtest_station
from plugin.stores.layout import Mongo
from plugin.stores.versions import backtests as stored
from plugin.stores.versions.backtests import Backtests
from plugin.stores.versions.standards import Standards
from scoring.backtest import Backtest
from scoring.proof import admit
from standards.instants import parse_instant, show_instant
from standards.loader import read
from tests.mobile_api.service import NOW, STANDARD, Service, opened, publish_shop
from tests.plugin.publishing.published import text_of
from tests.plugin.tickets.ticket_house import CONTACT, TicketHouse
from tests.zendesk_lives import AGENT, Life

AT_ONCE = 6
HOUR = 3_600
MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z
SECOND = STANDARD.replace("VERSION", "2")
LIMITS = b"{full: {working_days: 1}, none: {working_days: 2}}"


@pytest.fixture
def service(database: Mongo) -> Iterator[Service]:
    """The app over a house of the test's own; the admin is signed in."""
    with opened(database) as made:
        made.token("adam")
        yield made


def together(asked: Callable[[int], Any], at_once: int = AT_ONCE) -> list[Any]:
    """The answers to what several ask in the same moment, each with its number."""
    ready = Barrier(at_once)

    def go(number: int) -> Any:
        ready.wait(10)
        return asked(number)

    with ThreadPoolExecutor(at_once) as threads:
        return list(threads.map(go, range(at_once)))


def slugs(answers: list[Any]) -> list[str]:
    """The status of each that was taken, the slug of each that was refused; in order."""
    return sorted(
        str(each.status_code)
        if each.status_code < 400
        else each.get_json()["type"].rpartition(":")[2]
        for each in answers
    )


def step(service: Service, name: str, seen: int, **told: Any) -> Any:
    headers = {"If-Match": f'"{seen}"'}
    return service.ask("POST", f"/drafts/shop/{name}", "adam", json=told, headers=headers)


def write(service: Service, text: str, seen: int | None = None) -> Any:
    told = {"text": text, "why": "tidier"}
    if seen is None:
        return service.ask("POST", "/drafts/shop", "adam", json=told)
    headers = {"If-Match": f'"{seen}"'}
    return service.ask("PUT", "/drafts/shop", "adam", json=told, headers=headers)


def test_of_many_who_publish_a_draft_one_does(service: Service) -> None:
    write(service, SECOND)
    assert step(service, "submission", 1, why="look").get_json()["state"] == "approved"
    found = slugs(together(lambda _: step(service, "publication", 2)))
    assert found[0] == "201"
    assert found.count("201") == 1
    assert set(found[1:]) <= {"draft-changed", "unknown-draft", "step-refused"}
    assert [each.version for each in Standards(service.database).versions("shop")] == [1, 2]
    (kept,) = service.database.drafts.find()
    assert [each["step"] for each in kept["history"]] == ["edit", "submit", "publish"]


def test_of_a_draft_and_a_file_that_are_published_at_once_one_is(service: Service) -> None:
    write(service, SECOND)
    step(service, "submission", 1, why="look")
    other = SECOND.replace("title: Tidy", "title: Very tidy").encode()

    def publish(number: int) -> Any:
        if number:
            return step(service, "publication", 2)
        address = "/standards?why=tidier"
        return service.ask("POST", address, "adam", data=other, content_type="application/yaml")

    found = together(publish, 2)
    assert sorted(each.status_code for each in found)[0] == 201
    assert sum(each.status_code == 201 for each in found) == 1, slugs(found)
    last = Standards(service.database).versions("shop")[-1]
    assert last.version == 2
    assert ("Very tidy" in last.text) is (found[0].status_code == 201)


def test_of_many_who_begin_a_draft_one_does_and_no_words_of_it_are_lost(service: Service) -> None:
    texts = [SECOND.replace("title: Tidy", f"title: Tidy {n}") for n in range(AT_ONCE)]
    answers = together(lambda number: write(service, texts[number]))
    assert slugs(answers) == ["201", *["draft-stands"] * (AT_ONCE - 1)]
    (winner,) = (n for n, each in enumerate(answers) if each.status_code == 201)
    standing = service.ask("GET", "/drafts/shop", "adam")
    assert (standing.get_json()["text"], standing.headers["ETag"]) == (texts[winner], '"1"')


def test_of_many_who_edit_one_does_and_of_an_edit_and_a_publication_one(service: Service) -> None:
    write(service, SECOND)
    texts = [SECOND.replace("title: Tidy", f"title: Tidy {n}") for n in range(AT_ONCE)]
    answers = together(lambda number: write(service, texts[number], 1))
    assert slugs(answers) == ["200", *["draft-changed"] * (AT_ONCE - 1)]
    (winner,) = (n for n, each in enumerate(answers) if each.status_code == 200)
    standing = service.ask("GET", "/drafts/shop", "adam").get_json()
    assert (standing["text"], standing["revision"]) == (texts[winner], 2)
    step(service, "submission", 2, why="look")
    edit, publication = together(
        lambda number: step(service, "publication", 3) if number else write(service, SECOND, 3), 2
    )
    is_published = publication.status_code == 201
    assert (edit.status_code == 200) is not is_published
    versions = Standards(service.database).versions("shop")
    assert (versions[-1].version, versions[-1].text) == (2, texts[winner]) or not is_published
    assert len(versions) == (2 if is_published else 1)


def test_of_many_who_withdraw_one_does(service: Service) -> None:
    publish_shop(service.database, 2, NOW - 60)
    address = "/standards/shop/2/withdrawal"
    answers = together(lambda n: service.ask("POST", address, "adam", json={"why": f"it {n}"}))
    assert slugs(answers) == ["201", *["step-refused"] * (AT_ONCE - 1)]
    (winner,) = (n for n, each in enumerate(answers) if each.status_code == 201)
    assert Standards(service.database).versions("shop")[-1].withdrawn_why == f"it {winner}"


@pytest.fixture
def desk(database: Mongo, monkeypatch: pytest.MonkeyPatch) -> TicketHouse:
    """Twelve tickets, each opened a minute after the one before and answered within the hour."""
    monkeypatch.setattr(stored, "LEAST", 4)
    made = TicketHouse(database)
    made.connect()
    made.publish(CONTACT)
    made.now = MONDAY + 100 * HOUR
    for number in range(12):
        life = Life(number + 1, MONDAY + 60 * number)
        life.create()
        life.comment(life.opened_at + HOUR, AGENT, "We look into it.")
        made.receive(life.posted)
    made.settle()
    return made


def stricter(version: int) -> bytes:
    """The shipped standard, asking for the first reply within half an hour."""
    text = CONTACT.replace(b"version: 1\n", b"version: %d\n" % version, 1)
    head, _, rest = text.replace(LIMITS, b"{full: PT15M, none: PT30M}", 1).partition(
        b"    examples:\n"
    )
    mail = b"facts: {channel: email}, then"
    kept = (
        b"    examples:\n"
        b"      - {given: [Mon 09:00 opened, Mon 09:10 replied], %s: met}\n"
        b"      - {given: [Mon 09:00 opened], %s: missed}\n\n  - code: "
    ) % (mail, mail)
    return head + kept + rest.partition(b"  - code: ")[2]


def found_by(desk: TicketHouse, between: Callable[[], None]) -> Backtest:
    """What a backtest finds, when something happens after its first slice."""
    draft = read(stricter(3)).draft
    assert draft is not None
    asked = ask(desk.house, admit(draft, MONDAY), Wish(MONDAY, MONDAY + HOUR, "anna"))
    station = backtest_station(desk.house, "one")
    assert station.work_once(desk.now)
    between()
    while station.work_once(desk.now):
        pass
    return Backtests(desk.database).found(asked.id)


def test_a_publication_amid_a_backtest_changes_nothing_that_it_finds(desk: TicketHouse) -> None:
    undisturbed = found_by(desk, lambda: None)

    def publish() -> None:
        desk.publish(stricter(2), MONDAY)
        desk.settle()

    disturbed = found_by(desk, publish)
    assert {each["version"] for each in desk.cards().values()} == {2}
    assert disturbed.contacts == undisturbed.contacts == 12
    assert disturbed.flips == undisturbed.flips
    assert disturbed.by_criterion() == undisturbed.by_criterion()


# on the clock of the firm | version 2 begins | the version of each ticket opened then | why
CLOCKS = [
    pytest.param(
        "2026-10-25T02:30:00+02:00",
        ["02:15+02:00 1", "02:29+02:00 1", "02:30+02:00 2", "02:15+01:00 2", "02:30+01:00 2"],
        id="the first of an hour that comes twice",
    ),
    pytest.param(
        "2026-10-25T02:30:00+01:00",
        ["02:30+02:00 1", "02:59+02:00 1", "02:00+01:00 1", "02:29+01:00 1", "02:30+01:00 2"],
        id="the second of it",
    ),
    pytest.param(
        "2026-03-29T03:00:00+02:00",
        ["01:59+01:00 1", "03:00+02:00 2", "02:30+01:00 2", "02:30+02:00 1"],
        id="the end of an hour that is left out",
    ),
    pytest.param(
        "2026-03-29T02:30:00+01:00",
        ["03:29+02:00 1", "03:30+02:00 2", "01:59+01:00 1"],
        id="within an hour that is left out, as another clock shows it",
    ),
]


@pytest.mark.parametrize(("begins", "opened_at"), CLOCKS)
def test_a_version_begins_at_its_instant_though_the_clocks_change(
    database: Mongo, begins: str, opened_at: list[str]
) -> None:
    desk = TicketHouse(database)
    desk.connect()
    desk.publish(text_of(1))
    desk.now = parse_instant("2026-02-01T00:00:00Z")
    desk.publish(text_of(2, 2), parse_instant(begins))
    day, expected = begins.partition("T")[0], {}
    for number, each in enumerate(opened_at, 1):
        at, version = each.split()
        expected[f"zd-acme/ticket/{number}"] = int(version)
        clock, offset = at[:5], at[5:]
        life = Life(number, parse_instant(f"{day}T{clock}:00{offset}"))
        life.create()
        desk.now = max(desk.now, life.opened_at)
        desk.receive(life.posted)
    desk.settle()
    assert {each["contact"]: each["version"] for each in desk.cards().values()} == expected


def test_a_coming_version_is_not_in_force_a_second_before(service: Service) -> None:
    write(service, SECOND)
    step(service, "submission", 1, why="look")
    begins = NOW + HOUR
    told = step(service, "publication", 2, **{"from": show_instant(begins)})
    assert told.get_json()["standing"] == "coming"
    for at, standing in ((begins - 1, "coming"), (begins, "in_force")):
        service.now[0] = at
        service.tokens.clear()
        shown = service.ask("GET", "/standards/shop/2", "adam").get_json()
        assert shown["standing"] == standing
