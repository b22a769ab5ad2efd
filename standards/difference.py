"""What changed between two versions of a standard, clause by clause and in the standard's words.

A change is told by its effect on whoever is judged: stricter, laxer, reweighted, reworded only, or
otherwise where neither can be said (another calendar, other contacts, another kind of amount).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, TypeAlias

from standards.amounts import amount_said, said
from standards.conditions import Condition
from standards.durations import CalendarDays, Seconds, WorkingDays
from standards.kinds import KIND_WORDS, Better, Kind, Words
from standards.model import (
    Amount,
    Basis,
    Criterion,
    Expectation,
    Form,
    Limit,
    Severity,
)


class Effect(StrEnum):
    """What a change means to whoever is judged by the clause."""

    ADDED = "added"
    REMOVED = "removed"
    STRICTER = "stricter"
    LAXER = "laxer"
    REWEIGHTED = "reweighted"
    OTHERWISE = "otherwise"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that reads otherwise: where in the YAML, what it said, and what it says now.

    `was` is None where nothing was said before, `now` where nothing is said any more.
    """

    effect: Effect
    part: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Clause:
    """A criterion that changed, with at least one change."""

    code: str
    changes: tuple[Change, ...]

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Each effect once, the gravest first."""
        found = {each.effect for each in self.changes}
        return tuple(effect for effect in Effect if effect in found)

    @property
    def is_reworded_only(self) -> bool:
        """Whether everybody is judged as before."""
        return self.effects == (Effect.REWORDED,)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions held against each other: changes of the whole, and of each clause.

    Clauses stand in the order of the later version, those removed behind them.
    """

    code: str
    was_version: int
    now_version: int
    whole: tuple[Change, ...]
    clauses: tuple[Clause, ...]


Changes: TypeAlias = "Iterator[Change]"


def difference(was: Form, now: Form) -> Difference:
    """What changed from the one to the other."""
    old = {each.code: each for each in was.criteria}
    new = {each.code: each for each in now.criteria}
    clauses = [Clause(code, tuple(_clause(old.get(code), new[code]))) for code in new]
    gone = [
        Clause(code, (Change(Effect.REMOVED, "", _title(old[code]), None),))
        for code in old
        if code not in new
    ]
    changed = tuple(each for each in (*clauses, *gone) if each.changes)
    return Difference(now.code, was.version, now.version, tuple(_whole(was, now)), changed)


def _whole(was: Form, now: Form) -> Changes:
    yield from _words("title", was.title, now.title)
    yield from _words("governance.owner", was.governance.owner, now.governance.owner)
    yield from _other("governance.review_by", was.governance.review_by, now.governance.review_by)
    for name in ("approvals", "own_approval"):
        one, other = getattr(was.governance, name), getattr(now.governance, name)
        yield from _other(f"governance.{name}", one, other)
    yield from _other("languages", was.languages, now.languages)
    yield from _other("least_confidence", was.least_confidence, now.least_confidence)
    for name in {**was.hours, **now.hours}:
        if name not in was.hours:
            yield Change(Effect.ADDED, f"calendars.{name}", None, name)
        elif name not in now.hours:
            yield Change(Effect.REMOVED, f"calendars.{name}", name, None)
        elif was.hours[name].calendar != now.hours[name].calendar:
            yield Change(Effect.OTHERWISE, f"calendars.{name}", name, name)


def _clause(was: Criterion | None, now: Criterion) -> Changes:
    if was is None:
        yield Change(Effect.ADDED, "", None, _title(now))
        return
    yield from _words("title", was.title, now.title)
    yield from _words("why", was.why, now.why)
    yield from _ask(was.ask, now.ask)
    yield from _limits(now.ask.better, was.limits, now.limits)
    yield from _greater("goal", was.goal, now.goal, nothing=0.0)
    order = (*Severity,)[::-1]
    yield from _ranked("severity", was.severity, now.severity, order)
    if was.weight != now.weight:
        yield Change(Effect.REWEIGHTED, "weight", said(was.weight), said(now.weight))
    for name in ("applies", "combine", "accountable", "satisfaction", "journey"):
        yield from _other(name, getattr(was, name), getattr(now, name))
    yield from _grounds(was, now)
    yield from _examples(was, now)


def _grounds(was: Criterion, now: Criterion) -> Changes:
    """What stands behind a clause judges nobody: it is told as other words are."""
    for each in fields(now.grounds):
        one, other = getattr(was.grounds, each.name), getattr(now.grounds, each.name)
        if one != other:
            told = (_ground(one), _ground(other))
            yield Change(Effect.REWORDED, f"grounds.{each.name}", *told)


def _ground(told: Expectation | tuple[Basis, ...] | Words | None) -> str | None:
    if isinstance(told, tuple):
        return "; ".join(f"{_first(each.title)} ({each.checked})" for each in told) or None
    if isinstance(told, Mapping):
        return _first(told) or None
    return None if told is None else told.value


def _first(words: Words) -> str:
    return next(iter(words.values()), "")


def _examples(was: Criterion, now: Criterion) -> Changes:
    """Examples judge nobody: they are told by how many there are, and only when they differ."""
    if was.examples != now.examples:
        yield Change(Effect.REWORDED, "examples", str(len(was.examples)), str(len(now.examples)))


def _ask(was: Kind, now: Kind) -> Changes:
    if type(was) is not type(now):
        kinds = KIND_WORDS[type(was)], KIND_WORDS[type(now)]
        yield Change(Effect.OTHERWISE, "ask.kind", *kinds)
        return
    for each in fields(now):
        name = _NAMES.get(each.name, each.name)
        one, other = getattr(was, each.name), getattr(now, each.name)
        yield from _ASKED.get(name, _other)(f"ask.{name}", one, other)


def _required(part: str, was: bool, now: bool) -> Changes:
    if was != now:
        yield Change(_effect(now), part, said(was), said(now))


def _may_not_apply(part: str, was: bool, now: bool) -> Changes:
    if was != now:
        yield Change(_effect(was), part, said(was), said(now))


def _pauses(part: str, was: frozenset[str], now: frozenset[str]) -> Changes:
    """A clock that stands still less often is stricter."""
    if was != now:
        is_plain = now < was or was < now
        effect = _effect(now < was) if is_plain else Effect.OTHERWISE
        yield Change(effect, part, said(was), said(now))


def _answers(part: str, was: Mapping[str, float], now: Mapping[str, float]) -> Changes:
    for code in {**was, **now}:
        one, other = was.get(code), now.get(code)
        if one is None or other is None:
            yield Change(Effect.OTHERWISE, f"{part}.{code}", said(one), said(other))
        elif one != other:
            yield Change(_effect(other < one), f"{part}.{code}", said(one), said(other))


def _labels(part: str, was: Mapping[str, Words], now: Mapping[str, Words]) -> Changes:
    for code in {**was, **now}:
        yield from _words(f"{part}.{code}", was.get(code, {}), now.get(code, {}))


def _limits(better: Better, was: Iterable[Limit], now: Iterable[Limit]) -> Changes:
    """Rows are the same row where they stand for the same contacts."""
    old, new = {each.when: each for each in was}, {each.when: each for each in now}
    for when in {**old, **new}:
        part = f"limits[{said(when)}]" if when.wanted else "limits"
        if when not in old or when not in new:
            effect = Effect.ADDED if when in new else Effect.REMOVED
            yield Change(effect, part, _row(old.get(when)), _row(new.get(when)))
            continue
        plain = _is_plain(old[when]) and _is_plain(new[when])
        for name in ("full",) if plain else ("full", "none"):
            one, other = getattr(old[when], name), getattr(new[when], name)
            if one != other:
                effect = _sooner(better, one, other)
                yield Change(effect, f"{part}.{name}", amount_said(one), amount_said(other))
    shared = [when for when in old if when in new]
    if shared != [when for when in new if when in old]:
        yield Change(Effect.OTHERWISE, "limits", _order(shared), _order(new))


def _is_plain(limit: Limit) -> bool:
    """Whether there is nothing between met and missed: `none` was left out."""
    return limit.full == limit.none


def _sooner(better: Better, was: Amount, now: Amount) -> Effect:
    """Whether less is given, where less can be seen: hours are not held against days."""
    if type(was) is not type(now):
        return Effect.OTHERWISE
    less = _size(now) < _size(was)
    return _effect(less if better is Better.LESS else not less)


def _size(amount: Amount) -> float:
    match amount:
        case Seconds(seconds):
            return seconds
        case WorkingDays(days) | CalendarDays(days):
            return days
    return amount


def _words(part: str, was: Words, now: Words) -> Changes:
    for language in {**was, **now}:
        if was.get(language) != now.get(language):
            told = was.get(language), now.get(language)
            yield Change(Effect.REWORDED, f"{part}.{language}", *told)


def _greater(part: str, was: float | None, now: float | None, nothing: float) -> Changes:
    if was != now:
        more = (nothing if now is None else now) > (nothing if was is None else was)
        yield Change(_effect(more), part, said(was), said(now))


def _ranked(part: str, was: Severity, now: Severity, order: tuple[Severity, ...]) -> Changes:
    if was is not now:
        more = order.index(now) > order.index(was)
        yield Change(_effect(more), part, said(was), said(now))


def _other(part: str, was: object, now: object) -> Changes:
    if was != now:
        yield Change(Effect.OTHERWISE, part, said(was), said(now))


def _effect(is_stricter: bool) -> Effect:
    return Effect.STRICTER if is_stricter else Effect.LAXER


def _title(criterion: Criterion) -> str:
    return _first(criterion.title)


def _row(limit: Limit | None) -> str | None:
    if limit is None:
        return None
    return f"full {amount_said(limit.full)}, none {amount_said(limit.none)}"


def _order(rows: Iterable[Condition]) -> str:
    return " | ".join(said(each) or "all others" for each in rows)


# What the model calls otherwise than the YAML.
_NAMES = {"shown_if": "show_if"}

# How the parts of a question are held against each other; whatever is not named is otherwise.
_ASKED: Mapping[str, Callable[[str, Any, Any], Changes]] = {
    "question": _words,
    "labels": _labels,
    "answers": _answers,
    "required": _required,
    "na": _may_not_apply,
    "pause_on": _pauses,
}
