"""The facts that a row tells, as they stand in a line of evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from plugin.imports.exports.cells import Cells
from plugin.imports.mapping import Facts
from plugin.imports.telling.binding import Binding
from plugin.imports.telling.stamps import Instant
from standards.conditions import FIELD
from standards.instants import show_instant

Told: TypeAlias = "dict[str, Any]"  # a part of a line
Tells: TypeAlias = "Callable[[Cells], Told]"

KEYS = frozenset(("assignee", "group", "into", "identity"))  # ids of the helpdesk's own
OWN = FIELD.rstrip(".")


def facts_of(facts: Facts, binding: Binding, *, with_unknown: bool = False) -> Tells:
    """The facts a row tells; unknown ones are left out or, `with_unknown`, told as null."""
    says = [
        (name, binding.key(value) if name in KEYS else binding.value(value))
        for name, value in facts.values
    ]
    says += [(name, shown(binding.instant(at))) for name, at in facts.instants]
    named = [(name, say) for name, say in says if not name.startswith(FIELD)]
    own = [(name.removeprefix(FIELD), say) for name, say in says if name.startswith(FIELD)]

    def told(cells: Cells) -> Told:
        said = _told(named, cells, with_unknown)
        if own and (fields := _told(own, cells, with_unknown)):
            said[OWN] = fields
        return said

    return told


def shown(instant: Instant) -> Callable[[Cells], str | None]:
    """The instant as it stands in a line."""
    return lambda cells: None if (at := instant(cells)) is None else show_instant(at)


def _told(says: list[tuple[str, Any]], cells: Cells, with_unknown: bool) -> Told:
    told = {name: say(cells) for name, say in says}
    return told if with_unknown else {name: said for name, said in told.items() if said is not None}


def flat(facts: Told) -> Told:
    """The facts with the firm's own beside the others, as a timeline has them."""
    named = {name: said for name, said in facts.items() if name != OWN}
    return named | {FIELD + name: said for name, said in facts.get(OWN, {}).items()}


def nested(facts: Told) -> Told:
    """The facts with the firm's own under `fields`, as a line has them."""
    named = {name: said for name, said in facts.items() if not name.startswith(FIELD)}
    own = {name.removeprefix(FIELD): facts[name] for name in facts if name.startswith(FIELD)}
    return {**named, OWN: own} if own else named
