"""`plumbline hours`: working time counted line by line, under one calendar of a standard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import click
import orjson

from plugin.cli.refusal import Refused
from plugin.cli.standards.standard import open_draft
from plugin.evidence import LineRefused, lines_of
from plugin.files import reading, writing
from scoring.evidence import EvidenceInvalid
from scoring.lines.fields import instant, shown, text
from standards.durations import read_seconds
from standards.hours import Hours
from standards.instants import show_instant
from standards.kinds import ROUND_THE_CLOCK
from standards.model import Draft

Given: TypeAlias = Mapping[str, Any]


@click.command()
@click.argument("standard", type=click.Path(path_type=Path))
@click.argument("calendar")
@click.argument("questions", metavar="[FILE]", default="-")
def hours(standard: Path, calendar: str, questions: str) -> None:
    """Count working time under CALENDAR of STANDARD.

    FILE is JSON lines, each a question; `-` or nothing reads standard input, a name that ends in
    .gz is unpacked. Each is printed with its answer added, other keys left as they are. Instants
    have an offset; fractions of a second are cut off. A deadline that falls on closing time is
    closing time, and null when it never comes. A line that asks nothing known is refused with its
    number and ends the run; the answers before it stand.

    \b
    plumbline hours contact.yaml service questions.jsonl
    \b
    {"start": "2026-03-06T16:00Z", "end": "2026-03-09T08:00Z"}
        adds "elapsed_seconds": 21600
    {"start": "2026-03-06T16:00Z", "duration": "PT2H"}
        adds "deadline": "2026-03-07T10:00:00Z"
    {"start": "2026-03-06T16:00Z", "seconds": 3600}
        adds "deadline": "2026-03-06T17:00:00Z"
    {"at": "2026-03-08T11:00Z"}
        adds "open": false, "next_opening": "2026-03-09T07:00:00Z"
    """
    counting = _hours_in(open_draft(standard), calendar)
    with reading(questions) as stream, writing(None) as target:
        try:
            for line in lines_of(stream):
                target.write(_answered(counting, line.given, line.number))
        except LineRefused as error:
            raise Refused(f"{questions}:{error.line}: {error.text}") from None


def answer(hours: Hours, given: object) -> dict[str, Any]:
    """What a question asks for. EvidenceInvalid says what is wrong with it."""
    if not isinstance(given, dict):
        raise EvidenceInvalid("", f"a line is one JSON object, not {shown(given)}")
    ask = _QUESTIONS.get(frozenset(given.keys() & _ASKING))
    if ask is None:
        raise EvidenceInvalid("", f"asks nothing known; {_MEND}")
    return ask(hours, given)


def _elapsed(hours: Hours, given: Given) -> dict[str, Any]:
    return {"elapsed_seconds": hours.elapsed(instant(given, "start"), instant(given, "end"))}


def _after_duration(hours: Hours, given: Given) -> dict[str, Any]:
    written = text(given, "duration")
    try:
        span = read_seconds(written)
    except ValueError as error:
        raise EvidenceInvalid("duration", str(error)) from None
    if span.has_days and not hours.always:
        mend = "under opening hours a day has no length; write hours, such as PT16H"
        raise EvidenceInvalid("duration", f"{written!r} holds days; {mend}")
    return _deadline(hours, given, span.seconds)


def _after_seconds(hours: Hours, given: Given) -> dict[str, Any]:
    seconds = given["seconds"]
    if type(seconds) is not int or seconds < 0:
        raise EvidenceInvalid("seconds", f"must be a whole number from 0, not {shown(seconds)}")
    return _deadline(hours, given, seconds)


def _deadline(hours: Hours, given: Given, seconds: int) -> dict[str, Any]:
    return {"deadline": _shown(hours.deadline(instant(given, "start"), seconds))}


def _open(hours: Hours, given: Given) -> dict[str, Any]:
    at = instant(given, "at")
    return {"open": hours.is_open(at), "next_opening": _shown(hours.next_opening(at))}


# The keys that make up a question -> who answers it.
_QUESTIONS: Mapping[frozenset[str], Callable[[Hours, Given], dict[str, Any]]] = {
    frozenset({"start", "end"}): _elapsed,
    frozenset({"start", "duration"}): _after_duration,
    frozenset({"start", "seconds"}): _after_seconds,
    frozenset({"at"}): _open,
}
_ASKING = frozenset().union(*_QUESTIONS)
_MEND = "write start and end, start and duration, start and seconds, or at"


def _answered(hours: Hours, given: Any, number: int) -> bytes:
    """The line with its answer. LineRefused when it asks nothing or cannot be written again."""
    try:
        added = answer(hours, given)
        return orjson.dumps({**given, **added}, option=orjson.OPT_APPEND_NEWLINE)
    except EvidenceInvalid as error:
        raise LineRefused(number, str(error)) from None
    except orjson.JSONEncodeError:
        raise LineRefused(number, "nested too deep to be written again") from None


def _hours_in(draft: Draft, calendar: str) -> Hours:
    if calendar in draft.hours:
        return draft.hours[calendar]
    written = [name for name in draft.hours if not name.endswith(ROUND_THE_CLOCK)]
    text = f"{draft.code} has no calendar {calendar!r}; it has {', '.join(written) or 'none'}"
    raise click.BadParameter(text, param_hint="CALENDAR")


def _shown(at: int | None) -> str | None:
    return None if at is None else show_instant(at)
