"""The form of the lines that rows become: events of a ticket, or what is told of a visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from plugin.imports.form.dates import Instant
from plugin.imports.form.facts import AnswerField, EventFactsForm, FactsForm
from plugin.imports.form.values import Chosen, KeyField, ValueField, outcomes_of
from plugin.imports.form.words import Condition
from plugin.imports.mapping import EventRule, Facts, Value, VisitRule
from scoring.evidence import EventKind, Role
from standards.schema.base import Form, One, refuse
from standards.schema.groups import Named
from standards.schema.values import Flag, Word
from standards.wording import listed

MEANS = ("badge", "receipt", "roster", "description", "none")

# What an event of the kind says of itself, all of it and nothing else.
_OWN = {EventKind.RATED: ("scale", "value"), EventKind.MERGED: ("into",)}


class ByForm(Form):
    """Who did it."""

    role = Chosen("Customer, agent, bot or system.", tuple(Role), required=True)
    id = KeyField("Who it was, such as user/{Assignee}.")


class EventForm(Form):
    """One event that a row may become."""

    kind = Word("What happened.", EventKind, required=True)
    at = Instant("The column of the instant; when it is empty, nothing happened.", required=True)
    when = Condition("Which rows tell of it.")
    by = One(ByForm, "Who did it.")
    public = Chosen("Whether the customer sees it.", (True, False))
    facts = One(EventFactsForm, "What is known from then on.")
    text = ValueField("The words.", ("text",))
    id = ValueField("What the helpdesk calls it, such as comment/{Comment}.", ("text",))
    only_changes = Flag("Whether only facts that changed since the row before are news.")

    @validates_schema
    def _whole(self, data: Mapping[str, Any], **_: Any) -> None:
        kind, facts = data.get("kind"), data.get("facts", Facts())
        told = {name for name, _ in facts.values + facts.instants}
        if kind in _OWN and told != set(_OWN[kind]):
            raise ValidationError(f"{kind} tells {listed(_OWN[kind])}; write just that", "facts")
        if kind not in _OWN and not told.isdisjoint(("scale", "value", "into")):
            raise ValidationError("only ratings and merges tell that; take it out", "facts")
        if kind is EventKind.MESSAGE and "by" not in data:
            raise ValidationError("a message from nobody; write by: {role: agent}", "kind")

    @post_load
    def _rule(self, data: dict[str, Any], **_: Any) -> EventRule:
        by = data.pop("by", {})
        return EventRule(role=by.get("role"), by=by.get("id"), **data)


class QuestionnaireForm(Form):
    """The standard that asks the questions."""

    standard = ValueField("Its code.", ("text",), required=True)
    version = ValueField("Its version.", ("whole",), required=True)


class Surely(ValueField):
    """A share, 0 to 1."""

    def read(self, value: Any) -> Value:
        said = super().read(value)
        if any(not 0 <= float(share or 0) <= 1 for share in outcomes_of(said)):
            refuse("a share outside 0 to 1", "write such as 0.8")
        return said


class EmployeeForm(Form):
    """Whom a visit is about, and how that is known."""

    identity = KeyField("Who it was, such as badge/{Badge}.", required=True)
    means = Chosen("How that is known.", MEANS, required=True)
    confidence = Surely("How surely, 0 to 1.", ("whole", "number"), required=True)


class VisitForm(Form):
    """What a row tells of a visit or, with `about`, of a review."""

    questionnaire = One(QuestionnaireForm, "The standard that asks.")
    about = KeyField("The contact that a review is about.")
    location = ValueField("Where.", ("text",))
    started_at = Instant("When it began.")
    ended_at = Instant("When it ended.")
    employee = One(EmployeeForm, "Whom it is about.")
    accepted = Chosen("Whether it counts for good.", (True, False))
    facts = One(FactsForm, "What else is known of it.")
    answers = Named(AnswerField(), "The answers, by the codes of their criteria.")

    @post_load
    def _rule(self, data: dict[str, Any], **_: Any) -> VisitRule:
        data |= data.pop("questionnaire", {}) | data.pop("employee", {})
        answers = tuple(data.pop("answers", {}).items())
        return VisitRule(questionnaire=data.pop("standard", None), answers=answers, **data)
