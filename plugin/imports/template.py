"""Text with columns in it: `ticket/{Id}`. A doubled brace is a brace."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]+)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Template:
    """Literals and columns in turn, beginning and ending with a literal, which may be empty."""

    literals: tuple[str, ...]
    columns: tuple[str, ...] = ()

    @property
    def constant(self) -> str | None:
        """The text, when no column is in it."""
        return None if self.columns else self.literals[0]


def of_text(text: str) -> Template:
    """The template of a text in which columns stand in braces. ValueError for a single brace."""
    literals, columns, end = [""], list[str](), 0
    for piece in _PIECE.finditer(text):
        literals[-1] += text[end : piece.start()]
        end = piece.end()
        if piece[1] is not None:
            columns.append(piece[1].strip())
            literals.append("")
        elif len(piece[0]) == 2:
            literals[-1] += piece[0][0]
        else:
            raise ValueError(f"a single {piece[0]} in {text!r}")
    literals[-1] += text[end:]
    return Template(tuple(literals), tuple(columns))


def of_column(text: str) -> Template:
    """The template of one column, named bare, or of several in braces: `Id`, `{Date} {Time}`."""
    return of_text(text) if "{" in text else Template(("", ""), (text.strip(),))
