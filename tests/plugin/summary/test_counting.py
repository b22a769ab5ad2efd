"""`plumbline summary` counts cards: of what, by what, and of which versions."""

from __future__ import annotations

from pathlib import Path

from tests.plugin.summary.cards import ANNA, CARDS, JAN, card, done, report, rows, run
from tests.scoring.mail import STANDARD, YAML, standard

# What is counted


def test_a_row_tells_counts_shares_and_where_the_goal_stands(mail: Path) -> None:
    row = rows(CARDS, "--standard", mail, "--by", "criterion")["NXT-01",]
    assert row == {
        "standard": {"code": "mail", "version": 3},
        "key": {"criterion": "NXT-01"},
        "title": {
            "en": "Every answer within an hour",
            "pl": "Każda odpowiedź w godzinę",
            "ru": "Каждый ответ за час",
        },
        "contacts": 60,
        "decided": 60,
        "met": 40,
        "partly": 0,
        "missed": 20,
        "pending": 0,
        "unknown": 0,
        "not_applicable": 0,
        "share": 0.666667,
        "share_low": 0.540569,
        "share_high": 0.772707,
        "mean_share": 0.666667,
        "coverage": 1.0,
        "small_sample": False,
        "goal": 0.9,
        "goal_state": "missed",
    }


def test_the_report_tells_what_it_rests_on(mail: Path) -> None:
    found = report(CARDS, "--standard", mail)
    del found["tables"], found["total"]
    standings = {"provisional": 2, "final": 60, "withdrawn": 1}
    title = {"en": "Mail", "pl": "Poczta", "ru": "Почта"}
    assert found == {
        "confidence": 0.95,
        "zone": "UTC",
        "counted": ["final"],
        "contacts": standings,
        "standards": [
            {
                "code": "mail",
                "version": 3,
                "title": title,
                "hashes": [STANDARD.hash],
                "contacts": standings,
                "given": True,
                "changed": False,
            }
        ],
        "goals": {
            "reached": [{"code": "mail", "version": 3, "criterion": "CNT-01"}],
            "missed": [{"code": "mail", "version": 3, "criterion": "NXT-01"}],
            "not_yet_certain": [{"code": "mail", "version": 3, "criterion": "RAT-01"}],
        },
    }


def test_by_criterion_and_by_employee_unless_asked_otherwise() -> None:
    assert [table["by"] for table in report(CARDS)["tables"]] == [["criterion"], ["employee"]]


def test_the_total_is_that_of_every_table() -> None:
    found = report(CARDS, "--by", "criterion", "--by", "employee,month", "--by", "channel")
    for table in found["tables"]:
        for name in ("decided", "met", "missed", "pending", "unknown", "not_applicable"):
            assert sum(row[name] for row in table["rows"]) == found["total"][name]


def test_an_unanswered_survey_is_not_covered_and_nobodys(mail: Path) -> None:
    found = rows(CARDS, "--by", "criterion,employee", "--standard", mail)
    unanswered, answered = found["RAT-01", None], found["RAT-01", JAN]
    assert (unanswered["unknown"], unanswered["decided"], unanswered["coverage"]) == (48, 0, 0.0)
    assert (answered["met"], answered["missed"], answered["coverage"]) == (10, 2, 1.0)
    assert (answered["small_sample"], answered["goal_state"]) == (True, "not_yet_certain")


def test_provisional_contacts_count_when_asked_for_and_withdrawn_ones_never() -> None:
    found = report(CARDS, "--provisional", "--by", "criterion")
    assert found["counted"] == ["provisional", "final"]
    assert found["tables"][0]["rows"][0]["contacts"] == 62


def test_nothing_final_says_how_to_count_the_others() -> None:
    text = done([card(1, end="solved")])
    assert "No contact is final yet; --provisional counts the others." in text
    assert "No contact is final" not in done([card(1, end="solved")], "--provisional")


def test_no_card_at_all_is_an_empty_report() -> None:
    assert done(b"") == "Contacts counted: 0 final. Left out: 0 provisional, 0 withdrawn.\n"
    assert report(b"", "--by", "criterion")["tables"] == [{"by": ["criterion"], "rows": []}]


def test_the_docs_name_every_key_of_a_row(mail: Path) -> None:
    docs = (Path(__file__).parents[3] / "docs" / "summary.md").read_text("utf-8")
    row = rows(CARDS, "--standard", mail, "--by", "criterion")["NXT-01",]
    assert [key for key in row if f"`{key}`" not in docs] == []


# By what


def test_any_fact_and_period_can_be_counted_by_and_what_is_not_known_is_null() -> None:
    late = 1_775_001_600 - 1800  # 2026-03-31T23:30:00Z
    cards = [
        card(1, opened=late, facts={"segment": "retail", "fields.floor": 3}),
        card(2, facts={"channel": None}),
    ]
    found = rows(cards, "--by", "month,channel,segment,fields.floor", "--zone", "Europe/Warsaw")
    assert list(found) == [("2026-03", None, None, None), ("2026-04", "email", "retail", "3")]
    assert next(iter(rows(cards, "--by", "month"))) == ("2026-03",)


def test_without_a_sorting_criteria_stand_as_in_the_standard_and_people_worst_first() -> None:
    assert list(rows(CARDS, "--by", "criterion")) == [
        ("NXT-01",), ("PRM-01",), ("CNT-01",), ("RAT-01",),
    ]  # fmt: skip
    assert list(rows(CARDS, "--by", "employee")) == [(ANNA,), (JAN,), (None,)]


def test_the_order_of_the_standard_holds_whatever_card_comes_first(mail: Path) -> None:
    cards = [{**CARDS[0], "findings": CARDS[0]["findings"][::-1]}, *CARDS[1:]]
    found = rows(cards, "--by", "criterion", "--standard", mail)
    assert next(iter(found)) == ("NXT-01",)


def test_in_order_numbers_in_names_count_as_numbers() -> None:
    assert list(rows(CARDS, "--by", "employee", "--sort", "order")) == [(JAN,), (ANNA,), (None,)]


def test_the_worst_criterion_comes_first_and_what_is_not_decided_last() -> None:
    found = rows(CARDS, "--by", "criterion", "--sort", "worst")
    assert next(iter(found)) == ("NXT-01",)
    assert list(found)[-1] == ("PRM-01",)


def test_a_few_unlucky_ones_do_not_stand_before_many_that_are_surely_bad() -> None:
    few = [card(number, by=JAN, minutes=300) for number in range(2)]
    many = [card(number, minutes=300 if number % 3 else 30) for number in range(2, 80)]
    found = rows(few + many, "--by", "criterion,employee", "--sort", "worst")
    assert [key for key in found if key[0] == "NXT-01"] == [("NXT-01", ANNA), ("NXT-01", JAN)]


# Several standards, changed ones, strangers


def test_versions_are_counted_apart_and_it_is_said(mail: Path) -> None:
    later = standard(YAML.replace("version: 3", "version: 4"))
    cards = [card(1), card(1, under=later)]
    text = done(cards, "--standard", mail)
    assert "There are cards of several standards or versions" in text
    assert "mail 4: its goals are not known; give its file too." in text
    versions = [row["standard"]["version"] for row in report(cards)["tables"][0]["rows"]]
    assert versions == [3] * 4 + [4] * 4
    assert "mail 3    NXT-01" in text


def test_a_file_that_is_not_what_was_judged_by_is_said(mail: Path) -> None:
    mail.write_text(YAML.replace("goal: 0.9", "goal: 0.7"), "utf-8")
    text = done(CARDS, "--standard", mail)
    assert "mail 3: the file given is not the text that these cards were judged by." in text


def test_one_version_with_two_texts_is_said() -> None:
    changed = standard(YAML.replace("goal: 0.9", "goal: 0.7"))
    text = done([card(1), card(2, under=changed)])
    assert "mail 3: its text was changed between these cards" in text


def test_a_standard_that_no_card_is_of_is_refused(mail: Path) -> None:
    mail.write_text(YAML.replace("code: mail", "code: other"), "utf-8")
    result = run(CARDS, "--standard", mail)
    assert result.exit_code == 1
    assert result.stderr == f"{mail}: no card is of other 3; the cards are of mail 3\n"
