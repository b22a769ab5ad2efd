"""An employee's way through the pages: reads, is asked, passes, signs."""

from __future__ import annotations

import re

from plugin.stores.training.assignments import Assignments
from tests.pages.acme import AS_OF
from tests.pages.training.school import (
    ANNA,
    DAY,
    LESSON,
    MAIL,
    School,
    begin,
    heading,
    named,
    send,
)


def test_an_employee_reads_passes_and_signs(school: School) -> None:
    school.assign(MAIL, latest="2026-05-01")
    anna = school.enter("anna")
    assert "to learn" in anna.get("/learning").text
    assert "RSP-01" in anna.get(LESSON).text
    assert begin(anna).location == f"{LESSON}/quiz"
    (attempt,) = school.tries()
    asked = anna.get(f"{LESSON}/quiz").text
    assert asked.count('<fieldset class="asked"') == 6
    address = f"{LESSON}/quiz/{attempt.id}"
    answered = send(anna, f"{LESSON}/quiz", address, **named(school.right(attempt), attempt))
    assert answered.status_code == 303
    result = anna.get(answered.location or "").text
    assert heading(result) == "You have passed"
    school.clock.now += 60
    signed = send(anna, answered.location or "", f"{LESSON}/sign", name=" anna  LIS ", agreed="yes")
    assert signed.location == LESSON
    assert "I have read and understood" in anna.get(LESSON).text
    assert "known" in anna.get("/learning").text
    (knowing,) = Assignments(school.house.database).knowing("contact")["anna"]
    assert knowing.passed_at == AS_OF + 60
    assert "known" in school.enter("leader").get("/training").text


def test_who_fails_is_shown_why_and_may_try_again(school: School) -> None:
    school.assign(ANNA, tries=2, wait_seconds=3_600)
    anna = school.enter("anna")
    begin(anna)
    (attempt,) = school.tries()
    address = f"{LESSON}/quiz/{attempt.id}"
    answered = send(anna, f"{LESSON}/quiz", address, **named(school.wrong(attempt), attempt))
    result = anna.get(answered.location or "").text
    assert heading(result) == "You have not passed yet"
    assert "The next try has to wait a while." in result
    assert "is more than" in result or "is not more than" in result or "Right is" in result
    assert begin_refused(anna, "The next try has to wait")
    school.clock.now += 3_600
    assert begin(anna).location == f"{LESSON}/quiz"


def begin_refused(client: object, said: str) -> bool:
    answer = send(client, "/learning", f"{LESSON}/quiz", read="yes")  # type: ignore[arg-type]
    return answer.status_code == 409 and said in answer.text


def test_no_answer_is_told_before_it_is_given(school: School) -> None:
    school.assign()
    anna = school.enter("anna")
    begin(anna)
    (attempt,) = school.tries()
    text = anna.get(f"{LESSON}/quiz").text
    assert attempt.seed not in text
    values = re.findall(r'type="radio" name="q1" value="(\w+)"', text)
    assert values in (["met", "partly", "missed"], ["met", "missed"])
    assert "checked" not in text


def test_it_is_overdue_from_the_end_of_its_day(school: School) -> None:
    school.assign(due="2026-04-02")
    anna = school.enter("anna")
    school.clock.now = AS_OF + 2 * DAY - 1
    assert "overdue" not in anna.get("/learning").text
    school.clock.now += 1
    assert "overdue" in school.enter("anna").get("/learning").text
