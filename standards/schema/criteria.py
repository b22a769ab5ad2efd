"""A criterion: what is asked, the two limits, how much it counts, and its examples."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load

from standards.conditions import ALWAYS
from standards.model import (
    NO_GROUNDS,
    Accountable,
    Combine,
    Journey,
    Limit,
    Satisfaction,
    Severity,
)
from standards.schema.base import Form, One
from standards.schema.conditions import When
from standards.schema.examples import ExampleForm
from standards.schema.grounds import GroundsForm
from standards.schema.groups import Many, OneOrMany
from standards.schema.kinds import Ask
from standards.schema.spans import Amount
from standards.schema.values import Code, Number, Share, Word
from standards.schema.words import Words

MOST_WEIGHT = 1_000_000


class LimitForm(Form):
    """Up to `full` the whole share is earned, beyond `none` nothing; between, it falls evenly."""

    when = When("The facts under which this row holds.", load_default=ALWAYS)
    full = Amount(
        "Up to here the whole share is earned: PT4H, {working_days: 1}, 3.", required=True
    )
    none = Amount("Beyond here nothing is earned; as `full` unless it says otherwise.")

    @post_load
    def made(self, parts: dict[str, Any], **_: Any) -> Limit:
        """The limit; `none` is the same object as `full` where it was left out."""
        return Limit(**{"none": parts["full"], **parts})


class CriterionForm(Form):
    """One clause of the standard."""

    code = Code("Letters and digits joined by hyphens, at most 16: RSP-01.", required=True)
    title = Words("What is asked for, in each language.", required=True)
    why = Words("Why it matters to the customer, in each language.", required=True)
    ask = Ask("What is asked, by its kind.", required=True)
    weight = Number(
        "How much it counts beside the others, 0 or more.", 0, MOST_WEIGHT, required=True
    )
    examples = Many(One(ExampleForm), "Cases on both sides of the line.", least=1, required=True)
    severity = Word(
        "What a miss means; a critical one fails the contact. major unless it says otherwise.",
        Severity,
        load_default=Severity.MAJOR,
    )
    satisfaction = Word("Which source of the customer's satisfaction it serves.", Satisfaction)
    journey = Word("Where on the customer's journey it counts.", Journey)
    applies = When("The facts of a contact that the criterion applies to.", load_default=ALWAYS)
    limits = OneOrMany(
        One(LimitForm),
        "The limits; of several rows the first whose `when` fits.",
        least=1,
        load_default=(),
    )
    goal = Share("The share of occurrences over many contacts that shall be met.", from_zero=False)
    combine = Word(
        "How a contact's share comes from several occurrences; mean unless it says otherwise.",
        Combine,
        load_default=Combine.MEAN,
    )
    accountable = Word(
        "Whose an occurrence is; default unless it says otherwise.",
        Accountable,
        load_default=Accountable.DEFAULT,
    )
    grounds = One(
        GroundsForm,
        "Why it is there: expectation, law or policy, finding, training, owner.",
        load_default=NO_GROUNDS,
    )
