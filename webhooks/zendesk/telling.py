"""What a happening tells: events of ours, but for our own echo."""

from __future__ import annotations

from scoring.evidence import Event
from webhooks.zendesk.events import READERS
from webhooks.zendesk.happening import Happening


def events_of(happening: Happening) -> tuple[Event, ...]:
    """The events; none for what our own user did, and for what is no news to us."""
    reader = READERS.get(happening.notice.news)
    echo = happening.actor is not None and happening.actor == happening.account.our_user
    return () if reader is None or echo else reader(happening)
