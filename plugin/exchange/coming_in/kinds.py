"""Which kind of question a row of a form becomes, and what it earns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugin.exchange.coming_in import remarks
from plugin.exchange.coming_in.remarks import Outcome, Remark
from plugin.exchange.coming_in.types import Asks, Type
from plugin.exchange.workbooks import columns
from plugin.exchange.workbooks.columns import NA_WORD
from plugin.exchange.workbooks.lines import Line
from plugin.exchange.workbooks.lists import Listed, Option
from plugin.exchange.yaml_text import Todo

MOST_POINTS = 11  # of a whole number that is taken for a scale

Words = Callable[[Mapping[str, str]], object]

_BOUNDS = re.compile(r"\s*\.\s*>=\s*(-?\d{1,6})\s+and\s+\.\s*<=\s*(-?\d{1,6})\s*", re.IGNORECASE)
_PARAMETER = re.compile(r"(start|end|step)\s*=\s*(-?\d{1,6}(?:\.\d+)?)")

# What our own column may say of a row that asks so.
_KINDS: Mapping[Asks, tuple[str, ...]] = {
    Asks.ONE: ("yes_no", "choice", "scale"),
    Asks.WHOLE: ("scale", "number"),
    Asks.NUMBER: ("number", "duration"),
    Asks.RANGE: ("scale", "number"),
    Asks.TEXT: ("text",),
    Asks.CODE: ("text",),
    Asks.PHOTO: ("photo",),
}


class Leave(Exception):
    """The row is left out."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(remark.message)
        self.remark = remark


@dataclass(slots=True)
class Asked:
    """A question as the YAML asks it: `ask` without its words, and what goes with it.

    `answers` are what the form calls its answers -> what we call them; empty: any. `has_na` is
    whether the form offers `not applicable`; None: it cannot say.
    """

    ask: dict[str, Any]
    examples: list[dict[str, Any]]
    limits: object = None
    answers: Mapping[str, str] = field(default_factory=dict)
    has_na: bool | None = None
    remarks: list[Remark] = field(default_factory=list)


def asked(line: Line, kind: Type, listed: Listed, words: Words) -> Asked:
    """What the row asks. Leave says why it cannot be asked."""
    ours = line.cell(columns.KIND)
    word = ours if ours in _KINDS[kind.asks] else ""
    match kind.asks:
        case Asks.ONE:
            return _of_list(line, kind, listed, words, word)
        case Asks.WHOLE | Asks.RANGE:
            return _whole(line, kind, word)
        case Asks.NUMBER:
            return _number(line, word or "number")
        case Asks.PHOTO:
            return Asked({"kind": "photo"}, [_example("photo.jpg", "met")])
    found = Asked({"kind": "text"}, [_example("…", "met")])
    if kind.asks is Asks.CODE:
        found.remarks.append(Remark(remarks.TYPED))
    return found


def _of_list(line: Line, kind: Type, listed: Listed, words: Words, word: str) -> Asked:
    if len(listed.answers) + kind.has_other < 2:
        raise Leave(Remark(remarks.ONE_ANSWER, outcome=Outcome.LEFT))
    sides = listed.yes_no
    if sides is not None and not kind.has_other and word in {"", "yes_no"}:
        found = _yes_no(line, listed, sides, is_ours=bool(word))
    elif word == "scale" and (points := _points(listed)):
        found = _scale(min(points), max(points))
        found.answers = {each.name: each.name for each in listed.answers}
    else:
        found = _choice(kind, listed, words)
    found.has_na = listed.has_na
    na = {each.name: NA_WORD for each in listed.options if each.is_na}
    found.answers = {**found.answers, **na}
    return found


def _yes_no(line: Line, listed: Listed, sides: Mapping[str, str], *, is_ours: bool) -> Asked:
    shares = {sides[each.name]: each.share for each in listed.answers}
    good = line.cell(columns.GOOD) or ("no" if shares == {"yes": 0.0, "no": 1.0} else "yes")
    bad = "yes" if good == "no" else "no"
    ask = {"kind": "yes_no"} | ({"good": "no"} if good == "no" else {})
    found = Asked(ask, [_example(good, "met"), _example(bad, "missed")], answers=sides)
    if not is_ours and None in shares.values():
        found.remarks.append(Remark(remarks.AS_YES_NO))
    return found


def _choice(kind: Type, listed: Listed, words: Words) -> Asked:
    options = listed.answers
    if kind.has_other:
        options = (*options, Option("other", {}, None, is_na=False))
    shares = {each.name: each.share for each in options}
    answers = {
        name: Todo("the share it earns, 0 to 1") if share is None else share
        for name, share in shares.items()
    }
    ask: dict[str, Any] = {"kind": "choice", "answers": answers}
    labels = {each.name: words(each.label) for each in options if _is_labelled(each)}
    if labels:
        ask["labels"] = labels
    found = Asked(ask, _examples(shares), answers={name: name for name in shares})
    if None in shares.values():
        found.remarks.append(Remark(remarks.NO_SHARES))
    elif listed.points:
        found.remarks.append(Remark(remarks.SCALED, {"column": listed.points}))
    if kind.has_other:
        found.remarks.append(Remark(remarks.WITH_OTHER))
    return found


def _is_labelled(option: Option) -> bool:
    return any(text != option.name for text in option.label.values())


def _examples(shares: Mapping[str, float | None]) -> list[dict[str, Any]]:
    """One on each side of the line; what cannot be known yet is to be written."""
    known = {name: share for name, share in shares.items() if share is not None}
    first, *_, last = shares
    if len(known) < len(shares):
        verdict = Todo("met, partly or missed")
        return [_example(first, verdict), _example(last, verdict)]
    best, worst = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    bad = "missed" if known[worst] == 0 else "partly"
    return [_example(best, "met"), _example(worst, bad)]


def _whole(line: Line, kind: Type, word: str) -> Asked:
    bounds = _range(line) if kind.asks is Asks.RANGE else _bounds(line)
    if bounds and word != "number":
        least, most = bounds
        if word == "scale" or kind.asks is Asks.RANGE or most - least < MOST_POINTS:
            found = _scale(least, most)
            if not word:
                told = {"least": least, "most": most}
                found.remarks.append(Remark(remarks.AS_SCALE, told))
            return found
    return _number(line, "number")


def _scale(least: int, most: int) -> Asked:
    ask = {"kind": "scale", "from": least, "to": most}
    return Asked(ask, [_example(most, "met"), _example(least, "missed")])


def _number(line: Line, word: str) -> Asked:
    ask = {"kind": word}
    if word == "number" and line.cell(columns.UNIT):
        ask["unit"] = line.cell(columns.UNIT)
    if line.cell(columns.BETTER) == "more":
        ask["better"] = "more"
    # Not the answer alone: that of nobody is an answer too.
    one = "{answer: 5}" if word == "number" else "{answer: PT5M}"
    examples: list[dict[str, Any]] = [
        {"given": Todo(f"{one}, an answer that is enough"), "then": "met"},
        {"given": Todo(f"{one}, one that is not"), "then": "missed"},
    ]
    limits = {"full": Todo("the most that is good, or the least where more is better")}
    remark = [Remark(remarks.NO_LIMITS)]
    if line.cell("constraint") and not line.cell(columns.KIND):
        told = {"constraint": line.cell("constraint")[:120]}
        remark.append(Remark(remarks.NOT_HELD, told))
    return Asked(ask, examples, limits, remarks=remark)


def _bounds(line: Line) -> tuple[int, int] | None:
    found = _BOUNDS.fullmatch(line.cell("constraint"))
    return _rising(int(found[1]), int(found[2])) if found else None


def _range(line: Line) -> tuple[int, int] | None:
    """The ends of a `range` in whole steps of one; None for any other."""
    told = {name: float(text) for name, text in _PARAMETER.findall(line.cell("parameters"))}
    least, most, step = told.get("start", 1.0), told.get("end", 10.0), told.get("step", 1.0)
    if step != 1 or not least.is_integer() or not most.is_integer():
        return None
    return _rising(int(least), int(most))


def _rising(least: int, most: int) -> tuple[int, int] | None:
    return (least, most) if most > least else None


def _points(listed: Listed) -> list[int]:
    """The answers as whole numbers without a gap; empty where they are none."""
    names = [each.name for each in listed.answers]
    if not all(re.fullmatch(r"-?\d{1,6}", each) for each in names):
        return []
    found = sorted(map(int, names))
    return found if found == list(range(found[0], found[-1] + 1)) else []


def _example(answer: object, then: object) -> dict[str, Any]:
    return {"given": {"answer": answer}, "then": then}
