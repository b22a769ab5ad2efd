"""Events as lines of evidence: the way back, for the tests alone."""

from __future__ import annotations

from typing import Any

from scoring.evidence import Event
from standards.conditions import FIELD
from standards.instants import show_instant


def line_of(event: Event) -> dict[str, Any]:
    """The JSON object that says the event."""
    return {
        "type": "event",
        "contact": event.contact,
        "id": event.id,
        "kind": event.kind,
        "at": show_instant(event.at),
        "by": {"role": event.role, "id": event.by},
        "public": event.public,
        "facts": _facts(event),
        "seq": event.seq,
        "text": event.text,
    }


def _facts(event: Event) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, value in event.facts.items():
        if name.startswith(FIELD):
            told.setdefault("fields", {})[name.removeprefix(FIELD)] = value
        elif name == "promised_at" and isinstance(value, int):
            told[name] = show_instant(value)
        else:
            told[name] = value
    return told
