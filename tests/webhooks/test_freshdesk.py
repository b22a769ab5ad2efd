"""What is Freshdesk's alone: its secret, bodies that admins typed, apps' events, its numbers."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from scoring.evidence import EventKind
from standards.kinds import Status
from tests.tables import rows
from tests.webhooks.samples import account, payloads
from webhooks.contract import Delivery, News, PayloadInvalid, SignatureInvalid
from webhooks.freshdesk.adapter import REPEATED_SECONDS, Freshdesk
from webhooks.freshdesk.apps import nanoseconds
from webhooks.freshdesk.values import meaning_of, status_facts

FRESHDESK = Freshdesk()
ACME = account(FRESHDESK)
SECRET = "a-secret-of-a-made-up-account"


def basic(user: str, password: str) -> str:
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def sample(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((payloads(FRESHDESK) / f"{name}.json").read_text())
    return told


def read(body: bytes | str | dict[str, Any], at: int = 0) -> News:
    text = json.dumps(body) if isinstance(body, dict) else body
    return FRESHDESK.read(Delivery({}, text.encode() if isinstance(text, str) else text, at), ACME)


PROOFS = {
    "a header of its own": {"x-webhook-secret": SECRET},
    "the password": {"authorization": basic("anybody", SECRET)},
    "the API key": {"authorization": basic(SECRET, "X")},
    "the API key alone": {"authorization": basic(SECRET, "")},
    "a bearer": {"authorization": f"Bearer {SECRET}"},
    "small letters": {"authorization": f"bearer {SECRET}"},
    "another password beside it": {"x-webhook-secret": SECRET, "authorization": basic("a", "b")},
}
NO_PROOFS = {
    "nothing": {},
    "an empty header": {"x-webhook-secret": ""},
    "a piece of it": {"x-webhook-secret": SECRET[:-1]},
    "more than it": {"x-webhook-secret": SECRET + "a"},
    "other letters": {"x-webhook-secret": SECRET.upper()},
    "no base64": {"authorization": "Basic äöü"},
    "no text": {"authorization": f"Basic {b64encode(b'a' + bytes([255, 254])).decode()}"},
    "another scheme": {"authorization": f"Digest {SECRET}"},
    "the scheme alone": {"authorization": "Bearer"},
    "an empty user and password": {"authorization": basic("", "")},
}


@pytest.mark.parametrize("headers", PROOFS.values(), ids=PROOFS)
def test_the_secret_may_come_in_each_of_its_places(headers: dict[str, str]) -> None:
    FRESHDESK.verify(Delivery(headers, b"", 0), ["old", SECRET], 300)


@pytest.mark.parametrize("headers", NO_PROOFS.values(), ids=NO_PROOFS)
def test_what_is_no_secret_proves_nothing(headers: dict[str, str]) -> None:
    with pytest.raises(SignatureInvalid) as refused:
        FRESHDESK.verify(Delivery(headers, b"", 0), ["", SECRET], 300)
    assert SECRET not in str(refused.value)


ODD_BODIES: dict[str, str] = {
    "a comma too much": '{"freshdesk_webhook":\n {"ticket_id":"4711", "a":"b",\n }\n}',
    "a raw line break": '{"ticket_id": "4711", "ticket_description": "one\ntwo\tthree"}',
    "a value without quotes": '{"ticket_id": 4711, "ticket_subject": Where is it?}',
    "quotes in a text": '{"ticket_subject": "my "best" parcel", "ticket_id": "4711"}',
    "cut off": '{"freshdesk_webhook": {"ticket_id": "4711", "ticket_descr',
    "a byte order mark": '\ufeff{"ticket_id": "4711"}',
    "a form": "ticket_id=4711&ticket_subject=Where+is+it%3F",
    "a form in a wrapper": "freshdesk_webhook%5Bticket_id%5D=4711&freshdesk_webhook%5Ba%5D=b",
    "XML": '<?xml version="1.0"?>\n<webhook><ticket_id>4711</ticket_id></webhook>',
    "XML with a type": '<webhook><ticket-id type="integer">4711</ticket-id></webhook>',
    "XML in CDATA": "<a><ticket_id><![CDATA[4711]]></ticket_id></a>",
    "XML that would fetch something": (
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;<ticket_id>4711</ticket_id></a>'
    ),
    "plain words": "Ticket ID: 4711 was changed by Ewa",
    "an address alone": "see https://acme.freshdesk.com/a/tickets/4711 now",
    "camels": '{"ticketId": 4711}',
    "capitals and blanks": '{"Ticket ID": " 4711 "}',
    "the ticket's id before another": '{"id": "99", "ticket_id": "4711"}',
    "the inner id before the outer": '{"id": 99, "ticket": {"id": 4711}}',
    "JSON in quotes": '"{\\"ticket_id\\": \\"4711\\"}"',
    "an event of another kind": '{"event": "ticket.updated", "data": {"ticket_id": 4711}}',
}


@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES)
def test_however_a_body_was_typed_its_ticket_is_read_again(body: str) -> None:
    assert read(body) == News("fd-acme/ticket/4711", reread=True)


# body                                        | what is said               | why it is here
REFUSED = """
{"ticket_id": "{{ticket.id}}"}                | placeholders were never    | a template
{"ticket_id": ""}                             | names no ticket            | an empty placeholder
{"ticket_id": "0"}                            | names no ticket            | no ticket has it
{"ticket_id": true}                           | names no ticket            | no number
{"ticket_id": "47/../11"}                     | names no ticket            | no number, but a path
{"ticket_id": 47.11}                          | names no ticket            | no whole number
{"ticket_id": "1234567890123456789012"}       | names no ticket            | longer than any
{"ticket_subject": "Where is it?"}            | tick Ticket ID             | nothing names it
<ticket><subject>x</subject></ticket>         | names no ticket            | XML without one
a=1&b=2                                       | names no ticket            | a form without one
{"event": "onTicketUpdate", "data": "no JSON"} | names no ticket           | data is no JSON
"""


@pytest.mark.parametrize(("body", "said"), rows(REFUSED))
def test_what_names_no_ticket_is_refused_with_what_to_do(body: str, said: str) -> None:
    for ask in (FRESHDESK.read, FRESHDESK.label):
        with pytest.raises(PayloadInvalid, match=said):
            ask(Delivery({}, body.encode(), 0), ACME)


SIZE = 288 * 1024
HOSTILE = {
    "blanks behind its name": (b"ticket_id:" + b" " * 1000) * 280,
    "quotes behind its name": b"ticket_id" + b"'" * SIZE,
    "commas": b", " * (SIZE // 2),
    "one comma": b"," + b" " * SIZE,
    "a deep object": b'{"a":' * (SIZE // 5),
    "a form of many fields": b"a=1&" * (SIZE // 4),
    "half a placeholder": b"{{a" + b".a" * (SIZE // 2),
    "a number without end": b'{"ticket_id": ' + b"1" * SIZE + b"}",
    "many keys": json.dumps({f"k{number}": number for number in range(20_000)}).encode(),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_no_body_takes_long_to_be_refused(body: bytes) -> None:
    began = process_time()
    with pytest.raises(PayloadInvalid):
        read(body)
    assert process_time() - began < 1, "hundreds of times what such bodies need"


def test_letters_that_are_none_and_numbers_beyond_any_spoil_nothing() -> None:
    told = sample("app_status_resolved")
    told["data"]["ticket"]["changes"] = {
        "type": ["a", "\ud800"],
        "tags": [[], ["\udfff"]],
        "custom_fields": {"cf_a": [1, 2**63]},
    }
    news = read(told)
    assert news.reread
    assert [dict(each.facts) for each in news.events] == [{"contact_type": "?"}, {"tags": ("?",)}]


def test_a_deleted_note_without_its_ticket_is_refused_by_name() -> None:
    told = {"event": "onConversationDelete", "data": {"conversation": {"id": 842}}}
    with pytest.raises(PayloadInvalid, match=r"data\.conversation\.ticket_id"):
        read(told)


def test_events_of_freshservice_are_refused_by_name() -> None:
    told = sample("app_status_resolved") | {"domain": "acme.freshservice.com"}
    with pytest.raises(PayloadInvalid, match="Freshservice"):
        read(told)


def test_the_same_words_count_again_when_they_come_later() -> None:
    body = (payloads(FRESHDESK) / "rule_note.json").read_bytes()
    at = 10 * REPEATED_SECONDS

    def key(arrived: int) -> str:
        return FRESHDESK.label(Delivery({}, body, arrived), ACME).key

    assert key(at) == key(at + REPEATED_SECONDS - 1)
    assert len({key(at), key(at + REPEATED_SECONDS), key(at + 300), key(at + 86_400)}) == 4


def test_an_event_that_says_its_time_counts_once_however_late_it_comes_again() -> None:
    body = (payloads(FRESHDESK) / "app_reply.json").read_bytes()
    keys = {FRESHDESK.label(Delivery({}, body, at), ACME).key for at in (0, 5, 300, 86_400)}
    assert len(keys) == 1


def test_an_opening_that_is_told_late_is_no_last_word() -> None:
    told = sample("app_ticket_created")
    opened_at = 1_772_438_400
    assert not read(told, opened_at + 5).reread
    late = read(told, opened_at + 3600)
    assert late.reread
    assert [each.kind for each in late.events] == [EventKind.OPENED]


# what a change says             | events | again | why it is here
CHANGES = """
{"status": [2, 4]}               | 1      | no    | a status
{"status": [null, 4]}            | 1      | no    | from nothing
{"status": [2, 12]}              | 0      | yes   | the firm's own: its name is not told
{"status": 4}                    | 0      | yes   | not from what to what
{"status": ["Open", "Resolved"]} | 0      | yes   | words are no numbers
{"priority": [1, 4], "type": [null, "Question"]} | 2 | no | two
{"tags": [["vip"], ["pl-rsp-01-missed", "vip"]]} | 0 | no | only ours
{"custom_fields": {"cf_a": ["x", "y"]}} | 1 | no  | a field of the firm's own
{"custom_fields": [{"name": "a"}]} | 0    | yes   | in a shape of Freshservice's
{"custom_fields": {"cf_a": ["x", ["y"]]}} | 0 | yes | several values
{"subject": ["a", "b"], "due_by": ["a", "b"]} | 0 | no | what nobody judges by
{"spam": [false, true]}          | 1      | no    | spam
{"deleted": ["f", "t"]}          | 0      | yes   | neither yes nor no
{}                               | 0      | yes   | what changed is not told
[]                               | 0      | yes   | no object
"""


@pytest.mark.parametrize(("changes", "events", "again"), rows(CHANGES))
def test_changes_of_an_app_are_exact_or_are_read_again(
    changes: str, events: str, again: str
) -> None:
    told = sample("app_status_resolved")
    told["data"]["ticket"]["changes"] = json.loads(changes)
    news = read(told)
    assert (len(news.events), news.reread) == (int(events), again == "yes")
    assert not any(each.reconstructed for each in news.events)


def test_stamps_that_disagree_with_the_events_time_are_not_relied_on() -> None:
    told = sample("app_status_resolved") | {"timestamp": 1_772_300_000}
    assert read(told) == News("fd-acme/ticket/4711", reread=True)


# timestamp      | nanoseconds          | why it is here
TIMES = """
1636537859.5     | 1636537859500000000  | seconds
1636537859500    | 1636537859500000000  | milliseconds
"1746181255793"  | 1746181255793000000  | a text
"soon"           | -                    | words
null             | -                    | nothing
true             | -                    | a yes
1e400            | -                    | beyond any time
-5               | -                    | before any
"""


@pytest.mark.parametrize(("told", "expected"), rows(TIMES))
def test_a_timestamp_is_read_in_any_of_its_units(told: str, expected: str) -> None:
    assert nanoseconds(json.loads(told)) == (None if expected == "-" else int(expected))


# a status' name             | means   | why it is here
MEANINGS = """
waiting on vendor            | on_hold | somebody else's turn
on hold                      | on_hold | said so
awaiting reply               | pending | the customer's turn
customer called              | pending | the customer's
solved by phone              | solved  | done
closed without a reply       | closed  | closed
not resolved                 | open    | the opposite
w naprawie                   | open    | words we do not know
13                           | open    | no name at all
"""


@pytest.mark.parametrize(("label", "status"), rows(MEANINGS))
def test_a_status_of_the_firm_is_guessed_by_its_name(label: str, status: str) -> None:
    assert meaning_of(label) is Status(status)


def test_freshdesks_own_statuses_keep_their_meaning_whatever_they_are_called() -> None:
    names = {6: "In repair", 12: "Waiting on Supplier"}
    assert status_facts(6, names) == {
        "status": Status.PENDING,
        "status_label": "waiting on customer",
    }
    assert status_facts(12, names) == {
        "status": Status.ON_HOLD,
        "status_label": "waiting on supplier",
    }
    assert status_facts(12, {}) == {"status": Status.OPEN, "status_label": "12"}
    assert [status_facts(each, {}) for each in (0, 1, True, "4", None)] == [None] * 5


PUBLIC: dict[str, list[EventKind] | str] = {
    "app_event_freshservice_onTicketUpdate": "comes from Freshservice",
    "app_event_v2_onConversationCreate": [EventKind.MESSAGE],
    "app_event_v2_onExternalEvent_string_data": [],
    "app_event_v2_onTicketCreate_minimal": "reread",
    "app_event_v2_onTicketUpdate_changes": "reread",
    "app_event_v3_onConversationCreate": [EventKind.MESSAGE],
    "app_event_v3_onConversationDelete": "names no ticket",
    "app_event_v3_onConversationUpdate": [EventKind.MESSAGE],
    "app_event_v3_onExternalEvent": [],
    "app_event_v3_onTicketCreate": [EventKind.OPENED],
    "app_event_v3_onTicketDelete": [EventKind.DELETED],
    "app_event_v3_onTicketFieldUpdate": [],
    "app_event_v3_onTicketUpdate": [EventKind.DELETED],
    "automation_priority_changed": "reread",
    "automation_private_note": "reread",
    "automation_public_note": "reread",
    "automation_status_changed": "reread",
    "automation_status_changed_fixture_with_missing_key": "reread",
    "automation_template_botpress": "placeholders were never filled in",
    "automation_ticket_created": "reread",
    "automation_trailing_comma.body": "reread",
    "automation_unknown_payload": "reread",
}


def test_every_public_sample_is_read_or_refused_with_a_reason(reference: Path) -> None:
    folder = reference / "helpdesks" / "payloads" / "freshdesk"
    files = [*folder.glob("app_event_*"), *folder.glob("automation_*")]
    assert {each.stem for each in files} == PUBLIC.keys()
    for file in files:
        expected = PUBLIC[file.stem]
        if isinstance(expected, str) and expected != "reread":
            with pytest.raises(PayloadInvalid, match=expected):
                read(file.read_bytes())
            continue
        news = read(file.read_bytes())
        if expected == "reread":
            assert news.reread, file
            assert news.contact is not None
        else:
            assert ([each.kind for each in news.events], news.reread) == (expected, False), file
