"""The figures on the page of compliance are those of the cards, in every cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from math import sqrt

import pytest

from plugin.house import House
from plugin.publishing.publish import publish
from plugin.stores.layout import Mongo
from plugin.stores.tickets.deliveries import Deliveries
from plugin.stores.versions.standards import Standards
from scoring.evidence import Ticket
from scoring.judge import Verdict
from scoring.scorecard import Scorecard, Standing
from standards.kinds import Instrument
from tests.pages.acme import (
    ACME,
    AS_OF,
    LIBRARY,
    WARSAW,
    Filled,
    evidence_in,
    file,
    house_over,
    signed_in,
    with_contacts,
    with_people,
    with_standards,
)
from tests.pages.seen import Seen
from webhooks.contract import Delivery, Label

FINAL = frozenset({Standing.FINAL})
BOTH = FINAL | {Standing.PROVISIONAL}
QUARTER = ("2026-01-01", "2026-03-31")


def by_hand(
    cards: tuple[Scorecard, ...],
    code: str,
    days: tuple[str, str],
    standings: frozenset[Standing],
) -> Counter[tuple[str, Instrument, Verdict]]:
    """How many occurrences of each criterion, in each instrument, had each verdict."""
    counted: Counter[tuple[str, Instrument, Verdict]] = Counter()
    for card in cards:
        if card.standard.code != code or card.standing not in standings or not dated(card, days):
            continue
        for finding in card.findings:
            verdicts = [each.verdict or Verdict.NOT_APPLICABLE for each in finding.occurrences]
            for verdict in verdicts or [finding.verdict]:
                counted[finding.criterion, card.instrument, verdict] += 1
    return counted


def dated(card: Scorecard, days: tuple[str, str]) -> bool:
    if card.opened_at is None:
        return False
    return days[0] <= f"{datetime.fromtimestamp(card.opened_at, WARSAW):%Y-%m-%d}" <= days[1]


def rows_of(page: str) -> Iterator[tuple[str, str, str]]:
    """Of every cell with figures the criterion, the column's heading and all its text."""
    for row in re.split(r'<th role="rowheader" scope="row"', page)[1:]:
        code = re.search(r'class="code">([^<]+)<', row)
        assert code is not None
        for cell in re.findall(r'<td role="cell" class="figures">(.*?)</td>', row, re.DOTALL):
            label = re.search(r'class="label">([^<]+)<', cell)
            assert label is not None
            yield code[1], label[1], " ".join(Seen(cell).texts)


HEADINGS = {
    Instrument.TICKET: "Tickets",
    Instrument.REVIEW: "Reviews",
    Instrument.VISIT: "Visits",
}


@pytest.mark.parametrize("standing", ["final", "all"])
@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("contact", QUARTER),
        ("contact", ("2026-02-09", "2026-02-20")),
        ("complaints", QUARTER),
        ("shop-visit", QUARTER),
    ],
)
def test_every_cell_shows_what_the_cards_say(
    acme: Filled, code: str, days: tuple[str, str], standing: str
) -> None:
    standings = FINAL if standing == "final" else BOTH
    counted = by_hand(acme.cards, code, days, standings)
    query = {"standard": code, "from": days[0], "until": days[1], "standing": standing}
    page = signed_in(acme.house, "admin").get("/compliance", query_string=query).text
    shown = {(code, heading): text for code, heading, text in rows_of(page)}
    asked = {(code, HEADINGS[instrument]) for code, instrument, _ in counted}
    assert asked <= shown.keys()
    for instrument, heading in HEADINGS.items():
        for criterion in {code for code, shown_as in shown if shown_as == heading}:
            verdicts = {each: counted[criterion, instrument, each] for each in Verdict}
            assert_shown(shown[criterion, heading], verdicts)


def assert_shown(text: str, verdicts: dict[Verdict, int]) -> None:
    met = verdicts[Verdict.MET]
    decided = met + verdicts[Verdict.PARTLY] + verdicts[Verdict.MISSED]
    open_ = verdicts[Verdict.PENDING] + verdicts[Verdict.UNKNOWN]
    if verdicts[Verdict.PENDING]:
        assert f"pending {verdicts[Verdict.PENDING]}" in text
    if not decided:
        assert "nothing decided" in text
        return
    assert f"{met} of {decided} " in text
    assert f"{100 * met / decided:.1f}%" in text
    low, high = wilson_by_hand(met, decided)
    assert f"{100 * low:.1f}–{100 * high:.1f}%" in text
    covered = round(100 * decided / (decided + open_), 1)
    assert f"covered {covered:g}%" in text
    assert ("few: too few" in text or "*" in text) is (decided <= 40)


def wilson_by_hand(met: int, decided: int) -> tuple[float, float]:
    """The formula of Wilson's paper, with z of 95 % written out."""
    z, p, n = 1.959963984540054, met / decided, decided
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def test_final_contacts_are_counted_and_provisional_ones_named(acme: Filled) -> None:
    cards = [
        card for card in acme.cards if card.standard.code == "contact" and dated(card, QUARTER)
    ]
    standings = Counter(card.standing for card in cards)
    query = {"standard": "contact", "period": "last_quarter"}
    page = signed_in(acme.house, "admin").get("/compliance", query_string=query).text
    assert f"{standings[Standing.FINAL]} final contacts" in page
    assert f"{standings[Standing.PROVISIONAL]} provisional contacts are left out" in page


def test_contacts_without_a_date_are_named_as_in_no_period(acme: Filled) -> None:
    undated = [card for card in acme.cards if card.opened_at is None]
    assert len(undated) == 1
    page = signed_in(acme.house, "admin").get("/compliance?standard=shop-visit").text
    assert "1 contact without a date is in no period" in page


def test_a_goal_is_said_in_words_with_a_sign(acme: Filled) -> None:
    query = {"standard": "contact", "period": "last_quarter"}
    seen = Seen(signed_in(acme.house, "admin").get("/compliance", query_string=query).text)
    said = Counter(each.text for each in seen.of("span", "goal"))
    assert said == {"✕ goal missed": 3, "~ not yet certain": 5, "* too few to judge": 5}
    assert [each.text for each in seen.of("li", "goal")] == [
        "✕ goal missed: 3",
        "~ not yet certain: 5",
        "* too few to judge: 5",
    ]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2026-03-31&until=2026-01-01", "swap the two days"),
        ("from=yesterday&until=2026-01-01", "year-month-day"),
        ("from=0026-01-01&until=2026-01-01", "check the year"),
    ],
)
def test_days_that_make_no_period_are_told_with_what_to_do(
    acme: Filled, query: str, words: str
) -> None:
    answer = signed_in(acme.house, "admin").get(f"/compliance?{query}")
    assert answer.status_code == 200
    [fault] = Seen(answer.text).of("p", "fault")
    assert words in fault.text


def test_an_unknown_standard_is_nothing_here(acme: Filled) -> None:
    answer = signed_in(acme.house, "admin").get("/compliance?standard=nonsense")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


def test_the_first_page_is_that_of_a_standard_with_contacts(database: Mongo) -> None:
    house = house_over(database)
    with_people(house)
    with_standards(house, "complaints", "contact", "shop_visit")
    browser = signed_in(house, "admin")
    address = "/compliance?from=2026-01-01&until=2026-03-31"
    assert [each.text for each in Seen(browser.get(address).text).of("h1")] == ["Complaints"]
    with_contacts(house, "visits")
    shown = Seen(browser.get(address).text)
    assert [each.text for each in shown.of("h1")] == ["A visit to a shop"]


def test_a_house_without_standards_tells_an_admin_what_to_do(database: Mongo) -> None:
    house = house_over(database)
    with_people(house)
    assert "plumbline publish" in signed_in(house, "admin").get("/compliance").text
    told = signed_in(house, "approver").get("/compliance").text
    assert "No standard is published yet" in told
    assert "plumbline publish" not in told


def test_a_standard_that_judged_nothing_yet_says_so(database: Mongo) -> None:
    house = house_over(database)
    with_people(house)
    with_standards(house, "contact")
    page = signed_in(house, "admin").get("/compliance").text
    assert "Nothing was judged yet" in page


def test_a_period_without_contacts_leads_to_the_last_one(acme: Filled) -> None:
    browser = signed_in(acme.house, "admin")
    page = browser.get("/compliance?standard=contact&from=2027-01-01&until=2027-01-31").text
    assert "No contact was opened in these days" in page
    way = Seen(page).of("a", "button")[0]
    there = browser.get(way.attributes["href"] or "").text
    assert any(" of " in text for _, _, text in rows_of(there))


def test_each_version_is_counted_apart(database: Mongo) -> None:
    house = house_over(database)
    with_people(house)
    with_standards(house, "contact")
    _with_second_version(house)
    cards = with_contacts(house, "tickets")
    per_version = Counter(
        card.standard.version for card in cards if card.standing is Standing.FINAL
    )
    assert set(per_version) == {1, 2}
    browser = signed_in(house, "admin")
    for version, number in per_version.items():
        query = f"/compliance?period=last_quarter&version={version}"
        page = browser.get(query).text
        assert f"{number} final contacts" in page
        assert "each is counted apart" in page
    assert f"{per_version[2]} final contacts" in browser.get("/compliance?period=last_quarter").text


def _with_second_version(house: House) -> None:
    raw = (LIBRARY / "contact.yaml").read_bytes().replace(b"\nversion: 1\n", b"\nversion: 2\n")
    march = int(datetime(2026, 3, 1, tzinfo=WARSAW).timestamp())
    publish(
        Standards(house.database),
        raw,
        effective_from=march,
        by="admin",
        now=march,
        why="Written anew.",
    )


def test_days_are_those_of_the_firm(database: Mongo) -> None:
    """A ticket opened at half past midnight in Warsaw is of that day, not of UTC's."""
    house = house_over(database)
    with_people(house)
    with_standards(house, "contact")
    ticket = next(evidence_in(ACME / "tickets.jsonl"))
    assert isinstance(ticket, Ticket)
    moved = int(datetime(2026, 2, 10, 0, 30, tzinfo=WARSAW).timestamp())
    events = tuple(
        replace(each, at=each.at - ticket.events[0].at + moved) for each in ticket.events
    )
    file(house, replace(ticket, events=events))
    browser = signed_in(house, "admin")
    assert "1 final contact<" in browser.get("/compliance?from=2026-02-10&until=2026-02-10").text
    assert "0 final contacts<" in browser.get("/compliance?from=2026-02-09&until=2026-02-09").text
    assert moved < AS_OF


def test_deliveries_that_failed_are_told_to_who_may_see_to_them(database: Mongo) -> None:
    house = house_over(database)
    with_people(house)
    with_standards(house, "contact")
    deliveries = Deliveries(database, house.sealer)
    for number in (1, 2):
        label, delivery = Label(f"key {number}", None), Delivery({}, b"?", AS_OF)
        deliveries.keep("zd-acme", label, delivery, unreadable="it is no JSON")
    told = "2 deliveries from helpdesks could not be read"
    assert told in signed_in(house, "admin").get("/compliance").text
    assert told not in signed_in(house, "leader").get("/compliance").text
