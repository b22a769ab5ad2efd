"""What is wrong with one criterion although each of its parts can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from standards import limits
from standards.content import Content, Parts, Said
from standards.kinds import (
    KIND_WORDS,
    ROUND_THE_CLOCK,
    CalendarChoice,
    Choice,
    Clock,
    Count,
    Kind,
    Photo,
    Question,
    Rating,
    Scale,
    Text,
    YesNo,
)
from standards.model import Example, Limit
from standards.source import Path
from standards.wording import instead_of, shown

_BAD = ("missed", "partly")
_Found = Iterator[tuple[Path, str]]  # a path below the criterion


def check_criterion(content: Content, number: int, parts: Parts) -> Iterator[Said]:
    """Every fault between the criterion's parts, and between it and the rest of the standard."""
    for needs, found in _CHECKS.items():
        if parts.keys() >= set(needs):
            for path, said in found(content, number, *(parts[need] for need in needs)):
                yield content.at(number, *path), said


def _asked(content: Content, number: int, ask: Kind) -> _Found:
    match ask:
        case Clock():
            yield from _calendars(content, ask.calendar)
        case Question(shown_if=shown_if) if shown_if:
            yield from _shown(content, number, shown_if)


def _calendars(content: Content, choice: CalendarChoice) -> _Found:
    known = content.calendar_names
    for row, name in enumerate(choice.names):
        if name not in known and name != ROUND_THE_CLOCK:
            mend = instead_of(name, known) if known else "write it under `calendars`"
            yield ("ask", "calendar", row, "use"), f"there is no calendar {shown(name)}; {mend}"
    for row, earlier in limits.unreachable(tuple(when for when, _ in choice.rows)):
        said = f"this row is never reached; row {earlier + 1} fits whenever it does"
        yield ("ask", "calendar", row), said


def _limits(content: Content, _: int, ask: Kind, rows: tuple[Limit, ...]) -> _Found:
    if wrong := limits.wrong_presence(ask, rows):
        yield ("limits",), wrong
        return
    names = ask.calendar.names if isinstance(ask, Clock) else ()
    always = {name == ROUND_THE_CLOCK for name in names if name not in content.calendar_names}
    always |= {content.calendars[name].week is None for name in names if name in content.calendars}
    for row, key, said in limits.faults(ask, rows, frozenset(always)):
        yield ("limits", row, key) if key else ("limits", row), said


def _examples(_: Content, __: int, ask: Kind, examples: tuple[Example, ...]) -> _Found:
    yield from _sides(ask, examples)
    yield from _given(ask, examples)


def _sides(ask: Kind, examples: tuple[Example, ...]) -> _Found:
    if isinstance(ask, Text | Photo):
        return
    verdicts = {example.then for example in examples}
    if "met" not in verdicts:
        yield ("examples",), "no example is met; add one with `then: met`"
    if verdicts.isdisjoint(_BAD):
        yield ("examples",), "no example is missed; add one with `then: missed` or `then: partly`"


def _given(ask: Kind, examples: tuple[Example, ...]) -> _Found:
    """What an example gives that the kind does not know: happenings, or one value."""
    key = next((key for kind, key in _GIVEN.items() if isinstance(ask, kind)), "happenings")
    known = {key} if isinstance(ask, Question) else {key, "happenings"}
    mend = "{answer: …}" if isinstance(ask, Question) else "[Mon 09:00 opened, …]"
    for number, example in enumerate(examples):
        given = "happenings" if isinstance(example.given, tuple) else next(iter(example.given))
        if given not in known:
            said = f"{KIND_WORDS[type(ask)]} has no {given}; write {mend}"
            yield ("examples", number, "given"), said


def _shown(content: Content, number: int, shown_if: Mapping[str, frozenset[str]]) -> _Found:
    asked = content.asked
    earlier = {code: ask for code, (place, ask) in asked.items() if place < number}
    for code, answers in shown_if.items():
        path = ("ask", "show_if", code)
        if code in earlier:
            yield from ((path, said) for said in _impossible(code, earlier[code], answers))
        elif code in asked:
            yield path, f"{code} is not asked earlier; put it before this criterion"
        elif code not in content.codes:
            yield path, f"there is no criterion {shown(code)}; {instead_of(code, earlier)}"


def _impossible(code: str, ask: Kind, answers: frozenset[str]) -> Iterator[str]:
    if not isinstance(ask, Question):
        yield f"{code} is no question to a person; name one of the criteria that people answer"
        return
    possible = _possible(ask)
    for answer in sorted(answers - possible if possible else ()):
        yield f"{shown(answer)} is no answer to {code}; {instead_of(answer, sorted(possible))}"


def _possible(ask: Question) -> frozenset[str]:
    """The answers there are, as `show_if` writes them; empty when they cannot be listed."""
    match ask:
        case YesNo():
            words = {"yes", "no"}
        case Choice():
            words = set(ask.answers)
        case Scale() if ask.most - ask.least <= 100:
            words = {str(number) for number in range(ask.least, ask.most + 1)}
        case _:
            return frozenset()
    return frozenset(words | {"na"} if ask.na else words)


# What an example may give in place of happenings; a clock needs them.
_GIVEN: Mapping[type, str] = {Count: "count", Rating: "rating", Question: "answer"}

# The parts each check needs -> the check; it is passed over where one of them has a fault.
_CHECKS: Mapping[tuple[str, ...], Callable[..., _Found]] = {
    ("ask",): _asked,
    ("ask", "limits"): _limits,
    ("ask", "examples"): _examples,
}
