"""What every test may ask for, and the rule that no test is left out unseen.

A test that cannot run somewhere is skipped with a reason and listed by name at the end. Where CI
is set and the reference data is there, nothing may be left out: a skipped test is a failed one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from hypothesis import HealthCheck, settings
from pymongo import MongoClient

from plugin.stores.collections import LAYOUTS, lay_out_all
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import client_of, database_of
from tests.durability import WATCH
from tests.mongo import ADDRESS, mongod_of_the_run

REFERENCE = "PLUMBLINE_REFERENCE"
IN_CI = os.environ.get("CI") == "true"
NOTHING_LEFT_OUT = IN_CI and bool(os.environ.get(REFERENCE))

# No firm of ours sits there: code that reads the machine's own zone gives itself away.
os.environ["TZ"] = "ODD-05:45"
time.tzset()

# A busy machine is no bug: no time limit an example. CI draws the same examples in every run.
_BUSY = [HealthCheck.too_slow]
settings.register_profile("house", deadline=None, suppress_health_check=_BUSY, derandomize=IN_CI)
settings.load_profile("house")

# The traceback that structlog prefers, with every local, takes half a second to paint.
structlog.get_config()["processors"][-1].exception_formatter = structlog.dev.plain_traceback

_for_the_run = ExitStack()
_KEPT = frozenset(each.name for each in LAYOUTS)
_laid_out: list[str] = []  # databases that stand empty for the next test


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder named by PLUMBLINE_REFERENCE; its `data/` holds a folder a public data set."""
    named = os.environ.get(REFERENCE)
    if not named:
        pytest.skip(f"{REFERENCE} names no folder of public data sets")
    folder = Path(named)
    if not (folder / "data").is_dir():
        pytest.fail(f"{REFERENCE} is {folder}, where there is no folder data/")
    return folder


def pytest_configure(config: pytest.Config) -> None:
    """Starts the run's mongod before its processes, so that all of them share it."""
    if config.getoption("numprocesses", None) and ADDRESS not in os.environ:
        os.environ[ADDRESS] = _for_the_run.enter_context(mongod_of_the_run())


def pytest_unconfigure(config: pytest.Config) -> None:
    _for_the_run.close()


@pytest.fixture(scope="session")
def mongo() -> Iterator[MongoClient[Document]]:
    """A client of the run's mongod."""
    if ADDRESS not in os.environ:
        os.environ[ADDRESS] = _for_the_run.enter_context(mongod_of_the_run())
    with client_of(os.environ[ADDRESS]) as client:
        yield client


@pytest.fixture(autouse=True)
def _durable_writes() -> Iterator[None]:
    """Fails the test whose stores ask for less than a journaled majority."""
    known = len(WATCH.weak)
    yield
    assert WATCH.weak[known:] == []


@pytest.fixture
def database(mongo: MongoClient[Document]) -> Iterator[Mongo]:
    """A database of the test's own, with every collection laid out and empty.

    To lay one out takes longer than most tests, so it is emptied afterwards for the next test; one
    whose layout the test has changed is dropped.
    """
    made = database_of(mongo, _laid_out.pop() if _laid_out else _newly_laid_out(mongo))
    yield made
    if made.name in WATCH.altered:
        mongo.drop_database(made.name)
        return
    for name in _filled(made):
        if name in _KEPT:
            made[name].delete_many({})
        else:
            made.drop_collection(name)
    WATCH.altered.discard(made.name)
    _laid_out.append(made.name)


def _filled(database: Mongo) -> list[str]:
    """The collections that hold anything, or that no layout knows: asked for in one go."""
    names = database.list_collection_names()
    holds: dict[str, list[Document]] = {
        name: [{"$limit": 1}, {"$project": {"_id": {"$literal": name}}}] for name in names
    }
    first, *others = names
    unions = [{"$unionWith": {"coll": name, "pipeline": holds[name]}} for name in others]
    found = {each["_id"] for each in database[first].aggregate([*holds[first], *unions])}
    return [name for name in names if name in found or name not in _KEPT]


def _newly_laid_out(mongo: MongoClient[Document]) -> str:
    name = f"test-{uuid4().hex}"
    lay_out_all(database_of(mongo, name))
    WATCH.altered.discard(name)
    return name


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if not hasattr(report, "wasxfail"):
        _refuse_if_left_out(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_if_left_out(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out = terminalreporter.stats.get("skipped", [])
    if left_out:
        terminalreporter.section("left out")
    for report in left_out:
        terminalreporter.write_line(f"{report.nodeid}: {_reason(report)}")


def _refuse_if_left_out(report: pytest.TestReport | pytest.CollectReport) -> None:
    if NOTHING_LEFT_OUT and report.outcome == "skipped":
        report.longrepr = f"left out, but CI leaves nothing out: {_reason(report)}"
        report.outcome = "failed"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    _, _, reason = report.longrepr if isinstance(report.longrepr, tuple) else ("", 0, "")
    return reason.removeprefix("Skipped: ")
