"""Standards in force whose day of review has passed, for every page that uses them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from plugin.stores.versions.standards import Standards, Unreadable
from standards.kinds import Words


@dataclass(frozen=True, slots=True)
class Overdue:
    """A version in force that was to be looked at again by `review_by`; `owner` answers for it."""

    code: str
    version: int
    owner: Words
    review_by: date


def overdue(standards: Standards, now: int, zone: tzinfo) -> tuple[Overdue, ...]:
    """The versions in force at `now` (UTC seconds) whose day has passed in the zone, by code."""
    today = datetime.fromtimestamp(now, zone).date()
    return tuple(each for each in _governed(standards, now) if each.review_by < today)


def _governed(standards: Standards, now: int) -> Iterator[Overdue]:
    """What this release cannot read any more is left out: judging tells of that."""
    for each in standards.published_in_force(now):
        try:
            asked = each.standard().governance
        except Unreadable:
            continue
        yield Overdue(each.code, each.version, asked.owner, asked.review_by)
