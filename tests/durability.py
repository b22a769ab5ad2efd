"""Watches every write that the tests make the house send: each is journaled by a majority.

Nothing that the service has answered for may hang on a write that could still be taken back, so no
write of any store is let off, whatever it is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo import monitoring

LAYING_OUT = frozenset(
    {
        "create", "collMod", "drop", "dropDatabase", "dropIndexes", "profile", "renameCollection",
    }
)  # fmt: skip
WRITES = frozenset({"insert", "update", "delete", "findAndModify", "commitTransaction"})
OTHERS = frozenset({"admin", "config", "local"})  # mongod's own databases


class Watch(monitoring.CommandListener):
    """Notes each write that did not ask for durability."""

    def __init__(self) -> None:
        self.weak: list[str] = []
        self.seen = 0
        self.altered: set[str] = set()  # databases whose layout somebody has changed

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name in LAYING_OUT:
            self.altered.add(event.database_name)
        if event.command_name not in WRITES:
            return
        own = event.database_name not in OTHERS or event.command_name == "commitTransaction"
        if own and not in_transaction(event.command):
            self.seen += 1
            if not is_durable(event.command.get("writeConcern")):
                self.weak.append(f"{event.command_name} of {event.database_name}: {told(event)}")

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Notes where indexes came to stand; those that stood already are asked for often."""
        if event.command_name == "createIndexes":
            before, after = (event.reply.get(f"numIndexes{each}") for each in ("Before", "After"))
            if before != after:
                self.altered.add(event.database_name)

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing to note."""


def in_transaction(command: Mapping[str, Any]) -> bool:
    """Whether it is the commit, and not the write itself, that makes it durable."""
    return command.get("autocommit") is False and "commitTransaction" not in command


def is_durable(concern: Mapping[str, Any] | None) -> bool:
    """Whether a majority has it in its journal before the write is answered."""
    return concern is not None and concern.get("w") == "majority" and concern.get("j") is True


def told(event: monitoring.CommandStartedEvent) -> str:
    """The collection, and what was asked for instead."""
    asked = event.command.get("writeConcern")
    return f"{event.command.get(event.command_name)} with {asked}"


WATCH = Watch()
monitoring.register(WATCH)
