"""Texts of a standard for a reader whose language it may not be written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.language import Language

_UNDETERMINED = "und"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text; `elsewhere` is the language it stands in where that is not the reader's."""

    text: str
    elsewhere: str = ""


def phrase(words: Mapping[str, str], language: Language) -> Phrase:
    """The text in the reader's language, or else the first there is with the language it is in."""
    if words.get(language.code):
        return Phrase(words[language.code])
    code, text = next(iter(words.items()), ("", ""))
    return Phrase(text, code if text and code != _UNDETERMINED else "")
