"""The samples of every helpdesk, found in its folder: what it posts, and what we read of it.

payloads/account.json       the made-up account, its secret, and one sample signed with it
payloads/NAME.json          a delivery's body, byte for byte
payloads/NAME.events.json   what it says to us
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.evidence import Event
from scoring.lines.reading import read_evidence
from standards.instants import parse_instant
from webhooks import helpdesks
from webhooks.contract import Account, Delivery, Helpdesk, News

ROOM = Path(helpdesks.__file__).parent
_TOLD = ".events.json"
_ACCOUNT = "account.json"


@dataclass(frozen=True, slots=True)
class Sample:
    """One body, as the helpdesk posts it, and what it says."""

    helpdesk: Helpdesk
    file: Path

    @property
    def delivery(self) -> Delivery:
        return Delivery({}, self.file.read_bytes(), 0)

    @property
    def news(self) -> News:
        told = json.loads(self.file.with_name(f"{self.file.stem}{_TOLD}").read_text())
        opened = told["opened_at"]
        events = tuple(read_evidence(each, 0) for each in told["events"])
        assert all(isinstance(each, Event) for each in events)
        return News(
            told["contact"],
            None if opened is None else parse_instant(opened),
            events,  # type: ignore[arg-type]  # by the line above
            tuple(told["redacted"]),
            told.get("reread", False),
        )


def folder(helpdesk: Helpdesk) -> Path:
    """The folder that is the helpdesk's own: that of its adapter."""
    return ROOM / type(helpdesk).__module__.split(".")[1]


def payloads(helpdesk: Helpdesk) -> Path:
    return folder(helpdesk) / "payloads"


def about(helpdesk: Helpdesk) -> dict[str, Any]:
    """What account.json says."""
    told: dict[str, Any] = json.loads((payloads(helpdesk) / _ACCOUNT).read_text())
    return told


def account(helpdesk: Helpdesk) -> Account:
    told = about(helpdesk)
    return Account(told["name"], told["address"], told["prefix"], told["our_user"])


def samples() -> Iterator[Sample]:
    for helpdesk in helpdesks.HELPDESKS.values():
        for file in sorted(payloads(helpdesk).glob("*.json")):
            if file.name != _ACCOUNT and not file.name.endswith(_TOLD):
                yield Sample(helpdesk, file)


def signed(helpdesk: Helpdesk) -> tuple[Delivery, str]:
    """A delivery with its proof, come at the second it was signed, and the secret."""
    told = about(helpdesk)
    body = (payloads(helpdesk) / f"{told['signed']['sample']}.json").read_bytes()
    at, proof = parse_instant(told["signed"]["at"]), told["signed"]
    return Delivery(proof["headers"], body, at, proof.get("address_secret")), told["secret"]
