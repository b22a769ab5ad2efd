"""Who of the invented firm has learnt what: some passed, some are late, some are in grace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from plugin.demo.firm import SELLERS, TEAMS, WORKERS
from plugin.house import House
from plugin.language import Language
from plugin.publishing.publish import publish
from plugin.stores.training.assignments import Assignments, Kind, Target, Terms
from plugin.stores.versions.standards import Standards
from plugin.training.assigning import Assigning, GivenAssignment
from plugin.training.questions import GivenQuestion
from plugin.training.quiz import Item
from plugin.training.standing import State
from plugin.training.studying import Studying

MAIL, SHOPS = "contact", "shop-visit"
TRAINER = "demo-trainer"
_DAY = 86_400
_BEGUN, _GRACE = 21, 14  # days ago, and days ahead
_SAID = "The way in for wheelchairs and prams weighs 3: two shops were told of it by customers."
_WAS, _NOW = "    weight: 2\n", "    weight: 3\n"
# By how kindly they write: below the first nobody has begun, below the second they failed once.
_LATE, _SLOW = 0.6, 0.8
_PASSING_SELLERS = 0.8
_ANSWERS = (
    {"en": "Say until when they hear from us", "pl": "Powiedzieć, do kiedy się odezwiemy",
     "ru": "Сказать, до какого срока мы ответим"},
    {"en": "Wait until the answer is complete", "pl": "Poczekać, aż odpowiedź będzie pełna",
     "ru": "Подождать, пока ответ будет полным"},
    {"en": "Close the ticket", "pl": "Zamknąć zgłoszenie", "ru": "Закрыть обращение"},
)  # fmt: skip
_QUESTION = GivenQuestion(
    text={
        "en": "The warehouse does not answer today. What comes first?",
        "pl": "Magazyn dziś nie odpowiada. Od czego zaczynamy?",
        "ru": "Склад сегодня не отвечает. С чего начать?",
    },
    answers=_ANSWERS,
    right=0,
)


def train(house: House) -> None:
    """Has the teams learn what is in force, and the shops a version that begins now.

    Nothing where something is assigned already.
    """
    if Assignments(house.database).standing():
        return
    _train_teams(_ago(house, _BEGUN))
    _train_shops(house)


def _train_teams(then: House) -> None:
    """The teams were to know the version in force, without grace, by a week ago."""
    assigning = Assigning(then)
    published = assigning.published(MAIL, 1)
    assigning.ask(published, _QUESTION, TRAINER)
    due = assigning.today() + timedelta(days=_BEGUN - 7)
    to = tuple(Target(Kind.TEAM, each.code) for each in TEAMS)
    assigning.assign(published, GivenAssignment(to, due.isoformat()), TRAINER)
    for place, worker in enumerate(WORKERS):
        if worker.kindness < _LATE:
            continue
        at = _later(then, 1 + place % 9)
        if worker.kindness < _SLOW:
            _try(Studying(at, _seeded(worker.code, 1)), worker.code, MAIL, 1, share=0.4)
        else:
            _pass(Studying(at, _seeded(worker.code, 2)), worker.code, worker.name, MAIL, 1)


def _train_shops(house: House) -> None:
    """The second version judges visits from now on; who has not passed it has two weeks."""
    standards, now = Standards(house.database), house.clock()
    (first, *more) = standards.versions(SHOPS)
    if not more:
        raw = first.text.replace("version: 1\n", "version: 2\n", 1)
        raw = raw.replace(_WAS, _NOW, 1)
        publish(standards, raw.encode(), effective_from=now, by=TRAINER, now=now, why=_SAID)
    assigning = Assigning(house)
    latest = (assigning.today() + timedelta(days=_GRACE)).isoformat()
    to = tuple(Target(Kind.PERSON, each.code) for each in SELLERS)
    terms = Terms(months=12)
    given = GivenAssignment(to, latest, latest, terms)
    assigning.assign(assigning.published(SHOPS, 2), given, TRAINER)
    for seller in SELLERS:
        if seller.service >= _PASSING_SELLERS:
            studying = Studying(house, _seeded(seller.code, 1))
            _pass(studying, seller.code, seller.name, SHOPS, 2)


def _pass(studying: Studying, person: str, name: str, code: str, version: int) -> None:
    """The person answers all and signs."""
    _try(studying, person, code, version, share=1)
    lesson = studying.lesson(person, code, version)
    if lesson.standing.state is State.TO_SIGN:
        studying.sign(lesson, person, name, True, Language("en"))


def _try(studying: Studying, person: str, code: str, version: int, share: float) -> None:
    """The person answers that share of what they are asked as they should, 0..1."""
    lesson = studying.lesson(person, code, version)
    attempt = studying.begin(lesson, person)
    if attempt.result is None:
        items = studying.items(attempt, studying.standard(lesson.published))
        studying.answer(lesson, attempt.id, _answers(items, share))


def _answers(items: tuple[Item, ...], share: float) -> dict[str, str]:
    known = round(len(items) * share)
    return {each.id: _answer(each, place < known) for place, each in enumerate(items)}


def _answer(item: Item, right: bool) -> str:
    """The mark of the right answer, or of a wrong one."""
    return next(mark for mark, stands in item.answers.items() if (stands == item.right) is right)


def _seeded(person: str, number: int) -> Callable[[], str]:
    return lambda: f"demonstration/{person}/{number}"


def _ago(house: House, days: int) -> House:
    """The house as it was in the morning so many days ago."""
    zone = house.config.zone
    today = datetime.fromtimestamp(house.clock(), zone).replace(hour=8, minute=30, second=0)
    then = int((today - timedelta(days=days)).timestamp())
    return replace(house, clock=lambda: then)


def _later(house: House, days: int) -> House:
    then = house.clock() + days * _DAY
    return replace(house, clock=lambda: then)
