"""A firm's year of final cards, filled in by bulk: what filing would write, but compact.

Each card is one of the example shop's, judged by `contact.yaml`, on another day, of another of 200
employees (12 teams, 30 locations) on one of 4 channels. Mondays are alike, and so is each weekday.
Of its findings only what reports and tallies read is kept: criterion, and of each occurrence
verdict, employee and team; a finding without an occurrence stands as one that is nobody's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from plugin.house import House
from plugin.stores.filed.cards import Cards
from plugin.stores.filed.cuts import Rolled
from plugin.stores.filed.rollups import Rollups, rolled_over
from plugin.stores.filed.tallies import Day, Parts, Rows, Told, add, difference, settled
from plugin.stores.layout import Document, Mongo
from plugin.stores.transactions import transact
from plugin.stores.versions.standards import Standards
from scoring.evidence import Ticket, Visit
from scoring.finding import Finding
from scoring.judge import Verdict
from scoring.scorecard import Scorecard, Standing, assess
from scoring.tally.brief import BriefCard, brief_of
from tests.pages.acme import ACME, AS_OF, evidence_in

DAYS, EMPLOYEES, TEAMS, LOCATIONS = 365, 200, 12, 30
CHANNELS = ("email", "chat", "phone", "web")
LAST = datetime.now(UTC).date()
CODE = "contact"
_AT_ONCE = 2_000


def templates(house: House) -> tuple[Scorecard, ...]:
    """The example shop's final cards under the standard."""
    standard = Standards(house.database).version(CODE, 1)
    assert standard is not None
    told = [*evidence_in(ACME / "tickets.jsonl"), *evidence_in(ACME / "reviews.jsonl")]
    judged = [
        assess(standard, each, as_of=AS_OF)
        for each in told
        if isinstance(each, Ticket) or _is_of(each, CODE)
    ]
    return tuple(each for each in judged if each.standing is Standing.FINAL)


def card(made: Sequence[Scorecard], index: int, day: date) -> Scorecard:
    """The card of that place in the day, opened at its noon."""
    number = day.weekday() * 10_007 + index
    template, person = made[number % len(made)], number * 7_919 % EMPLOYEES
    facts = {
        "group": f"zd/group/{person % TEAMS}",
        "location": f"zd/location/{person % LOCATIONS}",
        "channel": CHANNELS[number // 3 % len(CHANNELS)],
    }
    return replace(
        template,
        contact=contact_of(template.instrument, index, day),
        opened_at=noon_of(day),
        facts=facts,
        findings=tuple(_of(each, person) for each in template.findings),
    )


def contact_of(kind: str, index: int, day: date) -> str:
    """What the card is of."""
    return f"zd/{kind}/{day:%Y%m%d}{index:05}"


def noon_of(day: date) -> int:
    """When its contacts are opened, UTC seconds."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


def days() -> list[date]:
    """The days of the year."""
    return [LAST - timedelta(days=each) for each in reversed(range(DAYS))]


@dataclass(frozen=True, slots=True)
class Weekday:
    """What is the same on each such day: documents of cards, rows, and rollups as texts."""

    cards: tuple[Document, ...]
    rows: Rows
    rollups: tuple[tuple[Rolled, Document], ...]

    @classmethod
    def of(cls, made: Sequence[Scorecard], day: date, a_day: int) -> Weekday:
        """All that the day has."""
        told = [Told(brief_of(card(made, each, day)), day.isoformat()) for each in range(a_day)]
        [(at, rows)] = difference((), told).items()
        rollups = (
            (each, each.document(its)) for each, its in rolled_over(at, at.day, rows).items()
        )
        return cls(tuple(map(compact, told)), rows, tuple(rollups))

    def cards_on(self, day: date) -> Iterator[Document]:
        """The documents of the cards of such a day."""
        for index, each in enumerate(self.cards):
            contact = contact_of(each["instrument"], index, day)
            key = f"{contact} {each['code']} {each['version']}"
            told = {"_id": key, "contact": contact, "opened_at": noon_of(day)}
            yield {**each, **told, "day": day.isoformat()}

    def rollups_on(self, day: date) -> Iterator[Document]:
        """The rollups of such a day."""
        for each, document in self.rollups:
            there = replace(each, span=day.isoformat())
            yield {**document, "_id": there.id, "span": there.span}


def fill(house: House, a_day: int) -> Iterator[date]:
    """Fills so many cards a day in, with their rollups; each day that is done."""
    made, database = templates(house), house.database
    weekdays = {day.weekday(): Weekday.of(made, day, a_day) for day in days()[:7]}
    for day in days():
        weekday = weekdays[day.weekday()]
        documents = list(weekday.cards_on(day))
        for first in range(0, len(documents), _AT_ONCE):
            database.cards.insert_many(documents[first : first + _AT_ONCE], ordered=False)
        database.rollups.insert_many(list(weekday.rollups_on(day)), ordered=False)
        yield day
    _fill_months(database, weekdays)


def _fill_months(database: Mongo, weekdays: Mapping[int, Weekday]) -> None:
    """Keeps what the months count: each weekday as often as it falls into them."""
    months = sorted({f"{day:%Y-%m}" for day in days()})
    for month in months:
        often = Counter(day.weekday() for day in days() if f"{day:%Y-%m}" == month)
        sums: dict[Parts, list[int]] = {}
        for weekday, number in often.items():
            for parts, numbers in weekdays[weekday].rows.items():
                add(sums, parts, [number * each for each in numbers])
        rolled = rolled_over(Day(CODE, 1, month), month, settled(sums))
        database.rollups.insert_many([each.document(its) for each, its in rolled.items()])


def file(house: House, a_day: int) -> Iterator[date]:
    """Files the same cards as the service does, each in a transaction, and rolls them up."""
    made, cards = templates(house), Cards(house.database, UTC)
    for day in days():
        for each in range(a_day):
            _file(house, cards, card(made, each, day))
        yield day
    while transact(house.database, Rollups(house.database).take_up):
        pass


def compact(told: Told) -> Document:
    """The card's document with all that is read of it by reports."""
    brief = told.card
    instrument, standing = brief.instrument.value, brief.standing.value
    happened = brief.occurrences
    return {
        "_id": f"{brief.contact} {brief.standard.code} {brief.standard.version}",
        "contact": brief.contact,
        "code": brief.standard.code,
        "version": brief.standard.version,
        "instrument": instrument,
        "standing": standing,
        "verdict": "undecided",
        "score": None,
        "outcome_hash": "0" * 64,
        "opened_at": brief.opened_at,
        "day": told.day,
        "employees": sorted({each.employee for each in happened if each.employee}),
        "teams": sorted({each.team for each in happened if each.team}),
        "location": brief.facts["location"],
        "channel": brief.facts["channel"],
        "marks": sorted({f"{each.criterion} {each.verdict}" for each in happened}),
        "card": {"facts": dict(brief.facts), "findings": list(_findings(brief))},
    }


def read_of(document: Document) -> Document:
    """Of a filed card what `compact` keeps of it."""
    found = {name: document[name] for name in _KEPT}
    findings = [
        {
            "criterion": finding["criterion"],
            "occurrences": [_seen(each) for each in finding["occurrences"]]
            or [_nobodys(finding, document["card"]["facts"]["group"])],
        }
        for finding in document["card"]["findings"]
    ]
    return {**found, "card": {"facts": document["card"]["facts"], "findings": findings}}


_KEPT = (
    "_id", "contact", "code", "version", "instrument", "standing", "opened_at", "day",
    "employees", "teams", "location", "channel", "marks",
)  # fmt: skip


def _findings(brief: BriefCard) -> Iterator[Document]:
    by_criterion: dict[str, list[Document]] = {}
    for each in brief.occurrences:
        seen = {"verdict": each.verdict.value, "employee": each.employee, "team": each.team}
        by_criterion.setdefault(each.criterion, []).append(seen)
    for criterion, occurrences in by_criterion.items():
        yield {"criterion": criterion, "occurrences": occurrences}


def _seen(occurrence: Document) -> Document:
    verdict = occurrence["verdict"] or Verdict.NOT_APPLICABLE.value
    return {"verdict": verdict, **{name: occurrence[name] for name in ("employee", "team")}}


def _nobodys(finding: Document, team: str) -> Document:
    return {"verdict": finding["verdict"], "employee": None, "team": team}


def _of(finding: Finding, person: int) -> Finding:
    theirs = tuple(
        each._replace(
            employee=each.employee and f"zd/user/{person}",
            team=each.team and f"zd/group/{person % TEAMS}",
        )
        for each in finding.occurrences
    )
    return replace(finding, occurrences=theirs)


def _is_of(evidence: Any, code: str) -> bool:
    return isinstance(evidence, Visit) and evidence.questionnaire == code


def _file(house: House, cards: Cards, told: Scorecard) -> None:
    transact(house.database, lambda session: cards.file(told.contact, [told], session))
