"""A number against two limits: the share and the verdict. The same lines for every kind."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from standards.kinds import Better


class Verdict(StrEnum):
    """The outcome of a finding or an occurrence.

    `pending` may still become anything; `not_applicable` and `unknown` count neither way.
    """

    MET = "met"
    PARTLY = "partly"
    MISSED = "missed"
    PENDING = "pending"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


DECIDED = frozenset({Verdict.MET, Verdict.PARTLY, Verdict.MISSED})


def share_of(value: float, full: float, none: float, better: Better) -> float:
    """The share, 0..1, that the value earns: all of it up to `full`, nothing from `none` on."""
    if better is Better.MORE:
        value, full, none = -value, -full, -none
    if value <= full:
        return 1.0
    if value >= none:
        return 0.0
    return (none - value) / (none - full)


def verdict_of(value: float, full: float, none: float, better: Better) -> Verdict:
    """Met up to `full`, missed beyond `none`, partly between.

    Equality is in time, so a wait of exactly `none` is not yet missed; where more is better, a
    value of just `none` is the bottom of the scale, and that is a miss.
    """
    if better is Better.LESS:
        if value <= full:
            return Verdict.MET
        return Verdict.MISSED if value > none else Verdict.PARTLY
    if value >= full:
        return Verdict.MET
    return Verdict.MISSED if value <= none else Verdict.PARTLY


class Held(NamedTuple):
    """A value held against the limits of one rule, in the rule's own units."""

    value: float
    full: float
    none: float
    better: Better = Better.LESS

    @property
    def share(self) -> float:
        """The share earned, 0..1."""
        return share_of(self.value, self.full, self.none, self.better)

    @property
    def verdict(self) -> Verdict:
        """The verdict this rule alone gives."""
        return verdict_of(self.value, self.full, self.none, self.better)


def standing(held: Held | None, *, ended: bool, answered: bool) -> Verdict | None:
    """The verdict on the rule in force (None: no rule is); None: there is nothing to judge.

    A value that has `ended` without being `answered` counts only when over its limit; one that has
    not ended is pending until it passes `none`.
    """
    if held is None:
        return None
    verdict = held.verdict
    if not ended:
        return verdict if verdict is Verdict.MISSED else Verdict.PENDING
    return verdict if answered or verdict is not Verdict.MET else None


def deciding(
    earlier: Sequence[Held], last: Held | None, *, ended: bool, answered: bool
) -> tuple[Held | None, Verdict | None]:
    """Which rule decides, and the verdict; (None, None): there is nothing to judge.

    `earlier` are the rules that held before, each with the value it ended with: one that was broken
    stays broken. `last` is the rule in force. The lowest share decides, the earliest of equals; but
    a value that is still pending under the rule in force is decided by an earlier miss alone.
    """
    present = standing(last, ended=ended, answered=answered)
    if not earlier:
        return (None, None) if present is None else (last, present)
    found = [(held, held.verdict) for held in earlier]
    broken = [each for each in found if each[1] is not Verdict.MET]
    if present is Verdict.PENDING:
        broken = [each for each in broken if each[1] is Verdict.MISSED]
    if last is not None and present is not None and not (broken and present is Verdict.PENDING):
        broken.append((last, present))
    return min(broken, key=_lowest, default=(None, None))


def _lowest(found: tuple[Held, Verdict]) -> tuple[float, bool]:
    return found[0].share, found[1] is not Verdict.MISSED
