"""A whole standard: its head, its calendars and its criteria."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load

from standards.model import Area, Governance
from standards.said import Said
from standards.schema.base import Form, One
from standards.schema.calendars import CalendarForm
from standards.schema.criteria import CriterionForm
from standards.schema.groups import Many, NamedParts, Parts
from standards.schema.values import Code, Constant, Day, Flag, Share, Whole, Word
from standards.schema.words import Language, Words

LEAST_CONFIDENCE = 0.7
LATEST_VERSION = 1_000_000


class GovernanceForm(Form):
    """Who answers for the standard, and when it is looked at again."""

    owner = Words("Who answers for the standard.", required=True)
    review_by = Day("The date by which it is looked at again: 2027-06-30.", required=True)
    approvals = Many(
        Word("A part of the firm.", Area),
        "Who has to approve a version before it is published: [law, operations].",
        least=1,
        load_default=(),
    )
    own_approval = Flag(
        "Whether who wrote a version may approve it; no unless it says otherwise.",
        load_default=False,
    )

    @post_load
    def made(self, parts: dict[str, Any], **_: Any) -> Governance:
        """The governance."""
        return Governance(**parts)


class IdentificationForm(Form):
    """How sure a visit must be of the employee."""

    least_confidence = Share(
        "From which confidence on an answer is an employee's; 0.7 unless it says otherwise.",
        from_zero=True,
        load_default=LEAST_CONFIDENCE,
    )


class StandardForm(Form):
    """A service standard, form 1."""

    form = Constant(
        "The version of this form; 1 unless it says otherwise.",
        1,
        mend=Said("this release reads form 1; write 1, or read the standard with a later release"),
    )
    code = Code("Letters and digits joined by hyphens, at most 16: contact-mail.", required=True)
    title = Words("What the standard is for, in each language.", required=True)
    version = Whole(
        "A number that grows with every published change.", 1, LATEST_VERSION, required=True
    )
    languages = Many(
        Language(), "The languages every text is written in: [pl, en].", least=1, required=True
    )
    governance = One(GovernanceForm, "Who answers for it and when it is reviewed.", required=True)
    calendars = NamedParts(CalendarForm, "Opening hours by name.", load_default=dict)
    criteria = Parts(CriterionForm, "The clauses, at least one.", least=1, required=True)
    identification = One(
        IdentificationForm,
        "How sure a visit must be of the employee.",
        load_default={"least_confidence": LEAST_CONFIDENCE},
    )
