"""The course of one ticket as the helpdesk saw it: saves, each by somebody at an instant."""

from __future__ import annotations

from dataclasses import dataclass

CUSTOMER, SYSTEM = "customer", "-1"


@dataclass(frozen=True, slots=True)
class Said:
    """Words in a comment; a note is not `public`."""

    text: str
    public: bool = True


@dataclass(frozen=True, slots=True)
class Save:
    """One save: who, when (UTC seconds), words, and the fields that changed to what.

    `by` is a helpdesk user's id. `changes` are of status, assignee_id, group_id, priority, type.
    """

    at: int
    by: str
    said: Said | None = None
    changes: tuple[tuple[str, str], ...] = ()
    tags_added: tuple[str, ...] = ()
    merged_into: str | None = None
    spam: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A ticket: what it was when it was opened, and all that was saved afterwards."""

    number: int
    opened_at: int
    language: str
    channel: str
    subject: str
    description: str
    customer: str
    group: str
    priority: str | None
    type: str | None
    tags: tuple[str, ...]
    saves: tuple[Save, ...]
