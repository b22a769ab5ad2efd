"""Freshdesk's numbers and our words.

Freshdesk API v2, "Ticket properties": the statuses from 8 on are the firm's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from standards.kinds import Status

# Number -> our category, and Freshdesk's own word for it.
STATUSES: Mapping[int, tuple[Status, str]] = {
    2: (Status.OPEN, "open"),
    3: (Status.PENDING, "pending"),
    4: (Status.SOLVED, "resolved"),
    5: (Status.CLOSED, "closed"),
    6: (Status.PENDING, "waiting on customer"),
    7: (Status.ON_HOLD, "waiting on third party"),
}
FIRST_OF_THE_FIRM = 8

PRIORITIES: Mapping[int, str] = {1: "low", 2: "medium", 3: "high", 4: "urgent"}

OUTBOUND_EMAIL = 10  # the source of tickets that the firm begins by writing to somebody
# The source's number -> our channel; another one is kept as `source_5`.
CHANNELS: Mapping[int, str] = {
    1: "email",
    2: "web",
    3: "phone",
    7: "chat",
    9: "web",
    OUTBOUND_EMAIL: "email",
}

# Satisfaction ratings -> csat of 1 to 5; 1 to 3 are those of Freshdesk's classic surveys.
CSAT: Mapping[int, int] = {
    103: 5,
    102: 5,
    101: 4,
    100: 3,
    -101: 2,
    -102: 1,
    -103: 1,
    1: 5,
    2: 3,
    3: 1,
}
