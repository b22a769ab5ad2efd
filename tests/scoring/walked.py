"""A second reading of TIMING's clocks, slow and plain: time is walked in steps of five minutes.

At each step first what happens is taken in, then, if the firm is open and the clock not paused, the
step counts. Nothing is looked up, and nothing looks ahead. Whatever happens must lie on the steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from scoring.evidence import Event, EventKind, Role
from standards.calendar import Calendar
from standards.kinds import FirstReply, NextReply, Timed
from tests.standards.walk import STEP, open_steps

SOLVED = ("solved", "closed")


@dataclass
class Walked:
    """A wait: when it began and ended (None: it has not), whether answered, the seconds counted."""

    started: int
    stopped: int | None = None
    answered: bool = False
    counted: int = 0


@dataclass
class Clock:
    """A ticket as far as it has been walked, and the waits of one clock over it."""

    ask: Timed
    status: str = "new"
    opened_at: int | None = None
    solved_at: int | None = None
    replied: bool = False
    merged: bool = False
    waits: list[Walked] = field(default_factory=list)

    @property
    def waiting(self) -> Walked | None:
        """The wait that has not ended."""
        last = self.waits[-1] if self.waits else None
        return last if last is not None and last.stopped is None else None

    @property
    def counts(self) -> bool:
        """Whether time counts now."""
        return self.status not in SOLVED and self.status not in self.ask.pause_on

    def takes_in(self, events: Sequence[Event], words: Event | None) -> None:
        """The events of one instant: a reply answers nothing that is asked in its own second."""
        merge = next((each for each in events if each.kind is EventKind.MERGED), None)
        events = events if merge is None else events[: events.index(merge)]
        if any(each.kind is EventKind.OPENED for each in events):
            self._opens(events[0].at)
        if any(_is_reply(each) and each is not words for each in events):
            self._replies(events[0].at)
        for each in events:
            self._happens(each)
        if merge is not None:
            self.ends()
            self._ends(merge.at, answered=False)
            self.merged = True

    def _opens(self, at: int) -> None:
        if self.opened_at is None:
            self.opened_at = at
            if not self._is_next:
                self.waits.append(Walked(at))

    def _happens(self, event: Event) -> None:
        if event.kind is EventKind.MESSAGE and event.role is Role.CUSTOMER:
            self._asks(event.at)
        status = event.facts.get("status")
        if isinstance(status, str):
            self._stands(status, event.at)

    def _replies(self, at: int) -> None:
        self.replied = True
        waiting = self.waiting
        by_reply = isinstance(self.ask, FirstReply | NextReply)
        if by_reply and waiting is not None and (waiting.started < at or not self._is_next):
            self._ends(at, answered=True)

    @property
    def _is_next(self) -> bool:
        return isinstance(self.ask, NextReply)

    def _asks(self, at: int) -> None:
        if self._is_next and self.replied and self.waiting is None and at != self.opened_at:
            self.waits.append(Walked(at))

    def _stands(self, status: str, at: int) -> None:
        if status in SOLVED and self.status not in SOLVED:
            self.solved_at = at
            if self._is_next:
                self._ends(at, answered=False)
        self.status = status

    def _ends(self, at: int, *, answered: bool) -> None:
        waiting = self.waiting
        if waiting is not None:
            waiting.stopped, waiting.answered = at, answered

    def ends(self) -> None:
        """Nothing more is walked: a contact that stands solved has ended what was running."""
        waiting = self.waiting
        if self.status in SOLVED and waiting is not None:
            by_solve = not isinstance(self.ask, FirstReply | NextReply)
            self._ends(waiting.started if self._is_next else self.solved_at or 0, answered=by_solve)


def walked(ask: Timed, events: Iterable[Event], calendar: Calendar, as_of: int) -> list[Walked]:
    """The waits of the clock as of the instant."""
    known = sorted((each for each in events if each.at <= as_of), key=_order)
    if not known:
        return []
    words = _opening_words(known)
    clock = Clock(ask)
    moments = {at: list(each) for at, each in groupby(known, key=attrgetter("at"))}
    for at, is_open in (*open_steps(calendar, known[0].at, as_of), (as_of, False)):
        if not clock.merged:
            clock.takes_in(moments.get(at, []), words)
        if is_open and clock.counts and clock.waiting is not None:
            clock.waiting.counted += STEP
    clock.ends()
    return clock.waits


def _order(event: Event) -> tuple[int, bool, int]:
    return event.at, event.kind is not EventKind.OPENED, event.seq


def _is_reply(event: Event) -> bool:
    return event.kind is EventKind.MESSAGE and event.role is Role.AGENT and event.public


def _opening_words(known: Sequence[Event]) -> Event | None:
    """What an agent opened the contact with: the first words, of the same instant."""
    opened = next((each for each in known if each.kind is EventKind.OPENED), None)
    spoken = (
        each
        for each in known
        if each.kind is EventKind.MESSAGE and (_is_reply(each) or each.role is Role.CUSTOMER)
    )
    first = next(spoken, None)
    if opened is None or first is None or opened.role is not Role.AGENT:
        return None
    return first if _is_reply(first) and first.at == opened.at else None
