"""A ticket as the API keeps it, told in the words of webhooks.

So one table of readers makes the same events of both, under the same ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from webhooks.contract import PayloadInvalid
from webhooks.zendesk.asking import Thing
from webhooks.zendesk.envelope import own_id
from webhooks.zendesk.happening import Happening
from webhooks.zendesk.kept import Entry, Kept, Save, at_of
from webhooks.zendesk.words import DELETED

# News, its event, its detail.
Told: TypeAlias = "tuple[str, Mapping[str, Any], Mapping[str, Any]]"

# A field as audits and tickets name it -> what a webhook says when it changes.
CHANGES: Mapping[str, str] = {
    "status": "status_changed",
    "custom_status_id": "custom_status_changed",
    "priority": "priority_changed",
    "type": "type_changed",
    "assignee_id": "agent_assignment_changed",
    "group_id": "group_assignment_changed",
    "brand_id": "brand_changed",
    "ticket_form_id": "form_changed",
    "organization_id": "organization_changed",
}
# Where a webhook's `detail` has another name for the field.
_DETAIL: Mapping[str, str] = {"custom_status_id": "custom_status", "ticket_form_id": "form_id"}
_AT_FIRST = (*CHANGES, "requester_id", "tags")


def happenings(kept: Kept) -> Iterator[Happening]:
    """All that happened: the opening, the words, then save by save what was changed."""
    first = _first_comment(kept)
    yield _created(kept, first)
    yield from _comments(kept, first)
    requester = _at_first(kept, "requester_id")
    status: Any = None  # that a deleted ticket had
    for save in kept.saves:
        for entry in save.entries:
            new, old = entry.told.get("value"), entry.told.get("previous_value")
            if entry.kind == "Change" and entry.name == "requester_id":
                requester = new
            for news, event, detail in _told(entry, kept.kinds, first, status):
                told = {"requester_id": requester, **detail}
                yield kept.happening(news, event, save.at, entry.actor, told)
            if entry.kind == "Change" and entry.name == "status" and _word(new) == DELETED:
                status = old
        yield from _merged(kept, save, requester)


def _created(kept: Kept, first: Thing | None) -> Happening:
    ticket = kept.ticket
    actor = kept.saves[0].entries[0].actor if kept.saves and kept.saves[0].entries else None
    detail = {_DETAIL.get(name, name): _at_first(kept, name) for name in _AT_FIRST} | {
        "submitter_id": ticket.get("submitter_id"),
        "created_at": ticket.get("created_at"),
        "via": {"channel": _channel(ticket)},
        "is_public": ticket.get("is_public") if first is None else _was_public(kept, first),
        "description": ticket.get("description") if first is None else first.get("body"),
    }
    detail["tags"] = _tags(detail["tags"])
    return kept.happening("created", {}, at_of(ticket), actor, detail)


def _at_first(kept: Kept, field: str) -> Any:
    """The field's value when the ticket was made: as told then, or as before its first change."""
    for save in kept.saves:
        for each in save.entries:
            if each.name == field and each.kind == "Create":
                return each.told.get("value")
            if each.name == field and each.kind == "Change":
                return each.told.get("previous_value")
    return kept.ticket.get(field)


def _first_comment(kept: Kept) -> Thing | None:
    """The comment that the ticket was made with: its words are the description."""
    if not kept.comments:
        return None
    first = kept.comments[0]
    audit = own_id(first, "audit_id")
    if audit is not None and kept.saves:
        return first if audit == kept.saves[0].own else None
    return first if at_of(first) == at_of(kept.ticket) else None


def _comments(kept: Kept, first: Thing | None) -> Iterator[Happening]:
    for each in kept.comments:
        if each is not first:
            own = own_id(each, "author_id")
            role = kept.users.get(own or "", {}).get("role")
            told = {
                "id": each.get("id"),
                "body": each.get("body"),
                "is_public": _was_public(kept, each),
                "author": {"id": own, "is_staff": None if role is None else role != "end-user"},
            }
            yield kept.happening("comment_added", {"comment": told}, at_of(each), own)


def _was_public(kept: Kept, comment: Thing) -> Any:
    """Whether the customer was to have the words when they were written, whatever came of it."""
    own = own_id(comment, "id")
    for save in kept.saves:
        for each in save.entries:
            if each.kind == "CommentPrivacyChange" and own_id(each.told, "comment_id") == own:
                return each.told.get("public") is False
    return comment.get("public")


def _told(
    entry: Entry, kinds: Mapping[str, str], first: Thing | None, status: Any
) -> Iterator[Told]:
    """What webhooks say of the entry; `status` is that before the ticket was last deleted."""
    if entry.kind == "CommentRedactionEvent":
        yield _redaction(entry, first)
    if entry.kind != "Change":
        return
    old, new = entry.told.get("previous_value"), entry.told.get("value")
    if entry.is_custom:
        custom = {"id": entry.name, "type": kinds.get(entry.name)}
        event = {"custom_field": custom, "current": {"value": new}, "previous": {"value": old}}
        yield "custom_field_changed", event, {}
    elif entry.name == "tags":
        yield _tags_told(_tags(old), _tags(new))
    elif entry.name == "status" and _word(old) == DELETED:
        yield "undeleted", {}, {}
        if status is not None and _word(new) != _word(status):
            yield "status_changed", {"current": new, "previous": old}, {}
    elif entry.name in CHANGES:
        yield CHANGES[entry.name], {"current": new, "previous": old}, {}


def _redaction(entry: Entry, first: Thing | None) -> Told:
    own = own_id(entry.told, "comment_id")
    is_first = first is not None and own_id(first, "id") == own
    news = "description_changed" if is_first else "comment_redacted"
    return news, {"comment": {"id": own}}, {}


def _tags_told(old: Sequence[str], new: Sequence[str]) -> Told:
    came, went = sorted({*new}.difference(old)), sorted({*old}.difference(new))
    return "tags_changed", {"tags_added": came, "tags_removed": went}, {"tags": list(new)}


def _merged(kept: Kept, save: Save, requester: Any) -> Iterator[Happening]:
    into = save.merged_into
    if into is not None:
        actor = own_id(save.audit, "author_id")
        event = {"target_ticket_id": into}
        yield kept.happening("merged", event, save.at, actor, {"requester_id": requester})


def _tags(given: Any) -> list[str]:
    """The tags of a list, or of a text with blanks between. PayloadInvalid for anything else."""
    told = given.split() if isinstance(given, str) else given or []
    if not isinstance(told, list) or not all(isinstance(each, str) for each in told):
        raise PayloadInvalid("tags are no list of words")
    return told


def _channel(ticket: Thing) -> Any:
    via = ticket.get("via")
    return via.get("channel") if isinstance(via, dict) else None


def _word(given: Any) -> str:
    return given.lower() if isinstance(given, str) else ""


def has_custom_changes(saves: Iterable[Save]) -> bool:
    """Whether a field of the firm's own was ever changed."""
    return any(each.is_custom for save in saves for each in save.entries)
