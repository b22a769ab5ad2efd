"""Who may do what: permissions are pairs of an action and a scope, roles are named sets of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from standards.model import Area

F = TypeVar("F", bound=Callable[..., object])


class Action(StrEnum):
    """What somebody may do: every route names one, or says that it is open to all."""

    SIGN_IN = "sign in"  # open to all: whoever signs in is not known yet
    SEE_HEALTH = "see health"  # open to all
    RECEIVE_DELIVERIES = "receive deliveries"  # open to all: a delivery proves itself
    SEE_FRONT = "see the front"  # open to all: styles, icons, the API's own description
    SEE_OWN_ACCOUNT = "see own account"
    SEE_COMPLIANCE = "see compliance"
    SEE_CARDS = "see cards"
    SEE_QUESTIONNAIRES = "see questionnaires"
    SUBMIT_VISITS = "submit visits"
    SUBMIT_REVIEWS = "submit reviews"
    SEE_SUBMISSIONS = "see submissions"
    ACCEPT_SUBMISSIONS = "accept submissions"
    SEE_STANDARDS = "see standards"
    WITHDRAW_STANDARDS = "withdraw standards"
    SEE_DRAFTS = "see drafts"
    WRITE_STANDARDS = "write standards"
    APPROVE_STANDARDS = "approve standards"
    PUBLISH_STANDARDS = "publish standards"
    KEEP_CONNECTIONS = "keep connections"
    KEEP_DIRECTORY = "keep directory"
    KEEP_USERS = "keep users"
    SEE_DELIVERIES = "see deliveries"
    REPLAY_DELIVERIES = "replay deliveries"
    SEE_METRICS = "see metrics"
    SEE_ACTIONS = "see actions"  # what people agreed to do after a report
    SET_ACTIONS = "set actions"
    CLOSE_ACTIONS = "close actions"
    SEE_FEEDBACK = "see feedback"  # an employee's report
    CONFIRM_FEEDBACK = "confirm feedback"  # that one has read one's own, and what one says to it
    ANSWER_FEEDBACK = "answer feedback"  # what somebody said to their own
    LEARN = "learn"  # one's own standards: read them, be asked, sign
    SEE_TRAINING = "see training"  # who knows which version
    KEEP_TRAINING = "keep training"  # who is to know what, and questions about it
    SEE_ASSIGNMENTS = "see assignments"  # which shopper visits what, and when
    KEEP_ASSIGNMENTS = "keep assignments"
    KEEP_ODK_KEYS = "keep ODK keys"  # by which ODK Collect signs in as a shopper


OPEN_TO_ALL = frozenset(
    {Action.SIGN_IN, Action.SEE_HEALTH, Action.RECEIVE_DELIVERIES, Action.SEE_FRONT}
)


class Scope(StrEnum):
    """Whose: one's own, one's team's, or everybody's; each holds the ones before it."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


class Role(StrEnum):
    """A named set of permissions."""

    ADMIN = "admin"
    TRAINER = "trainer"
    APPROVER = "approver"
    TEAM_LEADER = "team_leader"
    EMPLOYEE = "employee"
    SHOPPER = "shopper"
    COORDINATOR = "coordinator"
    REVIEWER = "reviewer"
    SERVICE_ACCOUNT = "service_account"


_WIDTH = {Scope.OWN: 0, Scope.TEAM: 1, Scope.ALL: 2}
_ACCOUNT = {Action.SEE_OWN_ACCOUNT: Scope.OWN}
_EVERYBODYS_FEEDBACK = {
    Action.SEE_FEEDBACK: Scope.ALL,
    Action.ANSWER_FEEDBACK: Scope.ALL,
}
_OWN_FEEDBACK = {Action.SEE_FEEDBACK: Scope.OWN, Action.CONFIRM_FEEDBACK: Scope.OWN}
_ASSIGNING = (Action.SEE_ASSIGNMENTS, Action.KEEP_ASSIGNMENTS)
_TRAINING = (Action.SEE_TRAINING, Action.KEEP_TRAINING)
_AGREEING = (Action.SEE_ACTIONS, Action.SET_ACTIONS, Action.CLOSE_ACTIONS)

PERMISSIONS: Mapping[Role, Mapping[Action, Scope]] = {
    Role.ADMIN: {
        **_ACCOUNT,
        **dict.fromkeys(
            (
                Action.SEE_COMPLIANCE, Action.SEE_CARDS, Action.SEE_QUESTIONNAIRES,
                Action.PUBLISH_STANDARDS, Action.KEEP_CONNECTIONS, Action.KEEP_DIRECTORY,
                Action.SEE_DRAFTS, Action.WRITE_STANDARDS, Action.APPROVE_STANDARDS,
                Action.SEE_STANDARDS, Action.WITHDRAW_STANDARDS,
                Action.KEEP_USERS, Action.SEE_DELIVERIES, Action.REPLAY_DELIVERIES,
                Action.SEE_METRICS, *_AGREEING, *_TRAINING,
                *_ASSIGNING, Action.KEEP_ODK_KEYS,
            ),
            Scope.ALL,
        ),
        **_EVERYBODYS_FEEDBACK,
    },
    Role.TRAINER: {
        **_ACCOUNT,
        **dict.fromkeys(_TRAINING, Scope.ALL),
        Action.SEE_COMPLIANCE: Scope.ALL,
        Action.SEE_CARDS: Scope.ALL,
        Action.SEE_QUESTIONNAIRES: Scope.ALL,
        Action.PUBLISH_STANDARDS: Scope.ALL,
        Action.SEE_STANDARDS: Scope.ALL,
        Action.WITHDRAW_STANDARDS: Scope.ALL,
        Action.SEE_DRAFTS: Scope.ALL,
        Action.WRITE_STANDARDS: Scope.ALL,
        **dict.fromkeys(_AGREEING, Scope.ALL),
        **_EVERYBODYS_FEEDBACK,
    },
    Role.APPROVER: {
        **_ACCOUNT,
        Action.SEE_COMPLIANCE: Scope.ALL,
        Action.SEE_QUESTIONNAIRES: Scope.ALL,
        Action.SEE_STANDARDS: Scope.ALL,
        Action.SEE_DRAFTS: Scope.ALL,
        Action.APPROVE_STANDARDS: Scope.ALL,
        Action.SEE_ACTIONS: Scope.ALL,
    },
    Role.TEAM_LEADER: {
        **_ACCOUNT,
        Action.SEE_COMPLIANCE: Scope.TEAM,
        Action.SEE_CARDS: Scope.TEAM,
        Action.SEE_STANDARDS: Scope.ALL,
        **dict.fromkeys(_AGREEING, Scope.TEAM),
        Action.SEE_FEEDBACK: Scope.TEAM,
        Action.ANSWER_FEEDBACK: Scope.TEAM,
        Action.CONFIRM_FEEDBACK: Scope.OWN,
        Action.LEARN: Scope.OWN,
        Action.SEE_TRAINING: Scope.TEAM,
    },
    Role.EMPLOYEE: {
        **_ACCOUNT,
        Action.LEARN: Scope.OWN,
        Action.SEE_COMPLIANCE: Scope.OWN,
        Action.SEE_CARDS: Scope.OWN,
        Action.SEE_STANDARDS: Scope.ALL,
        Action.SEE_ACTIONS: Scope.OWN,
        Action.CLOSE_ACTIONS: Scope.OWN,
        **_OWN_FEEDBACK,
    },
    Role.SHOPPER: {
        **_ACCOUNT,
        Action.SEE_QUESTIONNAIRES: Scope.OWN,
        Action.SUBMIT_VISITS: Scope.OWN,
        Action.SEE_ASSIGNMENTS: Scope.OWN,
        Action.KEEP_ODK_KEYS: Scope.OWN,
        Action.SEE_SUBMISSIONS: Scope.OWN,
    },
    Role.COORDINATOR: {
        **_ACCOUNT,
        Action.SEE_COMPLIANCE: Scope.ALL,
        Action.SEE_CARDS: Scope.ALL,
        Action.SEE_STANDARDS: Scope.ALL,
        Action.SEE_QUESTIONNAIRES: Scope.ALL,
        Action.ACCEPT_SUBMISSIONS: Scope.ALL,
        Action.SEE_SUBMISSIONS: Scope.ALL,
        **dict.fromkeys(_ASSIGNING, Scope.ALL),
        Action.KEEP_ODK_KEYS: Scope.ALL,
        **dict.fromkeys(_AGREEING, Scope.ALL),
    },
    Role.REVIEWER: {
        **_ACCOUNT,
        Action.SEE_CARDS: Scope.ALL,
        Action.SEE_QUESTIONNAIRES: Scope.ALL,
        Action.SUBMIT_REVIEWS: Scope.OWN,
        Action.SEE_SUBMISSIONS: Scope.OWN,
    },
    Role.SERVICE_ACCOUNT: {Action.SEE_METRICS: Scope.ALL},
}  # fmt: skip


def scope_of(roles: Iterable[Role], action: Action) -> Scope | None:
    """The widest scope in which one of the roles may do it; None when none of them may."""
    granted = [PERMISSIONS[role][action] for role in roles if action in PERMISSIONS[role]]
    return max(granted, key=_WIDTH.__getitem__, default=None)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the user, their roles, and the employee and teams that scopes are held against.

    `employee` is None for a user who is no employee; `language` is the one they read. Cards name
    people as helpdesks and visits do: `identities` are the caller's own, `team_identities` those
    of everybody in their teams, the caller among them, and `groups` the helpdesk groups that are
    their teams. `areas` are the parts of the firm that they approve standards for.
    """

    user: str
    name: str
    roles: frozenset[Role]
    employee: str | None = None
    teams: frozenset[str] = frozenset()
    language: str = "en"
    identities: frozenset[str] = frozenset()
    team_identities: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    areas: frozenset[Area] = frozenset()

    def approves_for(self, area: Area) -> bool:
        """Whether the area is one that they approve for; any is, where they have none."""
        return not self.areas or area in self.areas

    def scope(self, action: Action) -> Scope | None:
        """How widely the caller may do it; None when not at all."""
        return scope_of(self.roles, action)


def needs(action: Action) -> Callable[[F], F]:
    """Declares the action that a view is; the app refuses views that declare none."""

    def declared(view: F) -> F:
        view.action = action  # type: ignore[attr-defined]  # read by the app before each request
        return view

    return declared
