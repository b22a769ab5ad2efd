"""Coordinators see what is odd about a visit, and everybody the notes to its answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import orjson
import pytest
from pymongo import MongoClient

from mobile_api.permissions import Role
from mobile_api.visits.judging import read_again
from mobile_api.visits.submissions import Mark, MarkKind
from plugin.directory.passwords import Passwords
from plugin.house import House
from plugin.language import Language
from plugin.pages.contacts.marks import in_words
from plugin.stores.layout import Document
from plugin.stores.people.users import User, Users
from plugin.stores.submissions.visits import document_of, submitted_of
from plugin.stores.versions.standards import Standards
from scoring.judge import Verdict
from scoring.scorecard import assess
from tests.pages.acme import AS_OF, CHEAP, PASSWORD, filled, signed_in

VISIT = "visit/5ad82540-ba31-5fac-83f8-2971ee952d94"
MARKS = (
    Mark(MarkKind.FAR, "far", 1_240, "In the <b>arcade</b>"),
    Mark(MarkKind.CLOCK, "clock", -3_660, None),
    Mark(MarkKind.NOT_CERTIFIED, "not certified", None, None),
)
NOTE = "Only the <i>left</i> door.\nThe right one stuck."


@pytest.fixture(scope="module")
def odd(mongo: MongoClient[Document]) -> Iterator[House]:
    """A house with a visit that is odd, and a coordinator."""
    with filled(mongo) as made:
        house = made.house
        hashed = Passwords.of(CHEAP).hashed(PASSWORD)
        carol = User("carol", "Carol", frozenset({Role.COORDINATOR}), password=hashed)
        Users(house.database).add(carol)
        kept = submitted_of(house.database.visits.find_one({"_id": VISIT}) or {})
        given = orjson.loads(kept.body)
        code = next(iter(given["answers"]))
        body = orjson.dumps({**given, "notes": {code: NOTE}})
        marked = document_of(replace(kept, marks=MARKS, body=body))
        change = {"$set": {name: marked[name] for name in ("marks", "body")}}
        house.database.visits.update_one({"_id": VISIT}, change)
        yield house


def test_a_coordinator_sees_the_marks_with_the_shoppers_words(odd: House) -> None:
    page = signed_in(odd, "carol").get(f"/contacts/{VISIT}").text
    assert "What is odd about it" in page
    for said in ("far from the location", "at least 1,240 m away", "1 hr 1 min behind"):
        assert said in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "In the &lt;b&gt;arcade&lt;/b&gt;" in page


def test_they_stand_on_the_list_as_well(odd: House) -> None:
    address = "/compliance/shop-visit/1/{}?period=last_quarter&standing=all&verdict={}"
    carol, admin = signed_in(odd, "carol"), signed_in(odd, "admin")
    card = read_again(
        submitted_of(odd.database.visits.find_one({"_id": VISIT}) or {}),
        Standards(odd.database).version,
    )
    found = assess(card.standard, card.visit, as_of=AS_OF).findings
    first = next(each for each in found if each.verdict is Verdict.MET)
    path = address.format(first.criterion, first.verdict)
    listed = carol.get(path).text
    assert "far from the location" in listed
    assert "In the &lt;b&gt;arcade&lt;/b&gt;" in listed
    assert "far from the location" not in admin.get(path).text


@pytest.mark.parametrize("user", ["admin", "carol"])
def test_a_note_stands_beside_its_answer_for_whoever_sees_the_card(odd: House, user: str) -> None:
    page = signed_in(odd, user).get(f"/contacts/{VISIT}").text
    assert page.count("Only the &lt;i&gt;left&lt;/i&gt; door.\nThe right one stuck.") == 1
    assert "The shopper&#39;s note" in page


def test_marks_are_for_coordinators(odd: House) -> None:
    page = signed_in(odd, "admin").get(f"/contacts/{VISIT}").text
    assert "What is odd about it" not in page
    assert "arcade" not in page


# mark, figure, language -> what is said of the figure
FIGURES = [
    (MarkKind.FAR, 2245, "pl", "co najmniej 2 245 m"),
    (MarkKind.CLOCK, 121, "en", "2 mins 1 sec ahead"),
    (MarkKind.FAR, 9_999, "ru", "не ближе 9 999 м"),
    (MarkKind.FAR, 252_443, "pl", "co najmniej 252 km"),
    (MarkKind.CLOCK, -3600, "ru", "отставали на 1 ч"),
    (MarkKind.CLOCK, -3600, "pl", "spóźniał się o 1 godz."),
    (MarkKind.LATE, 5400, "en", "by 1 hr 30 mins"),
    (MarkKind.OLDER_QUESTIONNAIRE, 3, "en", "version 3 was asked"),
    (MarkKind.OLDER_QUESTIONNAIRE, None, "en", ""),
    (MarkKind.NO_POSITION, None, "pl", ""),
]


@pytest.mark.parametrize(("mark", "figure", "language", "said"), FIGURES)
def test_a_figure_is_told_in_the_readers_words(
    mark: MarkKind, figure: float | None, language: str, said: str
) -> None:
    [shown] = in_words([Mark(mark, "", figure, None)], Language(language))
    assert shown.figure.replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize("mark", MarkKind)
def test_every_mark_has_a_name(mark: MarkKind) -> None:
    [shown] = in_words([Mark(mark, "", None, "words")], Language("en"))
    assert (bool(shown.name), shown.words) == (True, "words")
