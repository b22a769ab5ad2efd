"""A house with the example shop's contacts in it: judged, filed, with people who sign in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4
from zoneinfo import ZoneInfo

import orjson
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from pymongo import MongoClient

from mobile_api.permissions import Role
from mobile_api.visits.judging import card_of
from mobile_api.visits.submissions import Submitted
from plugin.app import create_app
from plugin.authoring.drafting import Drafting
from plugin.backtests.asking import Wish, ask_of_draft
from plugin.backtests.station import backtest_station
from plugin.config import Config
from plugin.directory.passwords import Passwords
from plugin.evidence import Grouping, evidence_of, lines_of
from plugin.house import House
from plugin.publishing.publish import publish
from plugin.sealing import Sealer, new_key
from plugin.stores.collections import lay_out_all
from plugin.stores.filed.cards import Cards
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import database_of
from plugin.stores.people.directory import Directory, Everybody, Group, Identity, Person
from plugin.stores.people.users import User, Users
from plugin.stores.submissions.visits import document_of
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.tickets.events import Events
from plugin.stores.training.assignments import Kind, Target
from plugin.stores.transactions import transact
from plugin.stores.versions.drafts import Drafts
from plugin.stores.versions.standards import Standards
from plugin.training.assigning import Assigning, GivenAssignment
from plugin.training.questions import GivenQuestion
from plugin.training.studying import Studying
from scoring.evidence import Evidence, Ticket, Visit
from scoring.scorecard import Scorecard, assess
from standards.kinds import Instrument
from webhooks.contract import Account

ROOT = Path(__file__).parents[2]
ACME = ROOT / "docs" / "examples" / "acme"
LIBRARY = ROOT / "standards" / "library"
AS_OF = 1_774_994_400  # 2026-04-01T00:00:00+02:00
PUBLISHED = 1_767_222_000  # 2026-01-01T00:00:00+01:00
WARSAW = ZoneInfo("Europe/Warsaw")
PASSWORD = "a plumb line hangs straight"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

# Who signs in: the role, and the person that they are.
USERS = {
    "admin": (Role.ADMIN, None),
    "leader": (Role.TEAM_LEADER, "anna"),
    "anna": (Role.EMPLOYEE, "anna"),
    "approver": (Role.APPROVER, None),
    "shopper": (Role.SHOPPER, None),
    "nobody": (Role.EMPLOYEE, None),
}
EVERYBODY = Everybody(
    people={
        "anna": Person("anna", "Anna Lis", "mail", None, (Identity("zd-acme/user/anna-lis"),)),
        "ewa": Person("ewa", "Ewa Mazur", None, None, (Identity("acme-shops/employee/ewa-mazur"),)),
    },
    teams={"mail": Group("mail", "E-mail <b>team</b>", ("zd-acme/group/mail",))},
    locations={"krakow": Group("krakow", "Kraków", ("acme-shops/shop/krakow",))},
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A house, and the cards that were filed in it."""

    house: House
    cards: tuple[Scorecard, ...]


@contextmanager
def filled(mongo: MongoClient[Document]) -> Iterator[Filled]:
    """A house with tickets, reviews of them and visits, in a database of its own."""
    name = f"test-{uuid4().hex}"
    made = database_of(mongo, name)
    lay_out_all(made)
    house = house_over(made)
    with_people(house)
    with_standards(house, "contact", "complaints", "shop_visit")
    yield Filled(house, tuple(with_contacts(house, "tickets", "reviews", "visits")))
    mongo.drop_database(name)


def house_over(database: Mongo) -> House:
    """The house, as of the morning of 1 April 2026 in Warsaw."""
    return House(Config(zone=WARSAW), database, Sealer([new_key()]), lambda: AS_OF)


def with_people(house: House) -> None:
    """People in the directory, users who sign in, and the helpdesk's address."""
    directory = Directory(house.database)
    directory.bring_to(directory.everybody(), EVERYBODY)
    hashed = Passwords.of(CHEAP).hashed(PASSWORD)
    for name, (role, person) in USERS.items():
        Users(house.database).add(
            User(name, name.title(), frozenset({role}), person, "en", password=hashed)
        )
    account = Account("zd-acme", "https://acme.zendesk.com", "plumb", None)
    Connections(house.database, house.sealer).keep(Connection(account, "zendesk", ("secret",)))


def with_standards(house: House, *names: str) -> None:
    """The shipped standards of those names, in force since January."""
    for name in names:
        raw = (LIBRARY / f"{name}.yaml").read_bytes()
        publish(Standards(house.database), raw, effective_from=PUBLISHED, by="admin", now=PUBLISHED)


def with_next_version(house: House, names: str = "", hostile: str = "") -> str:
    """A draft of *contact* in review, a backtest of it, and its version in force to be learnt.

    `hostile` stands in every word of the draft that people give. Whoever does it all signs in as
    `author`, with the roles `names` names beside those of a trainer and an approver. The id of the
    backtest.
    """
    roles = {Role.TRAINER, Role.APPROVER, *map(Role, names.split())}
    hashed = Passwords.of(CHEAP).hashed(PASSWORD)
    user = User("author", f"Olga Autor {hostile}", frozenset(roles), None, "en", password=hashed)
    Users(house.database).add(user)
    drafting = Drafting(
        Drafts(house.database), Standards(house.database), "author", house.clock() - 3_600
    )
    drafting.begin("contact", next_text(hostile), f"heavier {hostile}")
    drafting.submit("contact", 1, f"please look {hostile}")
    since, until = PUBLISHED, house.clock()
    asked = ask_of_draft(house, "contact", Wish(since, until, "author", f"spring {hostile}"))
    station = backtest_station(house, "one")
    while station.work_once(house.clock()):
        pass
    with_lessons(house, hostile)
    return asked.id


def next_text(hostile: str = "") -> str:
    """The second version of *contact*, which asks for approvals."""
    raw = (LIBRARY / "contact.yaml").read_text()
    asked = "  review_by: 2027-06-30\n  approvals: [operations, service]\n"
    raw = raw.replace("version: 1\n", "version: 2\n", 1)
    raw = raw.replace("  review_by: 2027-06-30\n", asked, 1).replace(
        "weight: 4\n", "weight: 3\n", 1
    )
    title = "en: An e-mail is answered within 24 hours of arrival"
    assert title in raw
    return raw.replace(title, f"en: 'An e-mail is answered {hostile}'") if hostile else raw


def with_lessons(house: House, hostile: str = "") -> None:
    """Everybody of the mail team and Ewa are to know *contact*; Anna has a try that is open."""
    assigning = Assigning(house)
    published = assigning.published("contact", 1)
    answers = ({"en": f"This {hostile}"}, {"en": f"That {hostile}"})
    assigning.ask(published, GivenQuestion({"en": f"Which? {hostile}"}, answers, 0), "author")
    to = (Target(Kind.TEAM, "mail"), Target(Kind.PERSON, "ewa"))
    assigning.assign(published, GivenAssignment(to, "2026-04-08", "2026-04-15"), "author")
    studying = Studying(house, lambda: "0123456789abcdef")
    studying.begin(studying.lesson("anna", "contact", 1), "anna")


def with_contacts(house: House, *names: str) -> list[Scorecard]:
    """The example shop's contacts from those files, judged and filed; their cards."""
    return [
        card
        for name in names
        for evidence in evidence_in(ACME / f"{name}.jsonl")
        for card in file(house, evidence)
    ]


def evidence_in(path: Path) -> Iterator[Evidence]:
    """Every contact's evidence in the file."""
    with path.open("rb") as stream:
        yield from contacts_of(stream)


def contacts_of(stream: BinaryIO) -> Iterator[Evidence]:
    """Every contact's evidence in the stream."""
    for lines in Grouping().contacts(lines_of(stream)):
        yield evidence_of(lines)


def file(house: House, evidence: Evidence) -> list[Scorecard]:
    """Keeps the evidence as the service does, and files its cards."""
    if isinstance(evidence, Ticket):
        return _file_ticket(house, evidence)
    return [_file_visit(house, evidence)]


def _file_ticket(house: House, ticket: Ticket) -> list[Scorecard]:
    Events(house.database).keep(replace(each, text=None) for each in ticket.events)
    opened_at = min(each.at for each in ticket.events)
    cards = [
        assess(standard, ticket, as_of=AS_OF)
        for standard in Standards(house.database).in_force(opened_at)
        if any(Instrument.TICKET in each.of for each in standard.criteria)
    ]
    _keep(house, ticket.contact, cards)
    return cards


def _file_visit(house: House, visit: Visit) -> Scorecard:
    given = next(
        each
        for name in ("visits", "reviews", "complaint_reviews")
        for line in (ACME / f"{name}.jsonl").read_bytes().splitlines()
        if (each := orjson.loads(line))["contact"] == visit.contact
    )
    accepted = given.pop("accepted", False)
    submitted = Submitted(
        contact=visit.contact,
        instrument=visit.instrument,
        questionnaire=visit.questionnaire,
        version=visit.version,
        sha256="0" * 64,
        body=orjson.dumps(given),
        by="shopper",
        received_at=AS_OF - 3_600,
        about=visit.about,
        location=visit.location,
        accepted_at=AS_OF - 60 if accepted else None,
    )
    told = {"accepted_at": submitted.accepted_at}
    house.database.visits.insert_one({**document_of(submitted), **told})
    card = card_of(submitted, Standards(house.database).version)
    _keep(house, visit.contact, [card])
    return card


def _keep(house: House, contact: str, cards: list[Scorecard]) -> None:
    filing = Cards(house.database, house.config.zone)
    transact(house.database, lambda session: filing.file(contact, cards, session))


def browser(house: House) -> FlaskClient:
    """A browser of nobody in particular."""
    return create_app(house, CHEAP).test_client()


def token_in(text: str) -> str:
    """The token of the first form on the page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
    assert found is not None
    return found[1]


def signed_in(house: House, name: str) -> FlaskClient:
    """The browser of somebody who has signed in."""
    client = browser(house)
    token = token_in(client.get("/sign-in").text)
    form = {"name": name, "password": PASSWORD, "csrf_token": token}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == 303, answer.text
    return client
