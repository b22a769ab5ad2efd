"""Who was in grace of which version when, as it was last judged by: what differs is judged anew.

    {_id: code, spans: [{identity, version, since, until}, ...]}

An assignment made late, a latest date that is moved, a pass that is noted late, a person who joins
a team or takes an identity over: each shows in the graces, and says of itself since when contacts
may be bound otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from plugin.stores.layout import Layout, Mongo
from plugin.stores.plain import plain
from plugin.stores.training.bindings import Bindings, InGrace

LAYOUT = Layout("graces", schema={"required": ["spans"]})


@dataclass(frozen=True, slots=True)
class Changed:
    """That graces of the code differ from those that contacts were judged by.

    `version` is the newest of those concerned, `since` the UTC second from which on they differ.
    """

    code: str
    version: int
    since: int
    graces: frozenset[InGrace]


@dataclass(frozen=True, slots=True)
class Graces:
    """The graces that contacts were judged by."""

    database: Mongo

    def changed(self, bindings: Bindings) -> tuple[Changed, ...]:
        """The codes whose graces are others today."""
        was = self._kept()
        codes = sorted({*was, *bindings.known().knowings})
        told = ((code, was.get(code, frozenset()), bindings.in_grace(code)) for code in codes)
        return tuple(
            Changed(code, max(each.version for each in old ^ new), differ_since(old, new), new)
            for code, old, new in told
            if old != new
        )

    def keep(self, changed: Changed) -> None:
        """Notes that contacts are judged by these from now on."""
        spans = [asdict(each) for each in sorted(changed.graces)]
        told = {"_id": changed.code, "spans": spans}
        self.database.graces.replace_one({"_id": changed.code}, told, upsert=True)

    def _kept(self) -> dict[str, frozenset[InGrace]]:
        found = map(plain, self.database.graces.find())
        return {each["_id"]: frozenset(InGrace(**span) for span in each["spans"]) for each in found}


def differ_since(was: Iterable[InGrace], now: Iterable[InGrace]) -> int:
    """From when on somebody may be bound otherwise. ValueError when nobody ever is.

    Where a grace only ends otherwise that is the earlier end; in doubt it is too early.
    """
    was, now = frozenset(was), frozenset(now)
    differing: defaultdict[tuple[str, int], set[InGrace]] = defaultdict(set)
    for each in was ^ now:
        differing[each.identity, each.version].add(each)
    return min(map(_differ_since, differing.values()))


def _differ_since(differing: set[InGrace]) -> int:
    begins = {each.since for each in differing}
    if len(differing) == 2 and len(begins) == 1:  # as it was, and as it is
        return min(each.until for each in differing)
    return min(begins)
