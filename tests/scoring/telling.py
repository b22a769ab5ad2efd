"""What happened to a ticket, in sentences: `Mon 09:00 opened; Mon 10:00 anna replied and solved`.

    TIME [WHO] HAPPENING [and FACT]...

A time is a day of the week from Monday 2 March 2026 on, or a date, on Warsaw's clock; the day may
be left out while it stays the same, and one that lies before the day before is the next week's. Who
is one of `WHO`; nobody named is an agent called somebody, or the customer where only one can.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scoring.evidence import Event, EventKind, Role, Ticket
from scoring.examples.week import Week
from scoring.finding import Finding
from scoring.judge import Verdict
from scoring.occurrence import Occurrence, State, Timing
from scoring.timeline import Timeline, timeline_of
from standards.conditions import Fact
from standards.kinds import Status
from standards.zones import load_zone

WEEK = Week(date(2026, 3, 2), load_zone("Europe/Warsaw"))
CONTACT = "zd-acme/ticket/1"
LATER = 28 * 86_400
SOMEBODY = "somebody"

# The word -> its kind, whether it is public, and who does it when nobody is named.
_HAPPENINGS: Mapping[str, tuple[EventKind, bool, str]] = {
    "opened": (EventKind.OPENED, True, "customer"),
    "wrote": (EventKind.MESSAGE, True, "customer"),
    "replied": (EventKind.MESSAGE, True, SOMEBODY),
    "noted": (EventKind.MESSAGE, False, SOMEBODY),
    "merged": (EventKind.MERGED, True, SOMEBODY),
    "deleted": (EventKind.DELETED, True, SOMEBODY),
    "restored": (EventKind.RESTORED, True, SOMEBODY),
    "spam": (EventKind.SPAM, True, SOMEBODY),
    "rated": (EventKind.RATED, True, "customer"),
}
_CHANGED = (EventKind.CHANGED, True, SOMEBODY)
WHO = {
    "customer": Role.CUSTOMER,
    "anna": Role.AGENT,
    "ben": Role.AGENT,
    "unknown": Role.AGENT,
    "bot": Role.BOT,
    "system": Role.SYSTEM,
}
_PENDING = {State.RUNNING: "pending", State.PAUSED: "paused"}
_STATUSES = {"on hold": Status.ON_HOLD, **{status.value: status for status in Status}}


def instant(words: str, after: int | None = None) -> int:
    """The UTC second of `Mon 09:00`, `Mon 09:00:30` or `2026-03-29 09:00`."""
    day, clock = words.split(" ")
    return WEEK.instant(f"{day} {clock[:5]}", after) + int(clock[6:] or 0)


def events(happened: str) -> tuple[Event, ...]:
    """The events in the order told, which is the order of their arrival."""
    told: list[Event] = []
    day = ""
    for place, words in enumerate(map(str.strip, happened.rstrip("; ").split(";"))):
        day = day if words[:1].isdigit() and words[2] == ":" else words.split(" ")[0]
        rest = words.removeprefix(day).strip()
        told.append(_event(day, rest, place, told[-1].at if told else None))
    return tuple(told)


def ticket(happened: str) -> Ticket:
    """The ticket to which all this happened."""
    return Ticket(CONTACT, events(happened))


def moment(as_of: str, told: tuple[Event, ...]) -> int:
    """The instant of judging: `-` is four weeks after everything."""
    last = max(event.at for event in told)
    return last + LATER if as_of == "-" else instant(as_of, None)


def life(happened: str, as_of: str = "-") -> Timeline:
    """The ticket as it stood."""
    told = events(happened)
    return timeline_of(told, moment(as_of, told))


def spoken(finding: Finding) -> str:
    """The occurrences in short: `met 1:00; missed 5:00`; `-` when there is none."""
    return "; ".join(map(_occurrence, finding.occurrences)) or "-"


def span(seconds: int) -> str:
    """`1:30`, or `1:30:05` where the minutes are not whole."""
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    minutes = f"{sign}{seconds // 3_600}:{seconds // 60 % 60:02}"
    return f"{minutes}:{seconds % 60:02}" if seconds % 60 else minutes


def _occurrence(each: Occurrence) -> str:
    if not isinstance(each, Timing):
        return f"{each.verdict or 'nothing'} {each.value:g}"
    if each.verdict is Verdict.PENDING:
        return f"{_PENDING[each.state]} {span(each.elapsed_seconds)}"
    return f"{each.verdict or each.state} {span(each.elapsed_seconds)}"


def _event(day: str, words: str, place: int, after: int | None) -> Event:
    clock, said = words.split(" ", 1)
    at = instant(f"{day} {clock}", after)
    first, _, rest = said.partition(" ")
    who, what = (first, rest) if first in WHO else ("", said)
    verb, *told = what.split(" and ")
    kind, public, default = _HAPPENINGS.get(verb.partition(" ")[0], _CHANGED)
    if verb not in _HAPPENINGS:
        told = [verb, *told]
    role = WHO.get(who or default, Role.AGENT)
    by = (who or default) if role is Role.AGENT and who != "unknown" else None
    facts = {name: fact for words in told for name, fact in _facts(words, at).items()}
    return Event(CONTACT, f"e{place}", kind, at, role, by, public, facts, place)


def _facts(words: str, at: int) -> dict[str, Fact]:
    first, _, rest = words.partition(" ")
    match first:
        case _ if words in _STATUSES:
            return {"status": _STATUSES[words]}
        case "assigned":
            return {"assignee": rest}
        case "unassigned":
            return {"assignee": None}
        case "ungrouped":
            return {"group": None}
        case "tags":
            return {"tags": tuple(rest.split(","))}
        case "promised":
            return {"promised_at": None if rest == "nothing" else instant(rest, at)}
        case "rated":
            scale, _, value = rest.partition(" ")
            return {"scale": scale, "value": float(value)}
        case _:
            return {first: rest}
