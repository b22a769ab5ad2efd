"""Bringing tags to a Freshdesk ticket: the whole list is written, and nobody else's may be lost."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.tables import rows
from tests.webhooks.freshdesk_talk import ACME, FRESHDESK, NUMBER, TICKET, House, converse
from webhooks.contract import Account, Brought, Call, CallRefused, Reply


def tags(text: str) -> frozenset[str]:
    return frozenset(each for each in text.split() if each != "-")


def bring(house: House, wanted: str, ours: str) -> Brought:
    return converse(FRESHDESK.bring_tags(TICKET, tags(wanted), tags(ours), ACME), house.reply)


def house_with(standing: str, status: int = 2) -> House:
    house = House()
    house.tickets.put(NUMBER, sorted(tags(standing)), status)
    return house


# stands | wanted | ours | after  | calls | why it is here
DIFFERENCES = """
vip      | a      | a    | a vip  | 3     | what is missing is added
vip a    | b      | a b  | b vip  | 3     | what is stale goes in the same write
vip a    | -      | a    | vip    | 3     | all of ours may go
vip a    | a      | a b  | a vip  | 1     | all is as wanted: nothing is written
vip c    | -      | a b  | vip c  | 1     | nobody else's goes
-        | a      | a    | a      | 3     | the first tag of all
a        | -      | a    | -      | 3     | the last tag of all
"""


@pytest.mark.parametrize(("standing", "wanted", "ours", "after", "calls"), rows(DIFFERENCES))
def test_the_whole_list_is_written_with_ours_merged_in(
    standing: str, wanted: str, ours: str, after: str, calls: str
) -> None:
    house = house_with(standing)
    assert bring(house, wanted, ours) is Brought.DONE
    assert house.tickets.tags(NUMBER) == tags(after)
    assert len(house.asked) == int(calls)
    assert not house.api.complaints


@pytest.mark.parametrize("status", [4, 5, 12])
def test_a_closed_ticket_takes_tags_like_any_other(status: int) -> None:
    house = house_with("vip", status)
    assert bring(house, "a", "a") is Brought.DONE
    assert house.tickets.tags(NUMBER) == {"vip", "a"}


def meddling(house: House, meddle: Callable[[], object], before: str) -> Callable[[Call], Reply]:
    """Somebody else does something before the call of that number."""
    made: list[str] = []

    def reply(call: Call) -> Reply:
        made.append(call.method)
        if " ".join(made) == before:
            meddle()
        return house.reply(call)

    return reply


MEDDLING: dict[str, tuple[str, list[str], Brought]] = {
    "takes ours away after the write": ("GET PUT GET", ["vip"], Brought.AGAIN),
    "takes theirs away after the write": ("GET PUT GET", ["a"], Brought.AGAIN),
    "puts a stale one of ours back": ("GET PUT GET", ["vip", "a", "b"], Brought.AGAIN),
    "adds one more after the write": ("GET PUT GET", ["vip", "a", "new"], Brought.DONE),
}


@pytest.mark.parametrize("case", MEDDLING)
def test_what_was_lost_meanwhile_is_found_by_reading_again(case: str) -> None:
    before, theirs, end = MEDDLING[case]
    house = house_with("vip b")
    talk = FRESHDESK.bring_tags(TICKET, tags("a"), tags("a b"), ACME)
    meddle = meddling(house, lambda: house.tickets.set_tags(NUMBER, theirs), before)
    assert converse(talk, meddle) is end
    bring(house, "a", "a b")
    assert "a" in house.tickets.tags(NUMBER)
    assert "b" not in house.tickets.tags(NUMBER)


@pytest.mark.parametrize("before", ["GET", "GET PUT", "GET PUT GET"])
def test_a_ticket_that_is_gone_is_told_as_gone(before: str) -> None:
    for how in ("erased", "deleted"):
        house = house_with("vip")
        gone = (
            (lambda house=house: house.tickets.erase(NUMBER))
            if how == "erased"
            else (lambda house=house: house.tickets.bin(NUMBER, "deleted"))
        )
        talk = FRESHDESK.bring_tags(TICKET, tags("a"), tags("a"), ACME)
        assert converse(talk, meddling(house, gone, before)) is Brought.GONE


def test_a_conflict_is_tried_again_later() -> None:
    house = house_with("vip")

    def reply(call: Call) -> Reply:
        return Reply(409, {}, None) if call.method == "PUT" else house.reply(call)

    talk = FRESHDESK.bring_tags(TICKET, tags("a"), tags("a"), ACME)
    assert converse(talk, reply) is Brought.AGAIN


def test_a_field_that_stands_against_saving_is_named() -> None:
    house = house_with("vip")
    house.api.invalid[NUMBER] = ("cf_reason", "It should not be blank\x1b[31m")
    with pytest.raises(CallRefused, match="cf_reason It should not be blank ") as refused:
        bring(house, "a", "a")
    assert "\x1b" not in str(refused.value)


# status | body                          | what is said        | why it is here
REFUSALS = """
401      | {"code": "invalid_credentials", "message": "Log in"} | check the API key | a stranger
403      | {"code": "access_denied", "message": "No"}           | global access | no right
400      | {"description": "Validation failed"}                 | Validation failed | invalid
200      | []                            | answered 200        | no object
200      | {"tags": "vip"}               | for a ticket        | tags are no list
200      | {"tags": [1]}                 | for a ticket        | tags are no words
404      | {"message": "elsewhere"}      | answered 404        | somebody else's 404
405      | null                          | answered 405        | no such method
"""


@pytest.mark.parametrize(("status", "body", "said"), rows(REFUSALS))
def test_what_cannot_be_understood_is_said(status: str, body: str, said: str) -> None:
    talk = FRESHDESK.bring_tags(TICKET, tags("a"), tags("a"), ACME)
    with pytest.raises(CallRefused, match=said):
        converse(talk, lambda call: Reply(int(status), {}, json.loads(body)))


@pytest.mark.parametrize(
    "contact", ["fd-acme/user/7", "fd-acme/ticket/7/../8", "4711", "a/ticket/"]
)
def test_what_is_no_ticket_is_not_asked_for(contact: str) -> None:
    with pytest.raises(CallRefused, match="is no ticket"):
        next(FRESHDESK.bring_tags(contact, tags("a"), tags("a"), ACME))


def test_who_we_are_is_the_agent_whose_key_it_is() -> None:
    house = House()
    assert converse(FRESHDESK.who_we_are(ACME), house.reply) == "900"
    nobody = Account("fd-acme", "https://acme.freshdesk.com", "pl")
    for reply in (Reply(401, {}, None), Reply(200, {}, {}), Reply(200, {}, [])):
        with pytest.raises(CallRefused, match="who we are"):
            converse(FRESHDESK.who_we_are(nobody), lambda call, reply=reply: reply)  # type: ignore[misc]


def test_the_key_is_the_user_and_any_password_does() -> None:
    assert FRESHDESK.credentials("whoever", "a-key") == ("a-key", "X")
