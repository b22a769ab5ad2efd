"""The talk that brings a ticket's tags: each reply and what it leads to, without a network."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.tables import rows
from webhooks.contract import Account, Brought, Call, CallRefused, Reply
from webhooks.zendesk.adapter import Zendesk
from webhooks.zendesk.replies import description_of

ACME = Account("zd-acme", "https://acme.zendesk.com", "pl", "900")
STAMP = "2026-03-02T08:14:00Z"
TICKET = "zd-acme/ticket/35436"


def ticket(*tags: str, status: str = "open", stamp: str = STAMP) -> Reply:
    body = {"ticket": {"id": 35436, "tags": list(tags), "updated_at": stamp, "status": status}}
    return Reply(200, {}, body)


def words(text: str) -> frozenset[str]:
    return frozenset(text.split()) - {"-"}


def told(status: int, body: Any = None) -> Reply:
    return Reply(status, {}, body)


def talk(
    replies: list[Reply], wanted: str = "a", ours: str = "a b", contact: str = TICKET
) -> tuple[list[Call], Brought]:
    """The calls made, and how it ended; every reply is used."""
    speaking = Zendesk().bring_tags(contact, words(wanted), words(ours), ACME)
    calls: list[Call] = [next(speaking)]
    for reply in replies[:-1]:
        calls.append(speaking.send(reply))
    with pytest.raises(StopIteration) as ended:
        speaking.send(replies[-1])
    return calls, ended.value.value


# stands     | wanted | ours    | method | tags  | why it is here
FIRST_CHANGE = """
vip          | a      | a       | PUT    | a     | what is missing is added
vip a        | a b    | a b     | PUT    | b     | and no more than that
vip a b      | a      | a b     | DELETE | b     | what is ours and not wanted goes
vip b c      | -      | b c     | DELETE | b c   | all of ours may go
b            | a      | a b     | PUT    | a     | what is missing comes before what goes
vip a        | a      | a b     | -      | -     | all is as wanted
vip c        | -      | a b     | -      | -     | nobody else's goes
pl-old a     | a      | a       | -      | -     | what only looks like ours stays
"""


@pytest.mark.parametrize(("stands", "wanted", "ours", "method", "tags"), rows(FIRST_CHANGE))
def test_the_difference_is_asked_for(
    stands: str, wanted: str, ours: str, method: str, tags: str
) -> None:
    speaking = Zendesk().bring_tags(TICKET, words(wanted), words(ours), ACME)
    assert next(speaking) == Call("GET", "/api/v2/tickets/35436")
    if method == "-":
        with pytest.raises(StopIteration) as ended:
            speaking.send(ticket(*stands.split()))
        assert ended.value.value is Brought.DONE
        return
    body = {"tags": sorted(words(tags)), "updated_stamp": STAMP, "safe_update": "true"}
    change = speaking.send(ticket(*stands.split()))
    assert change == Call(method, "/api/v2/tickets/35436/tags", body=body)


CLOSED = {"details": {"status": [{"description": "Status: closed prevents ticket update"}]}}
CLOSED_PL = {"details": {"status": [{"description": "Status: zamknięte"}]}}

ENDS: dict[str, tuple[list[Reply], Brought]] = {
    "added, as the reply shows": ([ticket("b0"), told(200, {"tags": ["a", "b0"]})], Brought.DONE),
    "added, but one of ours came back": (
        [ticket(), told(200, {"tags": ["a", "b"]}), ticket("a", "b"), told(204), ticket("a")],
        Brought.DONE,
    ),
    "added and removed": (
        [ticket("b"), told(200, {"tags": ["a", "b"]}), ticket("a", "b"), told(204), ticket("a")],
        Brought.DONE,
    ),
    "added, and the reply is empty": ([ticket(), told(200), ticket("a")], Brought.DONE),
    "a body of DELETE that a proxy dropped": (
        [each for _ in range(5) for each in (ticket("a", "b"), told(204))],
        Brought.AGAIN,
    ),
    "a conflict, and then none": (
        [ticket(), told(409), ticket(stamp="2026-03-02T08:14:09Z"), told(200, {"tags": ["a"]})],
        Brought.DONE,
    ),
    "a conflict with whoever wanted the same": (
        [ticket(), told(409), ticket("a")],
        Brought.DONE,
    ),
    "conflicts without end": (
        [each for _ in range(5) for each in (ticket(), told(409))],
        Brought.AGAIN,
    ),
    "closed, as the ticket says": ([ticket(status="closed")], Brought.CLOSED),
    "closed, in capitals": ([ticket(status="CLOSED")], Brought.CLOSED),
    "closed, and as wanted": ([ticket("a", status="closed")], Brought.DONE),
    "closed meanwhile": ([ticket(), told(422, CLOSED)], Brought.CLOSED),
    "closed meanwhile, in Polish": ([ticket(), told(422, CLOSED_PL)], Brought.CLOSED),
    "not there": ([told(404, {"error": "RecordNotFound"})], Brought.GONE),
    "gone meanwhile": ([ticket(), told(404, {"error": "RecordNotFound"})], Brought.GONE),
}


@pytest.mark.parametrize("case", ENDS)
def test_how_it_ends(case: str) -> None:
    replies, end = ENDS[case]
    assert talk(replies)[1] is end


def test_after_a_conflict_the_new_stamp_is_sent() -> None:
    later = "2026-03-02T08:14:09Z"
    calls, _ = talk([ticket(), told(409), ticket(stamp=later), told(200, {"tags": ["a"]})])
    assert calls[-1].body == {"tags": ["a"], "updated_stamp": later, "safe_update": "true"}


REFUSALS: dict[str, tuple[list[Reply], str]] = {
    "a stranger": ([told(401, {"error": "Couldn't authenticate you"})], "check the user"),
    "a right is missing": ([ticket(), told(403, {"error": {"message": "No access"}})], "No access"),
    "another record is invalid": (
        [ticket(), told(422, {"details": {"base": [{"description": "Too many tags"}]}})],
        "Too many tags",
    ),
    "no JSON": ([told(200, None)], "answered 200 when asked for a ticket"),
    "a list": ([told(200, [])], "asked for a ticket"),
    "a ticket without tags": ([told(200, {"ticket": {"updated_at": STAMP}})], "for a ticket"),
    "a ticket without a stamp": ([told(200, {"ticket": {"tags": []}})], "for a ticket"),
    "tags that are no words": (
        [told(200, {"ticket": {"tags": [1], "updated_at": STAMP}})],
        "for a ticket",
    ),
    "nothing at this address": ([told(404)], "answered 404 when asked for a ticket"),
    "nothing at this address any more": ([ticket(), told(404, [])], "404 when asked to change"),
    "moved": ([told(301)], "answered 301"),
    "a status nobody knows": ([ticket(), told(418, "teapot")], "418 when asked to change"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_understood_is_said(case: str) -> None:
    replies, words_of_it = REFUSALS[case]
    speaking = Zendesk().bring_tags(TICKET, frozenset("a"), frozenset("a"), ACME)
    next(speaking)
    for reply in replies[:-1]:
        speaking.send(reply)
    with pytest.raises(CallRefused, match=words_of_it):
        speaking.send(replies[-1])


@pytest.mark.parametrize(
    "contact",
    ["zd-acme/user/7", "zd-acme/ticket/7/../8", "zd-acme/ticket/", "35436", "zd/ticket/٣"],
)
def test_what_is_no_ticket_is_not_asked_for(contact: str) -> None:
    with pytest.raises(CallRefused, match="is no ticket"):
        next(Zendesk().bring_tags(contact, frozenset("a"), frozenset("a"), ACME))


# what is answered              | id  | why it is here
WHO = """
{"user": {"id": 6130907993114}} | 6130907993114 | a number
{"user": {"id": "900"}}         | 900 | a text
"""


@pytest.mark.parametrize(("body", "own"), rows(WHO))
def test_who_we_are(body: str, own: str) -> None:
    speaking = Zendesk().who_we_are(ACME)
    assert next(speaking) == Call("GET", "/api/v2/users/me")
    with pytest.raises(StopIteration) as ended:
        speaking.send(Reply(200, {}, json.loads(body)))
    assert ended.value.value == own


@pytest.mark.parametrize(
    "reply",
    [
        Reply(401, {}, {"error": "Couldn't authenticate you"}),
        Reply(200, {}, {"user": {"id": None, "name": "Anonymous user"}}),
        Reply(200, {}, None),
        Reply(200, {}, {"user": []}),
        Reply(302, {}, None),
    ],
)
def test_whom_zendesk_does_not_know_is_told_so(reply: Reply) -> None:
    speaking = Zendesk().who_we_are(ACME)
    next(speaking)
    with pytest.raises(CallRefused, match="when asked who we are"):
        speaking.send(reply)


# what is answered                                                     | words | why it is here
ERRORS = """
{"error": "RecordNotFound", "description": "Not found"}                | Not found | words win
{"error": "RecordInvalid", "details": {"base": [{"description": "x"}]}} | x | details win over words
{"error": {"title": "Forbidden", "message": "No access"}}              | No access | an object
{"error": "Couldn't authenticate you"}                                 | Couldn't authenticate you |
                                                                         one word alone
"plain words"                                                          | plain words | text
{"details": {}}                                                        | - | empty details
{"error": {"a": 1}}                                                    | - | nothing to read
[]                                                                     | - | an empty list
null                                                                   | - | nothing
"two\\u001b[31mlines\\nof it"                                          | two [31mlines of it |
                                                                         nothing commands a terminal
"""


@pytest.mark.parametrize(("body", "line"), rows(ERRORS))
def test_what_an_error_says(body: str, line: str) -> None:
    assert description_of(Reply(400, {}, json.loads(body))) == ("" if line == "-" else line)


def test_a_long_error_is_cut() -> None:
    assert len(description_of(Reply(400, {}, {"description": "x" * 10_000}))) == 161
