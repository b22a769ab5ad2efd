"""Adds criteria to the text of a draft; every line that stands stays as it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plugin.language import N_, Language
from standards.content import mapping
from standards.languages import LANGUAGES
from standards.said import Said
from standards.source import Source, read_source

UNREADABLE = N_("the draft cannot be read: {fault} (line {line}); mend that first")
FLOW = N_("the criteria of the draft stand in brackets; write each on lines of its own first")
NO_LANGUAGES = N_("the draft says no languages; write `languages: [en]` first")
NO_CRITERIA = N_("the draft has no `criteria:`; write that line first")


class Unaddable(Exception):
    """Nothing can be added to the draft as it stands; said like a refusal of a workbook."""

    def __init__(self, message: str, values: Mapping[str, object] | None = None) -> None:
        self.message, self.values = message, dict(values or {})
        super().__init__(self.said(Language("en")))

    def said(self, language: Language) -> str:
        """What is wrong and what to do."""
        values = {name: language.said(str(each)) for name, each in self.values.items()}
        return language.gettext(self.message, **values)


def draft_languages(text: str) -> tuple[str, ...]:
    """The languages that the draft is written in. Unaddable where it says none."""
    told = mapping(_source(text).data).get("languages")
    found = [each for each in (told if isinstance(told, list) else ()) if each in LANGUAGES]
    if not found:
        raise Unaddable(NO_LANGUAGES)
    return tuple(map(str, found))


def draft_codes(text: str) -> tuple[str, ...]:
    """The codes of its criteria, whatever else is wrong with them."""
    told = mapping(_source(text).data).get("criteria")
    listed = told if isinstance(told, list) else []
    return tuple(str(mapping(each)["code"]) for each in listed if mapping(each).get("code"))


def calendar_names(text: str) -> tuple[str, ...]:
    """The names of its calendars."""
    return tuple(mapping(mapping(_source(text).data).get("calendars")))


def appended(text: str, items: str, heading: str = "") -> str:
    """The text with the items, written without indent, behind the last criterion.

    `heading` is a line of comment above them. Unaddable where the list cannot grow.
    """
    source = _source(text)
    if "criteria" not in mapping(source.data):
        raise Unaddable(NO_CRITERIA)
    listed = mapping(source.data)["criteria"]
    lines = _lines(text)
    if listed is None or listed == []:
        return _begun(source, lines, items, heading)
    column = _column(source, lines)
    end = _end(source, lines, "criteria")
    before = "".join(lines[:end])
    gap = "" if before.endswith("\n") else "\n"
    block = f"{gap}\n{_indented(f'{heading}{items}', column)}"
    return f"{before}{_ended_as(text, block)}{_rest(lines, end)}"


def _ended_as(text: str, block: str) -> str:
    """The block with the ends of lines that the text has."""
    return block.replace("\n", "\r\n") if "\r\n" in text else block


def _rest(lines: list[str], end: int) -> str:
    rest = "".join(lines[end:])
    return f"\n{rest.lstrip()}" if rest.strip() else ""


def with_calendar(text: str, name: str, block: str) -> str:
    """The text with the calendar, its lines without indent, among its calendars."""
    source = _source(text)
    lines = _lines(text)
    if "calendars" in mapping(source.data):
        if not mapping(mapping(source.data)["calendars"]):
            raise Unaddable(FLOW)
        first = next(iter(mapping(mapping(source.data)["calendars"])))
        place = source.place_of(("calendars", first))
        if "{" in lines[source.place_of(("calendars",)).line - 1]:
            raise Unaddable(FLOW)
        end = _end(source, lines, "calendars")
        return "".join(lines[:end]) + _indented(block, place.column - 1) + "".join(lines[end:])
    at = source.place_of(("criteria",)).line - 1
    added = f"calendars:\n{_indented(block, 2)}\n"
    return "".join(lines[:at]) + added + "".join(lines[at:])


def _source(text: str) -> Source:
    source = read_source(text.encode("utf-8", "surrogatepass"))
    if not isinstance(source.data, dict):
        fault = source.faults[0] if source.faults else None
        what = fault.text if fault else Said("a standard is a mapping")
        said = {"fault": what, "line": fault.line if fault else 1}
        raise Unaddable(UNREADABLE, said)
    return source


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _begun(source: Source, lines: list[str], items: str, heading: str) -> str:
    """The first criteria of a draft that has none yet."""
    at = source.place_of(("criteria",)).line - 1
    block = _indented(f"{heading}{items}", 2)
    return f"{''.join(lines[:at])}criteria:\n\n{block}{_rest(lines, at + 1)}"


def _column(source: Source, lines: Sequence[str]) -> int:
    """How far the dashes of the criteria stand from the left. Unaddable where there are none."""
    place = source.place_of(("criteria", 0))
    line = lines[place.line - 1]
    dash = line.find("-")
    if dash < 0 or line[:dash].strip() or line.lstrip("- ").startswith("{"):
        raise Unaddable(FLOW)
    return dash


def _end(source: Source, lines: Sequence[str], key: str) -> int:
    """The line (0-based) behind the last that belongs to the key: where the next key begins."""
    here = source.place_of((key,)).line
    others = (source.place_of((each,)).line for each in mapping(source.data) if each != key)
    later = [line - 1 for line in others if line > here]
    end = min(later, default=len(lines))
    # What is said above the next key belongs to it.
    while end > here and later and (lines[end - 1].startswith("#") or not lines[end - 1].strip()):
        end -= 1
    while end > here and not lines[end - 1].strip():
        end -= 1
    return end


def _indented(block: str, indent: int) -> str:
    return "".join(
        f"{' ' * indent}{line}" if line.strip() else line
        for line in block.splitlines(keepends=True)
    )
