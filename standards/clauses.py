"""What is wrong with one criterion although each of its parts can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from standards import limits
from standards.content import Content, Parts, Told
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
from standards.said import Said, both
from standards.source import Path
from standards.wording import instead_of, shown

_BAD = ("missed", "partly")
_Found = Iterator[tuple[Path, str]]  # a path below the criterion


def check_criterion(content: Content, number: int, parts: Parts) -> Iterator[Told]:
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
            what = Said("there is no calendar {name}", name=shown(name))
            mend = instead_of(name, known) if known else Said("write it under `calendars`")
            yield ("ask", "calendar", row, "use"), both(what, mend)
    for row, earlier in limits.unreachable(tuple(when for when, _ in choice.rows)):
        yield ("ask", "calendar", row), limits.never_reached(earlier)


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
        mend = Said("add one with `then: met`")
        yield ("examples",), both(Said("no example is met"), mend)
    if verdicts.isdisjoint(_BAD):
        mend = Said("add one with `then: missed` or `then: partly`")
        yield ("examples",), both(Said("no example is missed"), mend)


def _given(ask: Kind, examples: tuple[Example, ...]) -> _Found:
    """What an example gives that the kind does not know: happenings, or one value."""
    key = next((key for kind, key in _GIVEN.items() if isinstance(ask, kind)), "happenings")
    known = {key} if isinstance(ask, Question) else {key, "happenings"}
    is_asked = isinstance(ask, Question)
    mend = Said("write {{answer: …}}") if is_asked else Said("write [Mon 09:00 opened, …]")
    for number, example in enumerate(examples):
        given = "happenings" if isinstance(example.given, tuple) else next(iter(example.given))
        if given not in known:
            what = Said("{kind} has no {given}", kind=KIND_WORDS[type(ask)], given=given)
            yield ("examples", number, "given"), both(what, mend)


def _shown(content: Content, number: int, shown_if: Mapping[str, frozenset[str]]) -> _Found:
    asked = content.asked
    earlier = {code: ask for code, (place, ask) in asked.items() if place < number}
    for code, answers in shown_if.items():
        path = ("ask", "show_if", code)
        if code in earlier:
            yield from ((path, said) for said in _impossible(code, earlier[code], answers))
        elif code in asked:
            what = Said("{code} is not asked earlier", code=code)
            yield path, both(what, Said("put it before this criterion"))
        elif code not in content.codes:
            what = Said("there is no criterion {code}", code=shown(code))
            yield path, both(what, instead_of(code, earlier))


def _impossible(code: str, ask: Kind, answers: frozenset[str]) -> Iterator[str]:
    if not isinstance(ask, Question):
        what = Said("{code} is no question to a person", code=code)
        yield both(what, Said("name one of the criteria that people answer"))
        return
    possible = _possible(ask)
    for answer in sorted(answers - possible if possible else ()):
        what = Said("{answer} is no answer to {code}", answer=shown(answer), code=code)
        yield both(what, instead_of(answer, sorted(possible)))


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
