"""Reads a ticket again: asks the API for all that it keeps of it, and tells it as webhooks do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scoring.evidence import Event, EventKind
from webhooks.contract import Account, Call, CallRefused, News, PayloadInvalid, Talk
from webhooks.zendesk.asking import Thing, number_of, pages, thing
from webhooks.zendesk.envelope import own_id, part
from webhooks.zendesk.events import redacted
from webhooks.zendesk.history import happenings, has_custom_changes
from webhooks.zendesk.kept import Kept, Save, at_of, in_order, saves_of
from webhooks.zendesk.places import placed, told_as_known
from webhooks.zendesk.ratings import is_rating, rated
from webhooks.zendesk.replies import refusal

_LEAVING = frozenset({EventKind.DELETED, EventKind.SPAM, EventKind.RESTORED})
_LATEST_DELETED = {"sort_by": "deleted_at", "sort_order": "desc", "per_page": "100"}


def read_again(contact: str, account: Account, log: Sequence[Event]) -> Talk[News | None]:
    """All that Zendesk tells of the ticket; None when it has none and says not since when.

    CallRefused when it does not let us in, or answers what cannot be understood.
    """
    path = f"/api/v2/tickets/{number_of(contact)}"
    ticket = yield from thing(path, "ticket", "for a ticket")
    if ticket is None:
        return (yield from _gone(contact, account, log))
    try:
        kept = yield from _kept(contact, account, ticket, path)
        return _news(kept, log)
    except PayloadInvalid as error:
        raise CallRefused(f"Zendesk's history of {contact} cannot be read: {error}") from error


def _kept(contact: str, account: Account, ticket: Thing, path: str) -> Talk[Kept]:
    comments, users = yield from pages(f"{path}/comments", ("comments", "users"), "for comments")
    (audits,) = yield from pages(f"{path}/audits", ("audits",), "for a ticket's history")
    saves = saves_of(audits)
    return Kept(
        contact,
        account,
        ticket,
        in_order(comments),
        {str(each.get("id")): each for each in users},
        saves,
        (yield from _kinds(saves)),
        (yield from _rating(ticket)),
    )


def _kinds(saves: Sequence[Save]) -> Talk[Mapping[str, str]]:
    if not has_custom_changes(saves):
        return {}
    (found,) = yield from pages("/api/v2/ticket_fields", ("ticket_fields",), "for ticket fields")
    return {str(each.get("id")): str(each.get("type")) for each in found}


def _news(kept: Kept, log: Sequence[Event]) -> News:
    happened = tuple(happenings(kept))
    gone = {each for one in happened for each in redacted(one)}
    told = placed((*told_as_known(happened, log), *rated(kept)), log)
    events = tuple(replace(each, text=None) if each.id in gone else each for each in told)
    return News(kept.contact, at_of(kept.ticket).seconds, events, tuple(sorted(gone)))


def _rating(ticket: Thing) -> Talk[Thing | None]:
    """The rating, where the ticket says that it has one; None where our user may not see it."""
    said = part(ticket, "satisfaction_rating")
    own = own_id(said, "id")
    if own is None or not is_rating(said):
        return None
    reply = yield Call("GET", f"/api/v2/satisfaction_ratings/{own}")
    body = reply.body if isinstance(reply.body, dict) else {}
    found = body.get("satisfaction_rating")
    if reply.status in (403, 404) and "error" in body:
        return None
    if reply.status != 200 or not isinstance(found, dict):
        raise refusal(reply, "for a rating")
    return found


def _gone(contact: str, account: Account, log: Sequence[Event]) -> Talk[News | None]:
    """When a ticket that we know was deleted, as the list of the last deleted says; else None."""
    leaving = [each for each in log if each.kind in _LEAVING]
    if not log or (leaving and leaving[-1].kind is not EventKind.RESTORED):
        return None
    reply = yield Call("GET", "/api/v2/deleted_tickets", _LATEST_DELETED)
    found = reply.body.get("deleted_tickets") if isinstance(reply.body, dict) else None
    if reply.status != 200 or not isinstance(found, list):
        raise refusal(reply, "for the deleted tickets")
    number = number_of(contact)
    told = [each for each in found if isinstance(each, dict) and str(each.get("id")) == number]
    return _deletion(Kept(contact, account, {}), told[0], log) if told else None


def _deletion(kept: Kept, told: Thing, log: Sequence[Event]) -> News:
    try:
        actor = own_id(part(told, "actor"), "id")
        happened = kept.happening("soft_deleted", {}, at_of(told, "deleted_at"), actor)
        return News(kept.contact, events=placed(told_as_known([happened], log), log))
    except PayloadInvalid as error:
        raise CallRefused(f"Zendesk's list of deleted tickets cannot be read: {error}") from error
