"""Takes a criterion from where it stands into a draft: its lines with their comments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from plugin.authoring.written.blocks import listed_in
from plugin.authoring.written.rewriting import NotRewritten, changed, written_at
from plugin.exchange.coming_in.adding import (
    Unaddable,
    appended,
    calendar_names,
    draft_codes,
    draft_languages,
    with_calendar,
)
from plugin.exchange.coming_in.codes import free_code
from plugin.exchange.coming_in.remarks import Outcome, Remark
from plugin.exchange.coming_in.wording import fit
from plugin.exchange.yaml_text import yaml_of
from plugin.language import N_
from plugin.shelf.shelf import Use
from standards.content import mapping
from standards.hours import Hours
from standards.kinds import Clock, Question
from standards.loader import read
from standards.source import Plain, Source, read_source

_MOST_SOURCES = 16

NOT_READ = N_("the criterion stands there in a way that cannot be taken over; copy it by hand")
RENAMED = N_("{was} is taken in the draft, so it is {code}")
LOST = N_("its words in {languages} are left out: the draft is not written in them")
MISSING = N_("its words in {languages} are missing: write them where nothing stands")
CALENDAR = N_("the calendar {name} came with it")
OTHER_CALENDAR = N_("the draft has a calendar {name} of its own, which holds from now on")
CONDITION = N_("it is asked only after {code}, which the draft does not have")


@dataclass(frozen=True, slots=True)
class Taken:
    """The draft's text with the criterion, its code there, and what is to be said of it."""

    text: str
    code: str
    remarks: tuple[Remark, ...]


def taken_into(text: str, use: Use) -> Taken:
    """The draft's text with the criterion behind its last. Unaddable says why it cannot be."""
    languages = draft_languages(text)
    code = free_code(use.criterion.code, draft_codes(text))
    piece = _piece(use.source.form.text, use.criterion.code)
    remarks: list[Remark] = []
    if code != use.criterion.code:
        remarks.append(Remark(RENAMED, {"was": use.criterion.code, "code": code}))
    piece = _fitted(piece, use.source.form.languages, languages, code, remarks)
    text = _with_calendars(text, use, remarks)
    known = {each.casefold() for each in draft_codes(text)}
    ask = use.criterion.ask
    for each in ask.shown_if if isinstance(ask, Question) else ():
        if each.casefold() not in known:
            remarks.append(Remark(CONDITION, {"code": each}))
    return Taken(appended(text, piece), code, tuple(remarks))


def _piece(text: str, code: str) -> str:
    """The lines of the criterion with the comments right above them, its dash at the left."""
    listed = listed_in(text)
    for number, block in enumerate(listed.blocks if listed is not None else ()):
        is_near = code in text[block.start : block.end]
        if is_near and written_at(text, number).code == code and listed is not None:
            lines = text[block.begin : block.end].splitlines(keepends=True)
            cut = re.compile(rf"^ {{0,{listed.column}}}")
            piece = "".join(cut.sub("", line) for line in lines)
            return piece if piece.endswith("\n") else f"{piece}\n"
    raise Unaddable(NOT_READ)


def _fitted(
    piece: str,
    written_in: tuple[str, ...],
    languages: tuple[str, ...],
    code: str,
    remarks: list[Remark],
) -> str:
    """The lines with the code and the languages of the draft; all else as it is written."""
    head = "criteria:\n"
    try:
        parts = written_at(f"{head}{piece}", 0).parts
        if parts is None:
            raise Unaddable(NOT_READ)
        now: dict[str, Any] = _copied(parts)
        now["code"] = code
        lost = fit(now, written_in, languages, lambda _: None)
        made = changed(f"{head}{piece}", 0, now)
    except NotRewritten:
        raise Unaddable(NOT_READ) from None
    missing = [each for each in languages if each not in written_in]
    if lost:
        remarks.append(Remark(LOST, {"languages": ", ".join(lost)}))
    if missing:
        remarks.append(Remark(MISSING, {"languages": ", ".join(missing)}))
    return made.removeprefix(head)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def _with_calendars(text: str, use: Use, remarks: list[Remark]) -> str:
    """The draft's text with every calendar that the criterion counts under."""
    ask, form = use.criterion.ask, use.source.form
    names = dict.fromkeys(ask.calendar.names) if isinstance(ask, Clock) else {}
    own = calendar_names(text)
    for name in names:
        if name not in form.hours or not _is_written(form.text, name):
            continue
        if name not in own:
            text = with_calendar(text, name, _calendar(form.text, name))
            remarks.append(Remark(CALENDAR, {"name": name}, Outcome.TAKEN))
        elif name not in (own_hours := _hours(text)) or (
            own_hours[name].calendar != form.hours[name].calendar
        ):
            remarks.append(Remark(OTHER_CALENDAR, {"name": name}))
    return text


def _hours(text: str) -> Mapping[str, Hours]:
    form = read(text.encode("utf-8", "surrogatepass")).form
    return form.hours if form is not None else {}


def _is_written(text: str, name: str) -> bool:
    return name in mapping(mapping(_source(text).data).get("calendars"))


@lru_cache(maxsize=_MOST_SOURCES)
def _source(text: str) -> Source:
    return read_source(text.encode("utf-8", "surrogatepass"))


def _calendar(text: str, name: str) -> str:
    """The calendar's lines as they are written, at the left; anew where it stands in brackets."""
    source = _source(text)
    place = source.place_of(("calendars", name))
    lines = text.splitlines(keepends=True)
    line, column = lines[place.line - 1], place.column - 1
    if line[:column].strip():
        written: Mapping[str, Plain] = mapping(mapping(source.data)["calendars"])
        return yaml_of({name: written[name]})
    end = place.line
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > column):
        end += 1
    block = "".join(each[column:] if each.strip() else each for each in lines[place.line - 1 : end])
    return f"{block.rstrip()}\n"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
