"""Zendesk's cursor export of the tickets that changed since an instant.

Zendesk, "Incremental Exports": the start lies at least a minute back, a ticket may come twice, and
`updated_at` may lie before the start, for changes by Zendesk itself do not move it.
"""

from __future__ import annotations

from typing import Any

from webhooks.contract import Account, Call, Changed, ExportPage, PayloadInvalid, Reply, Talk
from webhooks.zendesk.envelope import instant, own_id
from webhooks.zendesk.replies import refusal

PATH = "/api/v2/incremental/tickets/cursor"
# Zendesk gives up to 1,000; with their descriptions and fields those are many megabytes. To read
# what a page names takes longer than to ask for the next one, so larger ones would gain nothing.
PAGE = 100
_ASKED = "for the tickets that changed"


def changed_since(since: int, cursor: str | None, account: Account) -> Talk[ExportPage]:
    """The next page. CallRefused when Zendesk does not let us in, or answers something else.

    `since` is moved by nobody here: whoever asks gives an instant at least a minute ago.
    """
    begin = {"start_time": str(since)} if cursor is None else {"cursor": cursor}
    reply = yield Call("GET", PATH, {**begin, "per_page": str(PAGE)})
    body = reply.body if reply.status == 200 and isinstance(reply.body, dict) else {}
    tickets, after = body.get("tickets"), body.get("after_cursor")
    done = body.get("end_of_stream")
    if not isinstance(tickets, list) or not isinstance(done, bool):
        raise refusal(reply, _ASKED)
    if not isinstance(after, str) or not after:
        if not done:
            raise refusal(reply, _ASKED)
        after = cursor or ""  # an export of nothing may lead nowhere
    return ExportPage(tuple(_changed(each, account, reply) for each in tickets), after, done)


def _changed(ticket: Any, account: Account, reply: Reply) -> Changed:
    try:
        told = ticket if isinstance(ticket, dict) else {}
        own, updated = own_id(told, "id"), instant(told, "updated_at")
    except PayloadInvalid:
        own = updated = None
    if own is None or updated is None:
        raise refusal(reply, _ASKED)
    # What Zendesk itself changes moves this stamp alone.
    stamp = told.get("generated_timestamp")
    seconds = stamp if isinstance(stamp, int) and not isinstance(stamp, bool) else 0
    return Changed(account.id_of("ticket", own), max(updated.seconds, seconds))
