"""Whether django-helpdesk lets us in. It tells nobody who they are."""

from __future__ import annotations

from webhooks.contract import Call, Talk
from webhooks.django_helpdesk.replies import refusal

# Staff alone may ask it, and it is answered at once: a list of tickets, however short a page of
# it is asked for, makes 2.6.1 read all tickets first (helpdesk/views/api.py, `get_queryset`).
_PROBE = Call("GET", "/api/followups-attachments/", {"page_size": "1"})


def who_we_are() -> Talk[str]:
    """An empty id once we are let in as staff: nobody is told theirs, and nothing that we write
    comes back as a delivery. CallRefused otherwise.
    """
    reply = yield _PROBE
    if reply.status != 200 or not isinstance(reply.body, dict) or "results" not in reply.body:
        raise refusal(reply, "for a page that staff alone may see")
    return ""
