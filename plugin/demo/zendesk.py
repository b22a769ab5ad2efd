"""The bodies of Zendesk's event webhooks that tell a course: one save emits several events."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from plugin.demo.course import Course, Save
from plugin.demo.firm import ACCOUNT_ID, WORKERS

_NAMES: Mapping[str, str] = {each.user: each.name for each in WORKERS}
# A changed field -> the event that tells it.
_CHANGED = {
    "status": "status_changed",
    "assignee_id": "agent_assignment_changed",
    "group_id": "group_assignment_changed",
    "priority": "priority_changed",
    "type": "type_changed",
}


def bodies_of(course: Course, seed: str, until: int) -> Iterator[bytes]:
    """The bodies, in the order of what they tell; nothing after `until` has happened yet.

    The same seed gives the same bytes, the events' ids included.
    """
    chance = Random(f"{seed}/{course.number}")
    detail = _opened(course)
    if course.opened_at > until:
        return
    yield _body(chance, detail, "created", course.opened_at, {})
    comment = 0
    for save in course.saves:
        if save.at > until:
            return
        after = _after(detail, save)
        comment += save.said is not None
        for kind, event in _events(save, detail, course, comment):
            yield _body(chance, after, kind, save.at, event)
        detail = after


def _opened(course: Course) -> dict[str, Any]:
    stamp = _stamp(course.opened_at)
    return {
        "actor_id": course.customer,
        "assignee_id": None,
        "brand_id": "9100001",
        "created_at": stamp,
        "custom_status": "9200001",
        "description": course.description,
        "external_id": None,
        "form_id": "9300001",
        "group_id": course.group,
        "id": str(course.number),
        "is_public": True,
        "organization_id": None,
        "priority": course.priority,
        "requester_id": course.customer,
        "status": "NEW",
        "subject": course.subject,
        "submitter_id": course.customer,
        "tags": list(course.tags),
        "type": course.type,
        "updated_at": stamp,
        "via": {"channel": course.channel},
    }


def _after(detail: dict[str, Any], save: Save) -> dict[str, Any]:
    return {
        **detail,
        "actor_id": save.by,
        "updated_at": _stamp(save.at),
        "tags": sorted({*detail["tags"], *save.tags_added}),
        **dict(save.changes),
    }


def _events(
    save: Save, before: Mapping[str, Any], course: Course, comment: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The events of a save; the first tell what was said, as Zendesk does."""
    if save.said is not None:
        yield "comment_added", {"comment": _comment(save, course, comment)}
    for name, value in save.changes:
        if before[name] != value:
            yield _CHANGED[name], {"current": value, "previous": before[name]}
    if save.tags_added:
        yield "tags_changed", {"tags_added": list(save.tags_added), "tags_removed": []}
    if save.merged_into is not None:
        yield "merged", {"target_ticket_id": save.merged_into}
    if save.spam:
        yield "marked_as_spam", {}


def _comment(save: Save, course: Course, number: int) -> dict[str, Any]:
    assert save.said is not None
    staff = save.by != course.customer
    name = _NAMES.get(save.by, "Answer Bot") if staff else f"Customer {course.customer}"
    return {
        "id": str(course.number * 1000 + number),
        "body": save.said.text,
        "is_public": save.said.public,
        "author": {"id": save.by, "is_staff": staff, "name": name},
    }


def _body(chance: Random, detail: Mapping[str, Any], kind: str, at: int, event: object) -> bytes:
    told = {
        "account_id": ACCOUNT_ID,
        "detail": detail,
        "event": event,
        "id": str(UUID(int=chance.getrandbits(128), version=4)),
        "subject": f"zen:ticket:{detail['id']}",
        "time": f"{_stamp(at)[:-1]}.{chance.randrange(10**9):09d}Z",
        "type": f"zen:event-type:ticket.{kind}",
        "zendesk_event_version": "2022-11-06",
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _stamp(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
