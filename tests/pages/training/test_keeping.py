"""The trainer's pages, and the leader's: assigned, asked, seen, refused with the field."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from mobile_api.permissions import Role
from plugin.directory.passwords import Passwords
from plugin.stores.people.users import User, Users
from plugin.stores.training.assignments import Assignments, Kind
from plugin.stores.training.own_questions import OwnQuestions
from tests.pages.acme import CHEAP, PASSWORD, token_in
from tests.pages.seen import Seen
from tests.pages.training.school import (
    DAY,
    EMPLOYEES,
    LESSON,
    MAIL,
    School,
    begin,
    named,
    send,
)

KEPT = "/standards/contact/1/training"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"
WEEK = {"team": "mail", "due": "2026-04-08"}
QUESTION = {
    "text_en": "Who answers?",
    "text_pl": "Kto odpowiada?",
    "text_ru": "Кто отвечает?",
    **{f"answer_1_{each}": "we" for each in ("en", "pl", "ru")},
    **{f"answer_2_{each}": "nobody" for each in ("en", "pl", "ru")},
    "right": "1",
}


def test_a_trainer_assigns_and_takes_back(school: School, trainer: FlaskClient) -> None:
    more = {"role": ["employee"], "person": ["ewa"], "latest": "2026-05-01", "pass_mark": "75"}
    made = send(trainer, KEPT, f"{KEPT}/assignments", **WEEK, **more, months="12")
    assert made.location == KEPT
    standing = Assignments(school.house.database).standing("contact", 1)
    assert {each.to.kind for each in standing} == set(Kind)
    assert {each.terms.pass_mark for each in standing} == {0.75}
    assert {each.terms.months for each in standing} == {12}
    page = trainer.get(KEPT).text
    assert "in grace until 1 May 2026" in page
    assert Seen(page).faults == []
    assert send(trainer, KEPT, f"{KEPT}/assignments/{standing[0].id}/end").location == KEPT
    assert len(Assignments(school.house.database).standing("contact", 1)) == 2
    assert send(trainer, KEPT, f"{KEPT}/assignments/{standing[0].id}/end").status_code == 404


# field | what is written | what is said
UNFIT = [
    ("team", "", "Choose at least one person, team or role."),
    ("team", "none", "There is no such team: none"),
    ("due", "", "Choose a day, today or later."),
    ("due", "2026-03-31", "Choose a day, today or later."),
    ("latest", "soon", "Choose a day, or leave it empty."),
    ("pass_mark", "101", "Write a share from 0 to 100 %."),
    ("pass_mark", "nan", "Write a share from 0 to 100 %."),
    ("tries", "0", "Write a number from 1 to 20."),
    ("tries", "1e99", "Write a number from 1 to 20."),
    ("wait_seconds", "721", "Write a number of hours from 0 to 720."),
    ("months", "-1", "Write a number of months from 0 (for good) to 60."),
    ("questions", "many", "Write a number of questions from 0 to 30."),
]


def test_what_cannot_be_assigned_is_told_beside_its_field(standing: School) -> None:
    trainer = standing.enter("trainer")
    for field, written, said in UNFIT:
        given = {**WEEK, "latest": "2026-05-01", field: written}
        answer = send(trainer, KEPT, f"{KEPT}/assignments", **given)
        assert answer.status_code == 422, field
        assert said in Seen(answer.text).texts
        assert 'value="2026-05-01"' in answer.text or field == "latest"
    assert Assignments(standing.house.database).standing() == ()


def test_a_trainer_adds_a_question_and_it_is_asked(school: School, trainer: FlaskClient) -> None:
    assert send(trainer, KEPT, f"{KEPT}/questions", **QUESTION).location == KEPT
    (kept,) = OwnQuestions(school.house.database).of("contact", 1)
    assert (kept.right, len(kept.answers)) == (0, 2)
    school.assign(questions=0)
    anna = school.enter("anna")
    anna.set_cookie("language", "ru")
    begin(anna)
    page = anna.get(f"{LESSON}/quiz").text
    assert "Кто отвечает?" in page
    assert page.count('type="radio"') == 2
    assert send(trainer, KEPT, f"{KEPT}/questions/{kept.id}/end").location == KEPT
    (attempt,) = school.tries()
    answered = send(
        anna,
        f"{LESSON}/quiz",
        f"{LESSON}/quiz/{attempt.id}",
        **named(school.right(attempt), attempt),
    )
    assert "Сдано" in anna.get(answered.location or "").text


# what is changed | what is said
UNFIT_QUESTIONS = [
    ({"text_en": "", "text_pl": "", "text_ru": ""}, "Write the question."),
    ({"right": ""}, "Say which answer is right."),
    ({"right": "4"}, "Say which answer is right."),
    ({"answer_2_pl": ""}, "Write each answer in the languages that the question is in."),
    ({"answer_2_pl": "we"}, "Two answers read the same."),
    (
        dict.fromkeys(("answer_2_en", "answer_2_pl", "answer_2_ru"), " "),
        "Write at least two answers.",
    ),
    ({"criterion": "NO-01"}, "This version has no such criterion."),
    ({"text_en": "w" * 501}, "That is too long; say it in fewer words."),
]


def test_what_cannot_be_asked_is_told_and_kept_as_typed(standing: School) -> None:
    trainer = standing.enter("trainer")
    for change, said in UNFIT_QUESTIONS:
        answer = send(trainer, KEPT, f"{KEPT}/questions", **{**QUESTION, **change})
        assert answer.status_code == 422, change
        assert said in Seen(answer.text).texts
        assert "nobody" in answer.text or "answer_2_en" in change
    assert OwnQuestions(standing.house.database).of("contact", 1) == ()


def test_html_in_a_question_is_only_text(school: School, trainer: FlaskClient) -> None:
    texts = {name: HOSTILE for name in QUESTION if name.startswith("text")}
    first = {name: f"{HOSTILE} 1" for name in QUESTION if name.startswith("answer_1")}
    send(trainer, KEPT, f"{KEPT}/questions", **{**QUESTION, **texts, **first})
    school.assign(questions=0)
    anna = school.enter("anna")
    begin(anna)
    (attempt,) = school.tries()
    quiz = anna.get(f"{LESSON}/quiz").text
    answered = send(
        anna,
        f"{LESSON}/quiz",
        f"{LESSON}/quiz/{attempt.id}",
        **named(school.right(attempt), attempt),
    )
    for page in (quiz, anna.get(answered.location or "").text, trainer.get(KEPT).text):
        seen = Seen(page)
        assert seen.of("script") == []
        assert seen.of("img") == []
        assert "{{ 7*7 }}" in page
        assert seen.faults == []


def test_a_leader_sees_the_team_and_nobody_else(school: School) -> None:
    school.assign(EMPLOYEES, latest="2026-05-01")
    leader, trainer = school.enter("leader"), school.enter("trainer")
    assert "Ewa Mazur" in trainer.get("/training").text
    page = leader.get("/training").text
    assert "Anna Lis" in page
    assert "in grace until 1 May 2026" in page
    assert "Ewa" not in page
    assert KEPT not in page
    assert Seen(page).faults == []


def test_it_is_handed_on_as_a_file(school: School) -> None:
    school.assign(MAIL, latest="2026-05-01")
    school.clock.now += 9 * DAY
    leader = school.enter("leader")
    text = leader.get("/training?as=csv").data.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text)) if "Anna Lis" in row]
    assert rows
    assert {"overdue", "2026-04-08", "2026-05-01"} <= set(rows[0])
    for form in ("xlsx", "pdf"):
        assert leader.get(f"/training?as={form}").status_code == 200


def test_who_could_not_be_reminded_is_named(school: School, trainer: FlaskClient) -> None:
    school.assign(MAIL)
    school.house.database.reminders.insert_one(
        {
            "_id": "x", "person": "anna", "code": "contact", "version": 1, "due_at": 1,
            "step": "soon", "maybe": 0, "state": "failed", "run_at": 1, "reason": "answers 550",
        }
    )  # fmt: skip
    page = trainer.get(KEPT).text
    assert "could not be delivered to: Anna Lis" in page


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_every_page_is_whole_in_every_language(school: School, language: str) -> None:
    school.assign(MAIL, tries=2, latest="2026-05-01")
    anna, trainer = school.enter("anna"), school.enter("trainer")
    for each in (anna, trainer):
        each.set_cookie("language", language)
    begin(anna)
    (attempt,) = school.tries()
    pages = [anna.get(f"{LESSON}/quiz").text]
    sent = named(school.wrong(attempt), attempt)
    answered = send(anna, f"{LESSON}/quiz", f"{LESSON}/quiz/{attempt.id}", **sent)
    pages += [anna.get(each or "").text for each in ("/learning", LESSON, answered.location)]
    pages += [trainer.get(each).text for each in ("/training", KEPT)]
    for page in pages:
        seen = Seen(page)
        assert seen.faults == []
        assert f'<html lang="{language}">' in page
        assert len(
            {each.attributes["id"] for each in seen.elements if "id" in each.attributes}
        ) == (sum("id" in each.attributes for each in seen.elements))


# who | the address | what they are answered
WALK = [
    ("anna", "/learning", 200),
    ("anna", LESSON, 200),
    ("anna", "/training", 403),
    ("anna", KEPT, 403),
    ("ewa", LESSON, 404),
    ("ewa", f"{LESSON}/quiz", 404),
    ("leader", "/training", 200),
    ("leader", KEPT, 403),
    ("trainer", "/training", 200),
    ("trainer", KEPT, 200),
    ("trainer", "/learning", 403),
    ("trainer", "/standards/contact/9/training", 404),
    ("trainer", "/standards/none/1/training", 404),
    ("admin", KEPT, 200),
    ("approver", "/training", 403),
    ("shopper", "/learning", 403),
    ("nobody", "/learning", 200),
    ("anna", "/learning/contact/99999999999999999999", 404),
    ("anna", f"{LESSON}/tries/none", 404),
]


def test_everybody_sees_what_is_theirs(school: School) -> None:
    school.assign(MAIL)
    clients = {who: school.enter(who) for who, _, _ in WALK}
    told = [(who, address, clients[who].get(address).status_code) for who, address, _ in WALK]
    assert told == WALK


def test_nobody_answers_anothers_try(school: School) -> None:
    school.assign(EMPLOYEES)
    anna, ewa = school.enter("anna"), school.enter("ewa")
    begin(anna)
    (attempt,) = school.tries()
    sent = named(school.right(attempt), attempt)
    refused = send(ewa, LESSON, f"{LESSON}/quiz/{attempt.id}", **sent)
    assert refused.status_code == 404
    assert school.tries()[0].result is None


def test_a_form_from_elsewhere_is_not_taken(school: School) -> None:
    school.assign()
    anna = school.enter("anna")
    assert anna.post(f"{LESSON}/quiz", data={"read": "yes"}).status_code == 400
    token = token_in(school.enter("ewa").get("/learning").text)
    told = {"read": "yes", "csrf_token": token}
    assert anna.post(f"{LESSON}/quiz", data=told).status_code == 400
    assert school.tries() == ()


def test_a_second_tab_is_told_that_the_first_answers_stand(school: School) -> None:
    school.assign()
    anna = school.enter("anna")
    begin(anna)
    (attempt,) = school.tries()
    there, token = f"{LESSON}/quiz/{attempt.id}", token_in(anna.get(f"{LESSON}/quiz").text)
    right, wrong = (named(each(attempt), attempt) for each in (school.right, school.wrong))
    anna.post(there, data={"csrf_token": token, **right})
    second = anna.post(there, data={"csrf_token": token, **wrong})
    page = anna.get(second.location or "").text
    assert "the first answers stand" in page
    assert "You have passed" in page


def test_who_is_trainer_and_employee_learns_and_keeps(school: School) -> None:
    hashed = Passwords.of(CHEAP).hashed(PASSWORD)
    roles = frozenset({Role.TRAINER, Role.EMPLOYEE})
    Users(school.house.database).add(User("both", "Both", roles, "ewa", password=hashed))
    both = school.enter("both")
    assert both.get("/learning").status_code == 200
    assert both.get(KEPT).status_code == 200


def test_questions_are_taken_over_from_the_version_before(
    school: School, trainer: FlaskClient
) -> None:
    send(trainer, KEPT, f"{KEPT}/questions", **QUESTION)
    about = {**QUESTION, "text_en": "And here?", "criterion": "RSP-01"}
    send(trainer, KEPT, f"{KEPT}/questions", **about)
    school.publish(lambda text: text.replace("weight: 4", "weight: 5", 1))
    later = "/standards/contact/2/training"
    assert "Take over 2 questions of version 1" in trainer.get(later).text
    assert send(trainer, later, f"{later}/questions/before").location == later
    kept = OwnQuestions(school.house.database).of("contact", 2)
    assert {each.text["en"] for each in kept} == {"Who answers?", "And here?"}
    assert "Take over" not in trainer.get(later).text
    send(trainer, later, f"{later}/questions/before")
    assert len(OwnQuestions(school.house.database).of("contact", 2)) == 2
    assert len(OwnQuestions(school.house.database).of("contact", 1)) == 2
