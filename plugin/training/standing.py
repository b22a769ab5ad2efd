"""Where a person stands with a version that they are to know; it follows, and is kept nowhere.

    to learn ──try──> asked ──passed──> to sign ──signed──> known ──a month before it ends──┐
       ^                │                                                                   v
       └──wait, again───┴─> used up (the trainer grants a try)      ended <──its day── to renew

`over` is a version that came to its end, superseded or withdrawn, before it was known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from plugin.stores.training.assignments import Assignment
from plugin.stores.training.learning import Try
from standards.lifecycle import Standing as Life

DAY = 86_400
RENEWED_BEFORE = 30 * DAY  # before what was signed runs out it can be signed again


class State(StrEnum):
    """Where somebody stands."""

    TO_LEARN = "to_learn"
    ASKED = "asked"
    WAITING = "waiting"
    USED_UP = "used_up"
    TO_SIGN = "to_sign"
    KNOWN = "known"
    TO_RENEW = "to_renew"
    ENDED = "ended"
    OVER = "over"


# Nothing is to be done in these.
SETTLED = frozenset({State.KNOWN, State.OVER})
_GONE = (Life.SUPERSEDED, Life.WITHDRAWN)
# A try may be begun in these.
MAY_TRY = frozenset({State.TO_LEARN, State.TO_RENEW, State.ENDED})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands; instants are UTC seconds.

    `due_at` is when it has to be done, `grace_until` when the version binds them at the latest, and
    `ends_at` when what they signed no longer counts; None where there is no such instant. `current`
    is the try that is open or waits to be signed, `signed` the one that counts, or counted last.
    """

    state: State
    due_at: int | None
    is_overdue: bool
    tries: int
    tries_left: int
    next_try_at: int | None = None
    grace_until: int | None = None
    current: Try | None = None
    last: Try | None = None
    signed: Try | None = None
    since: int | None = None

    @property
    def ends_at(self) -> int | None:
        """When what was signed no longer counts."""
        return None if self.signed is None else self.signed.ends_at


def standing_of(
    assignment: Assignment, life: Life, tries: Iterable[Try], now: int, most: int | None = None
) -> Standing:
    """Where the person stands with the assigned version; `tries` are theirs at its standard.

    They may have `most` of them; None: as many as the assignment's terms say.
    """
    most = assignment.terms.tries if most is None else most
    tries = tuple(each for each in tries if each.code == assignment.code)
    own = [each for each in tries if each.version == assignment.version]
    signed = max((each for each in own if each.signed_at is not None), key=_lasts, default=None)
    ends_at = None if signed is None else signed.ends_at
    renewed_from = None if ends_at is None else ends_at - RENEWED_BEFORE
    is_known = signed is not None and (renewed_from is None or now < renewed_from)
    begun = _round(own, assignment, renewed_from)
    state, next_try_at = _state(assignment, begun, most, now)
    if signed is not None and state is State.TO_LEARN:
        state = State.ENDED if ends_at is not None and now >= ends_at else State.TO_RENEW
    if life in _GONE and state not in (State.ASKED, State.TO_SIGN):
        state, next_try_at = State.OVER, None
    if is_known:
        state, next_try_at = State.KNOWN, None
    due_at = assignment.due_at if signed is None else ends_at
    is_open = state not in SETTLED and life not in _GONE
    return Standing(
        state=state,
        due_at=due_at,
        is_overdue=is_open and due_at is not None and now >= due_at,
        tries=most,
        tries_left=max(0, most - len(begun)),
        next_try_at=next_try_at,
        grace_until=_grace(assignment, signed, now),
        current=next((each for each in begun if _is_current(each)), None),
        last=own[-1] if own else None,
        signed=signed,
        since=_known_before(tries, assignment.version, now) if signed is None else None,
    )


def _round(own: Iterable[Try], assignment: Assignment, renewed_from: int | None) -> list[Try]:
    """The tries that count against what the assignment allows, and one that is not ended yet."""
    return [
        each
        for each in own
        if (each.assignment == assignment.id or _is_current(each))
        and each.signed_at is None
        and (renewed_from is None or each.begun_at >= renewed_from)
    ]


def _state(
    assignment: Assignment, begun: list[Try], most: int, now: int
) -> tuple[State, int | None]:
    """The state by the tries alone, and when the next may be begun where that has to wait."""
    if any(each.result is not None and each.result.passed for each in begun):
        return State.TO_SIGN, None
    if any(each.result is None for each in begun):
        return State.ASKED, None
    if len(begun) >= most:
        return State.USED_UP, None
    last = max((each.answered_at or 0 for each in begun), default=None)
    next_at = None if last is None else last + assignment.terms.wait_seconds
    if next_at is not None and now < next_at:
        return State.WAITING, next_at
    return State.TO_LEARN, None


def _is_current(attempt: Try) -> bool:
    return attempt.result is None or attempt.result.passed


def _grace(assignment: Assignment, signed: Try | None, now: int) -> int | None:
    latest = assignment.latest_at
    return latest if signed is None and latest is not None and now < latest else None


def _known_before(tries: Iterable[Try], version: int, now: int) -> int | None:
    """The last version before that the person knows and that has not run out; None: none."""
    known = (each.version for each in tries if each.version < version and each.counts(now))
    return max(known, default=None)


def _lasts(attempt: Try) -> tuple[float, int]:
    ends_at = float("inf") if attempt.ends_at is None else float(attempt.ends_at)
    return ends_at, attempt.signed_at or 0
