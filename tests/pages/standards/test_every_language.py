"""The pages of standards in every language: whole words, sound tags, named fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias
from uuid import uuid4

import pytest
from pymongo import MongoClient

from plugin.language import TRANSLATED
from plugin.publishing.withdraw import Withdrawal, withdraw
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from tests.pages.seen import Seen
from tests.pages.standards.desk import NOW, WEEK, Desk, text
from tests.pages.test_every_page import english
from tests.plugin.publishing import published

pytestmark = pytest.mark.long

LANGUAGES = ("en", *TRANSLATED)
C = "/standards/contact"
# The page, and who looks at it.
PAGES = {
    "the list": ("law", "/standards"),
    "the list of staff": ("eve", "/standards"),
    "a standard": ("ann", C),
    "a standard for staff": ("eve", C),
    "a withdrawn one": ("ann", "/standards/sklepy"),
    "a draft in review": ("law", f"{C}/draft"),
    "a draft of one's own": ("root", f"{C}/draft"),
    "a draft with faults": ("ann", "/standards/broken/draft"),
    "no draft": ("ann", "/standards/sklepy/draft"),
    "two texts": ("ann", f"{C}/difference?was=1&now=3-2"),
    "two that are the same": ("ann", f"{C}/difference?was=1&now=1"),
    "two with faults": ("ann", "/standards/broken/difference"),
}
Shown: TypeAlias = "Mapping[tuple[str, str], Seen]"
each_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(scope="module")
def shown(mongo: MongoClient[Document]) -> Mapping[tuple[str, str], Seen]:
    """Every page in every language, by its name and the language."""
    database = database_of(mongo, f"test-{uuid4().hex}")
    lay_out_all(database)
    desk = Desk(database)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(published, "STANDARD", published.STANDARD.replace("Contact", "Kontakt"))
        furnish(desk)
    found = {
        (name, language): Seen(desk.get(who, path, language).text)
        for name, (who, path) in PAGES.items()
        for language in LANGUAGES
    }
    mongo.drop_database(database.name)
    return found


def furnish(desk: Desk) -> None:
    """A standard in force that is overdue, one coming, a draft in review, and one withdrawn."""
    desk.published(
        said=text(1, approvals="[it]").replace("2030-06-30, approvals: [it]", "2026-01-31")
    )
    desk.published(2, 2, begins=NOW + WEEK)
    desk.written(by="root")
    governed = "approvals: [law, hr], own_approval: true}"
    said = text(3, 5).replace("approvals: [law, service]}", governed)
    desk.drafting("root").edit("contact", 1, said, "heavier")
    for each in ("submit root", "approve law law"):
        desk.taken(*each.split())
    visits = text(1).replace("code: contact", "code: sklepy")
    desk.published(said=visits.replace(", approvals: [law, service]", ""))
    withdraw(desk.standards, "sklepy", 1, Withdrawal("ann", NOW - 60, "źle"))
    broken = text(1).replace("code: contact", "code: broken")
    desk.drafting("ann").begin("broken", broken, "pierwszy")
    desk.drafting("ann").edit("broken", 1, broken.replace("weight: 2", "weight: x"), "oops")


@each_page
@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_in_english(shown: Shown, name: str, language: str) -> None:
    seen, ours = shown[name, language], english(language)
    assert seen.of("html")[0].attributes["lang"] == language
    told = [each.attributes.get("aria-label") or "" for each in seen.elements]
    assert [each for each in (*seen.texts, *told) if ours.fullmatch(each)] == []


@each_page
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tags_fit_together(shown: Shown, name: str, language: str) -> None:
    seen = shown[name, language]
    assert seen.faults == []
    ids = Counter(each.attributes["id"] for each in seen.elements if "id" in each.attributes)
    assert [each for each, number in ids.items() if number > 1] == []
    assert len(seen.of("h1")) == len(seen.of("main")) == 1


@each_page
def test_who_cannot_see_is_told_what_stands_where(shown: Shown, name: str) -> None:
    seen = shown[name, "en"]
    assert len(seen.of("caption")) == len(seen.of("table"))
    assert all("scope" in each.attributes for each in seen.of("th"))
    known = {each.attributes["id"] for each in seen.elements if "id" in each.attributes}
    for each in seen.elements:
        for attribute in ("aria-labelledby", "aria-describedby"):
            assert (each.attributes.get(attribute) or next(iter(known))) in known
    assert not [each for each in seen.elements if each.tag in {"script", "style"}]
