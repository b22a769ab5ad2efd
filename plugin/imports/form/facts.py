"""The form of the facts that a row tells, and of the answers it gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from plugin.imports.form.dates import Instant
from plugin.imports.form.values import (
    NUMBER,
    Chosen,
    KeyField,
    SaidForm,
    ValueField,
    plain_value,
    sorts_of,
)
from plugin.imports.form.words import Column, Condition, Texts
from plugin.imports.mapping import AnswerRule, At, Facts, Said
from standards.conditions import FIELD
from standards.kinds import RatingScale, Status
from standards.schema.base import Form, refuse
from standards.schema.base import Value as Field
from standards.schema.groups import Named
from standards.schema.values import Word


class FactsForm(Form):
    """Facts of a contact, in the names a standard knows."""

    status = Chosen("The status, by a table of words.", tuple(Status))
    status_label = ValueField("The helpdesk's own word, when it is not the one in status.")
    priority = ValueField("The priority.")
    assignee = KeyField("Who holds the contact, such as user/{Assignee}.")
    group = KeyField("The team that holds it, such as group/{Team}.")
    channel = ValueField("How the customer came.")
    brand = ValueField("The brand.")
    form = ValueField("The form filled in.")
    language = ValueField("The language.")
    segment = ValueField("The customer's segment.")
    contact_type = ValueField("What the contact is about.")
    location = ValueField("The location.")
    tags = ValueField("The tags, with split.", ("list",))
    promised_at = Instant("The instant promised to the customer.")
    own = Named(ValueField(), "Facts of the firm's own.", data_key="fields")

    @post_load
    def _facts(self, data: dict[str, Any], **_: Any) -> Facts:
        own = {FIELD + name: value for name, value in data.pop("own", {}).items()}
        instants = {name: at for name, at in data.items() if isinstance(at, At)}
        values = {name: value for name, value in data.items() if name not in instants}
        status = values.get("status")
        if isinstance(status, Said):
            # The vendor's own word stays beside the category it is mapped to.
            values.setdefault("status_label", Said(status.text))
        return Facts(tuple((values | own).items()), tuple(instants.items()))


class EventFactsForm(FactsForm):
    """What an event tells: facts of the contact or, of a rating or a merge, what it says itself."""

    scale = Chosen("The survey's scale.", tuple(RatingScale))
    value = ValueField("What the customer said.", NUMBER)
    into = KeyField("The contact this one was merged into.")


class AnswerForm(SaidForm):
    """An answer: what a row says, or how many rows fulfil a condition."""

    column = Column("The column, or several in braces.")
    count = Condition("Which rows to count.")
    when = Condition("Which rows answer.")
    na = Texts("The words for a question that did not arise.")
    absent = Word("What it means that no row answers: unknown or na.", ("unknown", "na"))

    @validates_schema
    def _one_source(self, data: Mapping[str, Any], **_: Any) -> None:
        if ("column" in data) == ("count" in data):
            raise ValidationError("an answer has one source; write column or count")

    @post_load
    def _said(self, data: dict[str, Any], **_: Any) -> AnswerRule:
        when, na = data.pop("when", ()), frozenset(data.pop("na", ()))
        absent_na = data.pop("absent", "unknown") == "na"
        if "count" in data:
            return AnswerRule(None, data["count"])
        return AnswerRule(super()._said(data), when, na, absent_na)


class AnswerField(Field):
    """A value, or an `AnswerForm`."""

    def read(self, value: Any) -> AnswerRule:
        if not isinstance(value, dict):
            return AnswerRule(plain_value(value))
        rule: AnswerRule = AnswerForm().load(value)
        if rule.value is not None and "list" in sorts_of(rule.value):
            refuse("an answer is no list", "take out split")
        return rule
