"""Contact by contact, the verdict is what the publisher said, but where that contradicts the data.

A publisher's word is in a field of the facts; contacts without one are left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.real_data.documented import laid_out, printed

SLA = {"Within SLA": "met", "SLA Violated": "missed"}
FLAG = {False: "met", True: "missed"}
TECH = "tech_support_sla/tickets.csv"
SCHOOL = "school_tracker/timeline.csv.gz"

CASES = [
    pytest.param(
        "boston311/*.csv.gz", "TARGET", "on_time", {"ONTIME": "met", "OVERDUE": "missed"},
        12_259, set(),
        id="Boston marks on time what was closed by its target",
    ),
    pytest.param(
        SCHOOL, "FIRST-RESPONSE", "frt_breached", FLAG,
        1_289, set(),
        id="the school tracker flags late first responses",
    ),
    pytest.param(
        SCHOOL, "TIER-TIME", "tier_breached", FLAG,
        1_281, set(),
        id="the school tracker flags what stays too long in a tier",
    ),
    pytest.param(
        TECH, "FIRST-REPLY", "first_response", SLA,
        1_160, {"1421", "1424", "1429", "1430", "1432", "1434"},
        id="six tickets answered in time are labelled violated",
    ),
    pytest.param(
        TECH, "RESOLUTION", "resolution", SLA,
        1_160, {"3986"},
        id="one ticket never resolved is labelled within",
    ),
    pytest.param(
        "detroit_inspections/{inspections,violations}.csv.gz",
        "OPEN", "in_compliance", {"Yes": "met", "No": "missed"},
        4_305, {"37054", "37073", "37107", "39812", "37860", "39309", "41861"},
        id="seven inspections are called otherwise than by the city's own rule",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("files", "criterion", "field", "verdicts", "judged", "others"), CASES)
def test_the_verdict_is_the_publishers(  # noqa: PLR0913, PLR0917 - the columns of the table
    reference: Path,
    tmp_path: Path,
    files: str,
    criterion: str,
    field: str,
    verdicts: dict[Any, str],
    judged: int,
    others: set[str],
) -> None:
    found = {
        card["contact"]: (verdict, verdicts[card["facts"]["fields"][field]])
        for card in cards(files, laid_out(tmp_path), reference)
        for verdict in verdicts_on(card, criterion)
        if field in card["facts"]["fields"]
    }
    assert len(found) == judged
    differing = {contact for contact, (ours, theirs) in found.items() if ours != theirs}
    assert {contact.rpartition("/")[2] for contact in differing} == others


def cards(files: str, folder: Path, reference: Path) -> list[Any]:
    """The cards of a set under its own standard, long after its last event."""
    example = f"docs/examples/{Path(files).parts[0]}"
    lines = printed(
        f"plumbline import $PLUMBLINE_REFERENCE/data/{files} --mapping {example}/mapping.yaml"
        f" --quiet | plumbline judge {example}/standard.yaml --as-of 2026-01-01T00:00:00Z",
        folder,
        reference,
    )
    return [orjson.loads(line) for line in lines.splitlines()]


def verdicts_on(card: Any, criterion: str) -> list[str]:
    """The verdicts of the criterion's occurrences on the card."""
    return [
        each["verdict"]
        for finding in card["findings"]
        if finding["criterion"] == criterion
        for each in finding["occurrences"]
    ]
