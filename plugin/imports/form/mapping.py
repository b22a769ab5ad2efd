"""The form of a whole mapping: connection, files and how they are written, tables."""

from __future__ import annotations

from collections.abc import Mapping
from re import fullmatch
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from plugin.imports.form.dates import DatesForm
from plugin.imports.form.lines import EventForm, VisitForm
from plugin.imports.form.words import Columns, Condition, Key, Table, Text, Texts, text_of
from plugin.imports.mapping import Dates, Dialect, Export, ImportMapping, Reads
from plugin.imports.mapping import Table as Lookup
from standards.schema.base import Form, One, refuse
from standards.schema.groups import Many, Named
from standards.schema.values import Constant, Flag, Word
from standards.wording import shown

FORM = 1  # the version of this form


class Connection(Text):
    """A word in front of every id."""

    def read(self, value: Any) -> str:
        word = text_of(value)
        if not fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word):
            refuse(f"{shown(word)} is no connection", "write words of a-z0-9 with dashes: zd-acme")
        return word


class RowsForm(Form):
    """Which rows count."""

    where = Condition("The rows to read; the others are counted and left out.")
    distinct = Columns("Columns in which rows of a contact differ; of equal ones the first counts.")
    newest_first = Flag("Whether later rows tell of earlier things.")


class CsvForm(Form):
    """How a CSV file is written."""

    delimiter = Text("What stands between two columns.")
    encoding = Text("How its characters are written, such as utf-8 or cp1250.")
    quote = Text("What a text with a delimiter stands in.")
    escape = Text("What takes a quote's meaning away.")

    @validates_schema
    def _characters(self, data: Mapping[str, Any], **_: Any) -> None:
        for name in ("delimiter", "quote", "escape"):
            if len(data.get(name, "x")) != 1:
                raise ValidationError(f"{shown(data[name])}; write one character", name)
        try:
            "".encode(data.get("encoding", "utf-8"))
        except LookupError as error:
            raise ValidationError(f"{error}; write utf-8, utf-16 or cp1250", "encoding") from error

    @post_load
    def _dialect(self, data: dict[str, Any], **_: Any) -> Dialect:
        return Dialect(**data)


class SharedForm(Form):
    """What files have in common, and may each say of their own."""

    reads = Word("Csv or xes.", Reads, data_key="read")
    csv = One(CsvForm, "How CSV is written.")
    missing = Texts("The words that mean nothing is known, beside the empty one.")
    dates = One(DatesForm, "How dates are written.")


class ExportForm(SharedForm):
    """One form of file, and what its rows become."""

    like = Text("What its files are called, such as tickets*.csv.")
    contact = Key("Which contact a row tells of, such as ticket/{Id}.")
    rows = One(RowsForm, "Which rows count.")
    events = Many(One(EventForm), "The events that a row may become.", least=1)
    visit = One(VisitForm, "What a row tells of a visit.")

    @validates_schema
    def _whole(self, data: Mapping[str, Any], **_: Any) -> None:
        if "contact" not in data:
            raise ValidationError("contact is missing; write such as ticket/{Id}", "contact")
        if "contact" in data and not data["contact"].columns:
            raise ValidationError("every row is of one contact; write ticket/{Id}", "contact")
        if ("events" in data) == ("visit" in data):
            raise ValidationError("rows become one thing; write events or visit", "contact")


class TableForm(Form):
    """A second file to look something up in."""

    like = Text("What the file is called, such as people.csv.")
    key = Text("The column of that file to look in.", required=True)
    on = Text("The column of a row to look up.", required=True)
    csv = One(CsvForm, "How CSV is written.")


class MappingForm(ExportForm):
    """A whole mapping, of one form of file or of several."""

    mapping = Constant("The version of this form.", FORM, required=True)
    connection = Connection("The account that the export is from.", required=True)
    decimal = Word("What stands before the fraction of a number.", (".", ","))
    words = Named(Table(), "Tables of words, by name.")
    tables = Named(One(TableForm), "Files to look something up in, by name.")
    files = Named(One(ExportForm), "The forms of file, by name.")

    @validates_schema
    def _whole(self, data: Mapping[str, Any], **_: Any) -> None:
        if "files" not in data:
            super()._whole(data)
        for name in ("like", "contact", "rows", "events", "visit") if "files" in data else ():
            if name in data:
                raise ValidationError(f"{name} is a matter of each file; move it there", name)

    @validates_schema
    def _one_sort(self, data: Mapping[str, Any], **_: Any) -> None:
        forms = list(data.get("files", {"": data}).values())
        visits = [form["visit"] for form in forms if "visit" in form]
        if visits and len(visits) < len(forms):
            raise ValidationError(
                "files of events and of visits; write a mapping for each", "files"
            )
        if visits and visits[0].questionnaire is None:
            raise ValidationError("a visit without questionnaire; write {standard: …, version: …}")

    @post_load
    def _mapping(self, data: dict[str, Any], **_: Any) -> ImportMapping:
        return ImportMapping(
            connection=data["connection"],
            exports=tuple(
                _export(name, data, own) for name, own in data.get("files", {"": {}}).items()
            ),
            tables=tuple(_lookup(name, data, own) for name, own in data.get("tables", {}).items()),
            decimal=data.get("decimal", "."),
        )


def _export(name: str, shared: Mapping[str, Any], own: Mapping[str, Any]) -> Export:
    said = {**shared, **own}
    rows = said.get("rows", {})
    return Export(
        name=name,
        contact=said["contact"],
        like=said.get("like"),
        reads=said.get("reads", Reads.CSV),
        csv=said.get("csv", Dialect()),
        dates=own.get("dates", Dates()).over(shared.get("dates", Dates())),
        missing=frozenset(said.get("missing", ())),
        where=rows.get("where", ()),
        distinct=rows.get("distinct", ()),
        newest_first=rows.get("newest_first", False),
        events=said.get("events", ()),
        visit=said.get("visit"),
    )


def _lookup(name: str, shared: Mapping[str, Any], own: Mapping[str, Any]) -> Lookup:
    said = {**shared, **own}
    return Lookup(
        name=name,
        key=own["key"],
        on=own["on"],
        like=own.get("like"),
        csv=said.get("csv", Dialect()),
        missing=frozenset(said.get("missing", ())),
    )
