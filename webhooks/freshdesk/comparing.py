"""What must have happened to a ticket, by what we knew of it and how it stands now.

Freshdesk keeps no history. So that what we know ends where the ticket stands, the difference is
told as changes, every one of them marked `reconstructed`: of a status its last instants are known
(`stats`), of another field only that it changed no later than the ticket did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scoring.evidence import Event, EventKind
from scoring.timeline import in_order
from standards.conditions import Fact, Facts
from standards.kinds import SOLVED
from webhooks.freshdesk.body import Told, part
from webhooks.freshdesk.events import GUESSED, Step, changed, leaving
from webhooks.freshdesk.values import instant
from webhooks.freshdesk.words import STATUSES

_STATUS, _LABEL = "status", "status_label"
_TELLING = (EventKind.OPENED, EventKind.CHANGED, EventKind.MESSAGE)
_LEAVING = (EventKind.DELETED, EventKind.SPAM, EventKind.RESTORED)
GONE = "gone/"  # so begin the ids of what the house supposes where the API has no such ticket

# The stamps of `stats` -> the status that the ticket took then.
_STAMPS: Mapping[str, int] = {
    "resolved_at": 4,
    "closed_at": 5,
    "reopened_at": 2,
    "pending_since": 3,
}


@dataclass(frozen=True, slots=True)
class Known:
    """The last that is known of a fact, since when, and the `seq` of the event that told it."""

    value: Fact
    at: int
    seq: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The ticket as the API shows it: `facts` with the status, `updated_at` in UTC seconds."""

    contact: str
    ticket: Told
    facts: Facts
    updated_at: int


def differences(now: Snapshot, log: Sequence[Event]) -> tuple[Event, ...]:
    """The changes that lead from the log to the snapshot; none where the log is the newer one."""
    known = known_facts(log)
    return (*_of_status(now, known), *_of_fields(now, known), *_of_leaving(now, log))


def known_facts(log: Iterable[Event]) -> dict[str, Known]:
    """What the log says last of each fact."""
    known: dict[str, Known] = {}
    for event in in_order(log):
        if event.kind in _TELLING:
            for name, value in event.facts.items():
                known[name] = Known(value, event.at, event.seq)
    return known


def status_since(now: Snapshot) -> int | None:
    """Since when the status stands as it does; None when the API does not say it."""
    stats = part(now.ticket, "stats")
    stamp = instant(stats.get("status_updated_at"))
    if stamp is not None:
        return stamp
    standing = now.facts.get(_STATUS)
    own = [stats.get(name) for name, each in _STAMPS.items() if STATUSES[each][0] == standing]
    return max([at for at in map(instant, own) if at is not None], default=None)


def _of_fields(now: Snapshot, known: Mapping[str, Known]) -> Iterator[Event]:
    nothing = Known(None, 0, 0)
    for name, value in now.facts.items():
        was = known.get(name, nothing)
        if name in (_STATUS, _LABEL) or was.value == value or now.updated_at < was.at:
            continue
        if was is nothing and value == ():
            continue
        step = Step(name, was.value, value, now.updated_at)
        yield _guess(now, step, {name: value}, was)


def _of_status(now: Snapshot, known: Mapping[str, Known]) -> Iterator[Event]:
    """The status's way by its stamps, ending in how it stands."""
    was = known.get(_LABEL, Known(None, 0, 0))
    stood = None if _STATUS not in known else known[_STATUS].value
    since = status_since(now)
    same = (stood, was.value) == _standing(now)
    moved = not same or (since is not None and since > was.at)
    if now.facts.get(_STATUS) is None or now.updated_at < was.at or not moved:
        return
    end = Stand(max(now.updated_at if since is None else since, was.at), *_standing(now))
    for each in _with_solves(now, [*_stations(now, was.at, end.at), end], stood):
        step = Step(_STATUS, was.value, each.label, each.at)
        yield (told := _guess(now, step, {_STATUS: each.status, _LABEL: each.label}, was))
        was = Known(each.label, each.at, told.seq)


@dataclass(frozen=True, slots=True)
class Stand:
    """A status, its name, and the second from which on it stood."""

    at: int
    status: Fact
    label: Fact


def _standing(now: Snapshot) -> tuple[Fact, Fact]:
    return now.facts.get(_STATUS), now.facts.get(_LABEL)


def _stations(now: Snapshot, after: int, until: int) -> list[Stand]:
    """Where the status was between, by the stamps, in order."""
    stats = part(now.ticket, "stats")
    stamps = [(instant(stats.get(name)), STATUSES[each]) for name, each in _STAMPS.items()]
    found = [Stand(at, *told) for at, told in stamps if at is not None and after < at < until]
    return sorted(found, key=lambda each: each.at)


def _with_solves(now: Snapshot, way: Sequence[Stand], before: Fact) -> Iterator[Stand]:
    """The way, and that it was solved before it was reopened, in the same second if none says when.

    That second may be later than the truth.
    """
    reopened_at = instant(part(now.ticket, "stats").get("reopened_at"))
    for each in way:
        reopens = each.at == reopened_at and each.status not in SOLVED
        if reopens and before is not None and before not in SOLVED:
            yield Stand(each.at, *STATUSES[4])
        yield each
        before = each.status


def _guess(now: Snapshot, step: Step, facts: Facts, was: Known) -> Event:
    """A change that was worked out: within one second behind what was known before."""
    seq = max(GUESSED, was.seq + 1) if was.at == step.at else GUESSED
    return changed(now.contact, step, facts, seq=seq, reconstructed=True)


def _of_leaving(now: Snapshot, log: Sequence[Event]) -> Iterator[Event]:
    """That the ticket has gone to the bin or to spam, or has come back."""
    left = [each for each in in_order(log) if each.kind in _LEAVING]
    last = left[-1] if left else None
    stood = EventKind.RESTORED if last is None else last.kind
    stands = EventKind.RESTORED
    for name, kind in (("spam", EventKind.SPAM), ("deleted", EventKind.DELETED)):
        stands = kind if now.ticket.get(name) is True else stands
    if stands is stood or (last is not None and _is_settled(last, stands, now)):
        return
    seq = GUESSED if last is None or last.at != now.updated_at else max(GUESSED, last.seq + 1)
    yield leaving(now.contact, stands, now.updated_at, seq=seq, reconstructed=True)


def _is_settled(last: Event, stands: EventKind, now: Snapshot) -> bool:
    """Whether the log is newer, or the house itself will say that the ticket is back."""
    supposed = last.id.startswith(GONE)
    return (supposed and stands is EventKind.RESTORED) or (
        not supposed and now.updated_at < last.at
    )
