"""The life of a version of a standard, from its first draft until it is published.

    draft ──submit──> in review ──approve (the last area)──> approved ──publish──> published
      ^                 │   │                                   │
      └────return───────┘   │                                   │
      └────edit─────────────┴───────────────────────────────────┘
      └────drop─────────────┴───────────────────────────────────┴─────────> dropped ──edit──> draft

A published version never changes; the next one supersedes it from its own day on, and it may be
withdrawn. Whoever may do what is a question of roles, and settled elsewhere; what the life itself
forbids is here. An approval is of one content: who edits what was approved begins anew.

    coming ──its day──> in force ──the next one's day──> superseded
      └────withdrawn───────┴──> withdrawn
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeAlias, TypeVar

from standards.model import Area, Governance
from standards.wording import listed


class State(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    DROPPED = "dropped"


# A version on its way; of each standard there is one such at most.
OPEN = frozenset({State.DRAFT, State.IN_REVIEW, State.APPROVED})


class Step(StrEnum):
    """What is done with a version."""

    EDIT = "edit"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    PUBLISH = "publish"
    DROP = "drop"


# From which states a step may be taken.
MAY: Mapping[Step, frozenset[State]] = {
    Step.EDIT: OPEN | {State.DROPPED},
    Step.SUBMIT: frozenset({State.DRAFT}),
    Step.RETURN: frozenset({State.IN_REVIEW, State.APPROVED}),
    Step.APPROVE: frozenset({State.IN_REVIEW}),
    Step.PUBLISH: frozenset({State.APPROVED}),
    Step.DROP: OPEN,
}

# The steps that have to say why.
SAYS_WHY = frozenset({Step.EDIT, Step.SUBMIT, Step.RETURN, Step.DROP})


class StepRefused(Exception):
    """The step cannot be taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: by whom (sign-in name), when (UTC seconds), and why.

    `hash` is that of the content it was taken on, `area` that of an approval.
    """

    step: Step
    by: str
    at: int
    hash: str
    why: str = ""
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Controlled:
    """A version under control: where it stands, and every step that led there, oldest first."""

    state: State
    hash: str
    history: tuple[Taken, ...]

    @property
    def authors(self) -> frozenset[str]:
        """Everybody who wrote of it."""
        return frozenset(each.by for each in self.history if each.step is Step.EDIT)

    @property
    def approvals(self) -> tuple[Taken, ...]:
        """The approvals of what it says now, since it was last submitted."""
        steps = [each.step for each in self.history]
        last = len(steps) - 1 - steps[::-1].index(Step.SUBMIT) if Step.SUBMIT in steps else 0
        return tuple(
            each
            for each in self.history[last:]
            if each.step is Step.APPROVE and each.hash == self.hash
        )

    def missing(self, governance: Governance) -> tuple[Area, ...]:
        """The areas that have still to approve, in the order of the standard."""
        have = {each.area for each in self.approvals}
        return tuple(area for area in governance.approvals if area not in have)


def begun(by: str, at: int, content: str, why: str) -> Controlled:
    """A new draft of the content of that hash. StepRefused when it does not say why."""
    first = Taken(Step.EDIT, by, at, content, why.strip())
    _has_reason(first)
    return Controlled(State.DRAFT, content, (first,))


def after(version: Controlled, step: Taken, governance: Governance) -> Controlled:
    """The version after the step. StepRefused when it may not be taken.

    `governance` is what the version itself asks for.
    """
    if version.state not in MAY[step.step]:
        asked = listed(sorted(state.value for state in MAY[step.step]))
        said = f"a version that is {version.state.value} takes no {step.step.value}"
        raise StepRefused(f"{said}; it has to be {asked}")
    _has_reason(step)
    if step.step is not Step.EDIT and step.hash != version.hash:
        raise StepRefused("the version says something else by now; look at it again")
    moved = _MOVES[step.step](version, step, governance)
    return replace(moved, history=(*version.history, step))


def submitted_why(version: Controlled) -> str:
    """The note with which it was last submitted; empty when it never was."""
    said = [each.why for each in version.history if each.step is Step.SUBMIT]
    return said[-1] if said else ""


def _has_reason(step: Taken) -> None:
    if step.step in SAYS_WHY and not step.why:
        raise StepRefused(f"{step.step.value} has to say why; write what changes and what for")


def _edited(version: Controlled, step: Taken, _: Governance) -> Controlled:
    return replace(version, state=State.DRAFT, hash=step.hash)


def _submitted(version: Controlled, _: Taken, governance: Governance) -> Controlled:
    """Where nobody's approval is asked for, it is approved by that."""
    state = State.IN_REVIEW if governance.approvals else State.APPROVED
    return replace(version, state=state)


def _approved(version: Controlled, step: Taken, governance: Governance) -> Controlled:
    if step.area is None or step.area not in governance.approvals:
        areas = listed(each.value for each in governance.approvals)
        raise StepRefused(f"this standard asks for the approval of {areas}; say for which")
    if step.by in version.authors and not governance.own_approval:
        raise StepRefused(f"{step.by} wrote of it; somebody else has to approve it")
    if step.area in {each.area for each in version.approvals}:
        raise StepRefused(f"{step.area.value} has approved it already")
    others = [area for area in version.missing(governance) if area is not step.area]
    return version if others else replace(version, state=State.APPROVED)


def _moved(state: State) -> Move:
    return lambda version, _, __: replace(version, state=state)


# What does not depend on who has to approve is done under nobody's.
NO_GOVERNANCE = Governance({}, date.max)

Move: TypeAlias = Callable[[Controlled, Taken, Governance], Controlled]

_MOVES: Mapping[Step, Move] = {
    Step.EDIT: _edited,
    Step.SUBMIT: _submitted,
    Step.RETURN: _moved(State.DRAFT),
    Step.APPROVE: _approved,
    Step.PUBLISH: _moved(State.PUBLISHED),
    Step.DROP: _moved(State.DROPPED),
}


class Standing(StrEnum):
    """Where a published version stands; it follows from instants, and is kept nowhere."""

    COMING = "coming"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Dated(Protocol):
    """A published version's number and instants, UTC seconds; `withdrawn_at` None: never."""

    @property
    def version(self) -> int: ...
    @property
    def effective_from(self) -> int: ...
    @property
    def withdrawn_at(self) -> int | None: ...


V = TypeVar("V", bound=Dated)


def begins(version: Dated) -> bool:
    """Whether its day comes, or came: not so when it was withdrawn before."""
    return version.withdrawn_at is None or version.withdrawn_at > version.effective_from


def judging(versions: Iterable[V], at: int) -> V | None:
    """Of one code's versions the one that judges what is opened at the UTC second, if any.

    Where that was withdrawn by then, none does: the version before it does not come back.
    """
    begun = [each for each in versions if begins(each) and each.effective_from <= at]
    latest = max(begun, key=lambda each: each.version, default=None)
    if latest is None or latest.withdrawn_at is None or at < latest.withdrawn_at:
        return latest
    return None


def standing(version: V, versions: Iterable[V], at: int) -> Standing:
    """Where the version stands among its code's versions at the UTC second."""
    if version.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if version.effective_from > at:
        return Standing.COMING
    later = (each for each in versions if each.version > version.version and begins(each))
    is_over = any(each.effective_from <= at for each in later)
    return Standing.SUPERSEDED if is_over else Standing.IN_FORCE


def refuse_withdrawal(version: V, versions: Iterable[V], at: int, why: str) -> None:
    """StepRefused when the version cannot be withdrawn at the UTC second."""
    said = f"version {version.version}"
    match standing(version, versions, at):
        case Standing.WITHDRAWN:
            raise StepRefused(f"{said} is withdrawn already")
        case Standing.SUPERSEDED:
            raise StepRefused(f"{said} is superseded; withdraw the version that came after it")
    if not why.strip():
        raise StepRefused("a withdrawal has to say why; write what is wrong with the version")
