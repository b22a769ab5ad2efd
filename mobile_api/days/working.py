"""A shopper's working day in one answer, and what of it has changed since a phone asked last.

Everything that a phone is told is a `Part` under a name of its own. The day's cursor is a digest
over all of them; the house keeps, for the last cursors of each shopper, which parts in which state
they stood for. So a delta is the difference of two days, whatever made them differ: an assignment,
a roster, a standard that came into force, a photo that arrived, or a visit of long ago.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Any

import orjson

from mobile_api.assigning import Assignment, AssignmentState, told_assignment
from mobile_api.days.briefing import told_briefing
from mobile_api.days.questions import EVERY_LANGUAGE, questionnaires_of
from mobile_api.needs import MobileHouse
from mobile_api.permissions import Caller
from mobile_api.telling import account_of, held_file_of, summary_of
from mobile_api.visits.submissions import Submitted, Wanted
from scoring.submission import LARGEST_FILE, MOST_FILES
from standards.instants import show_instant
from standards.kinds import Instrument
from standards.model import Standard

CURSOR = r"^[A-Za-z0-9_-]{20}$"
DAYS = 30  # for how long a phone is told of what is done
_SECONDS = DAYS * 86_400
_PAGE = 200

# The lists of the answer, by the kind of their parts.
LISTS: Mapping[str, str] = {
    "assignment": "assignments",
    "questionnaire": "questionnaires",
    "briefing": "briefings",
    "submission": "submissions",
}
CHUNK = 65_536  # bytes of a file that are sent again at most


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a phone is told: its JSON, and a mark that tells its state.

    `name` is what phones know it by. A briefing comes and goes with the questionnaire of its name.
    """

    kind: str
    name: str
    raw: bytes
    mark: str

    @property
    def key(self) -> str:
        """What its mark is kept under."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True)
class Day:
    """All that a phone is told at an instant; `head` is told each time."""

    head: Mapping[str, Any]
    parts: tuple[Part, ...]
    now: int

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """In which state each part stands."""
        return {each.key: each.mark for each in self.parts}

    @cached_property
    def cursor(self) -> str:
        """The same for the same day, and for no other."""
        told = (self.head, sorted(self.marks.items()))
        return _digest(orjson.dumps(told, option=orjson.OPT_SORT_KEYS), 15)

    def since(self, held: Mapping[str, str] | None) -> bytes:
        """The answer to a phone that holds those marks; None: it holds nothing that we know of."""
        known = held or {}
        fresh = [each for each in self.parts if known.get(each.key) != each.mark]
        lists = {
            plural: [orjson.Fragment(each.raw) for each in fresh if each.kind == kind]
            for kind, plural in LISTS.items()
        }
        told = {
            "cursor": self.cursor,
            "whole": held is None,
            "now": show_instant(self.now),
            **self.head,
            **lists,
            "gone": sorted(_names(known) - _names(self.marks)),
        }
        return orjson.dumps(told)


def _names(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(each.partition(" ")[2] for each in keys)


def day_of(house: MobileHouse, caller: Caller, now: int) -> Day:
    """The caller's day."""
    assigned = house.assignments.of(caller.user, now - _SECONDS)  # open, or done of late
    standards = _standards(house, assigned, now)
    parts = (
        *_assignments(house, assigned, now),
        *(
            part
            for each in standards
            if (part := _questionnaire(_Kept(each.hash, each))) is not None
        ),
        *_briefings(house, caller.user, standards),
        *_submissions(house, caller.user, now - _SECONDS),
    )
    head = {
        "account": account_of(caller),
        "limits": _limits(house),
        "receipt_key": dict(house.receipts.key()),
    }
    return Day(head, parts, now)


def _limits(house: MobileHouse) -> dict[str, int]:
    """What the service takes, and from where on it asks for a word."""
    return {
        "chunk": CHUNK,
        "file": LARGEST_FILE,
        "files": MOST_FILES,
        "far_metres": house.mark_limits.far_metres,
        "clock_seconds": house.mark_limits.clock_seconds,
    }


def _standards(
    house: MobileHouse, assigned: Iterable[Assignment], now: int
) -> tuple[Standard, ...]:
    """The versions in force, and those that open assignments name."""
    standards = {(each.code, each.version): each for each in house.questionnaires.in_force(now)}
    for each in assigned:
        if each.state is AssignmentState.OPEN and each.version is not None:
            named = house.questionnaires.version(each.standard, each.version)
            if named is not None:
                standards.setdefault((named.code, named.version), named)
    return tuple(standards[key] for key in sorted(standards))


def _assignments(house: MobileHouse, assigned: tuple[Assignment, ...], now: int) -> Iterator[Part]:
    located = house.locations.located({each.location for each in assigned}, now)
    for each in assigned:
        told = told_assignment(each, located.get(each.location))
        yield _part("assignment", each.id, told)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A version whose JSON is made once: its hash says all of it."""

    hash: str
    standard: Standard = field(compare=False)


@lru_cache(maxsize=128)
def _questionnaire(kept: _Kept) -> Part | None:
    """What the version asks of visits, in every language; None when it asks nothing."""
    standard = kept.standard
    told = questionnaires_of([standard], [Instrument.VISIT], EVERY_LANGUAGE)
    return _part("questionnaire", f"{standard.code}/{standard.version}", told[0]) if told else None


def _briefings(house: MobileHouse, user: str, standards: Iterable[Standard]) -> Iterator[Part]:
    for each in house.briefings.of(user, standards):
        yield _part("briefing", f"{each.standard}/{each.version}", told_briefing(each))


def _submissions(house: MobileHouse, user: str, since: int) -> Iterator[Part]:
    sent = tuple(_sent_since(house, user, since))
    held = house.files.of_all(sent)
    for each in sent:
        files = [held_file_of(one) for one in held[each.contact]]
        yield _part("submission", each.contact, {**summary_of(each), "files": files})


def _sent_since(house: MobileHouse, user: str, since: int) -> Iterator[Submitted]:
    after: str | None = None
    while True:
        wanted = Wanted(instrument=Instrument.VISIT, by=user, after=after, most=_PAGE)
        page = house.submissions.page(wanted)
        for each in page.items:
            if each.received_at < since:
                return
            yield each
        after = page.after
        if after is None:
            return


def _part(kind: str, name: str, told: object) -> Part:
    raw = orjson.dumps(told)
    return Part(kind, name, raw, _digest(raw, 9))


def _digest(raw: bytes, size: int) -> str:
    """So many bytes over these, as letters that stand in an address."""
    return urlsafe_b64encode(blake2b(raw, digest_size=size).digest()).decode().rstrip("=")
