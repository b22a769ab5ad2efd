"""A text is checked as it is typed: every fault in its place, every example with its outcome."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from plugin.authoring.checking import checked
from standards.loader import read
from tests.pages.authoring.desk import DESK

LIBRARY = Path(__file__).parents[3] / "standards" / "library"
NOW = 1_780_000_000


def test_a_text_without_fault_says_all_of_itself() -> None:
    found = checked(DESK, NOW, "desk")
    assert found.keeps_all
    assert [(each.criterion, each.number, each.kept, each.came) for each in found.examples] == [
        ("RSP-01", 0, True, "met"), ("RSP-01", 1, True, "missed"),
        ("SHP-01", 0, True, "met"), ("SHP-01", 1, True, "missed"),
        ("SHP-02", 0, True, "met"), ("SHP-02", 1, True, "missed"),
    ]  # fmt: skip
    (asked,) = found.questions
    assert [each["code"] for each in asked["questions"]] == ["SHP-01", "SHP-02"]
    assert asked["questions"][1]["show_if"] == {"SHP-01": ["yes"]}
    assert [(each.tag, each.criterion) for each in found.tags] == [("pl-rsp-01-missed", "RSP-01")]


def test_a_fault_says_its_line_its_field_and_what_would_be_right() -> None:
    found = checked(DESK.replace("{full: PT4H}", "{full: 4 hours}"), NOW)
    (fault,) = found.faults
    assert DESK.splitlines()[fault.line - 1].strip() == "limits: {full: PT4H}"
    assert fault.field == "criteria.0.limits.full"
    assert "'4 hours'" in fault.message
    assert "write PT4H" in fault.message


# What stands otherwise | whether the examples of RSP-01 are kept all the same
FAULTY = {
    "a limit": ("full: PT4H", "full: 4 hours", None),
    "a calendar": ("calendar: office", "calendar: shop", None),
    "a verdict": ("then: met", "then: good", None),
    "its code": ("code: SHP-01", "code: RSP-01", None),
    "a weight": ("weight: 2", "weight: heavy", True),
    "a title in one language": (", pl: 'Odpowiedź w cztery godziny'}", "}", True),
    "no why": ("why: {en: Who", "what: {en: Who", None),
}


@pytest.mark.parametrize(("was", "now", "kept"), FAULTY.values(), ids=FAULTY)
def test_examples_are_tried_while_nothing_that_is_measured_is_faulty(
    was: str, now: str, kept: bool | None
) -> None:
    assert was in DESK
    found = checked(DESK.replace(was, now, 1), NOW)
    states = {each.kept for each in found.examples if each.criterion == "RSP-01"}
    assert states == {kept}
    assert {each.kept for each in found.examples if each.criterion == "SHP-02"} == (
        {None} if "code" in was else {True}
    )


def test_a_first_example_is_tried_before_there_is_one_of_the_other_side() -> None:
    text = DESK.replace("      - {given: {answer: no}, then: missed}\n", "", 1)
    found = checked(text, NOW)
    assert [each.field for each in found.faults] == ["criteria.1.examples"]
    assert [each.kept for each in found.examples if each.criterion == "SHP-01"] == [True]
    assert not found.keeps_all


def test_a_broken_example_says_what_came_out_instead() -> None:
    found = checked(DESK.replace("full: PT4H", "full: PT3H"), NOW)
    (broken,) = (each for each in found.examples if not each.kept)
    assert (broken.criterion, broken.number, broken.then, broken.came) == (
        "RSP-01", 0, "met", "missed",
    )  # fmt: skip
    assert broken.why == "says met, but it is missed"
    assert "in time" in DESK.splitlines()[broken.line - 1]


def test_an_example_that_cannot_be_understood_says_why() -> None:
    found = checked(DESK.replace("Mon 13:00 replied", "Mon 13:00 answered"), NOW)
    broken = next(each for each in found.examples if not each.kept)
    assert broken.came is None
    assert "'answered' is nothing that happens" in broken.why


def test_a_draft_of_another_standard_is_told_so() -> None:
    (fault,) = checked(DESK, NOW, "other").faults
    assert (fault.line, fault.field) == (3, "code")


def test_a_code_that_would_mean_something_else_is_told_at_its_line() -> None:
    published = read(DESK.encode()).form
    assert published is not None
    other = DESK.replace("SHP-02", "SHP-09").replace("code: SHP-01", "code: RSP-09")
    assert checked(other.replace("SHP-01", "RSP-09"), NOW, published=[published]).faults == ()
    turned = DESK.replace("kind: yes_no", "kind: photo", 1)
    fields = [each.field for each in checked(turned, NOW, published=[published]).faults]
    assert fields == ["criteria.1.code"]


def test_a_critical_criterion_brings_the_tag_of_the_whole() -> None:
    critical = DESK.replace("    weight: 2\n", "    weight: 2\n    severity: critical\n")
    tags = [each.tag for each in checked(critical, NOW, prefix="q").tags]
    assert tags == ["q-desk-failed", "q-rsp-01-missed"]


# A text | what is said of it
REFUSED = {
    "a bomb of aliases": ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b, *b]\n", "alias"),
    "ten megabytes": ("a: b\n" * 2_500_000, "more than"),
    "one long word": ("x" * 10_000_000, "more than"),
    "nested deeply in brackets": ("[" * 400_000, "nested too deep"),
    "nested deeply in braces": ("{a: " * 200_000, "more than"),
    "nested deeply in dashes": ("- " * 6_000, "nested too deep"),
    "very many keys": ("".join(f"k{each}: 1\n" for each in range(90_000)), "more than"),
    "very many items": (f"a: [{'1,' * 400_000}]", "more than"),
    "a tag": ("a: !!python/object/apply:os.system [ls]", "tag"),
    "half a character": ("title: \ud800", "UTF-8"),
    "nothing": ("", "empty"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_would_take_long_is_refused_at_once(text: str, said: str) -> None:
    began = time.process_time()
    found = checked(text, NOW)
    assert any(said in each.message for each in found.faults), found.faults[:3]
    assert found.form is None
    assert time.process_time() - began < 3


@pytest.mark.parametrize("name", ["contact", "complaints", "shop_visit"])
def test_what_we_ship_is_small_enough_to_be_checked_as_it_is_typed(name: str) -> None:
    text = (LIBRARY / f"{name}.yaml").read_text("utf-8")
    began = time.process_time()
    assert checked(text, NOW).keeps_all
    assert time.process_time() - began < 3
