"""What is Zendesk's alone: its signature, its envelope, its values, and the order they count in."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from scoring.evidence import Event, EventKind
from scoring.timeline import in_order
from tests.tables import rows
from tests.webhooks.samples import account, payloads
from webhooks.contract import Account, Delivery, News, PayloadInvalid, SignatureInvalid
from webhooks.signatures import base64_sha256
from webhooks.zendesk.adapter import SIGNATURE, SIGNED_AT, Zendesk
from webhooks.zendesk.values import not_ours

ZENDESK = Zendesk()
ACME = account(ZENDESK)
SECRET = "c2VjcmV0IG9mIGEgbWFkZS11cCBhY2NvdW50"


def sample(name: str, **changed: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((payloads(ZENDESK) / f"{name}.json").read_text())
    return {**told, **changed}


def read(told: object) -> News:
    return ZENDESK.read(Delivery({}, json.dumps(told).encode(), 0), ACME)


def only(told: object) -> Event:
    (event,) = read(told).events
    return event


# signature | why it is here
SIGNATURES = """
TSLbrUHiHbBvCPFkB3xs5VnWGcEVhVoMmRDMFSwWKv0= | made up
ä                                            | no base64 and no ASCII
-                                            | nothing
"""


@pytest.mark.parametrize("given", rows(SIGNATURES))
def test_a_signature_that_was_made_up_is_refused(given: str) -> None:
    headers = {SIGNATURE: given.strip("-"), SIGNED_AT: "2026-03-02T08:14:01Z"}
    with pytest.raises(SignatureInvalid):
        ZENDESK.verify(Delivery(headers, b"{}", 0), [SECRET], None)


def test_a_time_that_is_none_is_refused_where_age_counts() -> None:
    headers = {SIGNATURE: base64_sha256(SECRET, b"1234", b"{}").decode(), SIGNED_AT: "1234"}
    delivery = Delivery(headers, b"{}", 1234)
    ZENDESK.verify(delivery, [SECRET], None)
    with pytest.raises(SignatureInvalid):
        ZENDESK.verify(delivery, [SECRET], 300)


def test_the_published_vectors_are_told_apart(reference: Path) -> None:
    told = json.loads((reference / "helpdesks" / "signature_vectors.json").read_text())
    ours = [each for each in told["vectors"] if each["product"] == "zendesk"]
    assert {each["expect"] for each in ours} == {"accept", "reject"}
    for each in ours:
        headers = {name.lower(): value for name, value in each["headers"].items()}
        delivery = Delivery(headers, each["body"].encode(), 0)
        if each["expect"] == "accept":
            ZENDESK.verify(delivery, [each["secret"]], None)
        else:
            with pytest.raises(SignatureInvalid):
                ZENDESK.verify(delivery, [each["secret"]], None)


def test_public_samples_are_read_or_are_no_news(reference: Path) -> None:
    folder = reference / "helpdesks" / "payloads" / "zendesk"
    read_of = {
        each.stem.removeprefix("event_"): ZENDESK.read(Delivery({}, each.read_bytes(), 0), ACME)
        for each in folder.glob("event_*.json")
    }
    kinds = {name: [event.kind for event in news.events] for name, news in read_of.items()}
    assert kinds == {
        "ticket_agent_assignment_changed_sparse": [EventKind.CHANGED],
        "ticket_comment_added": [EventKind.MESSAGE],
        "ticket_created": [EventKind.OPENED],
        "ticket_created_sim_test": [EventKind.OPENED],
        "ticket_priority_changed": [EventKind.CHANGED],
        "ticket_status_changed": [EventKind.CHANGED],
        "user_active_changed": [],
        "user_deleted_recorded": [],
        "user_group_membership_created": [],
    }


# What a public sample of an admin-typed body leads to: the ticket that is read again.
PUBLIC_BODIES = {
    "trigger_delivery_message_markdown": "zd-acme/ticket/739",
    "trigger_ticket_update_flat": "zd-acme/ticket/12345",
    "trigger_body_template_placeholders": None,
}


def test_public_bodies_of_triggers_name_their_ticket_or_are_refused(reference: Path) -> None:
    folder = reference / "helpdesks" / "payloads" / "zendesk"
    files = {
        each.stem: each for kind in ("trigger", "automation") for each in folder.glob(f"{kind}_*")
    }
    assert files.keys() == PUBLIC_BODIES.keys()
    for name, contact in PUBLIC_BODIES.items():
        delivery = Delivery({}, files[name].read_bytes(), 0)
        if contact is None:
            with pytest.raises(PayloadInvalid, match="placeholder itself"):
                ZENDESK.read(delivery, ACME)
        else:
            assert ZENDESK.read(delivery, ACME) == News(contact, reread=True)


# where | what stands there | what is said | why it is here
FAULTS = """
id | null | id is missing | no key
id | 12 | id is missing | a number is no UUID
id | "a b" | id is missing | a blank in the key
type | "ticket.created" | names no ticket | no event of Zendesk's
time | null | time is missing | when is not said
time | "2026-03-02T08:14:00" | time is no instant | no offset
time | "2026-02-30T08:14:00Z" | time is no instant | no such day
time | "1970-01-01T00:00:00Z" | year 2000 | a clock that was never set
time | 1772438040 | time is no instant | a number
detail | [] | detail is no object | a list
detail | {"id": "abc"} | no number of a ticket | letters
detail | {"id": true} | id is no id | true is no id
event | null | event.comment lacks | nothing has changed
event | {"comment": {"id": "1"}} | event.comment lacks | public or not is not said
event | {"comment": {"is_public": true}} | event.comment lacks | no id
event | {"comment": {"id": "1", "is_public": "yes"}} | event.comment lacks | yes is not true
event | {"comment": 7} | comment is no object | a number
"""


@pytest.mark.parametrize(("where", "what", "said"), rows(FAULTS))
def test_a_fault_is_named(where: str, what: str, said: str) -> None:
    with pytest.raises(PayloadInvalid, match=said):
        read(sample("comment_by_agent", **{where: json.loads(what)}))


def test_an_unknown_status_waits_for_a_release_that_knows_it() -> None:
    with pytest.raises(PayloadInvalid, match="status"):
        read(sample("status_hold", event={"current": "PARKED", "previous": "OPEN"}))


@pytest.mark.parametrize("none", [None, "", "0", 0])
def test_none_is_written_in_four_ways(none: object) -> None:
    event = only(sample("assigned", event={"current": none, "previous": "7001"}))
    assert event.facts == {"assignee": None}


def test_one_change_has_one_id_however_it_is_written() -> None:
    loud = only(sample("assigned"))
    quiet = only(sample("assigned", event={"current": 7002, "previous": 7001}, id="another"))
    assert loud == quiet
    other = only(sample("assigned", time="2026-03-02T08:14:01Z"))
    assert other.id != loud.id


def test_the_message_of_a_save_counts_before_what_else_it_changed() -> None:
    time = "2026-03-02T08:14:00.{}Z"
    saved = [
        only(sample("status_solved", time=time.format("1"))),
        only(sample("comment_by_agent", time=time.format("300"))),
        only(sample("assigned", time=time.format("2"))),
        only(sample("created_by_customer", time=time.format("9"))),
    ]
    told = {tuple(event.id for event in in_order(order)) for order in permutations(saved)}
    assert len(told) == 1
    assert [event.kind for event in in_order(saved)] == ["opened", "message", "changed", "changed"]
    assert [each.facts for each in in_order(saved)[2:]] == [saved[0].facts, saved[2].facts]


def test_what_our_own_user_does_is_no_news_but_a_redaction_is_obeyed() -> None:
    detail = {**sample("status_hold")["detail"], "actor_id": "7999"}
    assert read(sample("status_hold", detail=detail)).events == ()
    assert read(sample("comment_redacted", detail=detail)).redacted == ("comment/990002",)


def test_deletion_told_twice_in_a_second_is_one() -> None:
    assert only(sample("status_deleted")).id == only(sample("soft_deleted")).id


def test_no_words_stand_in_an_error() -> None:
    told = sample("comment_by_customer", time="yesterday")
    with pytest.raises(PayloadInvalid) as refused:
        read(told)
    assert "посылку" not in str(refused.value)


def test_a_tag_that_only_begins_as_ours_do_is_news() -> None:
    tags = ["pl-vip", "pl-rsp-01-missed", "parcel"]
    assert not_ours(tags, Account("zd-acme", "https://acme.example", "pl")) == ("parcel", "pl-vip")
