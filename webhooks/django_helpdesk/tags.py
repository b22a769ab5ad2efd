"""Brings our tags to a ticket of django-helpdesk's, which has none: to a field of the firm's own.

The field is `tags` (a text field, seen as `custom_tags`); its words are the tags, with blanks
between them. It is replaced whole and nothing guards it against a change by somebody else between
our reading and our writing: so it is read, merged, written and read again.
"""

from __future__ import annotations

from webhooks.contract import Account, Brought, Call, CallRefused, Reply, Talk
from webhooks.django_helpdesk.facts import tags_in
from webhooks.django_helpdesk.finding import find
from webhooks.django_helpdesk.replies import is_gone, own_id, refusal, ticket_in
from webhooks.django_helpdesk.words import TAGS

_ROUNDS = 3  # writings of one ticket, before others are let pass
_ASKED = "for a ticket"


def bring_tags(
    contact: str, wanted: frozenset[str], ours: frozenset[str], account: Account
) -> Talk[Brought]:
    """Brings the field's words to `wanted` of ours; what else of `ours` stands there goes.

    DONE only where a reading has shown it. CallRefused when we are not let in, or there is no such
    field.
    """
    path = f"/api/tickets/{own_id(contact)}/"
    for _ in range(_ROUNDS):
        reply, among = yield from find(path)
        if is_gone(reply):
            return Brought.GONE
        stands = _standing(reply)
        brought = _merged(stands, wanted, ours)
        if brought == stands:
            return Brought.DONE
        reply = yield Call("PATCH", path, among, {TAGS: " ".join(brought)})
        # One that has another status by now is not found among those: it is looked for again.
        if reply.status != 200 and not is_gone(reply):
            raise refusal(reply, f"to write {TAGS}")
    reply, _ = yield from find(path)
    if is_gone(reply):
        return Brought.GONE
    stands = _standing(reply)
    return Brought.DONE if _merged(stands, wanted, ours) == stands else Brought.AGAIN


def _merged(
    stands: tuple[str, ...], wanted: frozenset[str], ours: frozenset[str]
) -> tuple[str, ...]:
    """Everybody else's words in their order, then those of ours that are missing."""
    kept = tuple(each for each in stands if each in wanted or each not in ours)
    return (*kept, *sorted(wanted.difference(kept)))


def _standing(reply: Reply) -> tuple[str, ...]:
    custom = ticket_in(reply, _ASKED).custom
    if TAGS not in custom:
        raise CallRefused("the helpdesk has no field for tags; make a text field named tags there")
    return tags_in(custom[TAGS])
