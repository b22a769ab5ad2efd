"""Whose contacts count for whom, and which do not count at all."""

from __future__ import annotations

from datetime import date

import orjson

from plugin.feedback.report import Report
from plugin.feedback.reporting import PERIODS, Reporting
from plugin.feedback.telling import hash_of, written
from plugin.pages.periods import Period
from plugin.stores.people.directory import Directory
from plugin.stores.versions.standards import Standards
from scoring.feedback import Silence
from scoring.judge import Verdict
from scoring.statistics.change import Direction
from tests.pages.acme import file
from tests.pages.feedback.team import Staffed, identity, ticket

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def report(team: Staffed, name: str, period: Period = MARCH) -> Report:
    person = Directory(team.house.database).person(name)
    standard = Standards(team.house.database).version("contact", 1)
    assert person is not None
    assert standard is not None
    return Reporting.of(team.house).report(person, standard, period)


def test_what_falls_short_is_told_with_two_examples_of_ones_own(team: Staffed) -> None:
    found = report(team, "anna")
    assert found.feedback.to_work_on == ("RSP-01", "RES-01")
    assert found.feedback.strengths == ("RGT-01", "RES-03", "EFF-01")
    for code in (*found.feedback.to_work_on, *found.feedback.strengths):
        examples = found.examples[code]
        assert len({each.contact for each in examples}) == 2
        wanted = Verdict.MISSED if code in found.feedback.to_work_on else Verdict.MET
        for each in examples:
            assert each.verdict is wanted
            assert each.occurrence["employee"] in {identity("anna"), identity("shared")}
            assert "2026-03-01" <= each.day <= "2026-03-31"


def test_a_better_month_is_more_than_chance(team: Staffed) -> None:
    line = report(team, "anna").feedback.line("RSP-01")
    assert (line.before.met, line.before.decided) == (2, 30)
    assert line.change is not None
    assert line.change.direction is Direction.HIGHER


def test_an_account_that_was_handed_on_counts_for_whom_it_was_on_the_day(team: Staffed) -> None:
    anna, piotr = (report(team, name).feedback.line("RSP-01") for name in ("anna", "piotr"))
    assert anna.counts.decided == 30 + team.before
    assert piotr.counts.decided == 24 + team.after


def test_handing_on_moves_the_days_and_nothing_else(team: Staffed) -> None:
    early, late = Period(date(2026, 3, 1), date(2026, 3, 15)), Period(date(2026, 3, 16), MARCH.last)
    for name in ("anna", "piotr"):
        halves = [report(team, name, each).whole.decided for each in (early, late)]
        assert sum(halves) == report(team, name).whole.decided


def test_what_is_still_open_does_not_count_and_is_told(team: Staffed) -> None:
    found = report(team, "anna")
    assert found.provisional == 2
    assert found.whole.contacts == 36


def test_too_few_are_not_judged(team: Staffed) -> None:
    found = report(team, "julia")
    assert found.feedback.strengths == found.feedback.to_work_on == ()
    assert {each.silent for each in found.feedback.lines} == {Silence.FEW, Silence.NOTHING}
    assert found.examples == {}


def test_the_team_is_held_against_without_naming_anybody(team: Staffed) -> None:
    line = report(team, "anna").feedback.line("RSP-01")
    assert line.team is not None
    assert line.team.members == 4  # Julia has too few
    assert line.team.high == 1
    text = written(report(team, "anna"))
    for name in ("Oleg", "Piotr", "Julia", "Wilk"):
        assert name not in text
    assert report(team, "max").feedback.line("RSP-01").team_silent is Silence.FEW_OTHERS


def test_the_trend_ends_with_the_period_itself(team: Staffed) -> None:
    trend = report(team, "anna").trend
    assert [str(each.period.first)[:7] for each in trend][-3:] == ["2026-01", "2026-02", "2026-03"]
    assert len(trend) == PERIODS
    assert [each.whole.contacts for each in trend] == [0, 0, 0, 24, 30, 36]


def test_the_same_figures_have_the_same_hash_and_others_another(team: Staffed) -> None:
    first = report(team, "oleg")
    assert hash_of(first) == hash_of(report(team, "oleg"))
    assert orjson.loads(written(first))["person"]["id"] == "oleg"
    assert hash_of(first) != hash_of(report(team, "oleg", Period(MARCH.first, date(2026, 3, 30))))


def test_an_open_contact_changes_nothing_but_how_many_are_open(team: Staffed) -> None:
    before = report(team, "marta")
    file(team.house, ticket("open", identity("marta"), date(2026, 3, 31), late=False, closed=False))
    now = report(team, "marta")
    assert (before.provisional, now.provisional) == (0, 1)
    assert now.feedback == before.feedback
    assert hash_of(now) != hash_of(before)
