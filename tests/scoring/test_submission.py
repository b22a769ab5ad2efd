"""Every fault of a submission is named at once, with its place and its question."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from scoring.evidence import Device, Position
from scoring.submission import Faulty, Submission, read_submission
from standards.kinds import (
    Asked,
    Choice,
    Duration,
    Instrument,
    Number,
    Photo,
    Scale,
    Text,
    YesNo,
)
from standards.model import Standard
from tests.scoring.criteria import condition, criterion, standard
from tests.tables import rows

_OF = frozenset({Instrument.VISIT})
_ASKED: dict[str, Any] = {"question": {"en": "?"}, "of": _OF}
_SHOWN = {"C": frozenset({"open", "hinted"})}

QUESTIONS: dict[str, Asked] = {
    "C": Choice(**_ASKED, answers={"open": 1, "hinted": 0.5, "closed": 0}, required=True, na=False),
    "Y": YesNo(**_ASKED, required=True, shown_if=_SHOWN),
    "S": Scale(**_ASKED, least=1, most=5),
    "N": Number(**_ASKED, unit="people"),
    "D": Duration(**_ASKED),
    "P": Photo(**_ASKED),
    "T": Text(**_ASKED, na=False),
    "R": YesNo(question={"en": "?"}, of=frozenset({Instrument.REVIEW}), required=True),
}
LIMITS = {"N": "2..5", "D": "PT3M..PT8M"}
SHOP = standard(
    *(criterion(ask, LIMITS.get(code, ""), code=code) for code, ask in QUESTIONS.items()),
    criterion(YesNo(**_ASKED, required=True), code="K", applies=condition("location=key")),
    code="shop",
    version=2,
)
HASH = "0" * 64
GOOD: dict[str, Any] = {
    "questionnaire": {"standard": "shop", "version": 2},
    "answers": {"C": "open", "Y": True},
}

# changes | faults | why it is here
ANSWERS = """
{} | - | nothing is wrong
{"C": "shut"} | hidden /answers/Y, impossible-answer /answers/C | none of the answers
{"C": null} | hidden /answers/Y, missing /answers/C | null is no answer
{"C": ""} | hidden /answers/Y, missing /answers/C | nor is an empty one
{"C": {"na": true}} | hidden /answers/Y, not-na /answers/C | it must be answered
{"C": ["open"]} | hidden /answers/Y, impossible-answer /answers/C | no list of answers
{"C": {"na": false}} | hidden /answers/Y, impossible-answer /answers/C | no other object
{"Y": null} | missing /answers/Y | shown, required and left out
{"Y": {"na": true}} | - | it need not apply
{"Y": "maybe"} | impossible-answer /answers/Y | neither yes nor no
{"Y": "no"} | - | a word will do
{"C": "closed"} | hidden /answers/Y | answered although it is not shown
{"C": "closed", "Y": null} | - | hidden and left out
{"C": "closed", "Y": {"na": true}} | - | hidden and said not to apply
{"C": "hinted", "Y": null} | missing /answers/Y | the other answer that shows it
{"S": 1, "N": 0, "D": "PT0S", "T": "Nice"} | - | the least of each
{"S": 0} | impossible-answer /answers/S | below the scale
{"S": 6} | impossible-answer /answers/S | above it
{"S": 2.5} | impossible-answer /answers/S | between its marks
{"S": "3"} | impossible-answer /answers/S | a number in quotes
{"S": true} | impossible-answer /answers/S | yes is no number
{"N": "two"} | impossible-answer /answers/N | a word
{"N": 1e30} | impossible-answer /answers/N | beyond what is counted
{"D": 90} | impossible-answer /answers/D | seconds without a unit
{"D": "1:30"} | impossible-answer /answers/D | a clock's reading
{"T": 7} | impossible-answer /answers/T | a number is no words
{"T": {"na": true}} | not-na /answers/T | words cannot be not applicable here
{"P": "front.jpg"} | no-such-file /answers/P | a photo that no file is
{"P": 3} | impossible-answer /answers/P | a photo is named
{"Z": true} | unknown-question /answers/Z | no such question
{"R": true} | unknown-question /answers/R | a question of reviews
{"a/b~c": 1} | unknown-question /answers/a~1b~0c | a name that a pointer must escape
{"S": 9, "Z": 1, "D": "x", "Y": null} | impossible-answer /answers/D, impossible-answer /answers/S,
    missing /answers/Y, unknown-question /answers/Z | all of them at once
"""


@pytest.mark.parametrize(("changes", "expected"), rows(ANSWERS))
def test_answers_are_held_to_their_questions(changes: str, expected: str) -> None:
    answers = {**GOOD["answers"], **json.loads(changes)}
    assert told({**GOOD, "answers": answers}) == wanted(expected)


# changes | faults | why it is here
REST = """
{} | - | nothing is wrong
{"type": "visit", "contact": "visit/1"} | - | what the address says may be said again
{"type": "review"} | disagrees /type | an address of visits
{"contact": "visit/2"} | disagrees /contact | another id than the address has
{"accepted": true} | not-yours /accepted | nobody accepts their own
{"accepted": false} | - | nothing is claimed
{"mood": "good"} | unreadable /mood | no such field
{"questionnaire": null} | unreadable /questionnaire/standard, unreadable /questionnaire/version |
    it is not said what is answered
{"questionnaire": {"standard": "shop", "version": "2"}} | unreadable /questionnaire/version |
    a version in quotes
{"questionnaire": {"standard": "shop", "version": 3}} | unknown-questionnaire /questionnaire |
    a version that was never published
{"questionnaire": {"standard": "mail", "version": 2}} | unknown-questionnaire /questionnaire |
    another standard
{"questionnaire": {"standard": "shop", "version": 2, "hash": "x"}} |
    unreadable /questionnaire/hash | a field that it has not
{"answers": []} | missing /answers/C, unreadable /answers | no answers at all
{"answers": {}} | missing /answers/C | none of them given
{"started_at": "2026-09-20T10:00:00"} | unreadable /started_at | an instant without an offset
{"started_at": 7, "ended_at": "x"} | unreadable /ended_at, unreadable /started_at | both
{"started_at": "2026-09-20T10:00:00Z", "ended_at": "2026-09-20T09:00:00Z"} |
    unreadable /ended_at | it ended before it began
{"location": 7} | unreadable /location | a number for a name
{"location": "key"} | missing /answers/K | asked at that location alone
{"employee": {"identity": "", "means": "smell", "confidence": 2}} |
    unreadable /employee/confidence, unreadable /employee/identity, unreadable /employee/means |
    nothing of it right
{"employee": "anna"} | unreadable /employee | a name alone
{"replaces": "yesterday"} | unreadable /replaces | no UUID
{"facts": {"colour": "red"}} | unreadable /facts | a fact that nobody knows
{"facts": {"fields": {"size": 18446744073709551615}}} | unreadable /facts | beyond what is kept
{"facts": {"fields": {"a\\u0000": 1}}} | unreadable /facts | a name that nobody can write
{"files": {}} | unreadable /files | no list
{"files": [7, {}]} | unreadable /files/0, unreadable /files/1/bytes, unreadable /files/1/name,
    unreadable /files/1/sha256 | each file by its number
{"files": [{"name": "a", "sha256": "ABC", "bytes": 0, "question": "Z", "size": 1}]} |
    unknown-question /files/0/question, unreadable /files/0/bytes, unreadable /files/0/sha256,
    unreadable /files/0/size | nothing of it right
{"files": [{"name": "a", "sha256": "HASH", "bytes": 31457281}]} | too-large /files/0/bytes |
    one byte too many
{"files": [{"name": "a", "sha256": "HASH", "bytes": 31457280}]} | - | as large as may be
{"files": [{"name": "..", "sha256": "HASH", "bytes": 1}]} | unreadable /files/0/name |
    the folder above
{"files": [{"name": "../a", "sha256": "HASH", "bytes": 1}]} | unreadable /files/0/name |
    a path is no name
{"files": [{"name": "a", "sha256": "HASH", "bytes": 1}, {"name": "a", "sha256": "HASH", "bytes": 1}]} |
    twice /files/1/name | one name for two
"""  # noqa: E501 - a row in one piece


@pytest.mark.parametrize(("changes", "expected"), rows(REST))
def test_the_rest_is_held_to_its_form(changes: str, expected: str) -> None:
    assert told({**GOOD, **json.loads(changes.replace("HASH", HASH))}) == wanted(expected)


# changes | faults | why it is here
CIRCUMSTANCES = """
{"assignment": null, "notes": null, "positions": null, "device": null, "words": null} | - |
    null is nothing
{"assignment": "5C0E1d3e-8a51-4d7b-9f1e-0a2b3c4d5e6f"} | - | a UUID in either case
{"assignment": "morning"} | unreadable /assignment | no UUID
{"assignment": 7} | unreadable /assignment | a number
{"notes": {"C": "Left door only. \\n\\t 👩‍👧", "Y": null, "S": ""}} | - |
    lines, families and nothing
{"notes": ["C"]} | unreadable /notes | a list
{"notes": {"C": 7, "Z": "x", "R": "x"}} |
    unknown-question /notes/R, unknown-question /notes/Z, unreadable /notes/C | each by its question
{"notes": {"C": "LONG2000"}} | - | as long as may be
{"notes": {"C": "LONG2001"}} | unreadable /notes/C | one character too many
{"notes": {"C": "\\u0000"}} | unreadable /notes/C | what nobody wrote
{"positions": {"start": null, "end": {"latitude": -90, "longitude": 180, "accuracy": 0, "age": 0}}} |
    - | the least and the most
{"positions": {"start": {"latitude": 91, "longitude": "21", "accuracy": -1}}} |
    unreadable /positions/start/accuracy, unreadable /positions/start/age,
    unreadable /positions/start/latitude, unreadable /positions/start/longitude |
    nothing of it right
{"positions": {"end": {"latitude": true, "longitude": 1e400, "accuracy": 1, "age": 1, "at": "now",
    "speed": 3}}} |
    unreadable /positions/end/at, unreadable /positions/end/latitude,
    unreadable /positions/end/longitude, unreadable /positions/end/speed | none of these is a number
{"positions": {"middle": {}}} | unreadable /positions/middle | there is a start and an end
{"positions": {"start": [52, 21]}} | unreadable /positions/start | a pair
{"positions": 7} | unreadable /positions | a number
{"device": {"clock_ahead": 0.5, "app": "A 1"}} | - | all that a device says
{"device": {}} | - | nothing said of it
{"device": {"clock_ahead": "0", "app": 7, "brand": "x"}} |
    unreadable /device/app, unreadable /device/brand, unreadable /device/clock_ahead | nothing right
{"device": {"clock_ahead": 1e300}} | unreadable /device/clock_ahead | beyond what is counted
{"device": {"app": "a\\nb"}} | unreadable /device/app | two lines
{"device": "phone"} | unreadable /device | a word
{"words": {"position": "in the cellar", "clock": "", "late": null}} | - | of some
{"words": {"weather": "rain", "late": "LONG501"}} | unreadable /words/late, unreadable /words/weather |
    of nothing, and too much
{"words": "sorry"} | unreadable /words | a word
"""  # noqa: E501 - a row in one piece


@pytest.mark.parametrize(("changes", "expected"), rows(CIRCUMSTANCES))
def test_the_circumstances_are_held_to_their_form(changes: str, expected: str) -> None:
    given = re.sub("LONG([0-9]+)", lambda long: "x" * int(long[1]), changes)
    assert told({**GOOD, **json.loads(given)}) == wanted(expected)


def test_circumstances_are_carried() -> None:
    at = {"latitude": 52.1, "longitude": 21, "accuracy": 5, "age": 2, "at": "2026-09-20T10:00:00Z"}
    visit = read(
        {
            **GOOD,
            "assignment": "5C0E1d3e-8a51-4d7b-9f1e-0a2b3c4d5e6f",
            "notes": {"C": "left door", "Y": ""},
            "positions": {"start": at, "end": None},
            "device": {"clock_ahead": -3},
            "words": {"late": "the tram"},
        }
    ).visit
    assert visit.assignment == "5c0e1d3e-8a51-4d7b-9f1e-0a2b3c4d5e6f"
    assert visit.notes == {"C": "left door"}
    assert visit.positions == {"start": Position(52.1, 21, 5, 2, 1_789_898_400)}
    assert visit.device == Device(-3, None)
    assert visit.words == {"late": "the tram"}


def test_a_review_has_no_circumstances() -> None:
    given = {**GOOD, "answers": {"R": True}, "about": "zd-acme/ticket/7", "words": {}, "notes": {}}
    with pytest.raises(Faulty) as refused:
        read_submission(given, Instrument.REVIEW, "review/1", version_of)
    assert sorted(each.pointer for each in refused.value.faults) == ["/notes", "/words"]
    assert refused.value.faults[0].text == "only a visit has it; leave it out"


def test_nothing_replaces_itself() -> None:
    uuid = "6f1c9d3e-8a51-4d7b-9f1e-0a2b3c4d5e6f"
    given = {**GOOD, "replaces": uuid.upper()}
    with pytest.raises(Faulty) as refused:
        read_submission(given, Instrument.VISIT, f"visit/{uuid}", version_of)
    assert [each.pointer for each in refused.value.faults] == ["/replaces"]
    taken = read_submission(given, Instrument.VISIT, "visit/1", version_of)
    assert taken.visit.replaces == uuid


def test_a_review_says_what_it_is_about() -> None:
    given = {**GOOD, "answers": {"R": True}}
    with pytest.raises(Faulty) as refused:
        read_submission(given, Instrument.REVIEW, "review/1", version_of)
    assert [each.pointer for each in refused.value.faults] == ["/about"]
    about = {**given, "about": "zd-acme/ticket/7"}
    taken = read_submission(about, Instrument.REVIEW, "review/1", version_of)
    assert taken.visit.about == "zd-acme/ticket/7"


def test_a_fault_names_its_question_and_what_would_be_right() -> None:
    with pytest.raises(Faulty) as refused:
        read({**GOOD, "answers": {"C": "hinted"}})
    [fault] = refused.value.faults
    assert fault.question == "Y"
    assert fault.text == "must be answered, because C is hinted or open"


def test_what_is_without_fault_is_the_visit_that_was_sent() -> None:
    files = [{"name": "front.jpg", "sha256": HASH, "bytes": 12, "question": "P"}]
    sent = {**GOOD, "answers": {"C": "open", "Y": "no", "P": "front.jpg"}, "files": files}
    visit = read(sent).visit
    assert visit.contact == "visit/1"
    assert dict(visit.answers) == sent["answers"]
    assert [each.name for each in visit.files] == ["front.jpg"]
    assert read(sent).standard is SHOP


def version_of(code: str, number: int) -> Standard | None:
    return SHOP if (code, number) == ("shop", 2) else None


def read(given: dict[str, Any]) -> Submission:
    return read_submission(given, Instrument.VISIT, "visit/1", version_of)


def told(given: dict[str, Any]) -> list[str]:
    """The faults of the visit, each as its word and its place."""
    try:
        read(given)
    except Faulty as error:
        return sorted(f"{each.fault} {each.pointer}" for each in error.faults)
    return []


def wanted(expected: str) -> list[str]:
    return [] if expected == "-" else [" ".join(each.split()) for each in expected.split(",")]
