"""A house in which versions are assigned and passed, with tickets that several people work at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from plugin.feedback.reporting import Reporting
from plugin.house import House
from plugin.pages.periods import Period
from plugin.publishing.publish import publish
from plugin.stores.layout import Document, Mongo
from plugin.stores.people.directory import Directory, Everybody, Identity, Person
from plugin.stores.training.assignments import Assignment, Assignments, Kind, Target
from plugin.stores.transactions import transact
from plugin.stores.versions.standards import Standards
from plugin.tickets.due import due_station, published_station
from plugin.tickets.filing import filing_of
from plugin.tickets.graces import graces_station
from scoring.evidence import Event, EventKind, Role
from scoring.tally.counts import Counts
from standards.zones import load_zone
from tests.plugin.tickets.ticket_house import TicketHouse
from webhooks.contract import News

WARSAW = load_zone("Europe/Warsaw")
MONDAY = date(2026, 3, 2)
HOUR, DAY = 3_600, 86_400
CODE = "mail"
STATIONS = (graces_station, published_station, due_station)
# By version: within which time a first and a further reply is met, and is not missed yet.
LIMITS = {1: ("PT8H", "PT12H"), 2: ("PT2H", "PT4H"), 3: ("PT30M", "PT1H")}
_STANDARD = """\
code: mail
title: Mail
version: {version}
languages: [en]
governance: {{owner: Head of service, review_by: 2027-06-30}}
calendars: {{always: {{zone: Europe/Warsaw, hours: always}}}}
criteria:
  - code: RSP-01
    title: First reply within {full}
    why: A customer who hears nothing calls the shop.
    weight: 1
    ask: {{kind: first_reply, calendar: always}}
    limits: {{full: {full}, none: {none}}}
    examples:
      - {{given: [Mon 09:00 opened, Mon 09:10 replied], then: met}}
      - {{given: [Mon 09:00 opened, Tue 14:00 replied], then: missed}}
  - code: NXT-0{version}
    title: Next reply within {full}
    why: A customer who hears nothing calls the shop.
    weight: 1
    ask: {{kind: next_reply, calendar: always}}
    limits: {{full: {full}, none: {none}}}
    examples:
      - {{given: [Mon 09:00 opened, Mon 09:10 replied, Mon 10:00 customer wrote, Mon 10:10 replied], then: met}}
      - {{given: [Mon 09:00 opened, Mon 09:10 replied, Mon 10:00 customer wrote, Tue 14:00 replied], then: missed}}
"""  # noqa: E501  # rows of a list


def text_of(version: int) -> bytes:
    """The standard of that version; each has a criterion of its own."""
    full, none = LIMITS[version]
    return _STANDARD.format(version=version, full=full, none=none).encode()


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    """The UTC second at which it is that time in Warsaw, so many days after the Monday."""
    local = datetime.combine(MONDAY + timedelta(day), time(hour, minute, second), WARSAW)
    return int(local.timestamp())


def user(name: str) -> str:
    """By which id the helpdesk knows them."""
    return f"zd-acme/user/{name}"


@dataclass(frozen=True, slots=True)
class Talk:
    """A ticket: opened when, and each further word: seconds after that and by whom (None: asked).

    Whoever writes holds it from then on. `closed` is so many seconds after the last word.
    """

    number: int
    opened_at: int
    words: tuple[tuple[int, str | None], ...]
    closed: bool = True

    @property
    def contact(self) -> str:
        """Our id of it."""
        return f"zd-acme/ticket/{self.number}"

    @property
    def events(self) -> tuple[Event, ...]:
        """All that happens to it."""
        told = [self._event(0, EventKind.OPENED, 0, None, {"status": "new", "group": "mail"})]
        for number, (after, by) in enumerate(self.words, 1):
            facts = {"status": "open"} if by is None else {"status": "pending", "assignee": by}
            told.append(self._event(number, EventKind.MESSAGE, after, by, facts))
        if self.closed:
            last = max((after for after, _ in self.words), default=0) + DAY
            facts = {"status": "closed"}
            told.append(self._event(len(told), EventKind.CHANGED, last, "nobody", facts))
        return tuple(told)

    def _event(
        self, seq: int, kind: EventKind, after: int, by: str | None, facts: dict[str, str]
    ) -> Event:
        role = Role.CUSTOMER if by is None else Role.SYSTEM if by == "nobody" else Role.AGENT
        who = by if role is Role.AGENT else user("customer")
        when = self.opened_at + after
        return Event(self.contact, f"e/{seq}", kind, when, role, who, facts=facts, seq=seq)


@dataclass(slots=True)
class GracedHouse:
    """The house; every store and station is made anew, so that none goes by an old list."""

    database: Mongo
    now: int = at(30)
    tickets: TicketHouse = field(init=False)

    def __post_init__(self) -> None:
        self.tickets = TicketHouse(self.database, self.now)

    @property
    def house(self) -> House:
        """The house."""
        return self.tickets.house

    def publish(self, version: int, effective_from: int) -> None:
        """Publishes the version."""
        publish(
            Standards(self.database),
            text_of(version),
            effective_from=effective_from,
            by="tess",
            now=self.now,
            why="It is stricter.",
        )

    def staff(self, people: Iterable[Person]) -> None:
        """Makes the directory these people."""
        directory = Directory(self.database)
        everybody = Everybody({each.id: each for each in people}, {}, {})
        directory.bring_to(directory.everybody(), everybody)

    def assign(self, person: str, version: int, latest: int) -> Assignment:
        """Assigns the version, with a grace until then."""
        to = Target(Kind.PERSON, person)
        day = MONDAY.isoformat()
        told = Assignment(CODE, version, to, self.now, "tess", day, latest, day, latest)
        return Assignments(self.database).add(told)

    def passes(self, person: str, version: int, when: int) -> None:
        """The person signs the version."""
        self.database.learning.insert_one(_signed(person, version, when))

    def file(self, talk: Talk) -> None:
        """Takes all in that happens to the ticket."""
        filing = filing_of(self.house)
        news = News(talk.contact, talk.opened_at, talk.events)
        transact(
            self.database,
            lambda session: filing.take_in(talk.contact, "zd-acme", [news], self.now, session),
        )

    def settle(self) -> None:
        """Works until nothing is due, now and when no worker goes by an old list any more."""
        for _ in range(3):
            while sum(each(self.house, "one").work_once(self.now) for each in STATIONS):
                pass
            self.now += 20
            self.tickets.now = self.now

    def feedback(self, person: str, version: int, first: int, last: int) -> dict[str, Counts]:
        """What is counted of the person in these days after the Monday, by criterion."""
        found = Directory(self.database).person(person)
        assert found is not None
        return self._counted([found], version, first, last)[person]

    def figures(self, version: int, first: int, last: int) -> dict[str, dict[str, Counts]]:
        """The same of everybody, asked for at once."""
        return self._counted(Directory(self.database).people(), version, first, last)

    def _counted(
        self, people: Sequence[Person], version: int, first: int, last: int
    ) -> dict[str, dict[str, Counts]]:
        standard = Standards(self.database).version(CODE, version)
        assert standard is not None
        found = Reporting.of(self.house).counted(people, standard, period(first, last))
        return {
            each.id: {
                code: counts
                for code, counts in found.get(each.id, {}).items()
                if counts != Counts()
            }
            for each in people
        }

    def cards(self) -> dict[str, Document]:
        """Every filed card by its id."""
        return self.tickets.cards()


def period(first: int, last: int) -> Period:
    """The days after the Monday from first to last."""
    return Period(MONDAY + timedelta(first), MONDAY + timedelta(last))


def person(name: str, *more: Identity) -> Person:
    """Somebody of that id, known by a user of that name."""
    return Person(name, name.title(), None, None, (Identity(user(name)), *more))


def _signed(person: str, version: int, when: int) -> Document:
    return {
        "_id": uuid4().hex,
        "person": person,
        "code": CODE,
        "version": version,
        "hash": "0" * 64,
        "number": 1,
        "begun_at": when - 60,
        "seed": "0" * 16,
        "asked": [],
        "pass_mark": 0.8,
        "open": False,
        "signed_at": when,
    }
