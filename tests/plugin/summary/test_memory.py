"""Cards are counted as they stream by: what is kept of each is a few bytes."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from typing import BinaryIO, cast

from plugin.summary.counting import Counting, cards_of, count
from standards.zones import load_zone

CARD = {
    "standard": {"code": "mail", "version": 3, "hash": "0"},
    "standing": "final",
    "instrument": "ticket",
    "facts": {"channel": "email"},
    "findings": [
        {
            "criterion": "RSP-01",
            "verdict": "met",
            "occurrences": [{"verdict": "met", "share": 1.0, "employee": "anna", "team": None}],
        }
    ],
}


class Cards:
    """A stream of so many cards, each of a contact of its own, none of them kept."""

    def __init__(self, number: int) -> None:
        self._lines: Iterator[bytes] = (
            json.dumps({"contact": f"a/ticket/{each}", **CARD}).encode() + b"\n"
            for each in range(number)
        )

    def readline(self, _: int) -> bytes:
        return next(self._lines, b"")


def peak_of(number: int) -> int:
    """The most bytes held while so many cards are counted."""
    tracemalloc.start()
    try:
        counting = Counting([("criterion",), ("employee", "month")], load_zone("Europe/Warsaw"))
        counted = count(cards_of(cast(BinaryIO, Cards(number))), counting)
        assert sum(counted.by_nothing.contacts.values()) == number
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_further_card_takes_two_dozen_bytes_at_most() -> None:
    peak_of(100)  # what is made once
    few, many = 4_000, 20_000
    assert peak_of(many) - peak_of(few) < (many - few) * 24
