"""Another process, with other hashes of words, writes the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from scoring.evidence import NA, Answer, NotApplicable, Seen, Visit
from scoring.lines.writing import write_scorecard
from scoring.proof import contradictions
from scoring.scorecard import assess
from standards.kinds import Choice, Count, Counted, Instrument, Rating, RatingScale
from standards.model import Example
from tests.scoring.criteria import clock, condition, criterion, standard
from tests.scoring.telling import events, moment, ticket

ROOT = Path(__file__).parents[2]
STORIES = (
    "Mon 09:00 opened and group mail and channel chat and fields.order 58 and fields.gift yes;"
    "Mon 10:00 anna replied and pending and assigned anna; Tue 09:00 wrote and open;"
    "Tue 12:00 group night; Wed 09:00 priority urgent; Wed 10:00 ben replied and solved;"
    "Wed 12:00 rated csat 4; Thu 09:00 wrote and open; Fri 09:00 promised Fri 12:00;"
    "Fri 13:00 closed",
    "Mon 09:00 opened; Tue 09:00 priority low; Wed 09:00 rated nps 9; Thu 09:00 solved",
    "Mon 09:00 replied; Mon 10:00 opened; Mon 11:00 merged",
    "Mon 09:00 opened; Mon 10:00 deleted",
)
_CHOICE = Choice(
    question={"en": "Any?", "pl": "Czy?"},
    of=frozenset({Instrument.VISIT, Instrument.REVIEW}),
    answers={"asked": 1.0, "hinted": 0.5, "no": 0.0},
    shown_if={"C-9": frozenset({"yes", "na", "asked"})},
)
BROKEN = (
    Example({}, {"answer": "askd"}, "met"),
    Example({}, {"answer": "no"}, "met"),
)
BY = standard(
    *(
        criterion(clock(ask, "group=night/late: open, office"), said, code=f"C-{place}")
        for place, (ask, said) in enumerate(
            (
                ("first_reply", "priority=urgent/high: PT1H, PT4H..PT8H"),
                ("next_reply pause=pending/on_hold", "PT2H"),
                ("periodic_update from_creation", "PT4H..2 working days"),
                ("requester_wait reopen=restart", "PT16H"),
                ("agent_work", "channel=chat/email: PT8H"),
                ("kept_promise", "PT0S..PT4H"),
            )
        )
    ),
    criterion(Count(Counted.REASSIGNMENTS), "1..3", code="C-6"),
    criterion(Rating(RatingScale.CSAT), "5..2", code="C-7"),
    criterion(_CHOICE, code="C-8", applies=condition("location=a/b/c")),
    criterion(replace(_CHOICE, shown_if={}), code="C-9", examples=BROKEN),
)


def digest() -> str:
    """SHA-256 over every card and over what is said of examples."""
    cards = [assess(BY, ticket(told), as_of=moment("-", events(told))) for told in STORIES]
    cards.append(assess(BY, _visit(), as_of=0))
    written = [json.dumps(write_scorecard(card)) for card in cards]
    said = [each.text for each in contradictions(BY, 1_772_438_400)]
    return sha256("\n".join((*written, *said)).encode()).hexdigest()


def _visit() -> Visit:
    answers: dict[str, Answer | NotApplicable] = {"C-8": "hinted", "C-9": NA}
    seen = Seen("badge/7", "badge", 0.9)
    return Visit(
        "visit/1", Instrument.VISIT, BY.code, BY.version, answers, location="b", employee=seen
    )


@pytest.mark.parametrize("seed", ["1", "2"])
def test_hashes_of_words_change_nothing(seed: str) -> None:
    program = "from tests.scoring.test_judged_anew import digest; print(digest())"
    anew = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert anew.stdout.strip() == digest()
