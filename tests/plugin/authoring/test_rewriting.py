"""A change of one criterion changes its own lines, and every other letter stays as it was."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugin.authoring.forms.criterion import CriterionForm
from plugin.authoring.written.rewriting import (
    NotRewritten,
    added,
    changed,
    count_in,
    duplicated,
    free_code,
    headed,
    line_at,
    moved,
    removed,
    written_at,
)
from standards.source import Plain, read_source
from tests.pages.authoring.desk import DESK

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((ROOT / "standards" / "library").glob("*.yaml"))
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*/standard*.yaml"))
EVERY = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in
         (*SHIPPED, *EXAMPLES)}  # fmt: skip
by_text = pytest.mark.parametrize("text", EVERY.values(), ids=EVERY)
FORM = CriterionForm(("en", "pl"), ("office",))


def criteria(text: str) -> list[dict[str, Any]]:
    data = read_source(text.encode()).data
    assert isinstance(data, dict)
    found = data["criteria"]
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, dict)]


def lines_changed(was: str, now: str) -> list[str]:
    """The lines that went and came, without those that stayed."""
    told = difflib.ndiff(was.splitlines(), now.splitlines())
    return [each for each in told if each[:2] in {"- ", "+ "}]


def filled(text: str, number: int, **said: str) -> str:
    """The text after these fields of the criterion were filled in otherwise."""
    parts = written_at(text, number).parts or {}
    shown = FORM.shown(parts).fields
    sent = {**shown, **{name.replace("__", "-"): value for name, value in said.items()}}
    return changed(text, number, FORM.taken(parts, shown, sent))


@by_text
def test_a_form_that_nobody_changed_gives_the_same_bytes(text: str) -> None:
    data = read_source(text.encode()).data
    assert isinstance(data, dict)
    languages, calendars, found = data["languages"], data.get("calendars") or {}, data["criteria"]
    assert isinstance(languages, list)
    assert isinstance(calendars, dict)
    assert isinstance(found, list)
    form = CriterionForm(tuple(map(str, languages)), tuple(calendars))
    assert count_in(text) == len(found)
    for number, parts in [*enumerate(found)][:: max(1, len(found) // 6)]:
        assert isinstance(parts, dict)
        shown = form.shown(parts).fields
        assert form.taken(parts, shown, shown) == parts
        assert changed(text, number, parts) is text


# field | what is filled in | the lines that go | the lines that come
CHANGES: Mapping[str, tuple[dict[str, str], list[str], list[str]]] = {
    "a word in its quotes": (
        {"title__en": "A reply: soon"},
        ["""title: {en: "A reply within four hours", pl: 'Odpowiedź w cztery godziny'}"""],
        ["""title: {en: "A reply: soon", pl: 'Odpowiedź w cztery godziny'}"""],
    ),
    "a word with an apostrophe in its quotes": (
        {"title__pl": "Don't"},
        ["""title: {en: "A reply within four hours", pl: 'Odpowiedź w cztery godziny'}"""],
        ["""title: {en: "A reply within four hours", pl: 'Don''t'}"""],
    ),
    "words that need quotes": (
        {"why__en": "no, never: #1 {x}"},
        ['why: {en: Who hears nothing calls., pl: "Kto nic nie słyszy, dzwoni."}'],
        ['why: {en: "no, never: #1 {x}", pl: "Kto nic nie słyszy, dzwoni."}'],
    ),
    "a number": ({"weight": "2.5"}, ["weight: 2"], ["weight: 2.5"]),
    "a number with a comma": ({"weight": "0,5"}, ["weight: 2"], ["weight: 0.5"]),
    "a number that is none": ({"weight": "heavy"}, ["weight: 2"], ["weight: heavy"]),
    "a code beside its comment": (
        {"code": "RSP-07"},
        ["- code: RSP-01   # the first of all"],
        ["- code: RSP-07   # the first of all"],
    ),
    "another span": (
        {"limits__0__full": "2", "limits__0__full__unit": "working_days"},
        ["limits: {full: PT4H}"],
        ["limits: {full: {working_days: 2}}"],
    ),
    "half hours": (
        {"limits__0__full": "1,5"},
        ["limits: {full: PT4H}"],
        ["limits: {full: PT1H30M}"],
    ),
    "a second limit": (
        {"limits__0__none": "8"},
        ["limits: {full: PT4H}"],
        ["limits: {full: PT4H, none: PT8H}"],
    ),
    "a goal": ({"goal": "95"}, [], ["goal: 0.95"]),
    "where it applies": (
        {"applies": "channel: email, chat; fields.tier: gold"},
        [],
        ["applies: {channel: [email, chat], fields: {tier: [gold]}}"],
    ),
    "what stops the clock": (
        {"ask__pause_on": "pending,on_hold"},
        ["ask: {kind: first_reply, calendar: office}"],
        ["ask: {kind: first_reply, calendar: office, pause_on: [pending, on_hold]}"],
    ),
    "what it rests on": (
        {"grounds__expectation": "prompt", "grounds__owner__en": "Ewa"},
        [],
        ["grounds: {expectation: prompt, owner: Ewa}"],
    ),
    "an example": (
        {"examples__1__given": "Mon 09:00 opened\nMon 14:00 replied"},
        ["- {says: too late, given: [Mon 09:00 opened, Mon 13:01 replied], then: missed}"],
        ["- {says: too late, given: [Mon 09:00 opened, Mon 14:00 replied], then: missed}"],
    ),
    "nothing where words were": (
        {"examples__0__says__en": ""},
        ["- {says: in time, given: [Mon 09:00 opened, Mon 13:00 replied], then: met}"],
        ["- {given: [Mon 09:00 opened, Mon 13:00 replied], then: met}"],
    ),
    "another kind": (
        {"ask__kind": "count"},
        ["ask: {kind: first_reply, calendar: office}", "limits: {full: PT4H}"],
        ["ask: {kind: count, counted: reopenings}", "limits: {full: 2}"],
    ),
}


@pytest.mark.parametrize(("said", "gone", "come"), CHANGES.values(), ids=CHANGES)
def test_a_field_changes_its_own_lines(
    said: dict[str, str], gone: list[str], come: list[str]
) -> None:
    told = [
        f"{each[0]} {each[2:].strip()}" for each in lines_changed(DESK, filled(DESK, 0, **said))
    ]
    assert sorted(told) == sorted(
        [*(f"- {each}" for each in gone), *(f"+ {each}" for each in come)]
    )


def test_long_words_are_folded_and_read_the_same() -> None:
    why = " ".join(["Somebody who waits for long tells others of it."] * 6)
    text = DESK.replace(
        "    why: {en: It is kind., pl: To miłe.}", "    why:\n      en: Kind.\n      pl: Miłe."
    )
    now = filled(text, 1, why__en=why)
    assert criteria(now)[1]["why"]["en"] == why
    assert max(map(len, now.splitlines())) <= 100
    assert "      en: >-\n" in now


def test_lines_of_ones_own_stay_lines() -> None:
    text = DESK.replace("why: {en: It is kind., pl: To miłe.}", "why: It is kind.")
    now = filled(text, 1, why__en="First.\r\nThen.")
    assert criteria(now)[1]["why"] == "First.\nThen."
    assert "    why: |-\n      First.\n      Then.\n" in now


ANY_WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn"], include_characters="\n\t"),
    max_size=60,
)
PLAIN: st.SearchStrategy[Plain] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-10**6, 10**6), ANY_WORDS,
        st.floats(allow_nan=False, allow_infinity=False, width=32),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(ANY_WORDS, inner, max_size=4)
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=30)
@example(key="why", value={"<<": None})
@given(key=st.sampled_from(["why", "weight", "ask", "limits", "examples", "new"]), value=PLAIN)
def test_anything_can_be_written_and_touches_nothing_else(key: str, value: Plain) -> None:
    number = 1
    parts = copy.deepcopy(written_at(DESK, number).parts or {})
    parts[key] = value
    try:
        now = changed(DESK, number, parts)
    except NotRewritten:
        pytest.fail(f"{value!r} cannot be written")
        return
    assert criteria(now)[number] == parts
    block = DESK.index("  - code: SHP-01"), DESK.index("\n  - code: SHP-02")
    assert now.startswith(DESK[: block[0]])
    assert now.endswith(DESK[block[1] :])


@settings(max_examples=20)
@given(data=st.data())
def test_examples_come_and_go_and_the_others_keep_their_letters(data: st.DataObject) -> None:
    parts = copy.deepcopy(written_at(DESK, 0).parts or {})
    examples = parts["examples"]
    assert isinstance(examples, list)
    more: list[Plain] = [{"given": [f"Mon 09:0{each} opened"], "then": "met"} for each in range(3)]
    parts["examples"] = data.draw(
        st.lists(st.sampled_from([*examples, *more]), min_size=1, max_size=5)
    )
    now = changed(DESK, 0, parts)
    assert criteria(now)[0] == parts
    drawn = parts["examples"]
    assert isinstance(drawn, list)
    assert "# Lunch counts: the desk is never left." in now or examples[0] not in drawn
    assert now.endswith(DESK[DESK.index("\n  - code: SHP-01") :])


@settings(max_examples=40)
@given(
    number=st.integers(0, 2),
    data=st.data(),
    kind=st.sampled_from(["first_reply", "choice", "rating", "text", "scale", "nonsense", ""]),
)
def test_whatever_is_typed_into_fields_is_written_or_refused(
    number: int, data: st.DataObject, kind: str
) -> None:
    parts = written_at(DESK, number).parts or {}
    shown = FORM.shown(parts).fields
    odd = st.one_of(
        ANY_WORDS, st.sampled_from(["fields: x; fields.a: b", "9" * 30, "1.5", "-", ":;,"])
    )
    typed = data.draw(st.dictionaries(st.sampled_from(sorted(shown)), odd, max_size=5))
    now = FORM.taken(parts, shown, {**shown, **typed, "ask-kind": kind})
    text = changed(DESK, number, now)
    again = written_at(text, number).parts
    assert again == now
    FORM.shown(again or {})


def test_a_new_criterion_stands_at_the_end_and_a_first_one_below_its_head() -> None:
    now = added(DESK, {"code": "NEW-01", "weight": 1, "ask": {"kind": "text"}})
    assert now.removeprefix(DESK) == ("\n  - code: NEW-01\n    weight: 1\n    ask: {kind: text}\n")
    empty = DESK[: DESK.index("criteria:")] + "criteria: []  # none yet\n"
    first = added(empty, {"code": "NEW-01", "weight": 1})
    assert first.endswith("criteria:  # none yet\n  - code: NEW-01\n    weight: 1\n")
    assert [each["code"] for each in criteria(first)] == ["NEW-01"]


def test_a_criterion_is_duplicated_under_a_free_code_and_taken_out_again() -> None:
    twice = duplicated(DESK, 0)
    assert [each["code"] for each in criteria(twice)] == ["RSP-01", "RSP-02", "SHP-01", "SHP-02"]
    assert removed(twice, 1) == DESK
    assert free_code(twice, "RSP-01") == "RSP-03"
    assert free_code(DESK, "a-code-of-16-abc") == "a-code-of-16-ab1"


def test_what_moves_takes_its_own_comment_and_leaves_the_heading_of_its_group() -> None:
    text = DESK.replace("  - code: SHP-01", "  # asked first\n  - code: SHP-01")
    down = moved(text, 0, 1)
    assert [each["code"] for each in criteria(down)] == ["SHP-01", "RSP-01", "SHP-02"]
    assert down.index("# How soon") < down.index("# asked first") < down.index("code: SHP-01")
    assert moved(down, 1, -1) == text
    assert moved(text, 2, 1) == text
    assert moved(text, 0, -1) == text


def test_the_last_criterion_leaves_an_empty_list() -> None:
    text = DESK[: DESK.index("\n  - code: SHP-01")]
    assert criteria(removed(text, 0)) == []


def test_it_is_known_in_which_line_each_begins() -> None:
    for number, code in enumerate(("RSP-01", "SHP-01", "SHP-02")):
        assert f"- code: {code}" in DESK.splitlines()[line_at(DESK, number) - 1]


def test_the_head_of_a_text_says_another_version() -> None:
    now = headed(DESK, {"version": 12})
    assert lines_changed(DESK, now) == ["- version: 1", "+ version: 12"]
    with pytest.raises(NotRewritten, match="no line `owner:`"):
        headed(DESK, {"owner": "me"})


def test_lines_end_as_they_did() -> None:
    text = DESK.replace("\n", "\r\n")
    now = filled(text, 0, weight="3")
    assert now == text.replace("weight: 2", "weight: 3")


# A text | what is said of it
ODD = {
    "all in brackets": ("criteria: [{code: A-01, weight: 1}]\n", "each behind a dash"),
    "none": ("code: desk\n", "each behind a dash"),
    "an alias": ("criteria:\n  - &a {code: A-01}\n  - *a\n", "cannot be read"),
    "no mapping": ("criteria:\n  - just words\n  - 2\n", "cannot be read"),
}


@pytest.mark.parametrize(("text", "said"), ODD.values(), ids=ODD)
def test_what_is_written_otherwise_is_left_to_its_author(text: str, said: str) -> None:
    with pytest.raises(NotRewritten, match=said):
        changed(text, 1 if "dash" not in said else 0, {"code": "B-01"})
