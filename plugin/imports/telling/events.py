"""What rows tell of a ticket: the lines of its events, each with its natural key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NoReturn, TypeAlias

import orjson

from plugin.imports.exports.cells import Cells
from plugin.imports.exports.rows import Refused
from plugin.imports.mapping import Constant, EventRule, Value
from plugin.imports.telling.binding import Binding
from plugin.imports.telling.facts import Told, facts_of
from plugin.imports.used import columns_of
from scoring.evidence import EventKind
from standards.instants import show_instant

OPENED = "opened"  # the id of the one opening a contact has


@dataclass(frozen=True, slots=True)
class Draft:
    """A line on its way to its place. Its `id` is empty when that depends on the lines before."""

    at: int
    id: str
    line: Told


Drafts: TypeAlias = "Callable[[str, Cells], Draft | None]"


def drafts_of(rule: EventRule, binding: Binding) -> Drafts:
    """The event that a row of a contact becomes; None when nothing of the kind happened in it."""
    happens, instant = binding.when(rule.when), binding.instant(rule.at)
    parts, name = _parts(rule, binding), _name(rule, binding)

    def draft(contact: str, cells: Cells) -> Draft | None:
        if not happens(cells):
            return None
        at = instant(cells)
        if at is None and rule.kind is EventKind.OPENED:
            raise Refused("no instant of opening", rule.at.text.columns[0])
        if at is None:
            return None
        line: Told = {"type": "event", "contact": contact, "id": "", "kind": rule.kind.value}
        line["at"] = show_instant(at)
        for key, say in parts:
            if (said := say(cells)) is not None and said != {}:
                line[key] = said
        line["id"] = name(cells, line)
        return Draft(at, line["id"], line)

    return draft


def natural_key(line: Told, before: Told | None = None) -> str:
    """The id of an event that has none: its kind, a hash of all it says and of what was before."""
    said = orjson.dumps([line, before])
    return f"{line['kind']}/{blake2b(said, digest_size=8).hexdigest()}"


def _name(rule: EventRule, binding: Binding) -> Callable[[Cells, Told], str]:
    if rule.id is not None:
        said = binding.value(rule.id)
        return lambda cells, _: str(said(cells) or _refuse("no id of the event", rule.id))
    if rule.kind is EventKind.OPENED:
        return lambda *_: OPENED
    if rule.only_changes:
        return lambda *_: ""
    return lambda _, line: natural_key(line)


def _parts(rule: EventRule, binding: Binding) -> list[tuple[str, Callable[[Cells], Any]]]:
    """The keys of a line that come after its instant, each with what a row says of it."""
    parts: list[tuple[str, Callable[[Cells], Any]]] = []
    if rule.role is not None:
        parts.append(("by", _by(rule, binding)))
    if rule.public is not None:
        parts.append(("public", binding.value(rule.public)))
    parts.append(("facts", facts_of(rule.facts, binding, with_unknown=rule.only_changes)))
    if rule.text is not None:
        parts.append(("text", binding.value(rule.text)))
    return parts


def _by(rule: EventRule, binding: Binding) -> Callable[[Cells], Told]:
    role = binding.value(rule.role or Constant(""))
    who = binding.key(rule.by) if rule.by is not None else lambda _: None

    def by(cells: Cells) -> Told:
        said = {"role": role(cells) or _refuse("no role", rule.role)}
        return said if (id_ := who(cells)) is None else {**said, "id": id_}

    return by


def _refuse(reason: str, value: Value | None) -> NoReturn:
    raise Refused(reason, ", ".join(columns_of(value)))
