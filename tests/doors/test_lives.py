"""Visits, tickets and drafts live in any order and are at the end what a model says.

tests/long/test_lives.py goes further.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from pymongo import MongoClient

from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import database_of
from tests.doors.draft_life import DraftLife, desk
from tests.doors.ticket_life import TicketLife
from tests.doors.visit_life import VisitLife
from tests.mobile_api.service import Service


def within(examples: int, steps: int) -> settings:
    """So many lives of so many steps at most."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


@pytest.fixture(scope="module")
def tickets(mongo: MongoClient[Document]) -> Iterator[Mongo]:
    """A database for the lives of tickets."""
    database = database_of(mongo, f"test-{uuid4().hex}")
    lay_out_all(database)
    yield database
    mongo.drop_database(database.name)


def test_a_visit_lives_as_the_model_says(service: Service) -> None:
    class Life(VisitLife):
        """Over the service of this file."""

    Life.service = service
    run_state_machine_as_test(Life, settings=within(12, 12))


def test_a_ticket_lives_as_its_events_say(tickets: Mongo) -> None:
    class Life(TicketLife):
        """Over the database of this file."""

    Life.over = (tickets,)
    run_state_machine_as_test(Life, settings=within(4, 12))


def test_a_draft_lives_as_the_model_says(database: Mongo) -> None:
    with desk(database) as service:

        class Life(DraftLife):
            """Over the service of this test."""

        Life.service = service
        run_state_machine_as_test(Life, settings=within(4, 12))
