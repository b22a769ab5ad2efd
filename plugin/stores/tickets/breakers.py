"""How well each connection is, known to every process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TypeAlias

from pymongo.errors import DuplicateKeyError

from plugin.stores.layout import Document, Layout, Mongo
from plugin.tickets.breaker import Breaker, State, probing

BREAKERS = Layout("breakers")

Step: TypeAlias = "Callable[[Breaker], Breaker]"


class Breakers:
    """A breaker a connection, one that was never troubled being closed."""

    def __init__(self, database: Mongo) -> None:
        self._breakers = database.breakers

    def of(self, connection: str) -> Breaker:
        """The connection's breaker as it stands now."""
        return _breaker(self._breakers.find_one({"_id": connection}))

    def all(self) -> Mapping[str, Breaker]:
        """Every breaker that was ever troubled, by its connection."""
        return {each["_id"]: _breaker(each) for each in self._breakers.find(sort=[("_id", 1)])}

    def barred(self, now: int) -> frozenset[str]:
        """The connections through which nothing may go now, not even a probe."""
        standing = self.all().items()
        return frozenset(
            name for name, each in standing if not (each.lets_pass(now) or each.wants_probe(now))
        )

    def change(self, connection: str, step: Step) -> tuple[Breaker, Breaker]:
        """The breaker before and after the step, taken from what stands when it is written."""
        while True:
            found = self._breakers.find_one({"_id": connection})
            before = _breaker(found)
            after = step(before)
            if after == before or self._put(connection, found, after):
                return before, after

    def claim_probe(self, connection: str, now: int) -> bool:
        """Whether the caller, and nobody else, is to probe now."""
        found = self._breakers.find_one({"_id": connection})
        before = _breaker(found)
        return before.wants_probe(now) and self._put(connection, found, probing(before, now))

    def forget(self, connection: str) -> None:
        """Takes the connection for well, as when its owner has changed what it is let in by."""
        self._breakers.delete_one({"_id": connection})

    def _put(self, connection: str, found: Document | None, after: Breaker) -> bool:
        """Whether nobody was quicker to change what was found."""
        revision = 0 if found is None else found["revision"]
        document = {**asdict(after), "state": str(after.state), "revision": revision + 1}
        same = {"_id": connection, "revision": revision}
        try:
            put = self._breakers.replace_one(same, document, upsert=found is None)
        except DuplicateKeyError:
            return False
        return put.matched_count == 1 or put.upserted_id is not None


def _breaker(found: Document | None) -> Breaker:
    if found is None:
        return Breaker()
    told = {name: found[name] for name in ("faults", "rests", "run_at", "paused_until", "reason")}
    return Breaker(State(found["state"]), **told)
