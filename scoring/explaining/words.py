"""The closed words of judging, as people say them."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.evidence import Event, EventKind, Role
from scoring.explaining.steps import N_, Lasting, Said, Shown, said
from scoring.judge import Verdict
from standards.conditions import FIELD, Condition
from standards.durations import CalendarDays, WorkingDays
from standards.kinds import Status
from standards.model import Accountable, Amount

VERDICTS: Mapping[Verdict, str] = {
    Verdict.MET: N_("met"),
    Verdict.PARTLY: N_("partly met"),
    Verdict.MISSED: N_("missed"),
    Verdict.PENDING: N_("not decided yet"),
    Verdict.NOT_APPLICABLE: N_("does not apply"),
    Verdict.UNKNOWN: N_("unknown"),
}
STATUSES: Mapping[str, str] = {
    Status.NEW: N_("new"),
    Status.OPEN: N_("open"),
    Status.PENDING: N_("pending"),
    Status.ON_HOLD: N_("on hold"),
    Status.SOLVED: N_("solved"),
    Status.CLOSED: N_("closed"),
}
_SPOKE: Mapping[Role, str] = {
    Role.CUSTOMER: N_("the customer's message ({id})"),
    Role.AGENT: N_("the reply by {by} ({id})"),
    Role.BOT: N_("the automatic message ({id})"),
    Role.SYSTEM: N_("the automatic message ({id})"),
}
_HAPPENED: Mapping[EventKind, str] = {
    EventKind.OPENED: N_("the opening ({id})"),
    EventKind.RATED: N_("the rating ({id})"),
    EventKind.MERGED: N_("the merging ({id})"),
}
CHANGED = N_("the change by {by} ({id})")
_WHOSE: Mapping[Accountable, str] = {
    Accountable.ACTOR: N_("who acted"),
    Accountable.HOLDER: N_("who held the contact at the end"),
    Accountable.FIRST_HOLDER: N_("who held the contact first"),
    Accountable.LAST_HOLDER: N_("who held the contact last"),
    Accountable.NOBODY: N_("nobody in person, as the criterion says"),
}


def verdict_said(verdict: Verdict | None) -> Said:
    """The verdict in a word; None is said too."""
    return said(N_("no verdict") if verdict is None else VERDICTS[verdict])


def event_said(event: Event) -> Said:
    """The event in a few words with its id."""
    if event.kind is EventKind.MESSAGE:
        text = _SPOKE[event.role]
    else:
        text = _HAPPENED.get(event.kind, CHANGED)
    return said(text, id=event.id, by=event.by or event.role)


def rule_said(rule: Accountable) -> Said:
    """Why an occurrence is whose it is."""
    return said(_WHOSE.get(rule, _WHOSE[Accountable.ACTOR]))


def limit_said(amount: Amount, counted: int) -> Shown:
    """A limit as it was counted for this wait and, where that is not the same, as it is written."""
    here = Lasting(counted)
    match amount:
        case WorkingDays(days):
            return said(N_("{here} (working days: {days})"), here=here, days=days)
        case CalendarDays(days):
            return said(N_("{here} (calendar days: {days})"), here=here, days=days)
        case _:
            return here


def condition_said(condition: Condition) -> str:
    """The condition as `fact = value | value`, in the standard's own words."""
    parts = (
        f"{name.removeprefix(FIELD)} = {' | '.join(sorted(map(str, values)))}"
        for name, values in condition.wanted
    )
    return ", ".join(parts)
