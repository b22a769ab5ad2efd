"""The grounds of a criterion: what it answers, rests on and is taught by, and who owns it."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load

from standards.model import Basis, Expectation, Grounds
from standards.schema.base import Form, One
from standards.schema.groups import OneOrMany
from standards.schema.values import Day, Link, Word
from standards.schema.words import Words


class BasisForm(Form):
    """A law or a policy, and when it was last looked up."""

    title = Words("What it is called.", required=True)
    link = Link("Where it stands: https://…", required=True)
    checked = Day("The date on which it was looked up: 2026-05-01.", required=True)

    @post_load
    def made(self, parts: dict[str, Any], **_: Any) -> Basis:
        """The basis."""
        return Basis(**parts)


class GroundsForm(Form):
    """Why the criterion is there, and who sees to it."""

    expectation = Word("Which expectation of customers it answers.", Expectation)
    basis = OneOrMany(One(BasisForm), "The law or policy it rests on.", least=1, load_default=())
    finding = Words("What a survey found.", load_default=dict)
    training = Words("What teaches it.", load_default=dict)
    owner = Words("Who answers for the criterion.", load_default=dict)

    @post_load
    def made(self, parts: dict[str, Any], **_: Any) -> Grounds:
        """The grounds."""
        return Grounds(**parts)
