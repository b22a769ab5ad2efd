"""The head of a standard and its calendars change by a form, and every other letter stays."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.authoring.chosen import (
    Chosen,
    TheCalendar,
    TheHead,
    begins_at,
    changed_at,
    chosen_in,
    filled_at,
    form_for,
    parts_at,
    using,
    with_calendar,
    without_calendar,
    word_of,
)
from plugin.authoring.steps import Typed, stepped
from plugin.authoring.written.head import calendars_of, head_changed, head_in
from plugin.authoring.written.rewriting import NotRewritten
from tests.pages.authoring.desk import DESK

ROOT = Path(__file__).parents[3]
LIBRARY = sorted((ROOT / "standards" / "library").glob("*.yaml"))
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*/standard*.yaml"))
SHIPPED = {each.stem: each.read_text("utf-8") for each in LIBRARY}
EVERY = {f"{each.parent.name}/{each.stem}": each.read_text("utf-8") for each in
         (*LIBRARY, *EXAMPLES)}  # fmt: skip
ENDS = {"unix": "\n", "dos": "\r\n"}

RICH = DESK.replace(
    '  office: {zone: Europe/Warsaw, hours: {mon-fri: ["09:00-17:00"]}}\n',
    """\
  # Where the phones are.
  office:  # the whole firm
    zone: Europe/Warsaw
    hours:
      mon-thu: ["09:00-12:00", '13:00-17:00']  # lunch at noon
      # Friday is short.
      fri: ["09:00-15:00"]
    holidays: {country: PL, dates: [2027-05-04]}
    overrides:
      2027-12-24: []  # Christmas Eve
      "2027-12-31": ["09:00-12:00"]

  night: {zone: Europe/Warsaw, hours: always}
""",
)


def languages(text: str) -> tuple[str, ...]:
    """Those of the standard."""
    told = (head_in(text) or {}).get("languages")
    return tuple(map(str, told)) if isinstance(told, list) else ("en",)


def fields_of(text: str, chosen: Chosen) -> dict[str, str]:
    """The fields of the part as they are shown."""
    parts = parts_at(text, chosen)
    assert parts is not None
    return dict(form_for(chosen, languages(text)).shown(parts).fields)


def filled(text: str, chosen: Chosen, typed: Mapping[str, str]) -> str:
    """The text after these fields of the part were filled in otherwise."""
    shown = fields_of(text, chosen)
    assert typed.keys() <= shown.keys()
    return filled_at(text, chosen, form_for(chosen, languages(text)), shown, {**shown, **typed})


def differs(was: str, now: str) -> list[str]:
    """The lines that went and came, without those that stayed."""
    told = difflib.ndiff(was.splitlines(), now.splitlines())
    return [f"{each[0]} {each[2:].strip()}" for each in told if each[:2] in {"- ", "+ "}]


def parts_of(text: str) -> list[Chosen]:
    """The head and every calendar."""
    return [TheHead(), *map(TheCalendar, calendars_of(head_in(text)))]


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("text", EVERY.values(), ids=EVERY)
def test_a_form_that_nobody_changed_gives_the_same_bytes(text: str, end: str) -> None:
    text = text.replace("\n", end)
    for chosen in parts_of(text):
        shown = fields_of(text, chosen)
        assert filled(text, chosen, {}) == text
        assert filled_at(text, chosen, form_for(chosen, languages(text)), shown, shown) == text


# what is filled in | the part | the fields | the lines that go and come
CHANGES: Mapping[str, tuple[str, dict[str, str], list[str]]] = {
    "a title": (
        "head",
        {"title-en": "The desk: ours"},
        [
            "- title: {en: The desk, pl: Biurko}",
            '+ title: {en: "The desk: ours", pl: Biurko}',
        ],
    ),
    "who answers, in another language": (
        "head",
        {"governance-owner-pl": "Szefowa"},
        [
            "- governance: {owner: Head of service, review_by: 2030-06-30}",
            "+ governance: {owner: {en: Head of service, pl: Szefowa}, review_by: 2030-06-30}",
        ],
    ),
    "a date that is none": (
        "head",
        {"governance-review_by": "soon"},
        [
            "- governance: {owner: Head of service, review_by: 2030-06-30}",
            "+ governance: {owner: Head of service, review_by: soon}",
        ],
    ),
    "areas and who approves": (
        "head",
        {"governance-approvals": "law,service", "governance-own_approval": "true"},
        [
            "- governance: {owner: Head of service, review_by: 2030-06-30}",
            "+ governance: {owner: Head of service, review_by: 2030-06-30, "
            "approvals: [law, service], own_approval: true}",
        ],
    ),
    "how sure a visit is": (
        "head",
        {"identification-least_confidence": "0,8"},
        ["+ identification: {least_confidence: 0.8}"],
    ),
    "languages in another order": (
        "head",
        {"languages": "pl, en, uk"},
        ["- languages: [en, pl]", "+ languages: [pl, en, uk]"],
    ),
    "a zone": (
        "calendar:office",
        {"zone": "Europe/Paris"},
        ["- zone: Europe/Warsaw", "+ zone: Europe/Paris"],
    ),
    "hours in the quotes of those beside them": (
        "calendar:office",
        {"hours-0-windows": "09:00-12:00, 12:30-17:00, 18:00-19:00"},
        [
            """- mon-thu: ["09:00-12:00", '13:00-17:00']  # lunch at noon""",
            """+ mon-thu: ["09:00-12:00", '12:30-17:00', '18:00-19:00']  # lunch at noon""",
        ],
    ),
    "another weekday keeps its comment": (
        "calendar:office",
        {"hours-0-days": "mon-wed"},
        [
            """- mon-thu: ["09:00-12:00", '13:00-17:00']  # lunch at noon""",
            """+ mon-wed: ["09:00-12:00", '13:00-17:00']  # lunch at noon""",
        ],
    ),
    "another date in its quotes": (
        "calendar:office",
        {"overrides-1-date": "2027-12-30", "overrides-0-date": "2027-12-23"},
        [
            "- 2027-12-24: []  # Christmas Eve",
            '- "2027-12-31": ["09:00-12:00"]',
            "+ 2027-12-23: []  # Christmas Eve",
            '+ "2027-12-30": ["09:00-12:00"]',
        ],
    ),
    "holidays of a part of the country": (
        "calendar:office",
        {"holidays-country": "DE", "holidays-subdivision": "BY", "holidays-dates": ""},
        [
            "- holidays: {country: PL, dates: [2027-05-04]}",
            "+ holidays: {country: DE, subdivision: BY}",
        ],
    ),
    "round the clock": (
        "calendar:night",
        {"hours": "weekly"},
        [
            "- night: {zone: Europe/Warsaw, hours: always}",
            "+ night: {zone: Europe/Warsaw, hours: {mon-fri: [09:00-17:00]}}",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize(("word", "typed", "says"), CHANGES.values(), ids=CHANGES)
def test_a_field_changes_its_own_lines(
    word: str, typed: dict[str, str], says: list[str], end: str
) -> None:
    chosen, text = chosen_in(word), RICH.replace("\n", end)
    assert chosen is not None
    now = filled(text, chosen, typed)
    assert sorted(differs(text, now)) == sorted(says)
    assert now.count(end) == now.count("\n")
    shown = fields_of(now, chosen)
    assert {name: shown[name] for name in typed} == {
        name: text.replace("0,8", "0.8") for name, text in typed.items()
    }


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn"]), max_size=40)
ODD = st.sampled_from(
    ["soon", "2027-02-30", "25:00-26:00", "<b>x</b>", "#", ": ", "- a", "{", "null", "1", "'", '"']
)


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(sorted(SHIPPED)),
    end=st.sampled_from(sorted(ENDS.values())),
    data=st.data(),
)
def test_what_the_form_says_is_what_the_text_says_and_no_other_line_changes(
    name: str, end: str, data: st.DataObject
) -> None:
    text = SHIPPED[name].replace("\n", end)
    chosen = data.draw(st.sampled_from(parts_of(text)))
    shown = fields_of(text, chosen)
    words = st.one_of(WORDS, ODD).map(str.strip).filter(bool)
    free = [each for each in shown if not each.endswith(("-date", "-days", "hours", "approval"))]
    typed = data.draw(st.dictionaries(st.sampled_from(free), words, min_size=1, max_size=4))
    form = form_for(chosen, languages(text))
    parts = parts_at(text, chosen)
    assert parts is not None
    wanted = form.taken(parts, shown, {**shown, **typed})
    now = filled(text, chosen, typed)

    assert parts_at(now, chosen) == wanted
    for each in parts_of(text):
        is_other = isinstance(each, TheCalendar) and each != chosen
        assert not is_other or parts_at(text, each) == parts_at(now, each)
    keys = {each.split("-")[0] for each in typed}
    gone = [each[2:] for each in differs(text, now) if each.startswith("- ")]
    inner = [line.strip() for line in _lines_of(text, chosen, keys)]
    assert set(gone) <= set(inner)
    comments = [each for each in text.split(end) if each.strip().startswith("#")]
    assert comments == [each for each in now.split(end) if each in comments]
    criteria = text.index(f"{end}criteria:")
    assert now.endswith(text[criteria:])
    assert now.count("\n") == now.count(end)


def _lines_of(text: str, chosen: Chosen, keys: set[str]) -> list[str]:
    """The lines of these keys of the part."""
    lines = text.splitlines()
    start = begins_at(text, chosen) - (0 if isinstance(chosen, TheCalendar) else 1)
    indent = "    " if isinstance(chosen, TheCalendar) else ""
    found, is_in = [], False
    for line in lines[start:]:
        if isinstance(chosen, TheCalendar) and line.strip() and not line.startswith(indent):
            break
        if line.startswith(indent) and not line[len(indent) :].startswith((" ", "#", "-")):
            is_in = line[len(indent) :].partition(":")[0] in keys
        found += [line] if is_in else []
    return found


def test_criteria_that_cannot_be_read_do_not_keep_the_head_from_being_changed() -> None:
    broken = f"{DESK}  - code: [\n"
    now = filled_at(
        broken, TheHead(), form_for(TheHead(), ("en", "pl")), {"title-en": "The desk"},
        {"title-en": "A desk"},
    )  # fmt: skip
    assert differs(broken, now) == [
        "- title: {en: The desk, pl: Biurko}", "+ title: {en: A desk, pl: Biurko}",
    ]  # fmt: skip


def test_what_stands_behind_the_criteria_is_head_as_well() -> None:
    text = f"{DESK}identification: {{least_confidence: 0.7}}  # guessed\n"
    now = filled(text, TheHead(), {"identification-least_confidence": "0.9"})
    assert now == text.replace("0.7", "0.9")
    bare = DESK[DESK.index("criteria:") :].rstrip("\n")
    more = head_changed(bare, {"version": 2})
    assert more == f"version: 2\n{bare}"
    night = f"{bare}\ncalendars:\n  night: {{zone: UTC, hours: always}}\n"
    lines = night.splitlines()
    assert lines[begins_at(night, TheCalendar("night")) - 1].startswith("  night:")


# A head as it is written | the lines that go and come when its title is filled in
WRITTEN: Mapping[str, tuple[str, list[str]]] = {
    "nothing but a comment": (
        "title:   # say it",
        ["- title:   # say it", '+ title: {en: "Ours: new", pl: Nasze}   # say it'],
    ),
    "nothing in braces": ("title: {}", ["- title: {}", '+ title: {en: "Ours: new", pl: Nasze}']),
    "lines of its own": (
        "title:\n  en: |\n    The\n    desk\n  # in Polish\n  pl: 'Biurko'",
        [
            "- en: |", "- The", "- desk", "- pl: 'Biurko'", '+ en: "Ours: new"', "+ pl: 'Nasze'",
        ],
    ),
    "words over two lines": (
        "title: The\n  desk  # ours",
        ["- title: The", "- desk  # ours", '+ title: {en: "Ours: new", pl: Nasze}  # ours'],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("written", "says"), WRITTEN.values(), ids=WRITTEN)
def test_a_title_is_filled_in_however_it_is_written(written: str, says: list[str]) -> None:
    text = DESK.replace("title: {en: The desk, pl: Biurko}", written)
    now = filled(text, TheHead(), {"title-en": "Ours: new", "title-pl": "Nasze"})
    assert sorted(differs(text, now)) == sorted(says)


def test_a_calendar_comes_and_goes_again() -> None:
    more = with_calendar(RICH, "weekend", {"zone": "UTC", "hours": "always"})
    assert differs(RICH, more) == ["+ weekend: {zone: UTC, hours: always}"]
    assert without_calendar(more, "weekend") == RICH
    shop = SHIPPED["shop_visit"]
    first = with_calendar(shop, "door", {"zone": "UTC", "hours": "always"})
    assert len(differs(shop, first)) == 1
    assert without_calendar(first, "door") == shop


@pytest.mark.parametrize(
    ("name", "said"),
    [("office", "calendar office already"), ("", "say what the calendar is called")],
)
def test_a_name_that_cannot_be_is_refused(name: str, said: str) -> None:
    with pytest.raises(NotRewritten, match=said):
        with_calendar(RICH, name, {"zone": "UTC", "hours": "always"})


def test_a_calendar_that_criteria_count_under_stays_and_they_are_named() -> None:
    rows = RICH.replace(
        "calendar: office}", "calendar: [{when: {segment: key}, use: night}, {use: office}]}"
    )
    for text, name, codes in ((RICH, "office", "RSP-01"), (rows, "night", "RSP-01")):
        with pytest.raises(NotRewritten, match=f"the calendar {name} is used by {codes}"):
            without_calendar(text, name)
    assert list(using([{"ask": {"calendar": [{"use": ["x"]}, 3, None]}}, "odd", None], "x")) == []


def test_rows_of_hours_and_dates_come_and_go() -> None:
    at = Typed(RICH, TheCalendar("office"))
    more = stepped(at, "row-add:hours")
    assert differs(RICH, more.text) == ["+ sat: [09:00-13:00]"]
    assert stepped(more, "row-remove:hours:2").text == RICH
    dated = stepped(at, "row-add:breaks")
    assert differs(RICH, dated.text) == ['+ breaks: {"": []}']
    with pytest.raises(NotRewritten, match="row that is empty"):
        stepped(dated, "row-add:breaks")
    assert stepped(dated, "row-remove:breaks:0").text == RICH
    less = stepped(at, "row-remove:overrides:0")
    assert differs(RICH, less.text) == ["- 2027-12-24: []  # Christmas Eve"]
    assert stepped(at, "row-add:limits") == at
    assert stepped(Typed(RICH, TheHead()), "row-add:hours").text == RICH


def test_two_rows_of_one_day_are_refused() -> None:
    with pytest.raises(NotRewritten, match="fri stands twice"):
        filled(RICH, TheCalendar("office"), {"hours-0-days": "fri"})


# A text | what is said of it
ODD_HEADS = {
    "an alias": ("a: &a {x: 1}\nb: *a\n", "cannot be read"),
    "twice": ("title: a\ntitle: b\n", "cannot be read"),
    "a list": ("- title\n", "cannot be read"),
    "nothing": ("", "cannot be read"),
    "too long": ("k: 1\n" * 50_000, "more than 200,000 characters"),
}


@pytest.mark.parametrize(("text", "said"), ODD_HEADS.values(), ids=ODD_HEADS)
def test_what_is_written_otherwise_is_left_to_its_author(text: str, said: str) -> None:
    with pytest.raises(NotRewritten, match=said):
        changed_at(text, TheHead(), {"title": "x"})


@pytest.mark.parametrize(
    "word", ["head", "calendar:office", "calendar:", "calendar:a:b", "0", "17"]
)
def test_a_part_is_known_by_its_word(word: str) -> None:
    chosen = chosen_in(word)
    assert chosen is not None
    assert word_of(chosen) == word


@pytest.mark.parametrize("word", ["", "calendar", "heads", "-1", "1.5", "123456", "²"])
def test_other_words_are_no_part(word: str) -> None:
    assert chosen_in(word) is None
