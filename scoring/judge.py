"""A number against two limits: the share and the verdict. The same lines for every kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Held:
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

    @property
    def is_over(self) -> bool:
        """Whether the target is broken."""
        return self.verdict is not Verdict.MET


def deciding(
    earlier: Sequence[Held], last: Held | None, *, ended: bool, answered: bool
) -> tuple[Held | None, Verdict | None]:
    """Which rule decides, and the verdict; (None, None): nothing is to be judged.

    `earlier` are the rules that held before, each with the value it ended with: one that was
    broken stays broken. `last` is the rule that holds, None when none does any more. A value that
    has `ended` without being `answered` counts only when over; one that has not is pending until
    it passes `none`. The lowest share decides, the earliest of equals.
    """
    standing = [held for held in earlier if held.is_over]
    if last is not None and not ended:
        missed = [held for held in (*standing, last) if held.verdict is Verdict.MISSED]
        return (missed[0], Verdict.MISSED) if missed else (last, Verdict.PENDING)
    if last is not None and (answered or last.is_over):
        standing.append(last)
    if not standing:
        return None, None
    lowest = min(standing, key=lambda held: (held.share, held.verdict is not Verdict.MISSED))
    return lowest, lowest.verdict
