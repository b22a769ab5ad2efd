"""Which identities were a person's on which days.

Counts know identities and days, not people: an identity that was handed on counts for whoever had
it at noon of the day on which the contact was opened. The directory's sheet hands identities on at
midnight, so no day is anybody's in part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from plugin.pages.periods import Period
from plugin.stores.people.directory import Identity, Person

_NOON, _ONE = 12, timedelta(days=1)

Span = tuple[date, date]  # from the first day to the last, both counted


@dataclass(frozen=True, slots=True)
class Tenures:
    """The people by identity, for each span of days of a period on which nothing was handed on."""

    spans: Mapping[Span, Mapping[str, str]]


def tenures_of(people: Iterable[Person], period: Period, zone: tzinfo) -> Tenures:
    """Whose each identity of these people was in the period.

    An identity that was somebody's all the time stands under the whole period.
    """
    spans: defaultdict[Span, dict[str, str]] = defaultdict(dict)
    for person in people:
        for identity in person.identities:
            for span in _within(identity, period, zone):
                spans[span][identity.id] = person.id
    return Tenures(dict(spans))


def _within(identity: Identity, period: Period, zone: tzinfo) -> Iterator[Span]:
    first, last = period.first, period.last
    if identity.since is not None:
        first = max(first, _first_noon(identity.since, zone))
    if identity.until is not None:
        last = min(last, _first_noon(identity.until, zone) - _ONE)
    if first <= last:
        yield first, last


def _first_noon(at: int, zone: tzinfo) -> date:
    """The first day whose noon does not lie before the UTC second."""
    local = datetime.fromtimestamp(at, zone)
    noon = local.replace(hour=_NOON, minute=0, second=0, microsecond=0)
    return local.date() if local <= noon else local.date() + _ONE
