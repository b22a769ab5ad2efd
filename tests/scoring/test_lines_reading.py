"""Lines of evidence, read: what they say, and what is said of one that cannot be taken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scoring.evidence import (
    NA,
    Attachment,
    Device,
    Event,
    EvidenceInvalid,
    Position,
    Seen,
    Visit,
)
from scoring.lines.reading import read_evidence
from tests.tables import rows

EVENT: dict[str, Any] = {
    "type": "event",
    "contact": "zd-acme/ticket/35436",
    "id": "comment/991",
    "kind": "message",
    "at": "2026-03-02T09:14:00+01:00",
    "by": {"role": "agent", "id": "zd-acme/user/7"},
    "public": True,
    "facts": {
        "status": "pending",
        "tags": ["vip", "shop"],
        "promised_at": "2026-03-03T12:00:00Z",
        "assignee": None,
        "fields": {"order": 58_000, "gift": True},
    },
    "text": "Dzień dobry",
}
VISIT: dict[str, Any] = {
    "type": "visit",
    "contact": "visit/1",
    "questionnaire": {"standard": "shop", "version": 2},
    "location": "shop-1",
    "started_at": "2026-03-02T09:00:00+01:00",
    "ended_at": "2026-03-02T09:30:00+01:00",
    "answers": {"Q-1": True, "Q-2": "asked", "Q-3": 4.5, "Q-4": {"na": True}, "Q-5": None},
    "employee": {"identity": "badge/7", "means": "badge", "confidence": 1},
    "replaces": "visit/0",
    "files": [{"name": "shelf.jpg", "sha256": "ab", "bytes": 12, "question": "Q-2"}],
    "facts": {"group": "first"},
    "accepted": True,
}
AT = {"latitude": 52.2, "longitude": 21, "accuracy": 8, "age": 0}
TOLD: dict[str, Any] = {
    **VISIT,
    "assignment": "morning",
    "notes": {"Q-1": "left door"},
    "positions": {"start": {**AT, "at": "2026-03-02T09:00:00+01:00"}},
    "device": {"clock_ahead": 2.5, "app": "A 1"},
    "words": {"clock": "new battery"},
}
LINES = {
    "event": EVENT,
    "visit": VISIT,
    "told": TOLD,
    "review": {**VISIT, "type": "review", "about": "zd-acme/ticket/1"},
    "rated": {**EVENT, "kind": "rated", "facts": {"scale": "nps", "value": 9}},
    "merged": {**EVENT, "kind": "merged", "facts": {"into": "zd-acme/ticket/2"}},
}


def test_an_event_is_read() -> None:
    event = read_evidence(EVENT, 17)
    assert isinstance(event, Event)
    assert (event.contact, event.id, event.kind) == (EVENT["contact"], EVENT["id"], "message")
    assert (event.at, event.role, event.by) == (1_772_439_240, "agent", "zd-acme/user/7")
    assert (event.public, event.seq, event.text) == (True, 17, "Dzień dobry")
    assert event.facts == {
        "status": "pending",
        "tags": ("vip", "shop"),
        "promised_at": 1_772_539_200,
        "assignee": None,
        "fields.order": 58_000,
        "fields.gift": True,
    }


def test_an_event_needs_little() -> None:
    least = {name: EVENT[name] for name in ("type", "contact", "id", "kind", "at")}
    event = read_evidence({**least, "seq": 3}, 17)
    assert isinstance(event, Event)
    assert (event.role, event.by, event.public, event.facts) == ("system", None, True, {})
    assert (event.seq, event.text) == (3, None)


def test_a_visit_is_read() -> None:
    visit = read_evidence(VISIT, 0)
    assert isinstance(visit, Visit)
    assert (visit.instrument, visit.questionnaire, visit.version) == ("visit", "shop", 2)
    assert visit.answers == {"Q-1": True, "Q-2": "asked", "Q-3": 4.5, "Q-4": NA}
    assert (visit.started_at, visit.ended_at) == (1_772_438_400, 1_772_440_200)
    assert visit.employee == Seen("badge/7", "badge", 1)
    assert visit.files == (Attachment("shelf.jpg", "ab", 12, "Q-2"),)
    assert (visit.location, visit.replaces, visit.accepted) == ("shop-1", "visit/0", True)
    assert visit.facts == {"group": "first"}


def test_a_visit_needs_little() -> None:
    least = {name: VISIT[name] for name in ("type", "contact", "questionnaire", "answers")}
    visit = read_evidence(least, 0)
    assert isinstance(visit, Visit)
    assert (visit.location, visit.started_at, visit.ended_at) == (None, None, None)
    assert (visit.employee, visit.files, visit.facts, visit.accepted) == (None, (), {}, False)


def test_what_lies_on_an_edge_is_read() -> None:
    at, nobody = VISIT["started_at"], {**VISIT["employee"], "confidence": 0}
    visit = read_evidence({**VISIT, "ended_at": at, "employee": nobody}, 0)
    assert isinstance(visit, Visit)
    assert visit.started_at == visit.ended_at
    assert visit.employee == Seen("badge/7", "badge", 0)


def test_how_a_visit_came_about_is_read() -> None:
    visit = read_evidence(TOLD, 0)
    assert isinstance(visit, Visit)
    assert (visit.assignment, visit.notes) == ("morning", {"Q-1": "left door"})
    assert visit.positions == {"start": Position(52.2, 21, 8, 0, 1_772_438_400)}
    assert (visit.device, visit.words) == (Device(2.5, "A 1"), {"clock": "new battery"})


def test_the_size_of_a_file_may_be_unknown() -> None:
    visit = read_evidence({**VISIT, "files": [{"name": "shelf.jpg", "sha256": "ab"}]}, 0)
    assert isinstance(visit, Visit)
    assert visit.files == (Attachment("shelf.jpg", "ab", 0, None),)


def test_a_review_is_about_a_contact() -> None:
    review = read_evidence(LINES["review"], 0)
    assert isinstance(review, Visit)
    assert (review.instrument, review.about) == ("review", "zd-acme/ticket/1")


def test_a_rating_says_its_scale_and_value() -> None:
    event = read_evidence(LINES["rated"], 0)
    assert isinstance(event, Event)
    assert event.facts == {"scale": "nps", "value": 9}


def test_a_merge_says_into_what_or_not() -> None:
    told, untold = read_evidence(LINES["merged"], 0), read_evidence(changed("merged facts"), 0)
    assert isinstance(told, Event)
    assert isinstance(untold, Event)
    assert (told.facts, untold.facts) == ({"into": "zd-acme/ticket/2"}, {})


# line | what is said | why it is here
NO_LINES = """
null | a line is one JSON object, not nothing | nothing
[] | a line is one JSON object, not [] | a list
"event" | a line is one JSON object, not 'event' | a word
{} | type: must be one of event, review, visit, not nothing | an empty object
{"type": "evnt"} | type: must be one of event, review, visit, not 'evnt' | an unknown type
{"type": ["event"]} | type: must be one of event, review, visit, not ['event'] | a list for a word
"""


@pytest.mark.parametrize(("line", "text"), rows(NO_LINES))
def test_what_is_no_line_of_evidence_is_refused(line: str, text: str) -> None:
    with pytest.raises(EvidenceInvalid) as refused:
        read_evidence(json.loads(line), 0)
    assert str(refused.value) == text


# line, the field that is changed | its new value; left out when empty | what is said |
#     why it is here
BAD = """
event contact | | must be text that is not empty, not nothing | no contact
event contact | "" | must be text that is not empty, not '' | an empty one
event contact | 7 | must be text that is not empty, not 7 | a figure
event id | | must be text that is not empty, not nothing | no id
event id | null | must be text that is not empty, not nothing | null is nothing
event kind | "said" |
    must be one of changed, deleted, merged, message, opened, rated, restored, spam, not 'said' |
    an unknown kind
event kind |  |
    must be one of changed, deleted, merged, message, opened, rated, restored, spam, not nothing |
    no kind
event at | | must be an instant with an offset, not nothing | no instant
event at | 1772439240 | must be an instant with an offset, not 1772439240 | seconds
event at | "2026-03-02T09:14:00" | '2026-03-02T09:14:00' says no offset from UTC;
    write it as 2026-03-02T09:14:00+01:00 | a time that nobody can place
event at | "yesterday" | 'yesterday' is no instant; write it as 2026-03-02T09:14:00+01:00 | a word
event at | "2026-02-30T09:14:00Z" | '2026-02-30T09:14:00Z' is no date and time there is;
    write it as 2026-03-02T09:14:00+01:00 | a day that never was
event at | "9999-12-31T23:59:59Z" | '9999-12-31T23:59:59Z' lies outside the years 1970 to 2199 |
    the year 9999
event by | "anna" | must be an object with role and id, not 'anna' | a name alone
event by.role | "boss" | must be one of agent, bot, customer, system, not 'boss' | an unknown role
event by.role | | must be one of agent, bot, customer, system, not nothing | no role
event by.id | 7 | must be text, not 7 | a figure for an id
event by.name | "Anna" | known are id, role | an unknown part
event public | "yes" | must be true or false, not 'yes' | a word
event public | null | must be true or false, not nothing | null is neither
event seq | "1" | must be a whole number, not '1' | a figure in quotes
event seq | true | must be a whole number, not True | true is no number
event text | 5 | must be text, not 5 | a figure for words
event reconstructed | 1 | must be true or false, not 1 | a figure for a truth
event fact | {} | no such field; did you mean facts? | misspelt
event xyz | 1 | known are at, by, contact, facts, id, kind, public, reconstructed, seq, text, type |
    like nothing known
event facts | [] | must be an object, not [] | an empty list
event facts | "status" | must be an object, not 'status' | a word
event facts.statsu | "open" | no such field; did you mean status? | a fact misspelt
event facts.status | "Waiting" |
    must be one of new, open, pending, on_hold, solved, closed, not 'Waiting';
    the helpdesk's word goes to status_label | a helpdesk's own word
event facts.status | 3 | must be one of new, open, pending, on_hold, solved, closed, not 3;
    the helpdesk's word goes to status_label | a figure for a status
event facts.status | null | must be one of new, open, pending, on_hold, solved, closed, not nothing;
    the helpdesk's word goes to status_label | a status is never taken away
event facts.priority | ["high"] | must be one plain value, not ['high'] | a list for one value
event facts.assignee | 7 | must be text, not 7 | an employee is text
event facts.group | {"id": 7} | must be text, not {'id': 7} | a team is text
event facts.tags | "vip" | must be a list of words, not 'vip' | one tag alone
event facts.tags | ["vip", 7] | must be a list of words, not ['vip', 7] | a tag that is no word
event facts.promised_at | "Friday" | 'Friday' is no instant; write it as 2026-03-02T09:14:00+01:00 |
    a promise that is no instant
event facts.promised_at | 5 | must be an instant with an offset, not 5 | a promise in seconds
event facts.fields | "x" | must be an object, not 'x' | fields that are a word
event facts.fields.order | [1] | must be one plain value, not [1] | a field with a list
rated facts | | a rating says its scale and value | a rating of nothing
rated facts.scale | | must be one of ces, csat, nps, stars, not nothing | no scale
rated facts.scale | "smile" | must be one of ces, csat, nps, stars, not 'smile' | an unknown scale
rated facts.value | | must be a number, not nothing | no value
rated facts.value | "9" | must be a number, not '9' | a figure in quotes
rated facts.value | true | must be a number, not True | true is no rating
rated facts.status | "open" | known are scale, value | a rating changes nothing
merged facts | "x" | must be an object, not 'x' | a merge into a word
merged facts.into | 5 | must be text, not 5 | into a figure
merged facts.status | "closed" | known are into | a merge tells nothing else
visit contact | | must be text that is not empty, not nothing | no contact
visit questionnaire | "shop" | must be an object, not 'shop' | a name alone
visit questionnaire.version | | must be a whole number, not nothing | no version
visit questionnaire.version | "2" | must be a whole number, not '2' | a figure in quotes
visit questionnaire.standard | | must be text that is not empty, not nothing | no standard
visit questionnaire.hash | "x" | known are standard, version | an unknown part
visit location | 5 | must be text, not 5 | a figure for a location
visit started_at | "09:00" | '09:00' is no instant; write it as 2026-03-02T09:14:00+01:00 |
    a clock time alone
visit ended_at | "2026-03-02T07:00:00Z" | lies before started_at | it ends before it starts
visit answers | | must be an object by question code, not nothing | no answers
visit answers | [] | must be an object by question code, not [] | a list of answers
visit answers.Q-1 | ["a"] | must be one plain value or {"na": true}, not ['a'] | two answers
visit answers.Q-1 | {"na": false} | must be one plain value or {"na": true}, not {'na': False} |
    na is true or not there
told assignment | 7 | must be text, not 7 | a number for an id
told notes | [] | must be an object, not [] | a list of notes
told notes.Q-1 | 7 | must be text, not 7 | no words
told positions.start.latitude | 91 | must be a number from -90 to 90, not 91 | beyond the pole
told positions.start.age | | must be a number from 0 to 9,007,199,254,740,991, not nothing | no age
told positions.begin | {} | known are end, start | neither start nor end
told device.clock | 1 | no such field; did you mean clock_ahead? | an unknown part
told words.clok | "x" | no such field; did you mean clock? | a slip
review notes | {} | only a visit has it; leave it out | a review tells no circumstances
visit employee | "anna" | must be an object, not 'anna' | a name alone
visit employee.identity | | must be text that is not empty, not nothing | nobody
visit employee.means | "guess" |
    must be one of badge, description, none, receipt, roster, not 'guess' | an unknown means
visit employee.confidence | | must be a number from 0 to 1, not nothing | no confidence
visit employee.confidence | 1.5 | must be a number from 0 to 1, not 1.5 | more than sure
visit employee.confidence | true | must be a number from 0 to 1, not True | true is no number
visit employee.name | "Anna" | known are confidence, identity, means | an unknown part
visit replaces | 5 | must be text, not 5 | a figure for a visit
visit files | "shelf.jpg" | must be a list, not 'shelf.jpg' | a name alone
visit files | ["shelf.jpg"] | each is an object, not 'shelf.jpg' | a list of names
visit accepted | "yes" | must be true or false, not 'yes' | a word
visit employe | {} | no such field; did you mean employee? | misspelt
review about | | a review names the contact that it is about | about nothing
review about | 5 | must be text, not 5 | about a figure
"""


@pytest.mark.parametrize(("field", "value", "text"), rows(BAD))
def test_a_bad_line_names_its_field(field: str, value: str, text: str) -> None:
    with pytest.raises(EvidenceInvalid) as refused:
        read_evidence(changed(field, value), 0)
    path = field.partition(" ")[2]
    assert str(refused.value) == f"{path}: {text}"
    assert refused.value.where == path


# the part of a file that is changed | its new value | what is said | why it is here
FILES = """
name | | must be text that is not empty, not nothing | no name
sha256 | 5 | must be text that is not empty, not 5 | a figure for a hash
bytes | "12" | must be a whole number, not '12' | a figure in quotes
question | 5 | must be text, not 5 | a figure for a question
size | 12 | known are bytes, name, question, sha256 | an unknown part
"""


@pytest.mark.parametrize(("part", "value", "text"), rows(FILES))
def test_a_bad_file_names_its_part(part: str, value: str, text: str) -> None:
    file = with_part(VISIT["files"][0], [part], value)
    with pytest.raises(EvidenceInvalid) as refused:
        read_evidence({**VISIT, "files": [file]}, 0)
    assert str(refused.value) == f"files.{part}: {text}"


def test_a_long_value_is_cut_in_the_message() -> None:
    with pytest.raises(EvidenceInvalid, match=r"not 'x{36}\.\.\.$"):
        read_evidence(changed("event kind", json.dumps("x" * 10_000)), 0)


def changed(field: str, value: str = "") -> dict[str, Any]:
    """The good line of that name with a field changed, or left out."""
    name, _, path = field.partition(" ")
    return with_part(LINES[name], path.split(".", 2), value)


def with_part(given: dict[str, Any], path: list[str], value: str) -> dict[str, Any]:
    """The object with the part at the path changed, or left out."""
    name, *below = path
    if below:
        return {**given, name: with_part(given[name], below, value)}
    rest = {other: part for other, part in given.items() if other != name}
    return {**rest, name: json.loads(value)} if value else rest
