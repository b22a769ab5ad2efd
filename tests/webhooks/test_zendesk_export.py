"""Which tickets of a Zendesk have changed, by its incremental export."""

from __future__ import annotations

from typing import Any

import pytest

from tests.zendesk_lives import OUR_USER
from webhooks.contract import Account, Call, CallRefused, Changed, ExportPage, Reply
from webhooks.zendesk.adapter import Zendesk
from webhooks.zendesk.export import PATH as EXPORT

ACCOUNT = Account("zd-acme", "https://acme.zendesk.com", "pl", OUR_USER)
MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z


def exported(cursor: str | None, reply: Reply) -> tuple[Call, ExportPage]:
    talk = Zendesk().changed_since(MONDAY, cursor, ACCOUNT)
    call = next(talk)
    with pytest.raises(StopIteration) as ended:
        talk.send(reply)
    return call, ended.value.value


def page_of(*tickets: Any, **told: Any) -> Reply:
    body = {"tickets": list(tickets), "after_cursor": "MTY5", "end_of_stream": False}
    return Reply(200, {}, body | told)


def test_a_page_of_the_export_names_who_changed_and_where_it_goes_on() -> None:
    ticket = {"id": 28, "updated_at": "2026-03-02T09:00:00Z", "generated_timestamp": MONDAY}
    call, page = exported(None, page_of(ticket))
    assert (call.path, call.query["start_time"]) == (EXPORT, str(MONDAY))
    assert page == ExportPage((Changed("zd-acme/ticket/28", MONDAY + 3_600),), "MTY5", False)
    call, _ = exported("MTY5", page_of())
    assert call.query["cursor"] == "MTY5"
    assert "start_time" not in call.query


def test_what_zendesk_itself_changed_counts_by_its_stamp() -> None:
    ticket = {"id": 28, "updated_at": "2026-03-02T07:00:00Z", "generated_timestamp": MONDAY}
    assert exported(None, page_of(ticket))[1].changed[0].updated_at == MONDAY


def test_an_export_of_nothing_stays_where_it_was() -> None:
    nothing = page_of(after_cursor=None, end_of_stream=True)
    assert exported("MTY5", nothing)[1] == ExportPage((), "MTY5", True)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(403, {}, {"error": {"title": "Forbidden", "message": "No access"}}),
        Reply(422, {}, {"error": "StartTimeTooRecent"}),
        Reply(200, {}, None),
        page_of({"id": 1}),
        page_of({"id": "../8", "updated_at": "2026-03-02T07:00:00Z"}),
        page_of(7),
        page_of(after_cursor=None),
        page_of(end_of_stream="yes"),
    ],
    ids=range(8),
)
def test_an_export_that_makes_no_sense_is_refused(reply: Reply) -> None:
    talk = Zendesk().changed_since(MONDAY, None, ACCOUNT)
    next(talk)
    with pytest.raises(CallRefused, match="for the tickets that changed"):
        talk.send(reply)
