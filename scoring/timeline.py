"""A ticket as it stood at an instant: its events in order, each once, and what follows from them.

Everything the clocks need is gathered in one pass, so that twenty-five criteria do not read the
same log twenty-five times.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from operator import attrgetter

from scoring.evidence import Event, EventKind, Role
from standards.conditions import Fact, Facts
from standards.kinds import SOLVED, Status

_LEAVING = {EventKind.DELETED: True, EventKind.SPAM: True, EventKind.RESTORED: False}
_ARRIVAL = attrgetter("seq")


@dataclass(frozen=True, slots=True)
class Promise:
    """What the customer was promised: by which event, for when (None: taken back)."""

    event: Event
    due_at: int | None


@dataclass(slots=True)
class Timeline:
    """A ticket's life up to `as_of`; `end` is where its clocks stop being read.

    `known` are all events in order, `events` those that have happened by `as_of`.

    `tellings[i]` told facts, and `snapshots[i]` were all the facts from `moments[i]`, its instant,
    on; `told` says by a fact's name which tellings told it. `solves` and `reopenings` alternate,
    beginning with a solve. `agent_messages` are public words of people, but for the `opening_words`
    of an agent who opened the contact; `spoken` says that somebody has said something. Built by
    `timeline_of` and not changed afterwards.
    """

    as_of: int
    known: tuple[Event, ...]
    events: tuple[Event, ...]
    end: int
    opened: Event | None = None
    opening_words: Event | None = None
    merged: Event | None = None
    withdrawn: bool = False
    tellings: list[Event] = field(default_factory=list)
    moments: list[int] = field(default_factory=list)
    snapshots: list[Facts] = field(default_factory=list)
    told: dict[str, list[int]] = field(default_factory=dict)
    statuses: list[tuple[int, Status]] = field(default_factory=list)
    solves: list[Event] = field(default_factory=list)
    reopenings: list[Event] = field(default_factory=list)
    agent_messages: list[Event] = field(default_factory=list)
    customer_messages: list[Event] = field(default_factory=list)
    ratings: list[Event] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    spoken: bool = False
    _stretches: dict[frozenset[Status], tuple[tuple[int, int], ...]] = field(default_factory=dict)

    @property
    def facts(self) -> Facts:
        """What is known of the contact at `as_of`."""
        return self.snapshots[-1] if self.snapshots else {}

    def facts_at(self, instant: int) -> Facts:
        """What was known of the contact at the instant; empty before its first event."""
        index = bisect_right(self.moments, instant) - 1
        return self.snapshots[index] if index >= 0 else {}

    @property
    def is_solved(self) -> bool:
        """Whether the contact stands solved or closed at the end."""
        return len(self.solves) > len(self.reopenings)

    def stretches(self, among: frozenset[Status]) -> tuple[tuple[int, int], ...]:
        """The `[start, end)` stretches, in order, in which the status was among these."""
        known = self._stretches.get(among)
        if known is None:
            known = self._stretches[among] = tuple(self._walk(among))
        return known

    def _walk(self, among: frozenset[Status]) -> Iterable[tuple[int, int]]:
        since: int | None = None
        for at, status in self.statuses:
            if status in among:
                since = at if since is None else since
            elif since is not None:
                if at > since:
                    yield since, at
                since = None
        if since is not None:
            # Open at the end: one second more, so that a pause at the very end is still seen.
            yield since, self.end + 1


def timeline_of(events: Iterable[Event], as_of: int) -> Timeline:
    """The ticket as it stood at `as_of`. Order and repetition of the events change nothing."""
    known = tuple(in_order(events))
    seen = tuple(event for event in known if event.at <= as_of)
    line = Timeline(as_of=as_of, known=known, events=seen, end=as_of)
    line.flags.extend(f"future {event.id}" for event in known[len(seen) :])
    line.flags.extend(f"reconstructed {event.id}" for event in seen if event.reconstructed)
    _gather(line)
    return line


def in_order(events: Iterable[Event]) -> list[Event]:
    """The events in order; one that came again has its first place and its last words."""
    given = tuple(events)
    once = {event.id: event for event in given}
    if len(once) == len(given):
        return sorted(given, key=order)
    once.clear()
    for event in sorted(given, key=_ARRIVAL):
        known = once.get(event.id)
        once[event.id] = event if known is None else replace(event, seq=known.seq)
    return sorted(once.values(), key=order)


def order(event: Event) -> tuple[int, bool, int, str]:
    """What events are ordered by: instant, then arrival; nothing comes before the opening."""
    return event.at, event.kind is not EventKind.OPENED, event.seq, event.id


def _gather(line: Timeline) -> None:
    facts: dict[str, Fact] = {}
    for event in line.events:
        if event.kind in _LEAVING:
            line.withdrawn = _LEAVING[event.kind]
        elif line.merged is not None:
            continue
        elif event.kind is EventKind.MERGED:
            line.merged, line.end = event, event.at
        elif event.kind is EventKind.RATED:
            line.ratings.append(event)
        else:
            facts = _take_in(line, event, facts)
    if line.opened is None and line.events:
        line.flags.append("opening unknown")
    elif line.opened is not None and line.events[0].at < line.opened.at:
        line.flags.append(f"before opening {line.events[0].id}")


def _take_in(line: Timeline, event: Event, facts: dict[str, Fact]) -> dict[str, Fact]:
    """Take in an event that tells facts; the facts after it."""
    if event.kind is EventKind.MESSAGE:
        _take_message(line, event)
    elif line.opened is None and event.kind is EventKind.OPENED:
        line.opened = event
    told = event.facts
    if not told and facts:
        return facts
    if not facts:
        told = {"status": Status.NEW, **told}
    _take_status(line, event, told)
    if "promised_at" in told and told["promised_at"] != facts.get("promised_at"):
        due = told["promised_at"]
        line.promises.append(Promise(event, due if isinstance(due, int) else None))
    facts = {**facts, **told}
    for name in told:
        line.told.setdefault(name, []).append(len(line.tellings))
    line.tellings.append(event)
    line.moments.append(event.at)
    line.snapshots.append(facts)
    return facts


def _take_message(line: Timeline, event: Event) -> None:
    if event.role is Role.CUSTOMER:
        line.customer_messages.append(event)
    elif event.role is not Role.AGENT or not event.public:
        return
    elif _is_opening_words(line, event):
        line.opening_words = event
    else:
        line.agent_messages.append(event)
    line.spoken = True


def _is_opening_words(line: Timeline, event: Event) -> bool:
    """Whether the message is what an agent opened the contact with: that is no reply.

    Zendesk, "About native Support time duration metrics": for a ticket that an agent made with a
    public comment, the second public agent comment is the first reply.
    """
    opened = line.opened
    return (
        opened is not None
        and opened.role is Role.AGENT
        and opened.at == event.at
        and not line.spoken
    )


def _take_status(line: Timeline, event: Event, told: Facts) -> None:
    word = told.get("status")
    if not isinstance(word, str):
        return
    status = word if isinstance(word, Status) else Status(word)
    if status in SOLVED and not line.is_solved:
        line.solves.append(event)
    elif status not in SOLVED and line.is_solved:
        line.reopenings.append(event)
    line.statuses.append((event.at, status))
