"""What the OpenRosa protocol asks of the house, beside what phones ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from flask import current_app

from mobile_api.openrosa.instances import Instance, KeptFile
from standards.model import Standard

EXTENSION = "openrosa"  # the key under which the app keeps what is needed


class Instances(Protocol):
    """Where instances are kept; whatever it has answered is durable."""

    def find(self, uuid: str) -> Instance | None:
        """The instance of that id."""

    def hold(self, root: str, now: int) -> AbstractContextManager[None]:
        """Keeps others from the instances of that root meanwhile. BeingTaken when one is there."""

    def keep(self, instance: Instance) -> None:
        """Keeps the instance, in place of the one that stood under its id."""

    def supersede(self, uuid: str, by: str) -> None:
        """Notes which instance has taken the place of another."""

    def usurper(self, uuid: str) -> Instance | None:
        """The instance that edits it and was not refused."""

    def files(self, uuid: str) -> Mapping[str, KeptFile]:
        """The files that came with it, by name."""

    def add(self, uuid: str, name: str, content: bytes) -> bool:
        """Whether the file was new. FileOther when one of the name has other bytes."""

    def content(self, uuid: str, name: str) -> Iterator[bytes]:
        """The file's bytes, in pieces."""

    def forget_contents(self, uuid: str) -> None:
        """Drops the bytes of its files, not their names and sums: a visit has them now."""

    def page(self, user: str | None, states: tuple[str, ...], most: int) -> tuple[Instance, ...]:
        """Those in the states, the newest first; `user` None is everybody's."""


class Forms(Protocol):
    """The questionnaires as XForms, and the lists that go with each."""

    def listed(self, now: int, user: str) -> tuple[Standard, ...]:
        """What the user may fill in: the versions in force and those of their assignments."""

    def find(self, code: str, version: int) -> Standard | None:
        """The published version, whether or not it is still in force."""

    def is_closed(self, code: str, version: int) -> bool:
        """Whether the version was withdrawn."""

    def xml(self, standard: Standard) -> bytes | None:
        """Its XForm; None where it asks a visitor nothing."""

    def lists(self, now: int) -> Mapping[str, bytes]:
        """The files of choices that every form reads, by name."""


@dataclass(frozen=True, slots=True)
class OpenRosa:
    """All of it."""

    instances: Instances
    forms: Forms


def openrosa() -> OpenRosa:
    """What this app was given."""
    given: OpenRosa = current_app.extensions[EXTENSION]
    return given
