"""What a receipt says: which bytes of a submission and of its files the house holds for good.

Nothing stands in it that a crash could still take back: it is made of what has been read from the
majority's journal, and read before it is signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mobile_api.visits.submissions import FileState, HeldFile, Submitted
from standards.instants import show_instant

# A file in one of these states is no longer waited for: it is kept, or refused by name.
SETTLED = frozenset({FileState.ARRIVED, FileState.REFUSED})


def receipt_of(submitted: Submitted, files: Iterable[HeldFile], now: int) -> dict[str, Any]:
    """The payload; `complete` says that no file is waited for any more."""
    held = tuple(files)
    return {
        "contact": submitted.contact,
        "sha256": submitted.sha256,
        "bytes": len(submitted.body),
        "received_at": show_instant(submitted.received_at),
        "issued_at": show_instant(now),
        "complete": all(each.state in SETTLED for each in held),
        "replaced_by": submitted.replaced_by,
        "files": [_file(each) for each in held],
    }


def _file(held: HeldFile) -> dict[str, Any]:
    return {
        "name": held.file.name,
        "sha256": held.file.sha256,
        "bytes": held.file.bytes,
        "held": held.held,
        "state": held.state.value,
        "why": held.why,
        "until": None if held.until is None else show_instant(held.until),
    }
