"""A ticket read again tells what its webhooks tell: the same events, in the same order."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.stores.tickets.events import news_in, without_words
from scoring.evidence import Event, EventKind, Role, Ticket
from scoring.scorecard import assess
from scoring.timeline import in_order
from tests.fakes.asking import Asked
from tests.fakes.zendesk.server import FakeZendesk
from tests.scoring.mail import standard
from tests.zendesk_lives import AGENT, COLLEAGUE, CUSTOMER, OUR_USER, Life, signed
from webhooks.contract import Account, Call, CallRefused, News, Reply, Talk
from webhooks.zendesk.adapter import Zendesk

T = TypeVar("T")

CONTACT = standard(Path("standards/library/contact.yaml").read_text("utf-8"))

ACCOUNT = Account("zd-acme", "https://acme.zendesk.com", "pl", OUR_USER)
MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z
SYSTEM, OTHER_CUSTOMER = "-1", "502"

ACTS: dict[str, Callable[[Life, int], None]] = {
    "customer": lambda life, at: life.comment(at, life.requester, "And now?"),
    "reply": lambda life, at: life.comment(at, AGENT, "Soon."),
    "colleague": lambda life, at: life.comment(at, COLLEAGUE, "It is on its way."),
    "note": lambda life, at: life.comment(at, AGENT, "Call them.", public=False),
    "our note": lambda life, at: life.comment(at, OUR_USER, "A note of ours.", public=False),
    "pending": lambda life, at: life.status(at, "PENDING"),
    "open": lambda life, at: life.status(at, "OPEN", life.requester),
    "hold": lambda life, at: life.status(at, "HOLD", SYSTEM),
    "solved": lambda life, at: life.status(at, "SOLVED"),
    "closed": lambda life, at: life.status(at, "CLOSED", SYSTEM),
    "urgent": lambda life, at: life.prioritise(at, "URGENT"),
    "no priority": lambda life, at: life.prioritise(at, None),
    "assign": lambda life, at: life.assign(at, AGENT),
    "unassign": lambda life, at: life.assign(at, None),
    "move": lambda life, at: life.move(at, "2"),
    "tags": lambda life, at: life.tag(at, [f"parcel-{len(life.posted)}"], life.tags[:1]),
    "echo": lambda life, at: life.tag(at, ["pl-rsp-01-missed"], [], OUR_USER),
    "ours by a trigger": lambda life, at: life.tag(at, ["pl-rsp-02-failed"], [], SYSTEM),
    "dropdown": lambda life, at: life.set_field(at, "360001", "a.b$c"),
    "choices": lambda life, at: life.set_field(at, "360002", ["b", "a"], "multiselect"),
    "number": lambda life, at: life.set_field(at, "360003", 1 << 63, "integer"),
    "decimal": lambda life, at: life.set_field(at, "360004", 12.5, "decimal"),
    "ticked": lambda life, at: life.set_field(at, "360005", True, "checkbox"),
    "unticked": lambda life, at: life.set_field(at, "360005", False, "checkbox"),
    "sentence": lambda life, at: life.set_field(at, "360006", "Call Ewa", "text"),
    "another customer": lambda life, at: life.pass_on(at, OTHER_CUSTOMER),
    "delete": lambda life, at: life.leave(at, "soft_deleted"),
    "restore": lambda life, at: life.leave(at, "undeleted"),
    "merge": lambda life, at: life.merge(at, "999"),
    "redact": lambda life, at: words_of(life, at, life.redact),
    "hide": lambda life, at: words_of(life, at, life.hide),
    "good": lambda life, at: life.rate(at, "GOOD", "Thank you"),
    "bad": lambda life, at: life.rate(at, "BAD"),
}
GAPS = st.sampled_from([0, 0, 0, 1, 2, 40, 3_600, 86_400])


def words_of(life: Life, at: int, act: Any) -> None:
    """Does it to the last comment that the customer has had, where there is any."""
    said = [json.loads(body)["event"].get("comment") for body in life.posted]
    written = [each["id"] for each in said if each is not None and each.get("is_public")]
    if written:
        act(at, written[-1])


@st.composite
def lives(draw: st.DrawFn, most: int = 14) -> Life:
    life = Life(7, MONDAY, priority=draw(st.sampled_from([None, "NORMAL"])))
    life.tags = draw(st.sampled_from([[], ["vip"], ["pl-rsp-01-missed"]]))
    life.create()
    at, left = MONDAY, False
    for act in draw(st.lists(st.sampled_from(sorted(ACTS)), max_size=most)):
        if (act == "restore") != left:
            continue  # nothing is done to a deleted ticket but to bring it back
        at += draw(GAPS)
        ACTS[act](life, at)
        left = act == "delete"
    if left:
        life.leave(at + 60, "undeleted")
    return life


def played(life: Life, page: int = 100) -> FakeZendesk:
    """A Zendesk at which that life was lived."""
    zendesk = FakeZendesk(clock=lambda: MONDAY + 90 * 86_400)
    zendesk.api.page = page
    for body in life.posted:
        zendesk.tickets.take(json.loads(body))
    return zendesk


def spoken(talk: Talk[T], zendesk: FakeZendesk) -> T:
    """What the talk comes to, without a network."""
    headers = {"authorization": zendesk.user.authorization(), "content-type": "application/json"}
    reply: Reply | None = None
    try:
        while True:
            call = next(talk) if reply is None else talk.send(reply)
            body = json.dumps(call.body).encode() if call.body is not None else b""
            asked = Asked(call.method, call.path, headers, body, call.query)
            answer = zendesk.api.answer(asked)
            assert zendesk.api.complaints == []
            told = answer.encoded()
            reply = Reply(answer.status, {}, json.loads(told) if told else None)
    except StopIteration as ended:
        value: T = ended.value
        return value


def again(life: Life, log: Sequence[Event] = (), page: int = 100) -> News:
    zendesk = played(life, page)
    read = spoken(Zendesk().read_again(life.contact, ACCOUNT, log), zendesk)
    assert read is not None
    return read


def told_by(bodies: Iterable[bytes]) -> list[News]:
    return [Zendesk().read(signed(body, MONDAY), ACCOUNT) for body in bodies]


def log_of(told: Iterable[News], log: Sequence[Event] = ()) -> list[Event]:
    """The log once that was told: each event once, without words, in order."""
    known = {each.id: each for each in log}
    for news in told:
        new = news_in(list(known.values()), news.events)
        known |= {each.id: without_words(each) for each in new}
    return in_order(known.values())


def said(log: Iterable[Event]) -> list[Event]:
    """The events in order, without the numbers of their places in it."""
    return [replace(each, seq=0) for each in log]


def unrated(log: Iterable[Event]) -> list[Event]:
    return [each for each in log if each.kind is not EventKind.RATED]


@given(lives(), st.integers(1, 5))
def test_the_api_tells_what_webhooks_tell(life: Life, page: int) -> None:
    by_webhooks = log_of(told_by(life.posted))
    by_reading = log_of([again(life, page=page)])
    assert said(unrated(by_reading)) == said(by_webhooks)


@given(lives(), st.randoms(use_true_random=False), st.data())
def test_what_was_lost_comes_back_whatever_came_before_or_after(
    life: Life, chance: random.Random, data: st.DataObject
) -> None:
    whole = log_of([*told_by(life.posted), again(life)])
    bodies = [*life.posted]
    chance.shuffle(bodies)
    came = bodies[: data.draw(st.integers(0, len(bodies)))]
    late = data.draw(st.lists(st.sampled_from(bodies), max_size=4))
    some = log_of(told_by(came))
    mended = log_of([again(life, some)], some)
    assert said(mended) == said(whole)
    assert said(log_of(told_by(late), mended)) == said(whole)
    assert said(log_of([again(life, mended)], mended)) == said(whole)


@given(lives(), st.data())
def test_cards_are_the_same_too(life: Life, data: st.DataObject) -> None:
    told = told_by(life.posted)
    came = data.draw(st.lists(st.sampled_from(told), unique_by=id))
    mended = log_of([again(life, log_of(came))], log_of(came))
    whole = log_of([*told, again(life)])
    for later in (60, 7_200, 3 * 86_400):
        cards = [
            assess(CONTACT, Ticket(life.contact, tuple(each)), as_of=MONDAY + later)
            for each in (whole, mended)
        ]
        assert cards[0] == cards[1]


@given(lives())
def test_what_is_known_is_no_news_when_it_is_read_again(life: Life) -> None:
    log = log_of([*told_by(life.posted), again(life)])
    assert news_in(log, again(life, log).events) == []


@given(lives())
def test_words_come_along_but_for_those_taken_back(life: Life) -> None:
    told = told_by(life.posted)
    taken = {each for news in told for each in news.redacted}
    read = again(life)
    assert set(read.redacted) == taken
    words = {each.id: each.text for news in told for each in news.events if each.text}
    kept = {each.id: each.text for each in unrated(read.events) if each.text}
    assert kept == {name: text for name, text in words.items() if name not in taken}


def test_a_rating_is_read_where_there_is_one() -> None:
    life = Life(7, MONDAY)
    life.create()
    zendesk = played(life)
    assert spoken_calls(life, zendesk).count("GET /api/v2/satisfaction_ratings/70000007") == 0
    life.rate(MONDAY + 60, "BAD", "Too slow")
    life.rate(MONDAY + 90, "GOOD")
    (rated,) = [each for each in again(life).events if each.kind is EventKind.RATED]
    assert rated.id == "rating/70000007"
    assert rated.at == MONDAY + 90
    assert rated.facts == {"scale": "csat", "value": 5}
    assert (rated.role, rated.by) == (Role.CUSTOMER, f"zd-acme/user/{CUSTOMER}")


def spoken_calls(life: Life, zendesk: FakeZendesk) -> list[str]:
    """What is asked to read the ticket again."""
    talk = Zendesk().read_again(life.contact, ACCOUNT, ())
    return [f"{call.method} {call.path}" for call in calls_of(talk, zendesk)]


def calls_of(talk: Talk[Any], zendesk: FakeZendesk) -> Iterator[Call]:
    headers = {"authorization": zendesk.user.authorization()}
    call = next(talk)
    while True:
        yield call
        answer = zendesk.api.answer(Asked(call.method, call.path, headers, b"", call.query))
        try:
            call = talk.send(Reply(answer.status, {}, json.loads(answer.encoded())))
        except StopIteration:
            return


def test_a_rating_that_only_admins_may_see_is_left_out() -> None:
    life = Life(7, MONDAY)
    life.create()
    life.rate(MONDAY + 60, "GOOD")
    zendesk = played(life)
    zendesk.api.only_agent = True
    read = spoken(Zendesk().read_again(life.contact, ACCOUNT, ()), zendesk)
    assert read is not None
    assert [each.kind for each in read.events] == [EventKind.OPENED]


def test_reading_takes_as_few_calls_as_it_can() -> None:
    life = Life(7, MONDAY)
    life.create()
    life.comment(MONDAY + 60, AGENT, "Soon.")
    paths = ["/api/v2/tickets/7", "/api/v2/tickets/7/comments", "/api/v2/tickets/7/audits"]
    assert spoken_calls(life, played(life)) == [f"GET {each}" for each in paths]
    life.set_field(MONDAY + 70, "360001", "a")
    assert spoken_calls(life, played(life))[3:] == ["GET /api/v2/ticket_fields"]


def test_a_ticket_that_left_is_told_with_its_deletion() -> None:
    life = Life(7, MONDAY)
    life.create()
    log = log_of(told_by(life.posted))
    life.leave(MONDAY + 500, "soft_deleted")
    read = again(life, log)
    assert said(log_of([read], log)) == said(log_of(told_by(life.posted)))
    known = log_of(told_by(life.posted))
    zendesk = played(life)
    assert spoken(Zendesk().read_again(life.contact, ACCOUNT, known), zendesk) is None
    assert spoken(Zendesk().read_again(life.contact, ACCOUNT, ()), zendesk) is None
    assert spoken(Zendesk().read_again("zd-acme/ticket/8", ACCOUNT, log), zendesk) is None


def test_clocks_a_second_apart_make_one_event_of_one_change() -> None:
    life = Life(7, MONDAY)
    life.create()
    life.status(MONDAY + 60, "PENDING")
    life.status(MONDAY + 61, "OPEN")
    life.status(MONDAY + 63, "PENDING")
    late = Life(7, MONDAY)
    late.create()
    late.status(MONDAY + 61, "PENDING")
    late.status(MONDAY + 62, "OPEN")
    log = log_of(told_by(late.posted))
    mended = log_of([again(life, log)], log)
    assert [each.facts["status"] for each in mended[1:]] == ["pending", "open", "pending"]
    assert [each.at - MONDAY for each in mended[1:]] == [61, 62, 63]


BROKEN: dict[str, tuple[str, Any, str]] = {
    "a stranger": ("/api/v2/tickets/7", 401, "check the user"),
    "no ticket in it": ("/api/v2/tickets/7", {"tickets": []}, "asked for a ticket"),
    "comments that are none": ("/api/v2/tickets/7/comments", {"comments": [1]}, "for comments"),
    "no audits": ("/api/v2/tickets/7/audits", {"hello": "world"}, "ticket's history"),
    "an audit without an instant": ("/api/v2/tickets/7/audits", {"audits": [{}]}, "created_at"),
    "a status of nobody's": (
        "/api/v2/tickets/7/audits",
        {
            "audits": [
                {
                    "created_at": "2026-03-02T09:00:00Z",
                    "events": [{"type": "Change", "field_name": "status", "value": "parked"}],
                }
            ]
        },
        "status",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_makes_no_sense_is_refused_in_words(case: str) -> None:
    path, body, words = BROKEN[case]
    life = Life(7, MONDAY)
    life.create()
    zendesk = played(life)
    headers = {"authorization": zendesk.user.authorization()}
    talk = Zendesk().read_again(life.contact, ACCOUNT, ())
    call = next(talk)
    while call.path != path:
        answer = zendesk.api.answer(Asked(call.method, call.path, headers, b"", call.query))
        call = talk.send(Reply(answer.status, {}, json.loads(answer.encoded())))
    broken = Reply(401, {}, {}) if isinstance(body, int) else Reply(200, {}, body)
    with pytest.raises(CallRefused, match=words):
        talk.send(broken)


def canned(replies: Mapping[str, Any]) -> News:
    """What reading comes to where the API answers so, by path."""
    talk = Zendesk().read_again("zd-acme/ticket/1", ACCOUNT, ())
    try:
        call = next(talk)
        while True:
            call = talk.send(Reply(200, {}, replies[call.path]))
    except StopIteration as ended:
        news: News = ended.value
        return news


def test_recorded_audits_are_told(reference: Path) -> None:
    folder = reference / "helpdesks" / "payloads" / "zendesk"
    tickets, audits = (
        json.loads((folder / f"rest_{name}_page.json").read_text())["response"]["body"]
        for name in ("tickets", "ticket_audits")
    )
    own = [each for each in audits["audits"] if each["ticket_id"] == 1]
    first = own[0]["events"][0]
    comment = {**first, "created_at": own[0]["created_at"], "audit_id": own[0]["id"]}
    news = canned(
        {
            "/api/v2/tickets/1": {"ticket": tickets["tickets"][0]},
            "/api/v2/tickets/1/comments": {"comments": [comment], "users": []},
            "/api/v2/tickets/1/audits": {**audits, "audits": own},
        }
    )
    opened, *changed = news.events
    assert opened.kind is EventKind.OPENED
    assert (opened.role, opened.by) == (Role.AGENT, "zd-acme/user/6130907993114")
    assert opened.text == first["body"]
    assert opened.facts["status"] == "open"
    assert opened.facts["tags"] == ("sample", "support", "zendesk")
    assert "priority" not in opened.facts, "it was given later in that second"
    assert [each.facts for each in changed] == [
        {"contact_type": "incident"},
        {"priority": "normal"},
    ]


def test_documented_audits_are_told(reference: Path) -> None:
    folder = reference / "helpdesks" / "payloads" / "zendesk"
    ticket, comments, audits, rating = (
        json.loads((folder / f"{name}.json").read_text())
        for name in (
            "doc_ticket_show",
            "doc_ticket_comments",
            "doc_ticket_audits_for_ticket",
            "rest_satisfaction_rating_show",
        )
    )
    news = canned(
        {
            "/api/v2/tickets/1": ticket,
            "/api/v2/tickets/1/comments": comments,
            "/api/v2/tickets/1/audits": audits,
            "/api/v2/satisfaction_ratings/1234": rating,
        }
    )
    told = {each.kind: each for each in news.events}
    assert told[EventKind.RATED].facts == {"scale": "csat", "value": 5}
    assert told[EventKind.RATED].text == "This is a comment!"
    changed = [each for each in news.events if each.kind is EventKind.CHANGED]
    assert [dict(each.facts) for each in changed] == [
        {"status": "open", "status_label": "open"},
        {"fields.custom_status": "zd-acme/custom_status/123"},
    ]
    assert {each.role for each in changed} == {Role.SYSTEM}, "a trigger did it"
