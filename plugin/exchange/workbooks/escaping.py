"""Texts that hold `${`, which a form takes for the name of a question, wherever it stands.

A word joiner between its two signs (U+2060, which nobody sees) keeps a form from it; whoever reads
the form with us gets the text as it was.
"""

from __future__ import annotations

_SIGN, _HARMLESS = "${", "$\u2060{"


def harmless(text: str) -> str:
    """The text as a form may hold it."""
    return text.replace(_SIGN, _HARMLESS)


def restored(text: str) -> str:
    """The text as it was before `harmless`."""
    return text.replace(_HARMLESS, _SIGN)
