"""Sets what was read again beside what is known of it, so that what was told stays what it is.

A webhook tells nanoseconds, the API tells seconds and the order. What is known in that order keeps
its place; where it is not, all of one second take places behind those that webhooks give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from scoring.evidence import Event
from webhooks.zendesk.envelope import Instant
from webhooks.zendesk.happening import BEHIND, Happening, rank_of
from webhooks.zendesk.telling import events_of

# A webhook's clock and an audit's may fall on two sides of a second.
_SECONDS_APART = (-1, 1, -2, 2)


def told_as_known(happened: Iterable[Happening], log: Sequence[Event]) -> tuple[Event, ...]:
    """The events of what happened; one that is known under a second nearby is that one."""
    told = [(each, events_of(each)) for each in happened]
    known = {each.id for each in log}
    claimed = {event.id for _, events in told for event in events if event.id in known}
    found: list[Event] = []
    for happening, events in told:
        is_known = not events or not known or events[0].id in known
        nearby = () if is_known else _nearby(happening, known - claimed)
        claimed.update(each.id for each in nearby)
        found.extend(nearby or events)
    return tuple(found)


def placed(told: Sequence[Event], log: Sequence[Event]) -> tuple[Event, ...]:
    """The events, given in the order in which they happened, with the places that they count by."""
    known = {each.id: each for each in log}
    groups: dict[tuple[int, int], list[Event]] = {}
    for each in told:
        groups.setdefault((each.at, rank_of(each.kind)), []).append(each)
    places = {
        event.id: place
        for group in groups.values()
        for event, place in zip(group, _places(group, known), strict=True)
    }
    return tuple(replace(each, seq=places[each.id]) for each in told)


def _places(group: Sequence[Event], known: Mapping[str, Event]) -> list[int]:
    """The places that they have, where all are known in this order; otherwise those behind."""
    stood = [known.get(each.id) for each in group]
    seqs = [each.seq for each in stood if each is not None and each.at == group[0].at]
    if len(seqs) == len(group) and all(one < other for one, other in pairwise(seqs)):
        return seqs
    return [BEHIND[rank_of(group[0].kind)] + place for place in range(len(group))]


def _nearby(happening: Happening, known: set[str]) -> tuple[Event, ...]:
    for seconds in _SECONDS_APART:
        at = Instant(happening.at.seconds + seconds, 0)
        events = events_of(replace(happening, at=at))
        if events and all(each.id in known for each in events):
            return events
    return ()
