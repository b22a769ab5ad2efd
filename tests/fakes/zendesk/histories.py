"""What the fake Zendesk keeps of each ticket: audits and comments, made of what webhooks told.

One save is an audit: what the same user did in the same second. Shapes are those of the reference
of ticket audit events, and of recorded replies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any, TypeAlias

Told: TypeAlias = "dict[str, Any]"
Envelope: TypeAlias = "Mapping[str, Any]"

RULE = "-1"
_NEWS = "zen:event-type:ticket."
_A_TICKET = 10_000  # numbers of comments, and of audits, that a ticket has
REDACTED = "▇▇▇▇"


def number_of_first(ticket: int) -> int:
    """The number of the comment that the ticket was made with."""
    return ticket * _A_TICKET


def news_of(envelope: Envelope) -> str:
    """What happened, in Zendesk's word."""
    told: str = envelope["type"]
    return told.removeprefix(_NEWS)


def audits_of(envelopes: list[Envelope]) -> list[Told]:
    """The ticket's audits, the oldest first."""
    return [
        _audit(place, list(saved)) for place, (_, saved) in enumerate(groupby(envelopes, key=_save))
    ]


def comments_of(envelopes: list[Envelope]) -> list[Told]:
    """The ticket's comments as they stand now, the oldest first."""
    audits = audits_of(envelopes)
    written = {
        event["id"]: (audit, event)
        for audit in audits
        for event in audit["events"]
        if event["type"] == "Comment"
    }
    made = {own: _comment(audit, event) for own, (audit, event) in written.items()}
    for each in (event for audit in audits for event in audit["events"]):
        if each["type"] == "CommentRedactionEvent" and each["comment_id"] in made:
            made[each["comment_id"]]["body"] = REDACTED
        elif each["type"] == "CommentPrivacyChange" and each["comment_id"] in made:
            made[each["comment_id"]]["public"] = each["public"]
    return list(made.values())


def users_of(envelopes: list[Envelope]) -> list[Told]:
    """Who has written, by role."""
    roles = {int(envelopes[0]["detail"]["requester_id"]): "end-user"} if envelopes else {}
    for each in envelopes:
        author = each["event"].get("comment", {}).get("author")
        if author is not None and author["id"] != RULE:
            roles[int(author["id"])] = "agent" if author["is_staff"] else "end-user"
    return [{"id": own, "role": role, "name": f"User {own}"} for own, role in roles.items()]


def fields_of(envelopes: list[Envelope]) -> dict[int, str]:
    """The types of the firm's own fields, by number, as far as they were ever changed."""
    found = (each["event"]["custom_field"] for each in envelopes if "custom_field" in each["event"])
    return {int(each["id"]): each["type"].lower() for each in found}


def _save(envelope: Envelope) -> tuple[str, str | None, bool]:
    alone = news_of(envelope) in ("merged", "created")
    return envelope["time"][:19], envelope["detail"].get("actor_id"), alone


def _audit(place: int, saved: list[Envelope]) -> Told:
    first = saved[0]
    ticket = int(first["detail"]["id"])
    own = ticket * _A_TICKET + place
    author = int(first["detail"]["actor_id"] or RULE)
    events = [event for each in saved for event in _EVENTS.get(news_of(each), _nothing)(each)]
    for number, each in enumerate(events):
        each.setdefault("id", 1_000_000_000 + own * 100 + number)
    return {
        "id": own,
        "ticket_id": ticket,
        "created_at": first["time"][:19] + "Z",
        "author_id": author,
        "metadata": {"system": {}, "custom": {}},
        "events": events,
        "via": _via(saved, author),
    }


def _via(saved: list[Envelope], author: int) -> Told:
    source: Told = {"from": {}, "to": {}, "rel": None}
    if news_of(saved[0]) == "merged":
        to = {"ticket_id": int(saved[0]["event"]["target_ticket_id"])}
        return {"channel": "merge", "source": {**source, "to": to, "rel": "merge"}}
    if str(author) == RULE:
        return {"channel": "rule", "source": {**source, "rel": "automation"}}
    return {"channel": "web", "source": source}


def _comment(audit: Told, event: Told) -> Told:
    return {
        "id": event["id"],
        "type": "Comment",
        "author_id": event["author_id"],
        "audit_id": audit["id"],
        "body": event["body"],
        "public": event["public"],
        "attachments": [],
        "created_at": audit["created_at"],
        "metadata": {},
    }


def _nothing(envelope: Envelope) -> Iterator[Told]:
    yield from ()


def _created(envelope: Envelope) -> Iterator[Told]:
    """The words, and each property that was set; what was left as it is by itself is not told."""
    detail = envelope["detail"]
    yield {
        "type": "Comment",
        "id": number_of_first(int(detail["id"])),
        "author_id": int(detail["submitter_id"]),
        "body": detail["description"],
        "public": detail["is_public"],
    }
    for field, told in _AT_FIRST.items():
        value = detail[told]
        if value:
            yield {"type": "Create", "field_name": field, "value": _quiet(field, value)}


def _commented(envelope: Envelope) -> Iterator[Told]:
    comment = envelope["event"]["comment"]
    yield {
        "type": "Comment",
        "id": int(comment["id"]),
        "author_id": int(comment["author"]["id"]),
        "body": comment["body"],
        "public": comment["is_public"],
    }


def _changed(field: str) -> Callable[[Envelope], Iterator[Told]]:
    def told(envelope: Envelope) -> Iterator[Told]:
        event = envelope["event"]
        yield _change(field, _quiet(field, event["previous"]), _quiet(field, event["current"]))

    return told


def _custom(envelope: Envelope) -> Iterator[Told]:
    event = envelope["event"]
    old, new = (_text(event[name]["value"]) for name in ("previous", "current"))
    yield _change(event["custom_field"]["id"], old, new)


def _tagged(envelope: Envelope) -> Iterator[Told]:
    event, now = envelope["event"], set(envelope["detail"]["tags"])
    before = (now | set(event["tags_removed"])) - set(event["tags_added"])
    yield _change("tags", sorted(before), sorted(now))


def _left(envelope: Envelope) -> Iterator[Told]:
    yield _change("status", envelope["detail"]["status"].lower(), "deleted")


def _back(envelope: Envelope) -> Iterator[Told]:
    yield _change("status", "deleted", envelope["detail"]["status"].lower())


def _redacted(envelope: Envelope) -> Iterator[Told]:
    own = int(envelope["event"]["comment"]["id"])
    yield {"type": "CommentRedactionEvent", "comment_id": own}


def _described(envelope: Envelope) -> Iterator[Told]:
    own = number_of_first(int(envelope["detail"]["id"]))
    yield {"type": "CommentRedactionEvent", "comment_id": own}


def _hidden(envelope: Envelope) -> Iterator[Told]:
    own = int(envelope["event"]["comment"]["id"])
    yield {"type": "CommentPrivacyChange", "comment_id": own, "public": False}


def _change(field: str, old: Any, new: Any) -> Told:
    return {"type": "Change", "field_name": field, "previous_value": old, "value": new}


def _quiet(field: str, value: Any) -> Any:
    """Words in lower case, as audits write them; numbers as text."""
    return value.lower() if field in ("status", "priority", "type") and value else value


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "1" if value else "0"
    return value if value is None or isinstance(value, list) else str(value)


# A field as audits name it -> as a webhook's `detail` does.
_AT_FIRST = {
    "subject": "subject",
    "requester_id": "requester_id",
    "status": "status",
    "priority": "priority",
    "type": "type",
    "assignee_id": "assignee_id",
    "group_id": "group_id",
    "tags": "tags",
    "custom_status_id": "custom_status",
    "organization_id": "organization_id",
}

_EVENTS: Mapping[str, Callable[[Envelope], Iterator[Told]]] = {
    "created": _created,
    "comment_added": _commented,
    "comment_redacted": _redacted,
    "description_changed": _described,
    "comment_made_private": _hidden,
    "status_changed": _changed("status"),
    "custom_status_changed": _changed("custom_status_id"),
    "priority_changed": _changed("priority"),
    "type_changed": _changed("type"),
    "agent_assignment_changed": _changed("assignee_id"),
    "group_assignment_changed": _changed("group_id"),
    "brand_changed": _changed("brand_id"),
    "form_changed": _changed("ticket_form_id"),
    "organization_changed": _changed("organization_id"),
    "requester_changed": _changed("requester_id"),
    "custom_field_changed": _custom,
    "tags_changed": _tagged,
    "soft_deleted": _left,
    "marked_as_spam": _left,
    "undeleted": _back,
}


def rating_of(envelope: Envelope, standing: Mapping[str, Any] | None) -> Told:
    """The rating after a customer has said something; the first saying is kept as its making."""
    ticket = int(envelope["detail"]["id"])
    said, at = envelope["event"]["satisfaction_score"], envelope["time"][:19] + "Z"
    return {
        "id": 70_000_000 + ticket,
        "ticket_id": ticket,
        "requester_id": int(envelope["detail"]["requester_id"]),
        "assignee_id": int(envelope["detail"]["assignee_id"] or 0),
        "group_id": int(envelope["detail"]["group_id"] or 0),
        "score": said["score"].lower(),
        "comment": said.get("comment"),
        "created_at": at if standing is None else standing["created_at"],
        "updated_at": None if standing is None else at,
    }


def deleted_of(envelopes: list[Envelope]) -> Told:
    """The ticket's entry in the list of deleted ones."""
    last = next(each for each in reversed(envelopes) if _EVENTS.get(news_of(each)) is _left)
    actor, detail = int(last["detail"]["actor_id"] or RULE), last["detail"]
    return {
        "id": int(detail["id"]),
        "subject": detail["subject"],
        "actor": {"id": actor, "name": f"User {actor}"},
        "deleted_at": last["time"][:19] + "Z",
        "previous_state": detail["status"].lower(),
    }
