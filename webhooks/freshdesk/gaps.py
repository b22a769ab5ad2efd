"""What is missing between two changes that apps have told exactly.

The id of a change is made of the value before it. So where the log knows another value before a
change than its id was made of, a change between was lost, and is told as `reconstructed`, in the
second of the change that followed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from scoring.evidence import Event, EventKind
from scoring.timeline import in_order
from standards.conditions import Fact, Facts
from webhooks.freshdesk.events import GUESSED, Step, changed
from webhooks.freshdesk.words import STATUSES
from webhooks.natural_ids import change_id

_STATUS, _LABEL = "status", "status_label"


def gaps(log: Sequence[Event]) -> tuple[Event, ...]:
    """The changes that must have been, before those that are known; none that is in the log."""
    told = {each.id for each in log}
    return tuple([each for each in _missing(log) if each.id not in told])


def _missing(log: Sequence[Event]) -> Iterator[Event]:
    seen: dict[str, list[Fact]] = {_LABEL: [label for _, label in STATUSES.values()]}
    categories: dict[Fact, Fact] = {label: status for status, label in STATUSES.values()}
    before: dict[str, Fact] = {}
    for event in in_order(log):
        categories |= _category(event.facts)
        name = _field(event)
        if name in before:
            yield from _gap(event, name, before, _facts_of(name, seen.get(name, ()), categories))
        for each, value in event.facts.items():
            seen.setdefault(each, []).append(value)
        before |= event.facts


def _gap(
    event: Event, name: str, before: Mapping[str, Fact], possible: Iterable[Facts]
) -> Iterator[Event]:
    """The change before this one; to what it had been, where no value fits, is left open."""
    new, field = event.facts[name], _named(name)
    if event.reconstructed or event.id == change_id(
        event.contact, field, before[name], new, event.at
    ):
        return
    fitting = [
        each
        for each in possible
        if event.id == change_id(event.contact, field, each[name], new, event.at)
    ]
    standing = {each: before[each] for each in event.facts if each in before}
    facts = fitting[0] if fitting else standing
    step = Step(field, before[name], facts[name], event.at)
    yield changed(event.contact, step, facts, seq=GUESSED, reconstructed=True)


def _field(event: Event) -> str:
    """The fact that gave the change its id; empty where it is no such change."""
    if event.kind is not EventKind.CHANGED:
        return ""
    return _LABEL if _LABEL in event.facts else next(iter(event.facts), "")


def _named(name: str) -> str:
    return _STATUS if name == _LABEL else name


def _category(facts: Facts) -> Mapping[Fact, Fact]:
    return {facts[_LABEL]: facts[_STATUS]} if _LABEL in facts and _STATUS in facts else {}


def _facts_of(
    name: str, values: Iterable[Fact], categories: Mapping[Fact, Fact]
) -> Iterator[Facts]:
    """What may have stood: values that this field has had, and none."""
    for value in dict.fromkeys([*values, None]):
        if name != _LABEL:
            yield {name: value}
        elif value in categories:
            yield {_STATUS: categories[value], _LABEL: value}
