"""What each type of Zendesk's ticket events is to us: one table, type -> reader.

What is not in the table is no news. Only what changed is read; `detail`, the ticket after the
change, is read for the opening and for the whole list of tags.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from scoring.evidence import Event, EventKind, Role
from standards.conditions import FIELD
from webhooks.contract import PayloadInvalid
from webhooks.natural_ids import OPENED, comment_id
from webhooks.zendesk.custom import FREE_TEXT, SEVERAL, own_field
from webhooks.zendesk.envelope import Told, instant, own_id, part
from webhooks.zendesk.happening import Happening
from webhooks.zendesk.values import Value, an_id, not_ours, status, ticket_facts, word, words
from webhooks.zendesk.words import DELETED, PUT_AWAY, STATUSES

Reader: TypeAlias = "Callable[[Happening], tuple[Event, ...]]"


def opened(happening: Happening) -> tuple[Event, ...]:
    """The opening, with all that was known then; the description is its words."""
    detail = happening.detail
    submitter = own_id(detail, "submitter_id") or happening.actor
    return (
        happening.made(
            OPENED,
            EventKind.OPENED,
            instant(detail, "created_at"),
            role=happening.role_of(submitter),
            by=happening.identity(submitter),
            public=detail.get("is_public") is not False,
            facts=ticket_facts(detail, happening.account),
            text=_text(detail, "description"),
        ),
    )


def message(happening: Happening) -> tuple[Event, ...]:
    """A comment: words where it is public, a note where it is not."""
    comment = part(happening.event, "comment")
    own, public = own_id(comment, "id"), comment.get("is_public")
    if own is None or not isinstance(public, bool):
        raise PayloadInvalid("event.comment lacks its id, or says not whether it is public")
    author, role = _author(happening, comment)
    if author is not None and author == happening.account.our_user:
        return ()
    by, text = happening.identity(author), _text(comment, "body")
    return (
        happening.made(
            comment_id(own), EventKind.MESSAGE, role=role, by=by, public=public, text=text
        ),
    )


def status_changed(happening: Happening) -> tuple[Event, ...]:
    """A new status; a ticket put away stays closed, and a deleted one has left."""
    account, event = happening.account, happening.event
    label = word(event.get("current"), account)
    if label in PUT_AWAY:
        return ()
    if label == DELETED:
        return leaves(EventKind.DELETED)(happening)
    before = word(event.get("previous"), account)
    old = before if before is None else STATUSES.get(before, before)
    facts = {"status": status(label, account), "status_label": label}
    return (happening.changed("status", old, facts),)


def tags_changed(happening: Happening) -> tuple[Event, ...]:
    """All tags that stand now, but for ours; nothing when only ours have come or gone."""
    account = happening.account
    came, went = (
        not_ours(words(happening.event.get(name) or [], f"event.{name}"), account)
        for name in ("tags_added", "tags_removed")
    )
    if not came and not went:
        return ()
    now = not_ours(words(happening.detail.get("tags"), "detail.tags"), account)
    before = tuple(sorted({*now, *went}.difference(came)))
    return (happening.changed("tags", before, {"tags": now}),)


def field_changed(happening: Happening) -> tuple[Event, ...]:
    """One of the firm's own fields, by its id; one of free text or several values is no fact."""
    field = part(happening.event, "custom_field")
    own, kind = own_id(field, "id"), word(field.get("type"), happening.account)
    if own is None:
        raise PayloadInvalid("event.custom_field lacks its id")
    several = any(isinstance(_value(happening, name), list) for name in ("current", "previous"))
    if several or kind in SEVERAL or kind in FREE_TEXT:
        return ()
    return fact(f"{FIELD}{own}", own_field(kind))(happening)


def _value(happening: Happening, name: str) -> object:
    return part(happening.event, name).get("value")


def merged(happening: Happening) -> tuple[Event, ...]:
    """The ticket goes on in another one."""
    into = an_id("ticket")(happening.event.get("target_ticket_id"), happening.account)
    facts = {} if into is None else {"into": into}
    return (happening.changed("into", None, facts, EventKind.MERGED),)


def fact(name: str, value: Value) -> Reader:
    """Reads `{current, previous}` as a change of that fact."""

    def read(happening: Happening) -> tuple[Event, ...]:
        account, event = happening.account, happening.event
        if "current" not in event:
            raise PayloadInvalid("event.current is missing")
        old, new = value(event.get("previous"), account), value(event["current"], account)
        return (happening.changed(name, old, {name: new}),)

    return read


def leaves(kind: EventKind) -> Reader:
    """Reads that the ticket leaves judgment, or comes back."""

    def read(happening: Happening) -> tuple[Event, ...]:
        return (happening.changed(kind, None, {}, kind),)

    return read


READERS: Mapping[str, Reader] = {
    "created": opened,
    "comment_added": message,
    "status_changed": status_changed,
    "custom_status_changed": fact("fields.custom_status", an_id("custom_status")),
    "priority_changed": fact("priority", word),
    "type_changed": fact("contact_type", word),
    "agent_assignment_changed": fact("assignee", an_id("user")),
    "group_assignment_changed": fact("group", an_id("group")),
    "brand_changed": fact("brand", an_id("brand")),
    "form_changed": fact("form", an_id("form")),
    "organization_changed": fact("fields.organization", an_id("organization")),
    "custom_field_changed": field_changed,
    "tags_changed": tags_changed,
    "merged": merged,
    "soft_deleted": leaves(EventKind.DELETED),
    "permanently_deleted": leaves(EventKind.DELETED),
    "undeleted": leaves(EventKind.RESTORED),
    "marked_as_spam": leaves(EventKind.SPAM),
}

# Of these a webhook says that they happened, and nothing that can be relied on.
TOLD_BY_READING = frozenset({"csat_received"})


def redacted(happening: Happening) -> tuple[str, ...]:
    """The ids of our events whose words Zendesk has taken back."""
    match happening.notice.news:
        case "comment_redacted":
            own = own_id(part(happening.event, "comment"), "id")
            return () if own is None else (comment_id(own),)
        case "description_changed":
            # The description is the first comment: it changes only when that is redacted.
            return (OPENED,)
    return ()


def _author(happening: Happening, comment: Told) -> tuple[str | None, Role]:
    author = part(comment, "author")
    own = own_id(author, "id") or happening.actor
    role = happening.role_of(own)
    if role is not Role.SYSTEM and isinstance(author.get("is_staff"), bool):
        role = Role.AGENT if author["is_staff"] else Role.CUSTOMER
    return own, role


def _text(told: Told, name: str) -> str | None:
    found = told.get(name)
    if found is not None and not isinstance(found, str):
        raise PayloadInvalid(f"{name} is no text")
    return found or None
