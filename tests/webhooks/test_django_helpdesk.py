"""What is django-helpdesk's alone: a history in every delivery, and an API that tells no more."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any, TypeVar

import pytest

from plugin.stores.tickets.events import news_in
from scoring.evidence import Event, EventKind, Role
from scoring.timeline import in_order, timeline_of
from tests.tables import rows
from tests.webhooks.samples import account, payloads
from webhooks.contract import (
    Brought,
    Call,
    CallRefused,
    Changed,
    Delivery,
    ExportPage,
    News,
    PayloadInvalid,
    Reply,
)
from webhooks.django_helpdesk.adapter import DjangoHelpdesk

T = TypeVar("T")

HELPDESK = DjangoHelpdesk()
ACME = account(HELPDESK)
CONTACT = "dh-acme/ticket/481"
PATH = "/api/tickets/481/"
OPEN, RESOLVED, CLOSED = ({"status": each} for each in ("1,2", "3", "4,5"))
DATED = {"date": "Mon, 02 Mar 2026 12:00:00 GMT"}
NOW = 1_772_452_800  # the same instant
NOT_FOUND = Reply(404, {}, {"detail": "No Ticket matches the given query."})
GONE = [NOT_FOUND] * 4  # among the open, the resolved, the closed, and among all

# One ticket's deliveries, in the order in which they were sent.
LIFE = (
    "new_from_the_public_form",
    "reply_that_takes_over",
    "note",
    "hold_told_by_the_next_reply",
)


def sample(name: str, **changed: Any) -> dict[str, Any]:
    """The sample's body, its ticket with what is changed."""
    told: dict[str, Any] = json.loads((payloads(HELPDESK) / f"{name}.json").read_text())
    return {**told, "ticket": {**told["ticket"], **changed}}


def read(told: object) -> News:
    return HELPDESK.read(Delivery({}, json.dumps(told).encode(), 0), ACME)


def log_of(names: Sequence[str]) -> list[Event]:
    """What is known once these have come, in this order."""
    log: list[Event] = []
    for name in names:
        known = {each.id: each for each in log}
        told = [replace(each, text=None) for each in read(sample(name)).events]
        log = [*(known | {each.id: each for each in news_in(log, told)}).values()]
    return in_order(log)


def ended(talk: Generator[Call, Reply, T], replies: Sequence[Reply]) -> tuple[list[Call], T]:
    """The calls that were made, and what the talk came to; every reply is used."""
    calls = [next(talk)]
    for reply in replies[:-1]:
        calls.append(talk.send(reply))
    with pytest.raises(StopIteration) as end:
        talk.send(replies[-1])
    return calls, end.value.value


def ticket(name: str = "note", **changed: Any) -> Reply:
    """What the API answers for the ticket of the sample."""
    return Reply(200, DATED, sample(name, **changed)["ticket"])


def again(reply: Reply, log: Sequence[Event] = ()) -> News:
    calls, news = ended(HELPDESK.read_again(CONTACT, ACME, log), [reply])
    assert calls == [Call("GET", PATH, OPEN)]
    assert news is not None
    return news


# Deliveries


@pytest.mark.parametrize("order", [*permutations(LIFE)])
def test_in_whatever_order_they_come_they_say_the_same(order: tuple[str, ...]) -> None:
    assert log_of(order) == log_of(LIFE)


@pytest.mark.parametrize("lost", LIFE[:-1])
def test_a_lost_delivery_is_made_good_by_the_last(lost: str) -> None:
    whole = timeline_of(log_of(LIFE), NOW)
    left = timeline_of(log_of([each for each in LIFE if each != lost]), NOW)
    assert left.agent_messages == whole.agent_messages
    assert left.statuses == whole.statuses
    assert left.facts == whole.facts
    assert left.flags == []


def test_the_same_follow_up_told_with_another_ticket_is_another_delivery() -> None:
    keys = {
        HELPDESK.label(Delivery({}, json.dumps(told).encode(), 0), ACME).key
        for told in (sample("note"), sample("note", priority=1), sample("note"))
    }
    assert len(keys) == 2


def test_a_public_form_opens_for_the_customer_also_when_they_have_signed_in() -> None:
    told = sample("new_from_the_public_form")
    told["ticket"]["followup_set"][0]["user"] = 77
    opened = read(told).events[0]
    assert (opened.kind, opened.role, opened.by) == (
        EventKind.OPENED, Role.CUSTOMER, "dh-acme/user/77",
    )  # fmt: skip


def test_words_under_the_title_of_a_hold_hold_nothing() -> None:
    told = sample("hold_told_by_the_next_reply")
    told["ticket"]["followup_set"][3]["comment"] = "I write this title for fun"
    assert "on_hold" not in [each.facts.get("status") for each in read(told).events]


@pytest.mark.parametrize(
    "title", ["[Ticket #4711] Lamp", "[Order #7] ", "Merged from #7", "[#7] a"]
)
def test_a_title_with_a_number_in_brackets_is_no_merger(title: str) -> None:
    told = sample("note", title=title)
    for each in told["ticket"]["followup_set"]:
        each["title"] = title
    assert [each.kind for each in read(told).events] == [
        each.kind for each in read(sample("note")).events
    ]


# where | what stands there | what is said | why it is here
FAULTS = """
id             | null             | id is no number         | no ticket
id             | "481"            | id is no number         | a text
id             | true             | id is no number         | a yes
id             | -1               | id is no number         | below nothing
queue          | null             | queue is no number      | no group
status         | 7                | status is none          | a status of the firm's own
status         | null             | status is none          | no status
priority       | 0                | priority is none        | no such priority
followup_set   | null             | followup_set is no list | an old release
followup_set   | [1]              | what is no follow-up    | a number
assigned_to    | "12"             | assigned_to is no number | a text
description    | 5                | description is no text  | a number
"""


@pytest.mark.parametrize(("name", "value", "said"), rows(FAULTS))
def test_a_fault_is_named(name: str, value: str, said: str) -> None:
    with pytest.raises(PayloadInvalid, match=said):
        read(sample("note", **{name: json.loads(value)}))


# where | what stands there | what is said | why it is here
FOLLOW_UP_FAULTS = """
date       | null                               | no instant with an offset | no time
date       | "2026-03-02T09:00:00"              | no instant with an offset | no offset
date       | "2026-02-30T09:00:00Z"             | no instant of the calendar | no such day
date       | "1970-01-01T00:00:00Z"             | before the year 2000 | no clock
public     | null                               | whether it is public | not said
public     | "yes"                              | whether it is public | a text
new_status | 9                                  | new_status is none | a status of the firm's own
user       | "ewa"                              | user is no number | a name
comment    | ["a"]                              | comment is no text | a list
"""


@pytest.mark.parametrize(("name", "value", "said"), rows(FOLLOW_UP_FAULTS))
def test_a_fault_of_a_follow_up_is_named(name: str, value: str, said: str) -> None:
    told = sample("note")
    told["ticket"]["followup_set"][1][name] = json.loads(value)
    with pytest.raises(PayloadInvalid, match=said) as refused:
        read(told)
    assert "Zaraz sprawdzimy" not in str(refused.value)


def test_what_another_helpdesk_sends_is_refused_with_whose_it_is_not() -> None:
    with pytest.raises(PayloadInvalid, match="no webhook of django-helpdesk's"):
        read({"type": "zen:event-type:ticket.created", "id": "1", "detail": {}})


def test_published_deliveries_are_read(reference: Path) -> None:
    folder = reference / "helpdesks" / "payloads" / "django-helpdesk"
    kinds = {
        each.stem: [(event.kind.value, event.role.value) for event in read_file(each).events]
        for each in folder.glob("*.json")
        if each.stem != "index"
    }
    opened, stood = ("opened", "agent"), ("changed", "agent")
    words = ("message", "agent")
    assert kinds == {
        "01-new-ticket-api": [opened, stood],
        "02-new-ticket-api-assigned-duedate-tags": [opened, stood],
        "03-followup-api-public-comment": [opened, words, stood],
        "04-followup-api-private-note": [opened, words, words, stood],
        "05-followup-api-resolves": [opened, words, words, words, stood],
        "08-new-ticket-public-web-form": [("opened", "customer"), ("changed", "customer")],
        "new_ticket": [opened, stood],
        "followup_public": [opened, words, stood],
    }


def read_file(file: Path) -> News:
    return HELPDESK.read(Delivery({}, file.read_bytes(), 0), ACME)


# Reading again


@pytest.mark.parametrize("name", LIFE)
def test_read_again_nothing_is_news_where_every_delivery_came(name: str) -> None:
    log = log_of(LIFE[: LIFE.index(name) + 1])
    news = again(ticket(name), log)
    assert news_in(log, [replace(each, text=None) for each in news.events]) == []
    assert news.redacted == ()


def test_of_a_ticket_that_was_never_told_the_history_is_exact() -> None:
    news = again(ticket("hold_told_by_the_next_reply"))
    told = read(sample("hold_told_by_the_next_reply"))
    assert news.opened_at == told.opened_at
    assert news.events[:-1] == told.events[:-1]
    assert replace(news.events[-1], reconstructed=False, facts={}) == replace(
        told.events[-1], facts={}
    )
    whole = timeline_of(told.events, NOW).facts
    assert timeline_of(news.events, NOW).facts == {
        name: fact for name, fact in whole.items() if fact not in (None, ())
    }


def test_what_changed_without_a_follow_up_is_reconstructed_at_the_reading() -> None:
    log = log_of(LIFE[:3])
    news = again(ticket("note", priority=1, status=3), log)
    new = [each for each in news.events if each.id not in {known.id for known in log}]
    assert [(each.at, dict(each.facts), each.reconstructed) for each in new] == [
        (NOW, {"priority": "urgent"}, True),
        (NOW, {"status": "solved"}, True),
        (NOW, {"status_label": "resolved"}, True),
    ]
    assert again(ticket("note", priority=1, status=3), [*log, *new]).events == tuple(
        each for each in news.events if each not in new
    )


def test_a_hold_without_a_webhook_is_exact_once_read_again() -> None:
    log = log_of(LIFE[:2])
    told = sample("note_while_on_hold")["ticket"]
    told["followup_set"] = told["followup_set"][:3]
    news = again(Reply(200, DATED, told), log)
    held = [each for each in news.events if each.facts.get("status") == "on_hold"]
    assert [(each.id, each.reconstructed) for each in held] == [("status/9104", False)]


def test_a_merger_is_told_once() -> None:
    log = log_of(LIFE[:2])
    merged = ticket("announced_without_history", id=481, status=5, merged_to=490)
    news = again(merged, log)
    assert [(each.kind, each.at, dict(each.facts)) for each in news.events] == [
        (EventKind.MERGED, NOW, {"into": "dh-acme/ticket/490"})
    ]
    assert news.redacted == ()
    assert again(merged, [*log, *news.events]).events == ()


def test_words_of_a_follow_up_that_was_deleted_are_taken_back() -> None:
    log = log_of(LIFE[:3])
    told = sample("note")["ticket"]
    told["followup_set"] = [each for each in told["followup_set"] if each["id"] != 9102]
    assert again(Reply(200, DATED, told), log).redacted == ("comment/9102",)


def test_a_ticket_that_is_gone_is_said_to_be() -> None:
    calls, news = ended(HELPDESK.read_again(CONTACT, ACME, ()), GONE)
    assert [each.query for each in calls] == [OPEN, RESOLVED, CLOSED, {}]
    assert news is None


# what is answered | what is said | why it is here
REFUSALS = """
401 | {"detail": "Invalid username/password."} | check the user and the password | a stranger
403 | {"detail": "You do not have permission"} | make the user staff | a customer
404 | null                                     | HELPDESK_ACTIVATE_API_ENDPOINT | no API
200 | null                                     | ticket is no object | nothing
200 | []                                       | ticket is no object | a list
200 | {"id": 481}                              | followup_set is no list | half of it
418 | {"custom_tags": [{"a": ["short"]}]}      | short | whatever stands inside
"""


@pytest.mark.parametrize(("status", "body", "said"), rows(REFUSALS))
@pytest.mark.parametrize("ask", ["read_again", "bring_tags"])
def test_what_cannot_be_understood_is_said(ask: str, status: str, body: str, said: str) -> None:
    talks: dict[str, Generator[Call, Reply, object]] = {
        "read_again": HELPDESK.read_again(CONTACT, ACME, ()),
        "bring_tags": HELPDESK.bring_tags(CONTACT, frozenset("a"), frozenset("a"), ACME),
    }
    next(talks[ask])
    with pytest.raises(CallRefused, match=said):
        talks[ask].send(Reply(int(status), {}, json.loads(body)))


@pytest.mark.parametrize("wrong", ["dh-acme/user/7", "dh/ticket/7/../8", "481", "dh/ticket/٣"])
def test_what_is_no_ticket_is_not_asked_for(wrong: str) -> None:
    with pytest.raises(CallRefused, match="is no ticket"):
        next(HELPDESK.read_again(wrong, ACME, ()))


# Tags

# stands      | wanted | ours  | written     | why it is here
TAGS = """
vip           | a      | a     | vip a       | what is missing is added
vip a         | a b    | a b   | vip a b     | and no more than that
b vip a       | a      | a b   | vip a       | what is ours and not wanted goes
a             | -      | a     | -           | all of ours may go
vip a         | a      | a     | =           | all is as wanted
vip c         | -      | c d   | vip         | nobody else's goes
pl-old        | a      | a     | pl-old a    | what only looks like ours stays
"""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split()) - {"-"}


@pytest.mark.parametrize(("stands", "wanted", "ours", "written"), rows(TAGS))
def test_the_field_is_read_merged_written_and_read_again(
    stands: str, wanted: str, ours: str, written: str
) -> None:
    talk = HELPDESK.bring_tags(CONTACT, words(wanted), words(ours), ACME)
    first = ticket(custom_tags=stands)
    if written == "=":
        assert ended(talk, [first]) == ([Call("GET", PATH, OPEN)], Brought.DONE)
        return
    text = written.strip("-")
    replies = [first, ticket(custom_tags=text), ticket(custom_tags=text)]
    assert ended(talk, replies) == (
        [
            Call("GET", PATH, OPEN),
            Call("PATCH", PATH, OPEN, {"custom_tags": text}),
            Call("GET", PATH, OPEN),
        ],
        Brought.DONE,
    )


def test_who_writes_over_it_every_time_has_us_come_again() -> None:
    talk = HELPDESK.bring_tags(CONTACT, frozenset("a"), frozenset("a"), ACME)
    over = [each for _ in range(3) for each in (ticket(custom_tags=""), ticket(custom_tags="a"))]
    assert ended(talk, [*over, ticket(custom_tags="")])[1] is Brought.AGAIN


def test_a_closed_ticket_is_written_to_among_the_closed() -> None:
    talk = HELPDESK.bring_tags(CONTACT, frozenset("a"), frozenset("a"), ACME)
    closed = [NOT_FOUND, NOT_FOUND, ticket(status=4, custom_tags="")]
    done = [NOT_FOUND, NOT_FOUND, ticket(status=4, custom_tags="a")]
    calls, brought = ended(talk, [*closed, ticket(status=4, custom_tags="a"), *done])
    assert calls[3] == Call("PATCH", PATH, CLOSED, {"custom_tags": "a"})
    assert brought is Brought.DONE


def test_a_ticket_that_changes_its_status_meanwhile_is_looked_for_again() -> None:
    talk = HELPDESK.bring_tags(CONTACT, frozenset("a"), frozenset("a"), ACME)
    resolved = [NOT_FOUND, ticket(status=3, custom_tags="")]
    done = [NOT_FOUND, ticket(status=3, custom_tags="a")]
    replies = [ticket(custom_tags=""), NOT_FOUND, *resolved, ticket(custom_tags="a"), *done]
    assert ended(talk, replies)[1] is Brought.DONE


@pytest.mark.parametrize(
    "replies", [GONE, [ticket(), NOT_FOUND, *GONE], [ticket(), ticket(), *GONE]]
)
def test_a_ticket_that_goes_meanwhile_is_gone(replies: list[Reply]) -> None:
    talk = HELPDESK.bring_tags(CONTACT, frozenset("a"), frozenset("a"), ACME)
    assert ended(talk, replies)[1] is Brought.GONE


def test_without_a_field_for_tags_the_admin_is_told_to_make_one() -> None:
    told = sample("note")["ticket"]
    del told["custom_tags"]
    talk = HELPDESK.bring_tags(CONTACT, frozenset("a"), frozenset("a"), ACME)
    next(talk)
    with pytest.raises(CallRefused, match="make a text field named tags"):
        talk.send(Reply(200, {}, told))


def test_who_we_are_is_told_to_nobody_but_that_we_are_let_in() -> None:
    calls, who = ended(HELPDESK.who_we_are(ACME), [Reply(200, {}, {"results": []})])
    assert (calls[0].method, calls[0].path, who) == ("GET", "/api/followups-attachments/", "")
    for reply in (Reply(403, {}, {"detail": "no"}), Reply(200, {}, None), Reply(200, {}, [])):
        talk = HELPDESK.who_we_are(ACME)
        next(talk)
        with pytest.raises(CallRefused):
            talk.send(reply)


# What has changed


class FollowUps:
    """A list of follow-ups as the API pages through it: (ticket, UTC seconds), oldest first."""

    def __init__(self, told: Sequence[tuple[int, int]]) -> None:
        self.told = list(told)
        self.asked = 0

    def answer(self, call: Call) -> Reply:
        assert (call.method, call.path) == ("GET", "/api/followups/")
        self.asked += 1
        page, size = int(call.query["page"]), int(call.query["page_size"])
        here = self.told[(page - 1) * size : page * size]
        if not here and page > 1:
            return Reply(404, {}, {"detail": "Invalid page."})
        more = "another page" if page * size < len(self.told) else None
        results = [
            {"id": n, "ticket": own, "date": at_text(at)} for n, (own, at) in enumerate(here)
        ]
        return Reply(200, {}, {"count": len(self.told), "next": more, "results": results})

    def page(self, since: int, cursor: str | None) -> ExportPage:
        talk = HELPDESK.changed_since(since, cursor, ACME)
        call = next(talk)
        while True:
            try:
                call = talk.send(self.answer(call))
            except StopIteration as end:
                page: ExportPage = end.value
                return page

    def run(self, since: int, cursor: str | None = None) -> tuple[list[Changed], str]:
        """Everything from there to the end, and the cursor that is left."""
        found: list[Changed] = []
        while True:
            page = self.page(since, cursor)
            found += page.changed
            cursor = page.cursor
            if page.done:
                return found, cursor


def at_text(at: int) -> str:
    minutes, seconds = divmod(at, 60)
    return f"2026-03-02T{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.250310Z"


MIDNIGHT = 1_772_409_600


def numbers(found: Sequence[Changed]) -> list[tuple[int, int]]:
    return [(int(each.contact.rpartition("/")[2]), each.updated_at - MIDNIGHT) for each in found]


@pytest.mark.parametrize("count", [0, 1, 24, 25, 26, 50, 51, 333])
@pytest.mark.parametrize("since", [0, 1, 100, 332, 999])
def test_whoever_has_a_new_follow_up_is_named(count: int, since: int) -> None:
    listed = FollowUps([(n + 1, n) for n in range(count)])
    found, _ = listed.run(MIDNIGHT + since)
    assert numbers(found) == [(n + 1, n) for n in range(since, count)]


def test_the_beginning_is_found_by_halves() -> None:
    listed = FollowUps([(n + 1, n) for n in range(25 * 1000)])
    listed.page(MIDNIGHT + 20_000, None)
    assert listed.asked <= 11


def test_a_ticket_is_named_once_a_page_with_its_newest() -> None:
    found, _ = FollowUps([(7, 1), (8, 2), (7, 3)]).run(MIDNIGHT)
    assert numbers(found) == [(7, 3), (8, 2)]


@pytest.mark.parametrize("count", [0, 1, 24, 25, 26, 60])
def test_a_later_run_goes_on_where_the_last_one_ended(count: int) -> None:
    listed = FollowUps([(n + 1, n) for n in range(count)])
    _, cursor = listed.run(MIDNIGHT)
    listed.told += [(500 + n, 1000 + n) for n in range(30)]
    found, cursor = listed.run(MIDNIGHT, cursor)
    assert {each for each in numbers(found) if each[0] >= 500} == {*listed.told[-30:]}
    assert len(found) <= 30 + 25
    assert listed.run(MIDNIGHT, cursor)[1] == cursor


@pytest.mark.parametrize("deleted", [1, 3, 25, 40, 60])
def test_deleted_follow_ups_hide_no_new_one(deleted: int) -> None:
    listed = FollowUps([(n + 1, n) for n in range(60)])
    _, cursor = listed.run(MIDNIGHT)
    listed.told = [*listed.told[deleted:], (900, 2000)]
    found, _ = listed.run(MIDNIGHT, cursor)
    assert (900, 2000) in numbers(found)


def test_what_is_deleted_between_two_pages_hides_none() -> None:
    listed = FollowUps([(n + 1, n) for n in range(60)])
    first = listed.page(MIDNIGHT, None)
    listed.told = listed.told[3:]
    rest, _ = listed.run(MIDNIGHT, first.cursor)
    assert {*numbers(first.changed), *numbers(rest)} >= {(n + 1, n) for n in range(60)}


@pytest.mark.parametrize("cursor", ["", "0@1", "1", "1@x", "1@1/", "a@1", "1@1/1/1"])
def test_a_cursor_that_is_none_of_ours_is_refused(cursor: str) -> None:
    with pytest.raises(CallRefused, match="is no place"):
        next(HELPDESK.changed_since(0, cursor, ACME))
