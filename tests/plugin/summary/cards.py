"""Cards that `assess` made, and `plumbline summary` over them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from plugin.cli.main import cli
from scoring.evidence import Event, EventKind, Role, Ticket
from scoring.lines.writing import write_scorecard
from scoring.scorecard import assess
from standards.model import Standard
from tests.scoring.mail import OPENED, STANDARD

HOUR = 3600
AS_OF = OPENED + 60 * 86_400
ANNA, JAN = "a/user/10", "a/user/9"

Card = dict[str, Any]


def card(  # noqa: PLR0913  # what a test may want otherwise
    number: int,
    *,
    minutes: int = 30,
    by: str | None = ANNA,
    stars: int | None = None,
    end: str = "closed",
    opened: int = OPENED,
    facts: dict[str, Any] | None = None,
    under: Standard = STANDARD,
) -> Card:
    """The card of a ticket in which a customer's question waited for so many minutes."""
    contact = f"a/ticket/{number}"
    told = {"channel": "email", "group": "a/group/1", "assignee": by, **(facts or {})}
    asked = opened + HOUR
    happened: list[tuple[EventKind, int, Role, dict[str, Any]]] = [
        (EventKind.OPENED, opened, Role.CUSTOMER, told),
        (EventKind.MESSAGE, opened + 600, Role.AGENT, {}),
        (EventKind.MESSAGE, asked, Role.CUSTOMER, {}),
        (EventKind.MESSAGE, asked + 60 * minutes, Role.AGENT, {"status": "solved"}),
        *ENDINGS[end],
    ]
    if stars is not None:
        happened.insert(4, (EventKind.RATED, AS_OF - 2, Role.CUSTOMER, _rating(stars)))
    events = tuple(
        Event(contact, f"event/{seq}", kind, at, role, by, facts=said, seq=seq)
        for seq, (kind, at, role, said) in enumerate(happened)
    )
    return write_scorecard(assess(under, Ticket(contact, events), as_of=AS_OF))


ENDINGS: dict[str, list[tuple[EventKind, int, Role, dict[str, Any]]]] = {
    "closed": [(EventKind.CHANGED, AS_OF - 1, Role.SYSTEM, {"status": "closed"})],
    "solved": [],
    "reopened": [
        (EventKind.CHANGED, AS_OF - 3, Role.CUSTOMER, {"status": "open"}),
        (EventKind.CHANGED, AS_OF - 1, Role.SYSTEM, {"status": "closed"}),
    ],
    "spam": [(EventKind.SPAM, AS_OF - 1, Role.SYSTEM, {})],
}


def _rating(stars: int) -> dict[str, Any]:
    return {"scale": "csat", "value": stars}


def _cards() -> list[Card]:
    """60 final cards: half of Anna's 40 answers are too late, Jan's 20 are not; 12 are rated."""
    late = [card(number, minutes=300) for number in range(20)]
    soon = [card(number) for number in range(20, 40)]
    rated = [card(number, by=JAN, stars=5 if number < 50 else 2) for number in range(40, 52)]
    plain = [card(number, by=JAN) for number in range(52, 60)]
    others = [card(60, end="solved"), card(61, end="solved"), card(62, end="spam")]
    return late + soon + rated + plain + others


CARDS = _cards()


def lines_of(cards: Iterable[Card]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in cards)


def run(cards: Iterable[Card] | bytes, *words: str | Path, width: int = 80) -> Result:
    """The command over these cards as standard input, on a terminal of that width."""
    given = cards if isinstance(cards, bytes) else lines_of(cards)
    arguments = ["summary", "-", *map(str, words)]
    return CliRunner().invoke(cli, arguments, input=given, env={"COLUMNS": str(width)})


def done(*arguments: Any, **options: Any) -> str:
    result = run(*arguments, **options)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def report(*arguments: Any) -> Any:
    return json.loads(done(*arguments, "--format", "json"))


def rows(*arguments: Any) -> dict[tuple[str | None, ...], dict[str, Any]]:
    """The rows of the one table by their keys, in its order."""
    (table,) = report(*arguments)["tables"]
    return {tuple(row["key"].values()): row for row in table["rows"]}
