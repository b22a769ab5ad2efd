"""What changed between two versions, and whether it is stricter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.difference import Change, Difference, Effect, difference
from standards.loader import read
from standards.model import Draft
from tests.standards.written import SOUND


def draft(text: str) -> Draft:
    reading = read(text.encode())
    assert reading.draft is not None, reading.faults
    return reading.draft


WAS = draft(SOUND)


def changed(old: str, new: str) -> Difference:
    assert SOUND.count(old) == 1, f"{old!r} stands {SOUND.count(old)} times"
    return difference(WAS, draft(SOUND.replace(old, new)))


# What is changed | into what | the clause | how it is told: effect part: was -> now
CHANGES = """\
weight: 3 | weight: 2.5 | RSP-01 | reweighted weight: 3 -> 2.5
severity: critical | severity: major | RSP-01 | laxer severity: critical -> major
goal: 0.95 | goal: 0.9 | RSP-01 | laxer goal: 0.95 -> 0.9
goal: 0.95 | goal: 0.99 | RSP-01 | stricter goal: 0.95 -> 0.99
full: PT1H, none: PT4H | full: PT30M, none: PT4H | RSP-01 |
    stricter limits[priority: urgent].full: PT1H -> PT30M
full: PT1H, none: PT4H | full: PT1H, none: PT5H | RSP-01 |
    laxer limits[priority: urgent].none: PT4H -> PT5H
{working_days: 1} | {working_days: 2} | RSP-01 | laxer limits.full: 1 working day -> 2 working days
{working_days: 1} | PT8H | RSP-01 | otherwise limits.full: 1 working day -> PT8H
      - {when: {priority: urgent}, full: PT1H, none: PT4H}\\n | (nothing) | RSP-01 |
    removed limits[priority: urgent]: full PT1H, none PT4H -> nothing
priority: urgent | priority: high | RSP-01 |
    removed limits[priority: urgent]: full PT1H, none PT4H -> nothing;
    added limits[priority: high]: nothing -> full PT1H, none PT4H
pause_on: [on_hold] | pause_on: [] | RSP-01 | stricter ask.pause_on: on_hold -> nothing
pause_on: [on_hold] | pause_on: [on_hold, pending] | RSP-01 |
    laxer ask.pause_on: on_hold -> on_hold or pending
pause_on: [on_hold] | pause_on: [pending] | RSP-01 | otherwise ask.pause_on: on_hold -> pending
reopen: restart | reopen: resume | RSP-01 | otherwise ask.reopen: restart -> resume
combine: worst | combine: mean | RSP-01 | otherwise combine: worst -> mean
channel: [email, chat] | channel: [email] | RSP-01 |
    otherwise applies: channel: chat or email, fields.shop: 7 -> channel: email, fields.shop: 7
pl: Pierwsza odpowiedź | pl: Szybka odpowiedź | RSP-01 |
    reworded title.pl: Pierwsza odpowiedź -> Szybka odpowiedź
why: Who hears nothing calls the shop. | why: Silence costs. | RSP-01 |
    reworded why.en: Who hears nothing calls the shop. -> Silence costs.
says: {en: At once, pl: Od razu}, | (nothing) | RSP-01 | reworded examples: 2 -> 2
question: Were you asked? | question: Did they ask? | SHP-02 |
    reworded ask.question.en: Were you asked? -> Did they ask?
hinted: 0.5 | hinted: 0.25 | SHP-02 | stricter ask.answers.hinted: 0.5 -> 0.25
hinted: 0.5, | (nothing) | SHP-02 | otherwise ask.answers.hinted: 0.5 -> nothing
pl: Tak} | pl: 'Tak, zapytano'} | SHP-02 | reworded ask.labels.asked.pl: Tak -> Tak, zapytano
na: false | na: true | SHP-02 | laxer ask.na: false -> true
required: true | required: false | SHP-02 | laxer ask.required: true -> false
of: [visit] | of: [visit, review] | SHP-02 | otherwise ask.of: visit -> review or visit
show_if: {SHP-01: [yes]} | show_if: {SHP-01: [no]} | SHP-02 |
    otherwise ask.show_if: SHP-01: yes -> SHP-01: no
kind: yes_no, question | kind: text, question | SHP-01 | otherwise ask.kind: yes_no -> text
"""


def rows(table: str) -> list[list[str]]:
    joined = table.replace("|\n    ", "| ").replace(";\n    ", "; ").replace("(nothing)", "")
    lines = [line.split(" | ", 3) for line in joined.splitlines()]
    return [[old.replace("\\n", "\n"), new, code, says] for old, new, code, says in lines]


def told(change: Change) -> str:
    was, now = (
        end.replace(" | ", " or ") if end else "nothing" for end in (change.was, change.now)
    )
    return f"{change.effect} {change.part}: {was} -> {now}"


@pytest.mark.parametrize(("old", "new", "code", "says"), rows(CHANGES))
def test_a_change_is_told_by_its_effect(old: str, new: str, code: str, says: str) -> None:
    found = changed(old, new)
    assert [each.code for each in found.clauses] == [code]
    assert "; ".join(told(each) for each in found.clauses[0].changes) == says
    assert found.whole == ()


def test_nothing_changed_is_nothing_told() -> None:
    assert difference(WAS, WAS) == Difference("contact", 3, 3, (), ())


def test_a_clause_that_comes_or_goes_is_told_by_its_title() -> None:
    text = SOUND.replace("code: SHP-02", "code: SHP-09")
    came, went = difference(WAS, draft(text)).clauses
    assert (came.code, went.code) == ("SHP-09", "SHP-02")
    assert came.changes == (Change(Effect.ADDED, "", None, "Asked"),)
    assert went.changes == (Change(Effect.REMOVED, "", "Asked", None),)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("pl: Kontakt}", "pl: Obsługa}", "reworded title.pl: Kontakt -> Obsługa"),
        ("2027-06-30", "2028-06-30", "otherwise governance.review_by: 2027-06-30 -> 2028-06-30"),
        ("owner: Head", "owner: Chief", "reworded governance.owner.en: "),
        ("dence: 0.8", "dence: 0.9", "otherwise least_confidence: 0.8 -> 0.9"),
        ('"08:00-16:00"', '"08:00-17:00"', "otherwise calendars.desk: desk -> desk"),
        ("  always: {", "  night: {zone: UTC, hours: always}\n  always: {",
         "added calendars.night: nothing -> night"),
    ],
)  # fmt: skip
def test_what_changed_of_the_whole_is_told_apart(old: str, new: str, says: str) -> None:
    found = changed(old, new)
    assert found.clauses == ()
    assert [told(each).startswith(says) for each in found.whole] == [True]


GROUNDS = "goal: 0.95\n    grounds: {owner: Ann, expectation: responsive, basis: BASIS}"
ACT = "[{title: Act, link: 'https://example.com/act', checked: 2026-05-01}]"


def test_what_a_clause_rests_on_is_words() -> None:
    was = draft(SOUND.replace("goal: 0.95", GROUNDS.replace("BASIS", ACT)))
    later = GROUNDS.replace("BASIS", ACT.replace("-05-", "-11-")).replace("responsive", "prompt")
    (clause,) = difference(was, draft(SOUND.replace("goal: 0.95", later))).clauses
    assert clause.is_reworded_only
    assert [told(each) for each in clause.changes] == [
        "reworded grounds.expectation: responsive -> prompt",
        "reworded grounds.basis: Act (2026-05-01) -> Act (2026-11-01)",
    ]
    (gone,) = difference(was, WAS).clauses
    assert told(gone.changes[-1]) == "reworded grounds.owner: Ann -> nothing"


def test_other_words_alone_are_known_as_such() -> None:
    (clause,) = changed("title: Greeted", "title: Welcomed").clauses
    assert clause.is_reworded_only
    both = SOUND.replace("title: Greeted", "title: Welcomed").replace("weight: 1\n", "weight: 2\n")
    (clause,) = difference(WAS, draft(both)).clauses
    assert not clause.is_reworded_only
    assert clause.effects == (Effect.REWEIGHTED, Effect.REWORDED)


@given(st.floats(0.5, 0.99), st.floats(0.5, 0.99))
def test_the_way_back_has_the_opposite_effect(one: float, other: float) -> None:
    pair = [draft(SOUND.replace("goal: 0.95", f"goal: {goal:.3f}")) for goal in (one, other)]
    opposite = {Effect.STRICTER: Effect.LAXER, Effect.LAXER: Effect.STRICTER}
    there = [each.effect for clause in difference(*pair).clauses for each in clause.changes]
    back = [each.effect for clause in difference(*pair[::-1]).clauses for each in clause.changes]
    assert [opposite[each] for each in there] == back
