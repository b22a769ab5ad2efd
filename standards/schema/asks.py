"""What every question shares in the form: its kind, and for answers how a person is asked."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import post_load

from standards.kinds import KINDS, Instrument
from standards.said import Said
from standards.schema.base import Describe, Described, Form, Value, refuse
from standards.schema.groups import Many, Named, OneOrMany
from standards.schema.values import Flag, Word
from standards.schema.words import Words
from standards.wording import shown

BOTH = (Instrument.VISIT, Instrument.REVIEW)


class AskForm(Form):
    """Makes the kind of question that `word` names."""

    word: ClassVar[str]

    @post_load
    def made(self, parts: dict[str, Any], **_: Any) -> Any:
        """The question; what was left out is as its kind has it."""
        return KINDS[self.word](
            **self.parts({name: parts[name] for name in parts if name != "kind"})
        )

    def parts(self, parts: dict[str, Any]) -> dict[str, Any]:
        """What the kind is made of."""
        return parts


class AnswerWord(Value):
    """An answer as a word; numbers are taken as they are written."""

    def read(self, value: Any) -> str:
        if not isinstance(value, str | int) or isinstance(value, bool):
            what = Said("{value} is no answer to be met", value=shown(value))
            refuse(what, Said("write the word that is answered"))
        return str(value)

    def described(self, of: Describe) -> Described:
        return {"type": ["string", "integer"]}


class ShowIf(Named):
    """Codes of earlier questions and the answers that make this one be asked."""

    def __init__(self, description: str, **options: Any) -> None:
        super().__init__(OneOrMany(AnswerWord(), least=1), description, **options)

    def read(self, value: Any) -> Any:
        return {code: frozenset(answers) for code, answers in super().read(value).items()}


class Instruments(Many):
    """The instruments that ask the question."""

    def __init__(self, description: str, **options: Any) -> None:
        item = Word("", BOTH)
        super().__init__(item, description, least=1, **options)

    def read(self, value: Any) -> Any:
        return frozenset(super().read(value))


class QuestionForm(AskForm):
    """What all answers share."""

    question = Words("The question as the person reads it, in each language.", required=True)
    of = Instruments(
        "Who is asked: [visit, review] unless it says otherwise.", load_default=frozenset(BOTH)
    )
    na = Flag("Whether `not applicable` may be answered; true unless it says otherwise.")
    required = Flag("Whether there must be an answer; false unless it says otherwise.")
    show_if = ShowIf(
        "Earlier questions and the answers that make this one be asked, {SHP-01: [yes]}.",
        attribute="shown_if",
    )
