"""Conditions of a question as XPath, as XLSForm's `relevant` has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plugin.exchange.workbooks.columns import NA_SUFFIX, NA_WORD
from plugin.exchange.workbooks.escaping import harmless
from standards.kinds import Choice, Question, Scale, YesNo

MOST_POINTS = 11  # of a scale that is asked as a list of answers


def is_selected(ask: Question) -> bool:
    """Whether one of listed answers is picked; `not applicable` is then one of them."""
    if isinstance(ask, Scale):
        return ask.most - ask.least < MOST_POINTS
    return isinstance(ask, YesNo | Choice)


def relevant_of(
    shown_if: Mapping[str, frozenset[str]],
    asked: Mapping[str, Question],
    names: Mapping[str, str],
) -> str:
    """The expression that is true where the question is asked; empty where it always is.

    `asked` and `names` are the earlier questions by code, and what they are called in the form.
    """
    parts = [
        _any_of(names[code], asked[code], sorted(answers))
        for code, answers in shown_if.items()
        if code in asked
    ]
    return " and ".join(f"({each})" for each in parts) if len(parts) > 1 else "".join(parts)


def _any_of(name: str, ask: Question, answers: Iterable[str]) -> str:
    return " or ".join(_is(name, ask, answer) for answer in answers)


def _is(name: str, ask: Question, answer: str) -> str:
    if answer == NA_WORD and ask.na and not is_selected(ask):
        return f"${{{name}{NA_SUFFIX}}} = '{NA_WORD}'"
    return f"${{{name}}} = {quoted(answer)}"


def quoted(text: str) -> str:
    """The text as XPath 1.0 quotes it: there is no escape, so the other quote is taken."""
    text = harmless(text)
    return f"'{text}'" if "'" not in text else f'"{text.replace(chr(34), "")}"'
