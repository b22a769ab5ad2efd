"""Parts of a criterion that hold parts: mappings and rows, whose fields have longer names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from plugin.authoring.forms.fields import ABSENT, Fields, Maybe, Part, merged
from standards.source import Plain


@dataclass(frozen=True, slots=True)
class Shown:
    """Fields by name, and the names of the parts that only the YAML can show."""

    fields: Fields
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A mapping whose keys are parts, in the order in which new ones come in."""

    parts: Mapping[str, Node]

    def shown(self, plain: Maybe, name: str) -> Shown:
        """The fields of every part; those of none where it is no mapping."""
        if plain is not ABSENT and plain is not None and not isinstance(plain, dict):
            return Shown({}, (name,))
        inner = plain if isinstance(plain, dict) else {}
        each = [
            shown_of(node, inner.get(key, ABSENT), named(name, key))
            for key, node in self.parts.items()
        ]
        fields = {field: text for one in each for field, text in one.fields.items()}
        return Shown(fields, tuple(kept for one in each for kept in one.kept))

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """The mapping with what the fields say; keys that are no parts stay."""
        if was is not ABSENT and was is not None and not isinstance(was, dict):
            return was
        before = was if isinstance(was, dict) else {}
        now = {
            key: taken_of(node, fields, named(name, key), before.get(key, ABSENT))
            for key, node in self.parts.items()
        }
        made = placed(before, now, tuple(self.parts))
        return made if made or was is not ABSENT else ABSENT


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of mappings, or one mapping; the number of a row stands in its names."""

    row: Group

    def shown(self, plain: Maybe, name: str) -> Shown:
        """The fields of every row."""
        rows = rows_of(plain)
        if rows is None:
            return Shown({}, (name,))
        each = [self.row.shown(row, f"{name}-{place}") for place, row in enumerate(rows)]
        fields = {field: text for one in each for field, text in one.fields.items()}
        return Shown(fields, tuple(kept for one in each for kept in one.kept))

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """The rows with what the fields say, as many as there were."""
        rows = rows_of(was)
        if rows is None or not rows:
            return was
        now: list[Plain] = []
        for place, row in enumerate(rows):
            told = self.row.taken(fields, f"{name}-{place}", row)
            now.append({} if told is ABSENT else told)
        return now if isinstance(was, list) else now[0]


Node: TypeAlias = "Part | Group | Rows"


def shown_of(node: Node, plain: Maybe, name: str) -> Shown:
    """The fields of any part."""
    if isinstance(node, Group | Rows):
        return node.shown(plain, name)
    fields = node.shown(plain, name)
    return Shown({}, (name,)) if fields is None else Shown(fields)


def taken_of(node: Node, fields: Fields, name: str, was: Maybe) -> Maybe:
    """What is to be written of any part."""
    if isinstance(node, Group | Rows):
        return node.taken(fields, name, was)
    return merged(node, fields, name, was)


def filled(now: Fields, shown: Fields, sent: Fields) -> dict[str, str]:
    """The fields as they are now, with whatever was sent otherwise than it was `shown`."""
    return {**now, **{name: text for name, text in sent.items() if shown.get(name) != text}}


def retaken(
    parts: Mapping[str, Node], order: Sequence[str], was: Mapping[str, Plain], fields: Fields
) -> dict[str, Plain]:
    """What was written, with what the fields say; keys that are no parts stay."""
    now = {key: taken_of(node, fields, key, was.get(key, ABSENT)) for key, node in parts.items()}
    return placed(was, now, order)


def rows_of(plain: Maybe) -> list[Plain] | None:
    """The rows, one mapping being one; None where it is neither."""
    if plain is ABSENT or plain is None:
        return []
    if isinstance(plain, dict):
        return [plain]
    return plain if isinstance(plain, list) else None


def named(name: str, key: str) -> str:
    """The name of a field below another."""
    return f"{name}-{key}" if name else key


def placed(
    was: Mapping[str, Plain], now: Mapping[str, Maybe], order: Sequence[str]
) -> dict[str, Plain]:
    """What was, with the values of now; a new key comes behind the one it follows in the order."""
    keys = [key for key in was if now.get(key, was[key]) is not ABSENT]
    for key in order:
        if key in was or now.get(key, ABSENT) is ABSENT:
            continue
        before = [keys.index(each) for each in order[: order.index(key)] if each in keys]
        keys.insert(max(before, default=len(keys) - 1) + 1, key)
    values = {**was, **now}
    return {key: value for key in keys if (value := values[key]) is not ABSENT}
