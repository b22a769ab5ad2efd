"""A draft is written as a form and as YAML, and neither loses what was done in the other."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from plugin.house import House
from plugin.stores.layout import Mongo
from tests.pages.authoring.desk import (
    DESK,
    EDIT,
    begin,
    desk,
    draft_of,
    drafting,
    send,
    send_again,
    sends,
    sign_in,
    yaml_in,
)
from tests.pages.seen import Seen

HEAVY = DESK.replace("weight: 2", "weight: heavy")


@pytest.fixture
def house(database: Mongo) -> House:
    """tess's draft of the desk."""
    return desk(database)


@pytest.fixture
def tess(house: House) -> FlaskClient:
    """tess, signed in."""
    return sign_in(house, "tess")


def faults_on(page: str) -> list[str]:
    """What is said below the two panes, a line each."""
    seen = Seen(page)
    return [each.text for each in seen.of("li") if each.text.startswith("Line ")]


def states_of(page: str) -> list[str]:
    """What came of each example in the form."""
    return [
        word
        for each in Seen(page).of("div", "one-row")
        for word in ("kept", "fails", "untried")
        if each.has(word)
    ]


def test_what_nobody_changed_is_sent_back_as_it_was(tess: FlaskClient) -> None:
    assert yaml_in(tess.get(EDIT).text) == DESK
    for number in range(3):
        page = tess.get(f"{EDIT}?criterion={number}").text
        assert yaml_in(send_again(tess, page).text) == DESK


def test_a_page_is_well_made(tess: FlaskClient) -> None:
    for criterion in ("RSP-01", "SHP-01", "none"):
        page = tess.get(f"{EDIT}?criterion={criterion}").text
        seen = Seen(page)
        assert seen.faults == []
        names = [each.attributes["id"] for each in seen.elements if "id" in each.attributes]
        assert len(names) == len(set(names))


def test_a_faulty_limit_is_told_with_its_line_and_its_field(tess: FlaskClient) -> None:
    page = send(tess, limits__0__full="soon").text
    assert "limits: {full: soon}" in yaml_in(page)
    (line,) = faults_on(page)
    assert line.startswith("Line 21 criteria.0.limits.full 'soon'")
    assert "limits-0-full-fault" in [each.attributes.get("id") for each in Seen(page).of("span")]
    assert states_of(page)[-2:] == ["untried", "untried"]
    assert yaml_in(send_again(tess, page, limits__0__full="4").text) == DESK


def test_a_limit_that_breaks_an_example_turns_it_red_and_back_green(tess: FlaskClient) -> None:
    red = send(tess, limits__0__full="3").text
    assert states_of(red) == ["fails", "kept"]
    assert "fails: it says “met”, but comes out as “missed”" in Seen(red).texts[-200:] or (
        "fails: it says “met”, but comes out as “missed”" in red
    )
    green = send_again(tess, red, limits__0__full="4").text
    assert states_of(green) == ["kept", "kept"]
    assert yaml_in(green) == DESK


def test_yaml_and_form_are_changed_at_once_and_both_stay(tess: FlaskClient) -> None:
    typed = DESK.replace("title: {en: A greeting", "title: {en: A warm greeting")
    page = send(tess, yaml=typed, weight="7").text
    assert yaml_in(page) == typed.replace("weight: 2", "weight: 7")


def test_a_criterion_is_written_in_the_form_from_nothing_to_green(tess: FlaskClient) -> None:
    page = send(tess, "add", kind="yes_no").text
    assert "code: SHP-03" in yaml_in(page)
    page = send_again(
        tess, page, code="SHP-09", title__en="A farewell", title__pl="Pożegnanie",
        why__en="It is polite.", why__pl="To uprzejme.",
        ask__question__en="Were you said goodbye?", ask__question__pl="Czy pożegnano?",
    ).text  # fmt: skip
    assert [each.split(" ")[2] for each in faults_on(page)] == ["criteria.3.examples"]
    page = send_again(tess, page, "row-add:examples").text
    page = send_again(tess, page, "row-add:examples").text
    page = send_again(tess, page, examples__1__given="no", examples__1__then="missed").text
    assert faults_on(page) == []
    assert states_of(page) == ["kept", "kept"]
    assert yaml_in(page).startswith(DESK)
    assert "      - given: {answer: yes}" in yaml_in(page) or "{given: {answer: yes}" in yaml_in(
        page
    )


@pytest.mark.parametrize(
    ("step", "codes"),
    [
        ("choose:1", ["RSP-01", "SHP-01", "SHP-02"]),
        ("duplicate", ["RSP-01", "RSP-02", "SHP-01", "SHP-02"]),
        ("down", ["SHP-01", "RSP-01", "SHP-02"]),
        ("up", ["RSP-01", "SHP-01", "SHP-02"]),
        ("remove", ["SHP-01", "SHP-02"]),
        ("nonsense:1:2", ["RSP-01", "SHP-01", "SHP-02"]),
        ("row-remove:nothing:7", ["RSP-01", "SHP-01", "SHP-02"]),
        ("choose:99999999999", ["RSP-01", "SHP-01", "SHP-02"]),
    ],
)
def test_steps_are_taken_with_what_is_typed(tess: FlaskClient, step: str, codes: list[str]) -> None:
    page = send(tess, step, why__en="Changed on the way.").text
    shown = [each.text.split(" ")[0] for each in Seen(page).of("button", "clause")]
    assert shown == codes
    assert ("Changed on the way." in yaml_in(page)) is (step != "remove")


@pytest.mark.parametrize(
    ("criterion", "step", "gone", "come"),
    [
        ("RSP-01", "row-add:limits", "limits: {full: PT4H}", "- {full: PT4H}\n      - {full: "),
        ("RSP-01", "row-remove:examples:0", "in time", "too late"),
        ("RSP-01", "row-add:grounds-basis", "NOTHING", "basis:"),
        ("SHP-01", "row-remove:examples:1", "NOTHING", "{given: {answer: yes}, then: met}"),
    ],
)  # fmt: skip
def test_rows_come_and_go(
    tess: FlaskClient, criterion: str, step: str, gone: str, come: str
) -> None:
    written = yaml_in(send(tess, step, at=f"{EDIT}?criterion={criterion}").text)
    assert gone not in written
    assert come in written


def test_answers_of_a_choice_are_rows(tess: FlaskClient) -> None:
    page = send(tess, at=f"{EDIT}?criterion=SHP-01", ask__kind="choice").text
    assert "answers: {yes: 1, no: 0}" in yaml_in(page)
    page = send_again(tess, page, "row-add:ask-answers").text
    page = send_again(
        tess, page, ask__answers__2__code="nodded", ask__answers__2__share="0.5",
        ask__answers__2__label__en="A nod", ask__answers__2__label__pl="Skinienie",
    ).text  # fmt: skip
    assert "answers: {yes: 1, no: 0, nodded: 0.5}" in yaml_in(page)
    assert "labels: {nodded: {en: A nod, pl: Skinienie}}" in yaml_in(page)
    page = send_again(tess, page, "row-remove:ask-answers:2").text
    assert "nodded" not in yaml_in(page)


def test_it_is_kept_with_a_reason_and_not_without(tess: FlaskClient, house: House) -> None:
    silent = send(tess, "save", weight="5")
    assert silent.status_code == 422
    assert "note-fault" in silent.text
    assert "weight: 5" in yaml_in(silent.text)
    assert draft_of(house).text == DESK
    kept = send_again(tess, silent.text, "save", note="heavier")
    assert kept.status_code == 303
    draft = draft_of(house)
    assert draft.text == DESK.replace("weight: 2", "weight: 5")
    assert [(each.by, each.why) for each in draft.control.history] == [
        ("tess", "we need one"), ("tess", "heavier"),
    ]  # fmt: skip
    assert "Saved." in tess.get(kept.location).text


def test_the_second_author_sees_what_the_first_did_and_loses_nothing(
    tess: FlaskClient, house: House
) -> None:
    page = tess.get(EDIT).text
    theirs = DESK.replace("A greeting", "A smile")
    drafting(house, "tom").edit("desk", 1, theirs, "smiles count")
    late = send_again(tess, page, "save", note="mine", weight="9")
    assert late.status_code == 409
    told = Seen(late.text)
    assert "Tom was quicker" in late.text
    assert any("smiles count" in each.text for each in told.of("li"))
    assert any("A smile" in each.text for each in told.of("table", "differs"))
    assert yaml_in(late.text) == DESK.replace("weight: 2", "weight: 9")
    assert sends(late.text)["note"] == "mine"
    assert draft_of(house).text == theirs
    both = yaml_in(late.text).replace("A greeting", "A smile")
    again = send_again(tess, late.text, "save", yaml=both, note="both")
    assert again.status_code == 303
    assert draft_of(house).text == theirs.replace("weight: 2", "weight: 9")


def test_a_draft_that_was_taken_away_leaves_the_text_on_the_page(
    tess: FlaskClient, house: House
) -> None:
    page = tess.get(EDIT).text
    house.database.drafts.delete_many({})
    late = send_again(tess, page, "save", note="mine", weight="9")
    assert late.status_code == 404
    assert "There is no draft of this standard any more" in late.text
    assert "weight: 9" in yaml_in(late.text)


def test_another_version_or_code_is_refused_and_stays_on_the_page(tess: FlaskClient) -> None:
    for was, now, said in (
        ("version: 1", "version: 3", "this draft is of version 1"),
        ("code: desk", "code: other", "code: desk"),
    ):
        answer = send(tess, "save", yaml=DESK.replace(was, now), note="try")
        assert answer.status_code == 422
        assert said in answer.text
        assert now in yaml_in(answer.text)


def test_html_in_a_standard_is_text_wherever_it_stands(tess: FlaskClient, house: House) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"
    page = send(
        tess, "save", note=evil, title__en=evil, why__en=evil, code=evil, applies=evil,
        examples__0__says__en=evil, examples__0__given=f"Mon 09:00 {evil}",
    ).text  # fmt: skip
    kept = sign_in(house, "tess").get(EDIT).text
    preview = tess.get("/standards/desk/draft/preview").text
    for shown in (page, kept, preview):
        seen = Seen(shown)
        assert all("onerror" not in each.attributes for each in seen.elements)
        assert [str(each.attributes.get("src"))[:8] for each in seen.of("script")] in (
            [], ["/static/"],
        )  # fmt: skip
    assert draft_of(house).text.count("<script>") >= 3


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "no yaml": ("a: [", "Line 1"),
        "bomb": ("a: &a [x]\nb: [*a]\n", "alias"),
        "deep": ("[" * 40_000, "nested too deep"),
        "many": ("k: 1\n" * 40_000, "more than 15,000"),
        "nothing": ("", "the file is empty"),
        "half written": (DESK + "  - code: [\n", "Line 5"),
    }.values(),
)  # fmt: skip
def test_a_text_that_cannot_be_read_stays_and_says_why(
    tess: FlaskClient, text: str, said: str
) -> None:
    page = send(tess, yaml=text).text
    assert any(said in each for each in faults_on(page))
    assert yaml_in(page) == text


def test_a_form_stands_beside_yaml_that_is_broken_elsewhere(tess: FlaskClient) -> None:
    page = send(tess, yaml=DESK + "  - code: [\n").text
    assert sends(page)["title-en"] == "A reply within four hours"
    mended = send_again(tess, page, yaml=DESK, weight="4").text
    assert yaml_in(mended) == DESK.replace("weight: 2", "weight: 4")


def test_ten_megabytes_are_refused_before_they_are_read(tess: FlaskClient) -> None:
    answer = send(tess, yaml="x" * 10_000_000)
    assert answer.status_code == 413
    assert "That is too large" in answer.text


def test_what_the_form_cannot_show_is_said_and_stays(tess: FlaskClient, house: House) -> None:
    rare = DESK.replace(
        "calendar: office}", "calendar: [{when: {segment: key}, use: office}, {use: office}]}"
    )
    page = send(tess, yaml=rare).text
    assert "cannot show, and kept as it is: Calendar" in page
    written = yaml_in(send_again(tess, page, weight="3").text)
    assert written == rare.replace("weight: 2", "weight: 3")


def test_criteria_in_brackets_are_written_in_yaml_alone(tess: FlaskClient) -> None:
    text = DESK[: DESK.index("criteria:")] + "criteria: [{code: A-01, weight: 1}]\n"
    page = send(tess, yaml=text).text
    assert "each behind a dash" in page
    assert yaml_in(page) == text


def test_only_trainers_write_and_approvers_look(house: House) -> None:
    for name, edits, sees in (("law", 403, 200), ("eve", 403, 403)):
        somebody = sign_in(house, name)
        assert somebody.get(EDIT).status_code == edits
        assert somebody.get("/standards/new").status_code == edits
        assert somebody.get("/standards/desk/draft/preview").status_code == sees


def test_without_a_token_of_the_form_nothing_is_taken(tess: FlaskClient, house: House) -> None:
    answer = send(tess, "save", note="mine", weight="9", csrf_token="none")
    assert answer.status_code == 400
    assert draft_of(house).text == DESK


def test_lines_end_as_they_did_in_what_is_kept(tess: FlaskClient, house: House) -> None:
    begin(house, DESK.replace("desk\n", "other\n").replace("\n", "\r\n"), "other")
    at = "/standards/other/draft/edit"
    send(tess, "save", at=at, note="heavier", weight="5")
    text = draft_of(house, "other").text
    assert text.count("\r\n") == text.count("\n") == DESK.count("\n")
    assert "weight: 5" in text
