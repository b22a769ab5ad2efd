"""What an author sends of the editor: the text, the fields of one part, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from werkzeug.datastructures import MultiDict

from plugin.authoring.chosen import Chosen, chosen_in, filled_at, form_for
from plugin.authoring.forms.fields import Fields
from plugin.authoring.steps import Typed

CHECK, SAVE, ADD_CALENDAR = "check", "save", "add-calendar"
LONGEST_NOTE = 2_000
LONGEST_NAME = 60
_OWN = frozenset(
    {"yaml", "note", "seen", "do", "chosen", "shown", "pane", "kind", "naming", "csrf_token"}
)
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Sent:
    """The text, why it is to be kept so, the revision that was seen, and the step.

    `shown` are the fields as they stood when the form was laid out, `fields` as they stand now.
    `naming` is what a new calendar is to be called.
    """

    text: str
    note: str = ""
    seen: int = 0
    step: str = CHECK
    chosen: Chosen | None = None
    pane: str = "form"
    languages: tuple[str, ...] = ("en",)
    calendars: tuple[str, ...] = ()
    shown: Fields = field(default_factory=dict)
    fields: Fields = field(default_factory=dict)
    naming: str = ""

    def filled_in(self) -> Typed:
        """The text with what was changed in the form. NotRewritten where that cannot be written."""
        typed = Typed(self.text, self.chosen, self.calendars)
        if self.chosen is None or not self.has_changes:
            return typed
        form = form_for(self.chosen, self.languages, self.calendars)
        text = filled_at(self.text, self.chosen, form, self.shown, self.fields)
        return Typed(text, self.chosen, self.calendars)

    @property
    def has_changes(self) -> bool:
        """Whether a field stands otherwise than it was laid out."""
        return any(self.shown.get(name) != text for name, text in self.fields.items())


def sent_in(form: MultiDict[str, str], ends: str = "\n") -> Sent:
    """What the form says; lines end as those of the draft do, which browsers change."""
    told = _laid_out(form.get("shown", ""))
    step, _, about = form.get("do", CHECK).partition(":")
    naming = _lines(form.get("naming", "")).replace("\n", " ").strip()[:LONGEST_NAME]
    said = {"add": form.get("kind", ""), ADD_CALENDAR: naming}.get(step, about)
    shown = told["fields"]
    return Sent(
        text=_lines(form.get("yaml", "")).replace("\n", ends),
        note=form.get("note", "").strip()[:LONGEST_NOTE],
        seen=_number(form.get("seen", "")) or 0,
        step=f"{step}:{said}" if said else step,
        chosen=chosen_in(form.get("chosen", "")),
        pane=form.get("pane", "form"),
        languages=told["languages"] or ("en",),
        calendars=told["calendars"],
        shown=shown,
        fields={
            name: _value(form.getlist(name)) for name in form if name in shown and name not in _OWN
        },
        naming=naming,
    )


def laid_out(languages: tuple[str, ...], calendars: tuple[str, ...], fields: Fields) -> str:
    """What the form bears with it, so that it is known what was changed in it."""
    told = {"languages": languages, "calendars": calendars, "fields": dict(fields)}
    return orjson.dumps(told).decode()


def ends_of(text: str) -> str:
    """How the lines of the text end."""
    return "\r\n" if "\r\n" in text else "\n"


def _laid_out(written: str) -> Mapping[str, Any]:
    try:
        told = orjson.loads(written)
    except orjson.JSONDecodeError:
        told = {}
    told = told if isinstance(told, dict) else {}
    fields = told.get("fields")
    return {
        "languages": _words(told.get("languages")),
        "calendars": _words(told.get("calendars")),
        "fields": {
            name: text
            for name, text in (fields.items() if isinstance(fields, dict) else ())
            if isinstance(text, str)
        },
    }


def _words(told: Any) -> tuple[str, ...]:
    return tuple(each for each in told if isinstance(each, str)) if isinstance(told, list) else ()


def _value(values: list[str]) -> str:
    """One value, or those that are ticked, joined."""
    if len(values) == 1:
        return _lines(values[0])
    return ",".join(each for each in values if each)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None
