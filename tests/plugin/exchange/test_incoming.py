"""The rows of a form become criteria; what a form does not say is asked for, never invented."""

from __future__ import annotations

from typing import Any

import pytest

from plugin.exchange.coming_in.incoming import incoming
from plugin.exchange.coming_in.remarks import Outcome
from plugin.exchange.coming_in.standard import added_to, standard_of
from plugin.exchange.workbooks.languages import language_of
from plugin.exchange.workbooks.sheets import Workbook
from plugin.exchange.yaml_text import Todo, yaml_of
from plugin.language import Language
from standards.loader import read
from standards.source import read_source
from tests.plugin.exchange.workbooks import SURVEY, asking, book, sheet
from tests.plugin.publishing.published import text_of

pytestmark = pytest.mark.long

YES_NO = (("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "no", "No"))
ENGLISH = Language("en")


def criterion(*question: str, **more: Any) -> dict[str, Any]:
    (found,) = incoming(asking(question, **more)).criteria  # type: ignore[arg-type]  # three words
    return dict(found)


# The type of a row -> the kind it becomes, or why it is left out.
TYPES = """
select_one yn             | yes_no
select one from yn        | yes_no
select1 yn                | yes_no
select_one need           | choice
select_one yn or_other    | choice
select_multiple need      | several answers at once
select_one_from_file a.csv| another file
rank need                 | in order
integer                   | number
int                       | number
decimal                   | number
range                     | scale
text                      | text
string                    | text
barcode                   | text
image                     | photo
add image prompt          | photo
note                      | only shown
acknowledge               | agreed to
date                      | date or time
dateTime                  | date or time
time                      | date or time
geopoint                  | on the map
start-geopoint            | on the map
audio                     | sound
file                      | sound
calculate                 | does not compute
hidden                    | does not compute
start                     | about the device
deviceid                  | about the device
telepathy                 | no kind of question for the type telepathy
"""


@pytest.mark.parametrize("line", TYPES.strip().splitlines(), ids=str.split)
def test_each_type_is_taken_or_left_with_its_reason(line: str) -> None:
    kind, said = (each.strip() for each in line.split("|"))
    found = incoming(asking((kind, "q", "Question?")))
    if found.criteria:
        assert found.criteria[0]["ask"]["kind"] == said
    else:
        assert found.told[0].outcome is Outcome.LEFT
        assert said in found.told[0].remarks[0].said(ENGLISH)


def test_yes_earns_all_and_it_is_said() -> None:
    found = incoming(asking(("select_one yn", "q", "Q?")))
    assert found.criteria[0]["examples"] == [
        {"given": {"answer": "yes"}, "then": "met"},
        {"given": {"answer": "no"}, "then": "missed"},
    ]
    assert "“yes” earns the whole share" in found.told[0].remarks[0].said(ENGLISH)


def test_shares_are_taken_and_never_invented() -> None:
    answers = criterion("select_one need", "q", "Q?")["ask"]["answers"]
    assert answers == {"asked": 1.0, "hinted": 0.5, "not_at_all": 0.0}
    bare = (("list_name", "name"), ("x", "one"), ("x", "two"))
    answers = criterion("select_one x", "q", "Q?", choices=bare)["ask"]["answers"]
    assert all(isinstance(each, Todo) for each in answers.values())


SCORES = {
    "parts of the highest": (("4", "2", "0"), [1.0, 0.5, 0.0]),
    "one that is missing": (("4", "", "0"), [1.0, None, 0.0]),
    "one that is no number": (("4", "many", "0"), [1.0, None, 0.0]),
    "one below nothing": (("4", "-1", "0"), [None, None, None]),
    "none above nothing": (("0", "0", "0"), [None, None, None]),
    "not a number": (("nan", "inf", "1"), [None, None, 1.0]),
}


@pytest.mark.parametrize("name", SCORES)
def test_points_become_shares(name: str) -> None:
    points, shares = SCORES[name]
    rows = (
        ("list_name", "name", "points"),
        *(("x", f"a{n}", each) for n, each in enumerate(points)),
    )
    answers = criterion("select_one x", "q", "Q?", choices=rows)["ask"]["answers"]
    assert [None if isinstance(each, Todo) else each for each in answers.values()] == shares


def test_an_answer_that_it_does_not_apply_is_none_to_be_scored() -> None:
    rows = (*YES_NO, ("yn", "na", "Not applicable"))
    ask = criterion("select_one yn", "q", "Q?", choices=rows)["ask"]
    assert (ask["kind"], "na" in ask) == ("yes_no", False)


def test_the_condition_of_a_group_holds_for_what_is_in_it() -> None:
    rows = (
        ("type", "name", "label", "relevant"),
        ("select_one yn", "a", "A?", ""),
        ("begin group", "g", "G", "${a} = 'yes'"),
        ("begin group", "h", "H", ""),
        ("text", "b", "B?", ""),
        ("end group", "", "", ""),
        ("end group", "", "", ""),
        ("text", "c", "C?", ""),
    )
    found = incoming(book(rows, YES_NO)).criteria
    assert [each["ask"].get("show_if") for each in found] == [None, {"a": ["yes"]}, None]


def test_what_cannot_be_said_is_asked_always_and_told() -> None:
    rows = (
        ("type", "name", "label", "required", "relevant"),
        ("integer", "a", "A?", "", ""),
        ("text", "b", "B?", "yes", "${a} > 3"),
    )
    found = incoming(book(rows))
    ask = found.criteria[1]["ask"]
    assert ("show_if" in ask, "required" in ask, "na" in ask) == (False, False, False)
    assert "it is always asked: ${a} > 3" in found.told[1].remarks[0].said(ENGLISH)


def test_what_is_repeated_is_left_out() -> None:
    rows = (
        ("type", "name", "label"),
        ("begin repeat", "r", "R"),
        ("text", "a", "A?"),
        ("end repeat", "", ""),
        ("text", "b", "B?"),
    )
    found = incoming(book(rows))
    assert [each.outcome.value for each in found.told if each.sheet == "survey"] == [
        "left", "left", "left", "taken"
    ]  # fmt: skip


NAMES = {
    "as it is": ("q-1", "q-1"),
    "with what no code has": ("was_it_good?", "was-it-good"),
    "too long": ("a_very_long_name_indeed", "a-very-long-name"),
    "in Chinese": ("问题", "Q-2"),
    "empty": ("", "Q-2"),
}


@pytest.mark.parametrize("name", NAMES)
def test_names_become_codes(name: str) -> None:
    given, code = NAMES[name]
    assert criterion("text", given, "Q?")["code"] == code


def test_codes_are_never_given_twice() -> None:
    found = incoming(asking(*(("text", f"q{'_' * n}1", "Q?") for n in range(1, 12))), taken=["Q-1"])
    codes = [each["code"].casefold() for each in found.criteria]
    assert len({*codes, "q-1"}) == 12


LANGUAGES = {
    "English (en)": "en", "en": "en", "english": "en", "Français": "fr", "العربية": "ar",
    "Polski (pl)": "pl", "Swahili": "sw", "English(en)": "en", "zh": "zh", "Chinese": "zh",
    "Portuguese (pt-BR)": "pt", "Klingon": None, "Klingon (xx)": None, "": None,
}  # fmt: skip


@pytest.mark.parametrize("name", LANGUAGES)
def test_headers_name_languages(name: str) -> None:
    assert language_of(name) == LANGUAGES[name]


def test_a_language_that_nobody_knows_is_left_out_and_told() -> None:
    rows = (("type", "name", "label::English", "label::Klingon"), ("text", "a", "A?", "nuq"))
    found = incoming(book(rows))
    assert found.languages == ("en",)
    assert "“Klingon”" in found.notes[0].said(ENGLISH)


def test_a_draft_keeps_every_line_it_had() -> None:
    was = text_of().decode() + "\n# the end\n"
    written = added_to(was, book())
    assert written.text.startswith(was.rstrip("\n"))
    assert [line for line in was.splitlines() if line not in written.text.splitlines()] == []
    faults = read(written.text.encode()).faults
    assert all("has no value" in each.text for each in faults)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_ends_of_lines_are_those_of_the_draft(end: str) -> None:
    written = added_to(text_of().decode().replace("\n", end), book()).text
    assert written.count("\n") == written.count(end)
    assert all("has no value" in each.text for each in read(written.encode()).faults)


def test_what_comes_behind_the_criteria_stays_behind() -> None:
    was = text_of().decode()
    head, _, criteria = was.partition("criteria:")
    turned = f"criteria:{criteria}\n# about the whole\n{head}"
    written = added_to(turned, book())
    assert written.text.endswith(f"\n# about the whole\n{head}")
    assert all("has no value" in each.text for each in read(written.text.encode()).faults)


# Texts of cells that YAML, a terminal or a page would take for something else.
TEXTS = (
    "yes", "null", "~", "1", "1e3", "0x1F", "- a", "a: b", "a #b", "#a", "&a", "*a", "!a", "%a",
    "@a", "{a}", "[a]", "'a'", '"a"', "a\nb", "a\tb", "\\n", " a ", "|", ">", "? a", "<<",
    "---", "é",
    "日本", "<script>alert(1)</script>", "a\x85b", "a\u2028b", "\x1b[31m", "=1+1", "a" * 3_000,
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text_is_one_text_in_yaml(text: str) -> None:
    key = text[:60]
    source = read_source(yaml_of({key: text, "in": {"a": [text, {key: text}]}}).encode())
    assert source.faults == ()
    assert isinstance(source.data, dict)
    (found, value), (_, within) = source.data.items()
    assert value == within["a"][0]  # type: ignore[index,call-overload]  # as it was written
    assert isinstance(value, str)
    assert value.startswith(found)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_any_text_may_stand_in_any_cell(text: str) -> None:
    rows = tuple(tuple(cell and text for cell in row) for row in SURVEY[2:4])
    typed = tuple((kind[0], *row[1:]) for kind, row in zip(SURVEY[2:4], rows, strict=True))
    found = read(standard_of(Workbook({
        "survey": sheet((SURVEY[0], *typed)),
        "choices": sheet((("list_name", "name", "label"),
                          *((name, *(text, text)) for name in ("yn", "need")),
                          *((name, "other", "Other") for name in ("yn", "need")))),
    })).text.encode()) if text.strip() else None  # fmt: skip
    if found is not None:
        assert found.source.data is not None
