"""What a written standard consists of.

A `Form` is the content; a `Draft` is a form that was read without fault; a `Standard` is a draft
that kept its own examples. Only `scoring.proof.admit` makes the one into the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from standards.conditions import ALWAYS, Condition, Fact
from standards.durations import Seconds, Span
from standards.hours import Hours
from standards.kinds import Instrument, Kind, Words

Amount: TypeAlias = Span | float


class Severity(StrEnum):
    """What a miss means: a critical one fails the contact."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class Satisfaction(StrEnum):
    """The three sources of a customer's satisfaction."""

    PRODUCT = "product"
    PEOPLE = "people"
    CONTACT_POINT = "contact_point"


class Journey(StrEnum):
    """Where on the customer's journey the criterion counts."""

    SEARCH = "search"
    BUY = "buy"
    USE = "use"
    PAY = "pay"
    PROBLEM = "problem"
    COMPLAINT = "complaint"


class Expectation(StrEnum):
    """What customers expect of service: ICMI's ten, the surroundings, and six of complaints.

    The six are those of which Boxwood (UK) asked what complainants expect, and get.
    """

    ACCESSIBLE = "accessible"
    COURTEOUS = "courteous"
    RESPONSIVE = "responsive"
    ANTICIPATING = "anticipating"
    PROMPT = "prompt"  # does quickly what I ask
    INFORMED = "informed"  # trained and informed staff
    KEEPS_PROMISES = "keeps_promises"
    RIGHT_FIRST_TIME = "right_first_time"
    EASY_TO_FOLLOW = "easy_to_follow"  # on the website
    ETHICAL = "ethical"
    SURROUNDINGS = "surroundings"  # tidy staff, dress, water, where one waits
    EXPLANATION = "explanation"  # why it happened
    PUT_RIGHT = "put_right"
    THANKS = "thanks"
    ASSURANCE = "assurance"  # that it will not recur
    APOLOGY = "apology"
    HEARING = "hearing"  # a chance to vent


class Combine(StrEnum):
    """How a finding's share comes from its occurrences."""

    MEAN = "mean"
    WORST = "worst"
    FIRST = "first"
    LAST = "last"


class Accountable(StrEnum):
    """Whose an occurrence is."""

    DEFAULT = "default"  # met or partly: who acted; missed: who held it when `none` passed
    ACTOR = "actor"  # who replied or solved
    HOLDER = "holder"  # who held it when `none` passed, or when it stopped
    FIRST_HOLDER = "first_holder"
    LAST_HOLDER = "last_holder"
    NOBODY = "nobody"  # the team's or the location's alone


@dataclass(frozen=True, slots=True)
class Limit:
    """Up to `full` the whole share is earned, beyond `none` nothing; between, it falls evenly."""

    full: Amount
    none: Amount
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Example:
    """A case the standard itself decides: the given, and the verdict it must have.

    `says` is what the case shows; empty when nothing is said. `given` is the words of the
    happenings in order, or the value under `answer`, `rating` or `count`. `as_of` is the moment of
    judging in the same words; None is four weeks on.
    """

    says: Words
    given: tuple[str, ...] | Mapping[str, str | float | bool | None]
    then: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """A law or a policy: its name, where it stands, and the day on which somebody looked it up."""

    title: Words
    link: str
    checked: date


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why the criterion is there and who sees to it; empty words say nothing.

    `expectation` is the customers' that it answers, `basis` the law or policy it rests on,
    `finding` what a survey found, `training` what teaches it, `owner` who answers for it.
    """

    expectation: Expectation | None = None
    basis: tuple[Basis, ...] = ()
    finding: Words = field(default_factory=dict)
    training: Words = field(default_factory=dict)
    owner: Words = field(default_factory=dict)


NO_GROUNDS = Grounds()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One clause of the standard: what is asked, how good is good, and why it matters.

    `goal` is the share (0..1) of occurrences over many contacts that shall be met; None sets none.
    `limits` empty means that no amount has to be named: the measure is itself a share.
    """

    code: str
    title: Words
    why: Words
    ask: Kind
    weight: float
    severity: Severity
    satisfaction: Satisfaction | None = None
    journey: Journey | None = None
    applies: Condition = ALWAYS
    limits: tuple[Limit, ...] = ()
    goal: float | None = None
    combine: Combine = Combine.MEAN
    accountable: Accountable = Accountable.DEFAULT
    examples: tuple[Example, ...] = ()
    grounds: Grounds = NO_GROUNDS

    @property
    def of(self) -> frozenset[Instrument]:
        """The instruments that answer the criterion."""
        return self.ask.of


class Area(StrEnum):
    """A part of the firm that has a say in a standard."""

    LAW = "law"
    OPERATIONS = "operations"
    MARKETING = "marketing"
    HR = "hr"
    IT = "it"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Governance:
    """Who answers for the standard and when it is looked at again.

    Each of `approvals` has to approve a version before it is published; `own_approval` says
    whether whoever wrote of it may be among those who approve.
    """

    owner: Words
    review_by: date
    approvals: tuple[Area, ...] = ()
    own_approval: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The content of a written standard.

    `hours` are the calendars ready to count with. `least_confidence` (0..1) is how sure a visit
    must be of the employee before an answer is anybody's. `hash` is SHA-256 over the canonical
    JSON of the content, holidays expanded, comments left out.
    """

    code: str
    title: Words
    version: int
    languages: tuple[str, ...]
    governance: Governance
    hours: Mapping[str, Hours]
    criteria: tuple[Criterion, ...]
    least_confidence: float
    hash: str
    tzdata: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Form):
    """A form that reads well and has yet to keep its own examples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard(Form):
    """A form that keeps its own examples: what contacts are judged by."""


# What a measure that is itself a share is held against: all of it, or nothing.
WHOLE_SHARE = Limit(full=1.0, none=0.0)
AT_ONCE = Limit(full=Seconds(0), none=Seconds(0))
