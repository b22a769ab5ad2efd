"""Texts that remember how they were made, so that whoever reads another language can be told too.

The English text is the template with its parts in it. Nobody here translates: whoever shows a text
to people looks its template up, and those of its parts that are such texts themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

BOTH = "{what}; {mend}"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Said(str):
    """An ordinary English text with the template and the named parts that it was made of."""

    __slots__ = ("parts", "template")
    template: str
    parts: Mapping[str, Any]

    def __new__(cls, template: str, /, **parts: object) -> Said:
        self = super().__new__(cls, template.format(**parts))
        self.template, self.parts = template, MappingProxyType(parts) if parts else _NOTHING
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (type(self), self.template, dict(self.parts))


class Use(Said):
    """What a key is for, a whole sentence as its template: within another it begins small."""

    __slots__ = ()

    def __new__(cls, template: str, /, **parts: object) -> Use:
        self = str.__new__(cls, begun_small(template))
        self.template, self.parts = template, _NOTHING
        return self


def N_(template: str) -> str:  # noqa: N802 - gettext's own name, which the extraction looks for
    """The template as it is: marks one that stands in a table."""
    return template


def begun_small(sentence: str) -> str:
    """The sentence as it stands within another: without its capital and its full stop."""
    return f"{sentence[:1].lower()}{sentence[1:]}".rstrip(".")


def both(what: str, mend: str) -> Said:
    """What is wrong, and what would be right."""
    return Said(BOTH, what=what, mend=mend)


def parted(text: str) -> tuple[str, str]:
    """What is wrong and what would be right; the latter is empty where nobody says it."""
    if isinstance(text, Said):
        if text.template != BOTH:
            return text, ""
        return text.parts["what"], text.parts["mend"]
    what, _, mend = text.partition("; ")
    return what, mend


def said_by(error: Exception) -> str:
    """What the error says, as it was made where it was made so."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Said) else str(error)


def _made(kind: type[Said], template: str, parts: Mapping[str, Any]) -> Said:
    return kind(template, **parts)
