"""Bodies that admins type: the ticket that they are about, or what the admin should write."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.webhooks.samples import account, signed
from webhooks.contract import Delivery, News, PayloadInvalid
from webhooks.zendesk.adapter import INVOCATION, Zendesk
from webhooks.zendesk.triggers import TEMPLATE, ticket_in

ZENDESK = Zendesk()
ACME = account(ZENDESK)

# The ticket is 35436 in all of them; why it is here -> the body.
TOLD = {
    "as recommended": TEMPLATE.replace("{{ticket.id}}", "35436").replace(
        "{{ticket.status}}", "Open"
    ),
    "a number": '{"ticket_id": 35436}',
    "with a hash mark": '{"ticket_id": "#35436"}',
    "in camel case": '{"ticketId": "35436", "groupID": "9000"}',
    "in capitals": '{"ticketID": "35436"}',
    "with a dot": '{"ticket.id": "35436", "ticket.status": "Open"}',
    "a plain id": '{"id": "35436", "status": "Open"}',
    "a ticket within": '{"event": "updated", "ticket": {"id": 35436, "assignee": {"id": 7}}}',
    "deeper within": '{"data": {"ticket": {"id": 35436}}, "id": 4}',
    "in a list": '[{"ticket_id": 35436}]',
    "its own name before a plain id": '{"id": "77", "ticket_id": "35436"}',
    "outer before inner": '{"comment": {"ticket_id": 9, "id": 8}, "id": 35436}',
    "an address without a scheme": '{"url": "acme.zendesk.com/agent/tickets/35436"}',
    "an address of the API": '{"link": "https://acme.zendesk.com/api/v2/tickets/35436.json"}',
    "an address in words is none": '{"m": "see acme/tickets/5", "ticket_id": "35436"}',
    "a comma too many": '{"ticket_id": "35436", "status": "Open",}',
    "a comma too many in a list": '{"ticket_id": "35436", "tags": ["a", "b",],}',
    "raw line breaks": '{"ticket_id": "35436", "latest": "-----\n\nEwa Maj, today\n\nHi"}',
    "raw quotes": '{"ticket_id": "35436", "latest": "She said "no" to us"}',
    "quotes before the number": '{"latest": "She said "no"", "ticket_id": "35436"}',
    "a byte order mark": '\ufeff{"ticket_id": "35436"}',
    "a text within": json.dumps({"ticket_id": "35436", "latest": '{"ticket_id": 9}'}),
    "a record of comments": '{"ticket_id": "35436", "all": [#<Comment id: 1, ticket_id: 991>]}',
    "a record before it": '{"all": [#<Comment id: 1, ticket_id: 991>], "ticket_id": "35436"}',
    "a record with arrows": '{"all": [{"id"=>1, "ticket_id"=>991}], "id": "35436"}',
    "a form": "ticket_id=35436&status=Open&title=Where+is+it%3F",
    "a form with brackets": "ticket%5Bid%5D=35436&ticket%5Bstatus%5D=Open",
    "a form with JSON in it": "payload=%7B%22ticket_id%22%3A+35436%7D",
    "XML": "<?xml version='1.0'?><ticket><id>35436</id><status>Open</status></ticket>",
    "XML by name": "<data><ticket_id>35436</ticket_id><id>9</id></data>",
    "XML with an attribute": '<ticket id="35436"><status>Open</status></ticket>',
    "XML with a comment before": "<ticket><comment><id>9</id></comment><id>35436</id></ticket>",
    "broken XML": "<ticket><id>35436</id><title>Socks & shoes</title>",
    "words": "Ticket id: 35436, status: Open",
    "words with an address": "See https://acme.zendesk.com/agent/tickets/35436 please",
    "no unicode": b'{"ticket_id": "35436", "title": "\xff\xfe"}',
}


@pytest.mark.parametrize("body", TOLD.values(), ids=TOLD.keys())
def test_the_ticket_is_read_again(body: str | bytes) -> None:
    delivery = Delivery({}, body if isinstance(body, bytes) else body.encode(), 0)
    assert ZENDESK.read(delivery, ACME) == News("zd-acme/ticket/35436", reread=True)
    assert ZENDESK.label(delivery, ACME).contact == "zd-acme/ticket/35436"


REFUSED = {
    "no ticket": ('{"status": "Open", "priority": "Normal"}', "names no ticket"),
    "the template itself": (TEMPLATE, "placeholder itself"),
    "a key that is no number": ('{"id": "01HAN96XNH1J7DY8D7RZ22QMT9"}', "names no ticket"),
    "numbers that begin with none": ('{"ticket_id": "0"}', "names no ticket"),
    "true": ('{"ticket_id": true}', "names no ticket"),
    "only a record of comments": ('{"all": [#<Comment id: 1, ticket_id: 991>]}', "names no ticket"),
    "only a record with arrows": ('{"all": {"id"=>1, "ticket_id"=>991}}', "names no ticket"),
    "only a comment": ('{"comment": {"id": 9, "ticket_id": 991}}', "names no ticket"),
    "only people": ('{"assignee": {"id": 7}, "requester_id": 9}', "names no ticket"),
    "words": ("Hello", "names no ticket"),
    "nothing": ("", "names no ticket"),
    "a number of 30 digits": ('{"ticket_id": "123456789012345678901234567890"}', "names no ticket"),
}


@pytest.mark.parametrize(("body", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_names_no_ticket_is_refused_with_what_to_write(body: str, words: str) -> None:
    with pytest.raises(PayloadInvalid, match=words) as refused:
        ZENDESK.read(Delivery({}, body.encode(), 0), ACME)
    assert TEMPLATE in str(refused.value)


def test_an_invocation_is_taken_once() -> None:
    body = b'{"ticket_id": "35436"}'
    first = Delivery({INVOCATION: "01HB2A6V8R"}, body, 100)
    key = ZENDESK.label(first, ACME).key
    assert ZENDESK.label(replace(first, received_at=900), ACME).key == key
    assert ZENDESK.label(replace(first, headers={INVOCATION: "01HB2A6V8S"}), ACME).key != key
    assert INVOCATION in ZENDESK.kept_headers


def test_without_an_invocation_the_same_body_is_the_same_for_a_moment() -> None:
    first = Delivery({}, b'{"ticket_id": "35436"}', 100)
    key = ZENDESK.label(first, ACME).key
    assert ZENDESK.label(replace(first, received_at=101), ACME).key == key
    assert ZENDESK.label(replace(first, received_at=160), ACME).key != key


def test_an_event_is_not_taken_for_a_body_of_an_admin() -> None:
    delivery, _ = signed(ZENDESK)
    assert ZENDESK.read(delivery, ACME).events
    assert ZENDESK.label(replace(delivery, headers={INVOCATION: "x"}), ACME).key != "invocation/x"


@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "application/xml", "text/xml"]
)
def test_what_zendesk_may_send_is_taken(kind: str) -> None:
    assert kind in ZENDESK.media_types


@given(st.text(max_size=400), st.integers(1, 10**19))
def test_whatever_a_customer_writes_the_ticket_before_it_is_meant(words: str, number: int) -> None:
    raw = f'{{"ticket_id": "{number}", "latest": "{words}"}}'
    assert ticket_in(raw.encode("utf-8", "replace")) == str(number)


@given(st.text(alphabet='<>{}[]=>#:"/ticketd_ -1', max_size=2_000))
def test_no_text_takes_long_or_breaks(text: str) -> None:
    with suppress(PayloadInvalid):
        assert ticket_in(text.encode()).isdecimal()


@pytest.mark.parametrize(
    "piece", ["#<", "{=>", "<ticket ", "<ticket>", "<comment>", "[", '{"a":', "ticket id", "{"]
)
def test_a_large_body_is_read_in_no_time(piece: str) -> None:
    body = (piece * (250_000 // len(piece))).encode()
    with pytest.raises(PayloadInvalid):
        ticket_in(body)
