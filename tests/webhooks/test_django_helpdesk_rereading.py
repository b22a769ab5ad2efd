"""A django-helpdesk ticket read again: nothing new where all came, exact where nothing did."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import replace

import pytest

from plugin.stores.tickets.events import news_in
from scoring.evidence import EventKind
from scoring.timeline import timeline_of
from tests.tables import rows
from tests.webhooks.django_helpdesk_talk import (
    ACME,
    CLOSED,
    CONTACT,
    DATED,
    GONE,
    HELPDESK,
    LIFE,
    NOW,
    OPEN,
    RESOLVED,
    again,
    ended,
    log_of,
    read,
    sample,
    ticket,
)
from webhooks.contract import Call, CallRefused, Reply


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
