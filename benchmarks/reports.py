"""How fast the compliance report is over a year of final cards, beside a plain aggregation of them.

    python -m benchmarks reports --cards 1000000

A mongod of its own is filled (`benchmarks.report_cards`); then the real application answers, one
request after the other, in this process: what is measured is the server's own time, mongod's with
it. The aggregation counts the occurrences of the same cards by criterion, instrument and verdict;
what it finds must be what the page shows, cell by cell.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles
from typing import Any, TypeAlias

import click
from flask.testing import FlaskClient

from benchmarks.filing import bench_house
from benchmarks.report_cards import CODE, DAYS, EMPLOYEES, LAST, TEAMS, file, fill, read_of
from mobile_api.permissions import Role
from plugin.app import create_app
from plugin.directory.passwords import Passwords
from plugin.house import House
from plugin.stores.filed.reports import Reports, Stretch
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory, Everybody, Group, Identity, Person
from plugin.stores.people.users import User, Users
from scoring.judge import Verdict
from tests.pages.acme import CHEAP, PASSWORD, token_in

Verdicts: TypeAlias = "Counter[tuple[str, str, str]]"  # by criterion, instrument and verdict
BEGAN, MONTH_AGO = LAST - timedelta(days=DAYS - 1), LAST - timedelta(days=29)
YEAR = f"from={BEGAN.isoformat()}&until={LAST.isoformat()}"
PAGES: Mapping[str, tuple[str, str]] = {
    "first page, thirty days": ("admin", "/compliance"),
    "the whole year": ("admin", f"/compliance?{YEAR}"),
    "the year by location": ("admin", f"/compliance?{YEAR}&by=location"),
    "the year by week": ("admin", f"/compliance?{YEAR}&by=week"),
    "a criterion over the year": ("admin", f"/compliance/{CODE}/1/RSP-01/figures?{YEAR}"),
    "a team leader's first page": ("leader", "/compliance"),
    "an employee's first page": ("person", "/compliance"),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """How long a page took, in milliseconds."""

    page: str
    p50_ms: float
    p99_ms: float


def people(house: House) -> None:
    """Users who sign in: an admin, the leader of a team, one of its members."""
    directory, hashed = Directory(house.database), Passwords.of(CHEAP).hashed(PASSWORD)
    members = range(0, EMPLOYEES, TEAMS)
    everybody = Everybody(
        people={
            f"p{each}": Person(f"p{each}", f"P {each}", "t0", None, (Identity(f"zd/user/{each}"),))
            for each in members
        },
        teams={"t0": Group("t0", "Team", ("zd/group/0",))},
        locations={},
    )
    directory.bring_to(directory.everybody(), everybody)
    roles = {
        "admin": (Role.ADMIN, None),
        "leader": (Role.TEAM_LEADER, "p0"),
        "person": (Role.EMPLOYEE, "p12"),
    }
    for name, (role, person) in roles.items():
        user = User(name, name.title(), frozenset({role}), person, "en", password=hashed)
        Users(house.database).add(user)


def signed_in(house: House, name: str) -> FlaskClient:
    """The browser of the user."""
    client = create_app(house, CHEAP).test_client()
    token = token_in(client.get("/sign-in").text)
    client.post("/sign-in", data={"name": name, "password": PASSWORD, "csrf_token": token})
    return client


def answered(browser: FlaskClient, page: str, address: str, rounds: int) -> Answered:
    """How long the page takes once it is warm."""
    taken = []
    for each in range(rounds + 3):
        began = time.perf_counter()
        answer = browser.get(address)
        seconds = time.perf_counter() - began
        if answer.status_code != 200:
            raise click.ClickException(f"{address}: {answer.status_code}")
        taken += [1_000 * seconds] if each >= 3 else []
    return Answered(page, median(taken), quantiles(taken, n=100, method="inclusive")[98])


def aggregated(database: Mongo, stretch: Stretch) -> tuple[Verdicts, float]:
    """The occurrences of final cards counted from the cards themselves, and how many ms it took."""
    within = {"$gte": stretch.first, "$lte": stretch.last}
    by = {
        "criterion": "$card.findings.criterion",
        "instrument": "$instrument",
        "verdict": "$card.findings.occurrences.verdict",
    }
    match = {"code": stretch.code, "version": 1, "day": within, "standing": "final"}
    began = time.perf_counter()
    found = list(
        database.cards.aggregate(
            [
                {"$match": match},
                {"$unwind": "$card.findings"},
                {"$unwind": "$card.findings.occurrences"},
                {"$group": {"_id": by, "number": {"$sum": 1}}},
            ],
            allowDiskUse=True,
        )
    )
    taken = 1_000 * (time.perf_counter() - began)
    told = ((each["_id"], each["number"]) for each in found)
    return Counter(
        {(key["criterion"], key["instrument"], key["verdict"]): n for key, n in told}
    ), taken


def counted(database: Mongo, stretch: Stretch) -> Verdicts:
    """The same as reports read it."""
    found: Verdicts = Counter()
    for cell, counts in Reports(database).counted(stretch).cells.items():
        for verdict in Verdict:
            number = getattr(counts, verdict.value)
            if number and cell.standing == "final":
                found[cell.criterion, cell.instrument.value, verdict.value] += number
    return found


def is_filled_as_filed(number: int) -> bool:
    """Whether filling so many cards a day in leaves what filing them leaves."""
    kept: list[tuple[list[Any], list[Any]]] = []
    for make in (fill, file):
        with house() as made:
            for _ in make(made, number):
                pass
            rollups = list(made.database.rollups.find(sort=[("_id", 1)]))
            cards = [read_of(each) for each in made.database.cards.find(sort=[("_id", 1)])]
            kept.append((rollups, cards))
    return kept[0] == kept[1]


@contextmanager
def house() -> Iterator[House]:
    """A house with the standard."""
    with bench_house() as bench:
        yield bench.house


@click.command()
@click.option("--cards", default=20_000, show_default=True, help="Final cards of the year.")
@click.option("--rounds", default=60, show_default=True, help="Requests of each page.")
@click.option("--filed", default=1, show_default=True, help="Cards a day filed to compare with.")
def reports(cards: int, rounds: int, filed: int) -> None:
    """Measure the compliance report over a year of cards, and compare it with the cards."""
    if filed:
        same = is_filled_as_filed(filed)
        click.echo(f"{filed * DAYS} cards filled in: equal to the same cards filed: {same}")
    with house() as made:
        began = time.monotonic()
        for _ in fill(made, -(-cards // DAYS)):
            pass
        people(made)
        stats = made.database.command("collStats", "cards")
        megabytes = (stats["storageSize"] + stats["totalIndexSize"]) / 1024**2
        seconds = time.monotonic() - began
        click.echo(
            f"{stats['count']:,} final cards over {DAYS} days: {megabytes:,.0f} MB, {seconds:.0f} s"
        )
        pages = dict(_measured(made, rounds))
        for name, start, page in (
            ("thirty days", MONTH_AGO, "first page, thirty days"),
            ("the year", BEGAN, "the whole year"),
        ):
            stretch = Stretch(CODE, 1, start.isoformat(), LAST.isoformat())
            found, taken = aggregated(made.database, stretch)
            same = found == counted(made.database, stretch)
            times = taken / pages[page].p50_ms
            click.echo(
                f"aggregation over the cards of {name}: {taken:,.0f} ms, {times:.1f} times the "
                f"page; {found.total():,} occurrences, equal: {same}"
            )


def _measured(made: House, rounds: int) -> Iterator[tuple[str, Answered]]:
    browsers = {name: signed_in(made, name) for name in ("admin", "leader", "person")}
    for page, (user, address) in PAGES.items():
        found = answered(browsers[user], page, address, rounds)
        click.echo(f"{page}: p50 {found.p50_ms:.0f} ms, p99 {found.p99_ms:.0f} ms")
        yield page, found


if __name__ == "__main__":
    reports()
