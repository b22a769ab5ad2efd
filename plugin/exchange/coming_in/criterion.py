"""A question of a form as a whole criterion: what the form says, and TODOs for what it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugin.exchange.coming_in import remarks
from plugin.exchange.coming_in.kinds import Asked
from plugin.exchange.coming_in.remarks import Outcome, Remark
from plugin.exchange.coming_in.wording import fit, words_in
from plugin.exchange.workbooks import columns
from plugin.exchange.workbooks.lines import Line
from plugin.exchange.yaml_text import Noted, Todo
from standards.content import mapping
from standards.kinds import Instrument
from standards.model import Journey, Severity
from standards.source import Plain, read_source

# The order in which a criterion is written.
_ORDER = (
    "code", "title", "why", "satisfaction", "journey", "severity", "weight", "applies", "ask",
    "limits", "goal", "combine", "accountable", "grounds", "examples",
)  # fmt: skip
# What our own column may bring.
_MORE = frozenset(
    {"title", "satisfaction", "applies", "limits", "goal", "combine", "accountable", "grounds",
     "examples"}
)  # fmt: skip
_CHANGES = ("default", "choice_filter", "trigger", "readonly", "calculation")
_ANSWER_KINDS = {"text", "photo"}
_YES = {"yes", "true", "true()", "1"}


@dataclass(slots=True)
class Made:
    """A criterion as plain data, and what is to be said of its row."""

    data: Mapping[str, Any]
    remarks: list[Remark]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands in the standard: its code, its condition, and its stage, if any."""

    code: str
    shown_if: Mapping[str, list[str]]
    journey: str


def criterion_of(line: Line, found: Asked, place: Place, languages: Sequence[str]) -> Made:
    """The criterion that the row makes."""
    said = list(found.remarks)
    label = words_in(line.words("label"), languages, Todo)
    more = _more(line, languages, said)
    if "limits" in more:
        said = [each for each in said if each.message != remarks.NO_LIMITS]
    data: dict[str, Any] = {
        "code": place.code,
        "title": label,
        "why": _why(line, languages, said),
        "journey": _word(line, columns.JOURNEY, set(Journey), said) or place.journey or None,
        "severity": _word(line, columns.SEVERITY, set(Severity), said),
        "weight": _weight(line, found, said),
        "ask": _ask(line, label, found, place.shown_if, said),
        "limits": found.limits,
        "examples": found.examples,
        **more,
    }
    said += _left_out(line, found)
    ordered = {key: data[key] for key in _ORDER if data.get(key) is not None}
    return Made(ordered, said)


def _ask(
    line: Line, label: object, found: Asked, shown_if: Mapping[str, list[str]], said: list[Remark]
) -> dict[str, Any]:
    given = line.cell(columns.OF).split()
    people = [each.value for each in (Instrument.VISIT, Instrument.REVIEW)]
    of = [each for each in people if each in given] or people[:1]
    kind, rest = found.ask["kind"], {k: v for k, v in found.ask.items() if k != "kind"}
    is_required = line.cell("required").casefold() in _YES
    has_na = not is_required if found.has_na is None and not given else found.has_na
    if any(each.message == remarks.ASKED_ALWAYS for each in said):
        is_required = False
    if not given and any("${" in text for text in line.words("label").values()):
        said.append(Remark(remarks.NAMES_OTHERS))
    ask: dict[str, Any] = {"kind": kind, "question": label, "of": of}
    if shown_if:
        ask["show_if"] = {name: list(each) for name, each in shown_if.items()}
    ask |= rest
    if is_required:
        ask["required"] = True
    if not has_na:
        ask["na"] = False
    return ask


def _why(line: Line, languages: Sequence[str], said: list[Remark]) -> object:
    """Our own forms keep the why as the hint; elsewhere a hint says how to answer."""
    hint = line.words("hint")
    if line.cell(columns.KIND):
        return words_in(hint, languages, Todo)
    todo = Todo("why it matters to the customer")
    if not hint:
        return todo
    said.append(Remark(remarks.HINT_KEPT, outcome=Outcome.TAKEN))
    return Noted(todo, f"hint: {next(iter(hint.values()))}")


def _weight(line: Line, found: Asked, said: list[Remark]) -> float:
    text = line.cell(columns.WEIGHT)
    if text:
        try:
            weight = float(text)
        except ValueError:
            weight = -1.0
        if 0 <= weight <= 1_000_000:
            return weight
        _unknown(columns.WEIGHT, text, said)
    return 0 if found.ask["kind"] in _ANSWER_KINDS else 1


def _word(line: Line, column: str, known: set[Any], said: list[Remark]) -> str | None:
    text = line.cell(column)
    if text and text not in {str(each) for each in known}:
        _unknown(column, text, said)
        return None
    return text or None


def _unknown(column: str, text: str, said: list[Remark]) -> None:
    said.append(Remark(remarks.NOT_KNOWN, {"value": text[:40], "column": column}))


def _more(line: Line, languages: Sequence[str], said: list[Remark]) -> dict[str, Any]:
    """What our own column says beside the question."""
    text = line.cell(columns.MORE)
    if not text:
        return {}
    source = read_source(text.encode())
    told: Mapping[str, Plain] = mapping(source.data)
    if source.faults or not told or not told.keys() <= _MORE:
        said.append(Remark(remarks.FAULTY_MORE, {"column": columns.MORE}))
        told = {} if source.faults else {key: told[key] for key in told if key in _MORE}
    found: dict[str, Any] = dict(told)
    fit(found, _written_in(found, languages), languages, Todo)
    return found


def _written_in(found: Mapping[str, Any], languages: Sequence[str]) -> tuple[str, ...]:
    """The languages it was written in, as its title tells; those of the draft where it does not."""
    title = found.get("title")
    return tuple(title) if isinstance(title, Mapping) and title else tuple(languages)


def _left_out(line: Line, found: Asked) -> list[Remark]:
    """What the row says beside, which no criterion can."""
    changes = [each for each in _CHANGES if line.cell(each)]
    looks = [
        name
        for name in line.cells
        if name not in _READ and name not in _CHANGES and not name.startswith(columns.OURS)
    ]
    constraint = line.cell("constraint")
    said = []
    if changes:
        said.append(Remark(remarks.LEFT_OUT, {"columns": ", ".join(changes)}))
    if looks:
        told = {"columns": ", ".join(sorted(looks)[:12])}
        said.append(Remark(remarks.LEFT_OUT, told, Outcome.TAKEN))
    if constraint and found.ask["kind"] not in {"scale", "number", "duration"}:
        said.append(Remark(remarks.NOT_HELD, {"constraint": constraint[:120]}))
    return said


_READ = frozenset({"type", "name", "required", "relevant", "constraint", "parameters", "disabled"})
