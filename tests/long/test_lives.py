"""Many and longer lives of visits, tickets and drafts, each held against its model."""

from __future__ import annotations

import pytest
from hypothesis.stateful import run_state_machine_as_test

from plugin.stores.layout import Mongo
from tests.doors.draft_life import DraftLife, desk
from tests.doors.test_lives import within
from tests.doors.ticket_life import TicketLife
from tests.doors.visit_life import VisitLife
from tests.mobile_api.service import opened

pytestmark = pytest.mark.long


def test_visits_live_as_the_model_says(database: Mongo) -> None:
    with opened(database) as service:

        class Life(VisitLife):
            """Over the service of this test."""

        Life.service = service
        run_state_machine_as_test(Life, settings=within(30, 25))


def test_tickets_live_as_their_events_say(database: Mongo) -> None:
    class Life(TicketLife):
        """Over the database of this test."""

    Life.over = (database,)
    run_state_machine_as_test(Life, settings=within(12, 20))


def test_drafts_live_as_the_model_says(database: Mongo) -> None:
    with desk(database) as service:

        class Life(DraftLife):
            """Over the service of this test."""

        Life.service = service
        run_state_machine_as_test(Life, settings=within(25, 40))
