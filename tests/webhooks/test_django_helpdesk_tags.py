"""Tags on django-helpdesk: a field that is read, merged, written and read again."""

from __future__ import annotations

import pytest

from tests.tables import rows
from tests.webhooks.django_helpdesk_talk import (
    ACME,
    CLOSED,
    CONTACT,
    GONE,
    HELPDESK,
    NOT_FOUND,
    OPEN,
    PATH,
    ended,
    sample,
    ticket,
)
from webhooks.contract import Brought, Call, CallRefused, Reply

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
