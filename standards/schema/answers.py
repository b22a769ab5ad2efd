"""The questions that a shopper or a reviewer answers."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema

from standards.kinds import Better
from standards.said import Said, both
from standards.schema.asks import QuestionForm
from standards.schema.clocks import KIND
from standards.schema.groups import Named
from standards.schema.values import Constant, Share, Text, Whole, Word
from standards.schema.words import Words
from standards.wording import instead_of, shown

_MOST = 1_000_000
_BETTER = "Whether less or more is better; less unless it says otherwise."


class YesNoForm(QuestionForm):
    """Yes or no."""

    word = "yes_no"
    kind = Constant(KIND, word, required=True)
    good = Word("The answer the standard asks for; yes unless it says otherwise.", ("yes", "no"))

    def parts(self, parts: dict[str, Any]) -> dict[str, Any]:
        return parts | {"good": parts.get("good", "yes") == "yes"}


class ChoiceForm(QuestionForm):
    """One of several answers, each with the share it earns."""

    word = "choice"
    kind = Constant(KIND, word, required=True)
    answers = Named(
        Share(from_zero=True),
        "The answers and the share each earns, {asked: 1, hinted: 0.5, no: 0}.",
        least=2,
        required=True,
    )
    labels = Named(Words(), "The answers as the person reads them, in each language.")

    @validates_schema
    def _best(self, parts: dict[str, Any], **_: Any) -> None:
        if 1 not in parts["answers"].values():
            said = both(Said("no answer earns the whole share"), Said("give the best one 1"))
            raise ValidationError({"answers": [said]})

    @validates_schema
    def _labelled(self, parts: dict[str, Any], **_: Any) -> None:
        answers = parts["answers"]
        unknown = {
            name: [both(Said("{name} is no answer", name=shown(name)), instead_of(name, answers))]
            for name in parts.get("labels", ())
            if name not in answers
        }
        if unknown:
            raise ValidationError({"labels": unknown})


class ScaleForm(QuestionForm):
    """A whole number between two; more is better."""

    word = "scale"
    kind = Constant(KIND, word, required=True)
    least = Whole("The least that can be answered.", -_MOST, _MOST, data_key="from", required=True)
    most = Whole("The most that can be answered.", -_MOST, _MOST, data_key="to", required=True)

    @validates_schema
    def _rises(self, parts: dict[str, Any], **_: Any) -> None:
        if parts["most"] <= parts["least"]:
            said = both(Said("the scale does not rise"), Said("write more than under `from`"))
            raise ValidationError({"to": [said]})


class NumberForm(QuestionForm):
    """A number somebody counted or measured."""

    word = "number"
    kind = Constant(KIND, word, required=True)
    unit = Text("What it is a number of: people, zł, °C.", most=40)
    better = Word(_BETTER, Better)


class DurationForm(QuestionForm):
    """How long something took, as a person timed it."""

    word = "duration"
    kind = Constant(KIND, word, required=True)
    better = Word(_BETTER, Better)


class TextForm(QuestionForm):
    """Words of the person asked; given or not."""

    word = "text"
    kind = Constant(KIND, word, required=True)


class PhotoForm(QuestionForm):
    """A picture as evidence; given or not."""

    word = "photo"
    kind = Constant(KIND, word, required=True)
