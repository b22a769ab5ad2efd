"""What asks the same stands once in the library, and goes into a draft as it is written."""

from __future__ import annotations

import pytest

from plugin.exchange.coming_in.adding import Unaddable
from plugin.language import Language
from plugin.shelf.gathering import shipped
from plugin.shelf.shelf import Shelved, Sought, Source, Use, Where, folded, shelved
from plugin.shelf.taking import Taken, taken_into
from standards.loader import read
from tests.plugin.publishing.published import text_of

ENGLISH = Language("en")
DRAFT = """\
# Mine.
code: mine
version: 1
title: {pl: Mój, en: Mine}
languages: [pl, en]   # these two
governance: {owner: {pl: Ja, en: I}, review_by: 2030-06-30}

criteria:
  - code: OWN-01      # my own
    title: {pl: Jeden, en: One}
    why: {pl: Bo tak, en: So it is}
    weight: 1
    ask: {kind: count, counted: replies}
    limits: {full: 1}
    examples: [{given: {count: 1}, then: met}, {given: {count: 2}, then: missed}]
# the end
"""
# A change of the desk's criterion -> whether it still asks the same.
CHANGES = {
    "another code": ("RSP-01", "RSP-99", True),
    "another title": ("First reply within an hour", "Quick", True),
    "another why": ("Who hears nothing", "Whoever hears nothing", True),
    "another weight": ("weight: 1", "weight: 9", True),
    "a severity": ("weight: 1", "weight: 1\n    severity: critical", True),
    "a goal": ("weight: 1", "weight: 1\n    goal: 0.9", True),
    "another name of the calendar": ("desk", "office", True),
    "limits as one row": ("[{full: PT1H}]", "{full: PT60M}", True),
    "other limits": ("PT1H", "PT90M", False),
    "other hours": ('"08:00-16:00"', '"08:00-15:30"', False),
    "another kind": ("kind: first_reply", "kind: next_reply", False),
    "for some contacts only": ("weight: 1", "weight: 1\n    applies: {channel: email}", False),
    "the worst of several": ("weight: 1", "weight: 1\n    combine: worst", False),
}


def source(text: str, where: Where = Where.IN_FORCE) -> Source:
    form = read(text.encode()).form
    assert form is not None
    return Source(form, where)


def on_the_shelf(*sources: Source, **sought: str) -> tuple[Shelved, ...]:
    return shelved(sources, Sought(**sought))


@pytest.mark.parametrize("name", CHANGES)
def test_what_asks_the_same_is_one(name: str) -> None:
    was, now, is_same = CHANGES[name]
    one = text_of().decode()
    other = one.replace("code: contact", "code: other").replace(was, now)
    assert other.count(now) >= 1
    assert len(on_the_shelf(source(one), source(other))) == (1 if is_same else 2)


def test_places_stand_in_force_first() -> None:
    text = text_of().decode()
    coming = text.replace("version: 1", "version: 2")
    draft = text.replace("version: 1", "version: 3")
    (found,) = on_the_shelf(
        source(draft, Where.DRAFT), source(coming, Where.COMING), source(text, Where.IN_FORCE)
    )
    assert [(each.source.where.value, each.version) for each in found.uses] == [
        ("in_force", 1), ("coming", 2), ("draft", 3)
    ]  # fmt: skip


def test_every_shipped_criterion_is_there() -> None:
    number = sum(len(form.criteria) for form in shipped())
    assert len(uses()) == number


@pytest.mark.parametrize("code", ["SAT-01", "SAT-04", "SHP-03", "SAF-02"])
@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_criterion_is_found_by_its_words_in_any_language(code: str, language: str) -> None:
    use = next(each for each in uses() if each.criterion.code == code)
    words = use.criterion.title[language].upper()
    found = on_the_shelf(*(Source(form, Where.SHIPPED) for form in shipped()), words=words)
    assert code in {each.criterion.code for one in found for each in one.uses}


@pytest.mark.parametrize(
    ("text", "said"), [("Żółć", "zołc".replace("ł", "l")), ("ЁЖ", "еж"), ("STRAẞE", "strasse")]
)
def test_marks_and_capitals_make_no_difference(text: str, said: str) -> None:
    assert folded(text) == said


def uses() -> list[Use]:
    sources = [Source(form, Where.SHIPPED) for form in shipped()]
    return [use for each in on_the_shelf(*sources) for use in each.uses]


def lines_kept(was: str, now: str) -> bool:
    """Whether every line of the one stands in the other, in order."""
    left = iter(now.splitlines())
    return all(any(line == other for other in left) for line in was.splitlines())


def said(taken: Taken) -> str:
    return "; ".join(each.said(ENGLISH) for each in taken.remarks)


def test_shipped_criteria_go_into_a_draft() -> None:
    for use in uses()[::3]:
        taken = taken_into(DRAFT, use)
        found = read(taken.text.encode())
        assert lines_kept(DRAFT, taken.text)
        assert all("there is no criterion" in each.text for each in found.faults), taken.code
        for fault in found.faults:
            assert "which the draft does not have" in said(taken), fault
        if not found.faults:
            assert found.draft is not None
            (there,) = (each for each in found.draft.criteria if each.code == taken.code)
            assert there.ask.__class__ is use.criterion.ask.__class__
            assert there.limits == use.criterion.limits


def test_comments_come_along() -> None:
    written = text_of().decode().replace("    weight: 1", "    # heavy\n    weight: 1   # really")
    written = written.replace("  - code: RSP-01", "  # The first of all.\n  - code: RSP-01")
    (found,) = on_the_shelf(source(written.replace("[en]", "[en, pl]")))
    taken = taken_into(DRAFT, found.uses[0])
    for comment in ("# The first of all.", "# heavy", "# really"):
        assert comment in taken.text


def test_words_that_the_draft_does_not_have_are_left_open() -> None:
    (found,) = on_the_shelf(source(text_of().decode()))
    taken = taken_into(DRAFT, found.uses[0])
    assert "its words in pl are missing" in said(taken)
    faults = read(taken.text.encode()).faults
    assert faults
    assert all("has no value" in each.text for each in faults)


UNADDABLE = {
    "no YAML": "code: [", "no mapping": "- a", "no languages": "code: a\ncriteria: []\n",
    "no criteria": "code: a\nlanguages: [en]\n",
    "criteria in brackets": "code: a\nlanguages: [en]\ncriteria: [{code: A-1}]\n",
    "calendars in brackets":
        "code: a\nlanguages: [en]\ncalendars: {x: {zone: UTC, hours: always}}\ncriteria: []\n",
}  # fmt: skip


@pytest.mark.parametrize("name", UNADDABLE)
def test_a_draft_that_cannot_grow_says_why(name: str) -> None:
    (found,) = on_the_shelf(source(text_of().decode()))
    with pytest.raises(Unaddable, match=r";"):
        taken_into(UNADDABLE[name], found.uses[0])


def test_a_calendar_of_the_same_name_stays_as_it_is() -> None:
    (found,) = on_the_shelf(source(text_of().decode()))
    own = "calendars:\n  desk: {zone: UTC, hours: always}\n\ncriteria:"
    taken = taken_into(DRAFT.replace("criteria:", own), found.uses[0])
    assert "has a calendar desk of its own" in said(taken)
    assert taken.text.count("desk:") == 1
