"""What is asked of a backtest, how far it has come, and a slice of it; as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from plugin.stores.layout import Document
from plugin.stores.plain import plain
from plugin.stores.versions.standards import read_holidays, write_holidays
from standards.holidays import HolidayLists
from standards.lifecycle import judging


class State(StrEnum):
    """How a backtest stands: `over` once all of it is judged, `failed` where some of it is not."""

    RUNNING = "running"
    OVER = "over"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What the contacts are judged by: a draft, or (a recount) a version published before."""

    DRAFT = "draft"
    RECOUNT = "recount"


class Source(StrEnum):
    """Whence a slice has its contacts, and by which instant: its collection and field."""

    TICKETS = "tickets"
    SUBMISSIONS = "submissions"


@dataclass(frozen=True, slots=True)
class Begun:
    """A published version when the backtest was asked for: from when, until when it judges."""

    version: int
    effective_from: int
    withdrawn_at: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A backtest: by which text, over contacts of which period (UTC seconds), asked when, by whom.

    `holidays` are those that the text was read with. `standing` are the versions as they were
    published by then: whatever is published later changes nothing of it. `name` is the asker's
    own, or empty. `left_out` are the tickets of which something happened in the period, and of
    which nobody ever told when they were opened.
    """

    id: str
    kind: Kind
    name: str
    code: str
    version: int
    text: str
    holidays: HolidayLists
    since: int
    until: int
    asked_at: int
    asked_by: str
    standing: tuple[Begun, ...]
    state: State = State.RUNNING
    left_out: int = 0

    def in_force(self, at: int) -> int | None:
        """The version that judged a contact opened at the UTC second; None: none did."""
        found = judging(self.standing, at)
        return None if found is None else found.version


@dataclass(frozen=True, slots=True)
class Progress:
    """How many slices are done of how many, and why some failed (empty: none did)."""

    done: int
    of: int
    failed: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self.done + len(self.failed) >= self.of

    @property
    def share(self) -> float:
        """How far it has come, 0..1."""
        return (self.done + len(self.failed)) / self.of if self.of else 1.0


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice that somebody has the lease of."""

    backtest: str
    source: Source
    since: int
    until: int
    lease: Document


_PLAIN = ("name", "code", "version", "text", "since", "until", "asked_at", "asked_by")


def told_of(asked: Asked) -> Document:
    """What is asked as it is kept."""
    told: dict[str, Any] = {name: getattr(asked, name) for name in _PLAIN}
    standing = [[each.version, each.effective_from, each.withdrawn_at] for each in asked.standing]
    words = {"kind": asked.kind.value, "state": asked.state.value}
    return {**told, **words, "standing": standing, "holidays": write_holidays(asked.holidays)}


def asked_in(found: Document) -> Asked:
    """What was asked, of what is kept."""
    told = plain(found)
    return Asked(
        id=told["_id"],
        kind=Kind(told.get("kind", Kind.DRAFT)),
        holidays=read_holidays(told["holidays"]),
        standing=tuple(Begun(*each) for each in told.get("standing", ())),
        state=State(told["state"]),
        left_out=told.get("left_out", 0),
        **{"name": "", **{name: told[name] for name in _PLAIN if name in told}},
    )
