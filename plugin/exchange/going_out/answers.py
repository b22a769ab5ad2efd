"""The answers of a question as the list of choices that a form offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plugin.exchange.going_out.conditions import is_selected
from plugin.exchange.workbooks.columns import NA_WORD
from plugin.language import Language
from standards.kinds import Choice, Question, Scale, Words, YesNo


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to pick: its name, its words, and the share (0..1) that it earns; None: none."""

    name: str
    label: Words
    share: float | None
    is_na: bool = False


def list_of(code: str, ask: Question) -> str:
    """The name of the question's list of choices; those of yes and no are shared."""
    if isinstance(ask, YesNo):
        return "yes_no_na" if ask.na else "yes_no"
    return code


def answers_of(ask: Question, languages: Iterable[Language]) -> tuple[Answer, ...]:
    """The answers to pick from, `not applicable` last; empty where none are listed."""
    languages = tuple(languages)
    if not is_selected(ask):
        return ()
    found = _listed(ask, languages)
    if ask.na:
        label = {each.code: each.gettext("Not applicable") for each in languages}
        found = (*found, Answer(NA_WORD, label, None, is_na=True))
    return found


def _listed(ask: Question, languages: tuple[Language, ...]) -> tuple[Answer, ...]:
    match ask:
        case YesNo():
            # Which of them is good the row of the question says: the list is shared.
            return tuple(
                Answer(
                    word, {each.code: each.gettext(word).capitalize() for each in languages}, None
                )
                for word in ("yes", "no")
            )
        case Choice():
            bare = {name: {each.code: name for each in languages} for name in ask.answers}
            return tuple(
                Answer(name, {**bare[name], **ask.labels.get(name, {})}, share)
                for name, share in ask.answers.items()
            )
        case Scale():
            points = range(ask.least, ask.most + 1)
            return tuple(
                Answer(str(point), {each.code: str(point) for each in languages}, None)
                for point in points
            )
    return ()
