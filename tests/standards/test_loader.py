"""A standard as it is written becomes a draft, and its hash says which one it is."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from standards.conditions import ALWAYS, Condition
from standards.durations import CalendarDays, Seconds, WorkingDays
from standards.kinds import (
    KINDS,
    AgentWork,
    Better,
    CalendarChoice,
    Choice,
    Clock,
    Count,
    Counted,
    Duration,
    FirstReply,
    Instrument,
    KeptPromise,
    NextReply,
    Number,
    PeriodicUpdate,
    Photo,
    Rating,
    RatingScale,
    Reopen,
    RequesterWait,
    Resolution,
    Scale,
    ScheduleChange,
    Status,
    Text,
    YesNo,
)
from standards.loader import Reading, read, read_file
from standards.model import (
    AT_ONCE,
    Accountable,
    Combine,
    Criterion,
    Draft,
    Example,
    Governance,
    Journey,
    Limit,
    Satisfaction,
    Severity,
)
from standards.zones import load_zone, tzdata_version
from tests.standards.written import SOUND, asking, reading, written


def draft_of(reading: Reading) -> Draft:
    assert reading.faults == ()
    assert reading.draft is not None
    return reading.draft


def criterion_of(reading: Reading) -> Criterion:
    return draft_of(reading).criteria[0]


def test_a_standard_is_read_whole() -> None:
    draft = draft_of(reading())
    assert (draft.code, draft.version, draft.languages) == ("contact", 3, ("en", "pl"))
    assert draft.title == {"en": "Contact", "pl": "Kontakt"}
    assert draft.governance == Governance({"en": "Head of service"}, date(2027, 6, 30))
    assert draft.least_confidence == 0.8
    assert draft.text == SOUND
    assert draft.tzdata == tzdata_version()
    assert [criterion.code for criterion in draft.criteria] == ["RSP-01", "SHP-01", "SHP-02"]


def test_a_clock_is_read_with_all_that_can_be_said_of_it() -> None:
    assert criterion_of(reading()) == Criterion(
        code="RSP-01",
        title={"en": "First reply", "pl": "Pierwsza odpowiedź"},
        why={"en": "Who hears nothing calls the shop."},
        ask=FirstReply(
            calendar=CalendarChoice.only("desk"),
            pause_on=frozenset({Status.ON_HOLD}),
            reopen=Reopen.RESTART,
        ),
        weight=3.0,
        severity=Severity.CRITICAL,
        satisfaction=Satisfaction.PEOPLE,
        journey=Journey.PROBLEM,
        applies=Condition.of({"channel": ("email", "chat"), "fields.shop": (7,)}),
        limits=(
            Limit(Seconds(3_600), Seconds(14_400), Condition.of({"priority": ("urgent",)})),
            Limit(WorkingDays(1), WorkingDays(1)),
        ),
        goal=0.95,
        combine=Combine.WORST,
        accountable=Accountable.ACTOR,
        examples=(
            Example(
                {"en": "At once", "pl": "Od razu"},
                ("Mon 09:00 opened", "Mon 09:30 replied"),
                "met",
            ),
            Example({}, ("Mon 09:00 opened",), "missed", {"tags": ("a", "b")}, "Fri 09:00"),
        ),
    )


def test_a_question_is_read_with_all_that_can_be_said_of_it() -> None:
    criterion = draft_of(reading()).criteria[2]
    assert criterion.ask == Choice(
        question={"en": "Were you asked?"},
        of=frozenset({Instrument.VISIT}),
        na=False,
        required=True,
        shown_if={"SHP-01": frozenset({"yes"})},
        answers={"asked": 1.0, "hinted": 0.5, "no": 0.0},
        labels={"asked": {"en": "Yes, asked", "pl": "Tak"}},
    )
    assert (criterion.limits, criterion.weight) == ((), 0.5)


def test_what_is_left_out_is_as_the_form_has_it() -> None:
    criterion = draft_of(reading()).criteria[1]
    both = frozenset({Instrument.VISIT, Instrument.REVIEW})
    assert criterion.ask == YesNo(question={"en": "Were you greeted?"}, of=both)
    assert (criterion.severity, criterion.applies, criterion.goal) == (Severity.MAJOR, ALWAYS, None)
    assert (criterion.combine, criterion.accountable) == (Combine.MEAN, Accountable.DEFAULT)
    assert (criterion.satisfaction, criterion.journey) == (None, None)
    assert (
        draft_of(reading(("identification: {least_confidence: 0.8}\n", ""))).least_confidence == 0.7
    )


def test_a_calendar_is_read_with_its_holidays_as_dates() -> None:
    calendar = draft_of(reading()).hours["desk"].calendar
    assert calendar.zone is load_zone("Europe/Warsaw")
    week = calendar.week or {}
    assert [", ".join(map(str, week.get(day, ()))) for day in (0, 4, 5, 6)] == [
        "08:00-16:00",
        "08:00-16:00",
        "10:00-14:00",
        "",
    ]
    assert date(2026, 5, 4) in calendar.holidays
    assert date(2026, 12, 25) in calendar.holidays
    assert date(2026, 12, 24) not in calendar.holidays
    assert [str(window) for window in calendar.windows_on(date(2026, 12, 24))] == ["08:00-12:00"]
    assert len(calendar.windows_on(date(2026, 3, 2))) == 2
    assert draft_of(reading()).hours["always"].always


BOTH = frozenset({Instrument.VISIT, Instrument.REVIEW})
Q = {"en": "Q"}
DESK = CalendarChoice.only("desk")
KIND_CASES = [
    ("{kind: first_reply, calendar: desk}", "PT1H", FirstReply(calendar=DESK)),
    ("{kind: next_reply, calendar: desk}", "PT1H", NextReply(calendar=DESK)),
    (
        "{kind: periodic_update, calendar: desk, from_creation: true, pause_on: []}",
        "PT1H",
        PeriodicUpdate(calendar=DESK, from_creation=True),
    ),
    (
        "{kind: requester_wait, calendar: desk}",
        "PT1H",
        RequesterWait(calendar=DESK, pause_on=frozenset({Status.PENDING})),
    ),
    (
        "{kind: agent_work, calendar: desk, reopen: ignore}",
        "PT1H",
        AgentWork(
            calendar=DESK,
            pause_on=frozenset({Status.PENDING, Status.ON_HOLD}),
            reopen=Reopen.IGNORE,
        ),
    ),
    (
        "{kind: resolution, calendar: desk, pause_on: [new, open]}",
        "PT1H",
        Resolution(calendar=DESK, pause_on=frozenset({Status.NEW, Status.OPEN})),
    ),
    (
        "{kind: kept_promise, calendar: desk, reopen: restart}",
        "PT1H",
        KeptPromise(calendar=DESK, reopen=Reopen.RESTART),
    ),
    ("{kind: count, counted: reassignments}", "2", Count(Counted.REASSIGNMENTS)),
    ("{kind: rating, scale: ces}", "5", Rating(RatingScale.CES)),
    ("{kind: yes_no, question: Q, good: no}", "", YesNo(question=Q, of=BOTH, good=False)),
    (
        "{kind: scale, question: Q, from: 1, to: 5}",
        "4",
        Scale(question=Q, of=BOTH, least=1, most=5),
    ),
    (
        "{kind: number, question: Q, unit: people, better: more}",
        "2",
        Number(question=Q, of=BOTH, unit="people", better=Better.MORE),
    ),
    ("{kind: duration, question: Q}", "PT5M", Duration(question=Q, of=BOTH)),
    ("{kind: text, question: Q, required: true}", "", Text(question=Q, of=BOTH, required=True)),
    ("{kind: photo, question: Q, na: false}", "", Photo(question=Q, of=BOTH, na=False)),
]


@pytest.mark.parametrize(
    ("ask", "full", "kind"), KIND_CASES, ids=[type(kind).__name__ for *_, kind in KIND_CASES]
)
def test_a_kind_is_read(ask: str, full: str, kind: object) -> None:
    assert criterion_of(asking(ask, f"{{full: {full}}}" if full else "")).ask == kind


def test_every_kind_is_read_somewhere_here() -> None:
    shown = {type(kind) for *_, kind in KIND_CASES} | {Choice}
    assert shown == set(KINDS.values())


# limits as they are written | full | none | why it is here
AMOUNTS = [
    ("{full: PT90M}", Seconds(5_400), Seconds(5_400), "none as full"),
    ("[{full: PT1H30M, none: PT8H}]", Seconds(5_400), Seconds(28_800), "a row by itself"),
    ("{full: {working_days: 2}, none: {working_days: 3}}", WorkingDays(2), WorkingDays(3), "days"),
    ("{full: PT4H, none: {working_days: 1}}", Seconds(14_400), WorkingDays(1), "hours, then days"),
]


@pytest.mark.parametrize(
    ("limits", "full", "none"), [row[:3] for row in AMOUNTS], ids=[row[3] for row in AMOUNTS]
)
def test_a_limit_is_read(limits: str, full: object, none: object) -> None:
    (limit,) = criterion_of(asking("{kind: resolution, calendar: desk}", limits)).limits
    assert (limit.full, limit.none) == (full, none)


def test_a_scale_has_limits_by_itself() -> None:
    (limit,) = criterion_of(asking("{kind: scale, question: Q, from: 1, to: 5}")).limits
    assert limit == Limit(full=5.0, none=1.0)


def test_a_promise_is_kept_on_time_and_round_the_clock() -> None:
    draft = draft_of(asking("{kind: kept_promise}"))
    assert draft.criteria[0].limits == (AT_ONCE,)
    hours = draft.hours["round the clock"]
    assert (hours.always, hours.calendar.zone.key) == (True, "Europe/Warsaw")


def test_without_any_calendar_round_the_clock_is_in_utc() -> None:
    text = written(text=SOUND)
    head, _, rest = text.partition("calendars:")
    criteria = rest.partition("criteria:")[2].partition("  - code: SHP-01")[2]
    promise = "  - {code: P, title: T, why: W, weight: 1, ask: {kind: kept_promise}, examples: ["
    promise += "{given: [x], then: met}, {given: [x], then: missed}]}\n"
    draft = draft_of(read(f"{head}criteria:\n{promise}  - code: SHP-01{criteria}".encode()))
    assert {name: hours.calendar.zone.key for name, hours in draft.hours.items()} == {
        "round the clock": "UTC"
    }


def test_calendar_days_are_counted_round_the_clock_in_the_same_zone() -> None:
    draft = draft_of(
        asking(
            "{kind: resolution, calendar: [{when: {channel: chat}, use: always}, {use: desk}]}",
            "{full: {calendar_days: 14}}",
        )
    )
    ask = draft.criteria[0].ask
    assert isinstance(ask, Clock)
    assert ask.calendar.names == ("always", "desk round the clock")
    hours = draft.hours["desk round the clock"]
    assert (hours.always, hours.calendar.zone.key) == (True, "Europe/Warsaw")
    assert draft.criteria[0].limits[0].full == CalendarDays(14)
    assert not draft.hours["desk"].always


def test_a_calendar_may_depend_on_facts() -> None:
    ask = criterion_of(
        asking(
            "{kind: resolution, calendar: [{when: {channel: chat}, use: always}, {use: desk}],"
            " on_schedule_change: last_schedule}",
            "{full: PT1H}",
        )
    ).ask
    assert isinstance(ask, Clock)
    assert ask.calendar == CalendarChoice(
        ((Condition.of({"channel": ("chat",)}), "always"), (ALWAYS, "desk")),
        ScheduleChange.LAST_SCHEDULE,
    )


def test_days_may_stand_in_a_duration_where_hours_never_close() -> None:
    (limit,) = criterion_of(
        asking("{kind: resolution, calendar: always}", "{full: P1W2DT1H}")
    ).limits
    assert limit.full == Seconds(9 * 86_400 + 3_600, has_days=True)


OWNER, REVIEW = "owner: Head of service", "review_by: '2027-06-30'"
# what changes | into what | why it is the same standard
SAME = [
    ("version: 3", "version: 3  # raised in May", "a comment"),
    ("code: contact\n", "# ours\n\ncode: 'contact'\n", "quotes and blank lines"),
    ("{owner: Head of service, review_by: 2027-06-30}", f"{{{REVIEW}, {OWNER}}}", "order of keys"),
    ("{owner: Head of service, review_by: 2027-06-30}", f"\n  {OWNER}\n  {REVIEW}", "a block"),
    ("    weight: 3\n", "    weight: 3.0\n", "a whole number with a point"),
    ("country: PL, dates: [2026-05-04]", "dates: [2026-05-04], country: PL", "holidays turned"),
]


@pytest.mark.parametrize(("old", "new"), [row[:2] for row in SAME], ids=[row[2] for row in SAME])
def test_the_hash_stays_with_the_content(old: str, new: str) -> None:
    assert draft_of(reading((old, new))).hash == draft_of(reading()).hash


# what changes | into what | why it is another standard
OTHER = [
    ("version: 3", "version: 4", "the version"),
    ("full: PT1H,", "full: PT2H,", "a limit"),
    ("Who hears nothing calls the shop.", "Who hears nothing writes again.", "a reason"),
    ("dates: [2026-05-04]", "dates: [2026-05-05]", "a date without service"),
    ("country: PL", "country: CZ", "the holidays of another country"),
]


@pytest.mark.parametrize(("old", "new"), [row[:2] for row in OTHER], ids=[row[2] for row in OTHER])
def test_the_hash_goes_with_the_content(old: str, new: str) -> None:
    assert draft_of(reading((old, new))).hash != draft_of(reading()).hash


def test_the_hash_is_sha_256_of_canonical_json_with_holidays_as_dates() -> None:
    draft = draft_of(reading())
    content = YAML(typ="safe", pure=True).load(re.sub(r"(202\d-)", r"D\1", SOUND))
    days = sorted(day.isoformat() for day in draft.hours["desk"].calendar.holidays)
    content["calendars"]["desk"]["holidays"] = days
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert draft.hash == sha256(text.replace("D202", "202").encode()).hexdigest()
    assert '"2045-12-26"' in text


def test_a_file_is_read_as_its_bytes_are(tmp_path: Path) -> None:
    file = tmp_path / "contact.yaml"
    file.write_text(SOUND, "utf-8")
    assert draft_of(read_file(file)).hash == draft_of(reading()).hash
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "other.yaml")


def test_a_criterion_is_found_by_its_code() -> None:
    assert reading().path_of("SHP-02") == ("criteria", 2)
    assert reading().path_of("SHP-99") == ()


@pytest.mark.long
def test_thousands_of_criteria_are_read_within_seconds() -> None:
    head, _, _ = SOUND.partition("  - code: RSP-01")
    _, _, question = SOUND.partition("  - code: SHP-01\n")
    body = question.partition("  - code:")[0]
    text = head + "".join(f"  - code: C-{n}\n{body}" for n in range(2_000))
    began = time.perf_counter()
    assert len(draft_of(read(text.encode())).criteria) == 2_000
    assert time.perf_counter() - began < 60  # tens of times what it takes on an idle machine
