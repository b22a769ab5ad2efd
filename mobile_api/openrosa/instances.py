"""Instances: submissions of the OpenRosa protocol as they came, until they are visits and after.

waiting ──last named file, or a coordinator──> sent (a visit stands)
   │                                            ▲
   └──the answers do not fit──> refused ────────┘ corrected, or it fits now
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class InstanceState(StrEnum):
    """How an instance stands."""

    WAITING = "waiting"  # files that it names are missing, or it is about to become a visit
    REFUSED = "refused"  # its answers do not fit the questionnaire; the phone was told
    SENT = "sent"  # the visit of its id stands


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that an instance names; `question` is the code of its question, None for none."""

    name: str
    question: str | None = None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that came with an instance: `sha256` is that of its `bytes` bytes."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A submission as it came; instants are UTC seconds.

    `deprecates` is the instance or visit that it edits, `root` the first of that chain. `replaces`
    is what the visit will say: None where the edited one never became a visit. `assignment`, `app`
    and `clock_ahead` (seconds of the phone's clock before ours) are what was known when it came.
    `body` is the visit's own, once that is written. `faults` are sentences.
    """

    uuid: str
    user: str
    form: str
    version: int | None
    sha256: str
    xml: bytes = field(repr=False)
    named: tuple[NamedFile, ...] = ()
    deprecates: str | None = None
    root: str = ""
    replaces: str | None = None
    assignment: str | None = None
    app: str = ""
    clock_ahead: int | None = None
    received_at: int = 0
    changed_at: int = 0
    state: InstanceState = InstanceState.WAITING
    faults: tuple[str, ...] = ()
    body: bytes | None = field(default=None, repr=False)
    released_by: str | None = None
    superseded_by: str | None = None

    @property
    def contact(self) -> str:
        """The visit that it is, or will be."""
        return f"visit/{self.uuid}"


@dataclass(frozen=True, slots=True)
class Held:
    """An instance with its files as they came, and the names of those that did not."""

    instance: Instance
    files: tuple[KeptFile, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a request: whether anything of it was new, and the instance as it stands."""

    is_new: bool
    held: Held


def held_of(instance: Instance, kept: Mapping[str, KeptFile]) -> Held:
    """The instance with its files."""
    missing = tuple(each.name for each in instance.named if each.name not in kept)
    return Held(instance, tuple(kept.values()), missing)
