"""What is known of a contact: a ticket's events, or a visit's or review's answers.

Evidence is never changed; judging reads it as of an instant. Instants are UTC seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from standards.conditions import Facts
from standards.kinds import Instrument


class EvidenceInvalid(ValueError):
    """Evidence cannot be read; `where` names the field, the message what would be right."""

    def __init__(self, where: str, text: str) -> None:
        super().__init__(f"{where}: {text}" if where else text)
        self.where, self.text = where, text


class EventKind(StrEnum):
    """Everything that can happen to a contact: a closed list."""

    OPENED = "opened"
    MESSAGE = "message"
    CHANGED = "changed"
    RATED = "rated"
    MERGED = "merged"
    DELETED = "deleted"
    RESTORED = "restored"
    SPAM = "spam"


class Role(StrEnum):
    """Who did it; `agent` is a human member of the firm in an event."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a contact.

    `id` is a natural key: the same happening has the same id however it was learnt. `seq` is the
    order of arrival, which decides between events of one second. `facts` of a `changed` event are
    only what changed; `promised_at` is an instant. `text` is carried, never judged. An event that
    is `reconstructed` was not told: it follows from what stood before and after it, and its
    instant may be later than the truth.
    """

    contact: str
    id: str
    kind: EventKind
    at: int
    role: Role = Role.SYSTEM
    by: str | None = None
    public: bool = True
    facts: Facts = field(default_factory=dict)
    seq: int = 0
    text: str | None = None
    reconstructed: bool = False


@dataclass(frozen=True, slots=True)
class Ticket:
    """A helpdesk contact and all that is known to have happened to it, in no particular order."""

    contact: str
    events: tuple[Event, ...]


Answer: TypeAlias = "str | int | float | bool"


class NotApplicable:
    """The answer `{"na": true}`: the question did not arise. Neither a pass nor a failure."""

    __slots__ = ()


NA = NotApplicable()


@dataclass(frozen=True, slots=True)
class Seen:
    """Whom a visit or review is about, how that is known, and how surely (0..1)."""

    identity: str
    means: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to an answer; its content lies elsewhere."""

    name: str
    sha256: str
    bytes: int
    question: str | None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a phone was: degrees (WGS 84), surely within `accuracy` metres.

    `age` is how many seconds old the phone's knowledge was when it was noted, `at` when that was
    by the phone's clock; None where it was not told.
    """

    latitude: float
    longitude: float
    accuracy: float
    age: float
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """What a visit was written on: seconds by which its clock is ahead of ours, and its app.

    Both as the phone says; None where it does not.
    """

    clock_ahead: float | None = None
    app: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A person's answers about one contact: a shopper's visit, or a reviewer's look (`about`).

    Times are None when the visit is undated. An answer that is absent was not given. Carried and
    never judged are the `assignment` (an id), `notes` by question, `positions` (`start`, `end`),
    the `device`, and the shopper's `words` on what may look odd (`position`, `clock`, `late`).
    """

    contact: str
    instrument: Instrument
    questionnaire: str
    version: int
    answers: Mapping[str, Answer | NotApplicable]
    about: str | None = None
    location: str | None = None
    started_at: int | None = None
    ended_at: int | None = None
    employee: Seen | None = None
    replaces: str | None = None
    files: tuple[Attachment, ...] = ()
    facts: Facts = field(default_factory=dict)
    accepted: bool = False
    assignment: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)
    device: Device | None = None
    words: Mapping[str, str] = field(default_factory=dict)


Evidence: TypeAlias = Ticket | Visit
