"""The firm whose shopper's working day is measured: 50 assignments, their shops and visits."""

from __future__ import annotations

import hashlib
from uuid import UUID

from argon2 import PasswordHasher

from mobile_api.assigning import Assignment, Fee
from mobile_api.permissions import Role
from mobile_api.visits.submissions import Submitted
from plugin.directory.passwords import Passwords
from plugin.directory.signing_in import SigningIn
from plugin.publishing.publish import publish
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory, Everybody, Group, Identity, Person
from plugin.stores.people.users import User, Users
from plugin.stores.shopping.assignments import Assignments
from plugin.stores.submissions.visits import Visits
from plugin.stores.versions.standards import Standards
from scoring.evidence import Attachment
from standards.kinds import Instrument

ASSIGNMENTS, QUESTIONS, ROSTER, SENT = 50, 25, 6, 20
DAY = 86_400
ASKED = {
    "en": "Was point {} as it should be?",
    "pl": "Czy punkt {} był taki, jak powinien?",
    "ru": "Был ли пункт {} таким, как нужно?",
}
WHY = {
    "en": "Whoever sees point {} out of order remembers it.",
    "pl": "Kto zobaczy punkt {} nie w porządku, zapamięta to.",
    "ru": "Кто увидит пункт {} не в порядке, запомнит это.",
}
EXAMPLES = ("{given: {answer: yes}, then: met}", "{given: {answer: no}, then: missed}")


def furnish(database: Mongo, now: int) -> str:
    """The access token of a shopper who has 50 assignments, and has made visits of late."""
    standards = Standards(database)
    publish(standards, _standard(), effective_from=now - 60 * DAY, by="bench", now=now - 60 * DAY)
    Directory(database).bring_to(Everybody({}, {}, {}), _everybody())
    Assignments(database).create_all([_assignment(number, now) for number in range(ASSIGNMENTS)])
    visits = Visits(database)
    for number in range(SENT):
        visits.keep(_visit(number, now))
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    password = "a password of benchmarks"
    hashed = Passwords.of(cheap).hashed(password)
    Users(database).add(User("anna", "Anna", frozenset({Role.SHOPPER}), password=hashed))
    return SigningIn.over(database, cheap).sign_in("anna", password, now).access_token


def _assignment(number: int, now: int) -> Assignment:
    """An assignment of a lively town, with a scenario in three languages."""
    scenario = {
        "en": f"You look for a lamp for room {number}. Ask what it costs to have it put up.",
        "pl": f"Szukasz lampy do pokoju {number}. Zapytaj, ile kosztuje jej montaż.",
        "ru": f"Вы ищете лампу для комнаты {number}. Спросите, сколько стоит её установка.",
    }
    return Assignment(
        id=str(UUID(int=number, version=4)),
        shopper="anna",
        location=f"acme/shop/{number}",
        opens_at=now - DAY,
        closes_at=now + (1 + number % 14) * DAY,
        scenario=scenario,
        standard="bench",
        fee=Fee(f"{20 + number}.00", "PLN"),
        by="carol",
    )


def _visit(number: int, now: int) -> Submitted:
    """A visit of the last weeks, with two photos."""
    contact = f"visit/{UUID(int=number, version=4)}"
    digest = hashlib.sha256(contact.encode()).hexdigest()
    files = tuple(Attachment(f"{each}.jpg", digest, 100_000, None) for each in ("front", "till"))
    return Submitted(
        contact=contact,
        instrument=Instrument.VISIT,
        questionnaire="bench",
        version=1,
        sha256=digest,
        body=b"{}",
        by="anna",
        received_at=now - number * DAY,
        location=f"acme/shop/{number}",
        files=files,
    )


def _everybody() -> Everybody:
    """Twice as many locations as are assigned, with whoever works there."""
    shops = range(2 * ASSIGNMENTS)
    locations = {
        f"shop-{each}": Group(
            f"shop-{each}", f"Shop {each}", (f"acme/shop/{each}",), 52.2 + each / 1e3, 21.0
        )
        for each in shops
    }
    people = {
        f"p-{shop}-{each}": Person(
            f"p-{shop}-{each}",
            f"Person {each} of {shop}",
            location=f"shop-{shop}",
            identities=(Identity(f"acme/badge/{shop}-{each}"),),
        )
        for shop in shops
        for each in range(ROSTER)
    }
    return Everybody(people, {}, locations)


def _standard() -> bytes:
    """A standard of 25 questions in three languages."""
    lines = [
        "code: bench", "title: {en: A visit, pl: Wizyta, ru: Визит}", "version: 1",
        "languages: [en, pl, ru]", "governance: {owner: Bench, review_by: 2099-01-01}", "criteria:",
    ]  # fmt: skip
    for number in range(1, QUESTIONS + 1):
        asked = _words(ASKED, number)
        lines += [
            f"  - code: Q-{number:02}", f"    title: {asked}", f"    why: {_words(WHY, number)}",
            f"    weight: {1 + number % 4}",
            f"    ask: {{kind: yes_no, question: {asked}, of: [visit], required: true}}",
            f"    examples: [{', '.join(EXAMPLES)}]",
        ]  # fmt: skip
    return "\n".join(lines).encode()


def _words(words: dict[str, str], number: int) -> str:
    said = ", ".join(f'{code}: "{text.format(number)}"' for code, text in words.items())
    return f"{{{said}}}"
