"""The form of what a row says: values, instants, facts, answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from plugin.imports.fields import (
    Column,
    Condition,
    Formats,
    Key,
    Table,
    Text,
    Texts,
    Zone,
    scalar_of,
    template_of,
)
from plugin.imports.mapping import (
    AnswerRule,
    At,
    Constant,
    Dates,
    Facts,
    Later,
    Offset,
    Said,
    Scalar,
    Unit,
    Value,
)
from plugin.imports.template import Template, of_column, of_text
from standards.conditions import FIELD
from standards.kinds import RatingScale, Status
from standards.schema.base import Form, One, refuse
from standards.schema.base import Value as Field
from standards.schema.groups import Named
from standards.schema.values import Flag, Word
from standards.wording import instead_of, listed, shown

# What a value can come to in a line.
SORTS = {
    "text": "a text",
    "whole": "a whole number",
    "number": "a number",
    "measured": "a number of the export",
    "truth": "a truth value",
    "list": "a list",
}
FACT = ("text", "whole", "number", "measured", "truth")
NUMBER = ("whole", "number", "measured")
_SORT_OF = {bool: "truth", int: "whole", float: "number", str: "text"}


class Plain(Field):
    """A text with columns in braces, or a plain number or truth value."""

    def read(self, value: Any) -> Value:
        return plain_value(value)


class SaidForm(Form):
    """A value looked at more closely than a text with columns can say."""

    column = Column("The column, or several in braces.", required=True)
    words = Table("A table of words, or the name of one.")
    otherwise = Plain("What a word becomes that the table lacks.")
    number = Flag("Whether it is a number.")
    unit = Word("What the number counts; then the value is a duration.", Unit)
    split = Text("What stands between several values.")

    @validates_schema
    def _one_reading(self, data: Mapping[str, Any], **_: Any) -> None:
        if "otherwise" in data and "words" not in data:
            raise ValidationError("otherwise than what; write words beside it", "otherwise")
        if "split" in data and not data.keys().isdisjoint(("unit", "number", "words")):
            raise ValidationError("a list is texts as they stand; take out one", "split")

    @post_load
    def _said(self, data: dict[str, Any], **_: Any) -> Any:
        return Said(data.pop("column"), **data)


class ValueField(Field):
    """A text with columns in braces, a plain number or truth value, or a `SaidForm`.

    `sorts` are what it may come to: a line with anything else could not be read.
    """

    def __init__(self, description: str = "", sorts: Sequence[str] = FACT, **more: Any) -> None:
        super().__init__(description, **more)
        self.sorts = sorts

    def read(self, value: Any) -> Value:
        said = value_of(value)
        for sort in sorts_of(said):
            if sort not in self.sorts:
                mend = f"write {listed(SORTS[known] for known in self.sorts)}"
                refuse(f"this comes to {SORTS[sort]}", mend)
        return said


class KeyField(Field):
    """What identifies something in the helpdesk: `kind/id`, unless a table gives it."""

    def read(self, value: Any) -> Value:
        return value_of(value) if isinstance(value, dict) else of_template(Key().read(value))


class Chosen(Field):
    """One of a closed list: said by the mapping itself, or by its table of words."""

    def __init__(self, description: str, words: Iterable[Any], **options: Any) -> None:
        super().__init__(description, **options)
        self.words = tuple(words)

    def read(self, value: Any) -> Value:
        said = value_of(value)
        for word in outcomes_of(said):
            if word is None:
                refuse("the export's own word", "give it a table: {column: …, words: {…: …}}")
            if word not in self.words:
                known = (shown(known).strip("'") for known in self.words)
                refuse(f"{shown(word)} is not known here", instead_of(shown(word), known))
        return said


class DatesForm(Form):
    """How dates are written."""

    format = Formats("iso, epoch, epoch_ms or a pattern; or a list of them.")
    zone = Zone("The zone of stamps without a trusted offset.")
    offset = Word("What to think of an offset: trust, ignore or doubled.", Offset)

    @post_load
    def _dates(self, data: dict[str, Any], **_: Any) -> Any:
        return Dates(data.get("format"), data.get("zone"), data.get("offset"))


class LaterForm(Form):
    """So much later than a date."""

    column = Column("The column with the number.", required=True)
    unit = Word("What it counts.", Unit, required=True)

    @post_load
    def _later(self, data: dict[str, Any], **_: Any) -> Later:
        return Later(**data)


class AtForm(DatesForm):
    """A date that is written in its own way, or reckoned from another."""

    column = Column("The column, or several in braces.", required=True)
    plus = One(LaterForm, "A column with so many seconds, minutes, hours or days to add.")
    not_before = Column("A column with a date that this one is never before.")

    @post_load
    def _dates(self, data: dict[str, Any], **_: Any) -> Any:
        dates = super()._dates(data)
        return At(data["column"], dates, data.get("plus"), data.get("not_before"))


class Instant(Field):
    """The column of a date, or an `AtForm`."""

    def read(self, value: Any) -> Any:
        return AtForm().load(value) if isinstance(value, dict) else _plain_at(value)


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


def value_of(value: Any) -> Value:
    """The value a form says, as a mapping or plainly."""
    if not isinstance(value, dict):
        return plain_value(value)
    said: Said = SaidForm().load(value)
    return said


def plain_value(value: Any) -> Value:
    """The value that a text with columns, a number or a truth value says."""
    scalar = scalar_of(value)
    if not isinstance(scalar, str):
        return Constant(scalar)
    return of_template(template_of(of_text, scalar))


def of_template(template: Template) -> Value:
    """The value of a text: a constant when no column is in it."""
    constant = template.constant
    return Said(template) if constant is None else Constant(constant)


def sorts_of(value: Value) -> Iterator[str]:
    """What the value can come to in a line, by the words of `SORTS`."""
    if isinstance(value, Constant):
        yield _SORT_OF[type(value.value)]
    elif value.words is None:
        yield "list" if value.split else "measured" if value.number and not value.unit else "text"
    else:
        yield from (_SORT_OF[type(word)] for word in value.words.values())
        yield from () if value.otherwise is None else sorts_of(value.otherwise)


def _plain_at(value: Any) -> At:
    return At(template_of(of_column, value), Dates())


def outcomes_of(value: Value) -> Iterator[Scalar | None]:
    """Everything the value can become; None for what only the export knows."""
    if isinstance(value, Constant):
        yield value.value
    elif value.words is None:
        yield None
    else:
        yield from value.words.values()
        if value.otherwise is not None:
            yield from outcomes_of(value.otherwise)
