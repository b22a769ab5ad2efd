"""What is django-helpdesk's alone: a history in every delivery, and an API that tells no more."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from scoring.evidence import EventKind, Role
from scoring.timeline import timeline_of
from tests.tables import rows
from tests.webhooks.django_helpdesk_talk import ACME, HELPDESK, LIFE, NOW, log_of, read, sample
from webhooks.contract import Delivery, News, PayloadInvalid


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
