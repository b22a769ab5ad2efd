"""The mappings of the public sets: what they make, held to what the sets say of themselves."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from standards.instants import parse_instant
from standards.localtime import clock
from standards.zones import load_zone
from tests.plugin.imports.importing import Outcome, import_files

EXAMPLES = Path(__file__).parents[3] / "docs/examples"

Line: TypeAlias = "dict[str, Any]"


def made(reference: Path, name: str, *files: str, mapping: str = "mapping") -> Outcome:
    text = (EXAMPLES / name / f"{mapping}.yaml").read_text("utf-8")
    outcome = import_files(text, [reference / "data" / name / file for file in files])
    assert outcome.refused == []
    return outcome


def contacts(outcome: Outcome) -> Iterator[list[Line]]:
    held: dict[str, list[Line]] = {}
    for line in outcome.lines:
        held.setdefault(line["contact"], []).append(line)
    assert len(held) == outcome.counts["contacts"]
    yield from held.values()


def at(lines: list[Line], kind: str, **facts: str) -> int | None:
    """The instant of the first event of the kind that tells the facts."""
    for line in lines:
        if line["kind"] == kind and facts.items() <= line.get("facts", {}).items():
            return parse_instant(line["at"])
    return None


def opened(lines: list[Line]) -> tuple[int, Line]:
    (line,) = [line for line in lines if line["kind"] == "opened"]
    return parse_instant(line["at"]), line["facts"]


def rows(path: Path) -> Iterator[Mapping[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


YEARS = [f"boston311_{year}.csv.gz" for year in (2015, 2016, 2017)]


def test_boston_marks_on_time_what_was_closed_by_its_target(reference: Path) -> None:
    outcome = made(reference, "boston311", *YEARS)
    kept = Counter[tuple[str, bool]]()
    for lines in contacts(outcome):
        facts = opened(lines)[1]
        if "promised_at" in facts:
            closed, due = at(lines, "changed", status="closed"), parse_instant(facts["promised_at"])
            kept[facts["fields"]["on_time"], closed is not None and closed <= due] += 1
    assert kept == {("ONTIME", True): 10_245, ("OVERDUE", False): 2_014}
    assert (len(outcome.lines), outcome.counts["contacts"]) == (35_607, 21_475)


def test_bostons_doubled_offset_is_undone(reference: Path) -> None:
    """The closing note bears the time of closing as the wall clock showed it."""
    outcome = made(reference, "boston311", *YEARS)
    closings = {
        lines[0]["contact"].rpartition("/")[2]: at(lines, "changed", status="closed")
        for lines in contacts(outcome)
    }
    zone, agreeing = load_zone("America/New_York"), Counter[bool]()
    for year in YEARS:
        for row in rows(reference / "data/boston311" / year):
            closing = closings[row["case_enquiry_id"]]
            if row["closure_text_dt"] and closing is not None:
                day, second = clock(closing, zone)
                shown = f"{day} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
                agreeing[shown == row["closure_text_dt"]] += 1
    # Ten closings lie before the opening, and are moved to it.
    assert agreeing == {True: 13_312, False: 10}
    assert outcome.counts["moved"] == 10


LIMITS = {"HIGH": 1_800, "MEDIUM": 86_400, "LOW": 604_800}  # seconds


def test_the_school_trackers_clocks_and_flags_are_its_own(reference: Path) -> None:
    outcome = made(reference, "school_tracker", "timeline.csv.gz")
    met = Counter[tuple[str, bool]]()
    for lines in contacts(outcome):
        start, facts = opened(lines)
        limit, own = LIMITS[facts["priority"]], facts["fields"]
        for kind, seconds, flag in (("message", "frt", "frt"), ("changed", "tier", "tier")):
            stop = at(lines, kind)
            if stop is not None:
                assert stop - start == own[f"{seconds}_seconds"]
                assert (stop - start > limit) is own[f"{flag}_breached"]
                met[flag, stop - start <= limit] += 1
    assert met == {
        ("frt", True): 890,
        ("frt", False): 399,
        ("tier", True): 849,
        ("tier", False): 432,
    }


def test_the_school_trackers_bare_events_agree_within_a_minute(reference: Path) -> None:
    clocks = {
        (*lines[0]["contact"].split("/")[2:4], start): facts["fields"]["frt_seconds"]
        for lines in contacts(made(reference, "school_tracker", "timeline.csv.gz"))
        for start, facts in [opened(lines)]
    }
    bare = made(reference, "school_tracker", "timeline.csv.gz", mapping="mapping-events")
    agreeing = Counter[bool]()
    for lines in contacts(bare):
        ticket, tier = lines[0]["contact"].split("/")[2:4]
        stamps = [
            (line["by"]["role"], parse_instant(line["at"]))
            for line in lines
            if line["kind"] == "message"
        ]
        for start in {stamp for role, stamp in stamps if role == "customer"}:
            seconds = clocks.get((ticket, tier, start))
            answers = [stamp for role, stamp in stamps if role == "agent" and stamp >= start]
            if seconds is not None:
                agreeing[bool(answers) and abs(min(answers) - start - seconds) <= 60] += 1
    assert agreeing == {True: 1_285, False: 4}


FIRST = {"chat": 120, "phone": 120, "email": 3_600}  # seconds
SOLVE = {"chat": 86_400, "phone": 172_800, "email": 172_800}


def test_tech_support_contradicts_its_own_stamps_in_seven_verdicts(reference: Path) -> None:
    outcome = made(reference, "tech_support_sla", "tickets.csv")
    agreeing = Counter[tuple[str, str, bool]]()
    for lines in contacts(outcome):
        start, facts = opened(lines)
        replied, solved = at(lines, "message"), at(lines, "changed", status="solved")
        for name, stop, limits in (
            ("first_response", replied, FIRST),
            ("resolution", solved, SOLVE),
        ):
            in_time = stop is not None and stop - start <= limits[facts["channel"]]
            agreeing[name, facts["fields"][name], in_time] += 1
    assert agreeing == {
        ("first_response", "Within SLA", True): 1_019,
        ("first_response", "SLA Violated", False): 135,
        ("first_response", "SLA Violated", True): 6,
        ("resolution", "Within SLA", True): 785,
        ("resolution", "SLA Violated", False): 374,
        ("resolution", "Within SLA", False): 1,
    }
    assert outcome.counts["moved"] == 18


DETROIT = ("inspections.csv.gz", "violations.csv.gz")


def test_detroits_findings_are_counted_as_the_city_does(reference: Path) -> None:
    outcome = made(reference, "detroit_inspections", *DETROIT)
    rule = Counter[tuple[str, bool]]()
    for line in outcome.lines:
        own, answers = line["facts"]["fields"], line["answers"]
        counted = [answers[code] for code in ("PRIORITY", "FOUNDATION", "CORE")]
        assert counted == [own[name] for name in ("pcount", "pfcount", "ccount")]
        rule[own["in_compliance"], answers["OPEN"] == 0] += 1
    assert rule == {("Yes", True): 3_551, ("Yes", False): 4, ("No", False): 747, ("No", True): 3}
    assert len(outcome.lines) == 4_305


def test_a_fifth_of_detroits_corrections_came_late(reference: Path) -> None:
    outcome = made(reference, "detroit_inspections", *DETROIT, mapping="mapping-corrections")
    late = Counter[bool]()
    for lines in contacts(outcome):
        due, corrected = opened(lines)[1].get("promised_at"), at(lines, "changed")
        if due and corrected:
            late[corrected > parse_instant(due)] += 1
    assert late == {True: 1_438, False: 6_148}
    assert outcome.counts["contacts"] == 14_019


def test_the_uci_log_ends_as_its_last_rows_do(reference: Path) -> None:
    outcome = made(reference, "uci_incident", "incident_event_log.csv.gz")
    last: dict[str, Line] = {}
    for line in outcome.lines:
        facts = line["facts"]
        known = last.setdefault(line["contact"].rpartition("/")[2], {"fields": {}})
        known |= {**facts, "fields": known["fields"] | facts.get("fields", {})}
    path = reference / "data/uci_incident/incident_event_log.csv.gz"
    ends = {row["number"]: row for row in rows(path)}
    agreeing = Counter(
        (
            known["status_label"] == ends[number]["incident_state"],
            known["fields"]["made_sla"] is (ends[number]["made_sla"] == "true"),
        )
        for number, known in last.items()
    )
    # One incident's last row bears an earlier stamp than the row before it.
    assert agreeing[True, True] >= len(last) - 1
    met = sum(known["fields"]["made_sla"] for known in last.values())
    assert (len(last), round(met / len(last), 3)) == (7_278, 0.636)


def test_the_italian_log_is_the_same_as_csv_and_as_xes(reference: Path) -> None:
    from_csv = made(reference, "italian_helpdesk", "helpdesk.csv.gz")
    from_xes = made(reference, "italian_helpdesk", "Helpdesk.xes.gz", mapping="mapping-xes")
    assert from_csv.lines == from_xes.lines
    assert from_csv.counts == from_xes.counts
    assert (from_csv.counts["rows"], from_csv.counts["contacts"]) == (21_348, 4_580)


def test_kosovos_answers_are_gathered_to_visits(reference: Path) -> None:
    outcome = made(reference, "kosovo_mystery_shopping", "answers_en.csv")
    given = Counter(
        "na" if answer == {"na": True} else "answer"
        for line in outcome.lines
        for answer in line["answers"].values()
    )
    assert (len(outcome.lines), given) == (98, {"answer": 881, "na": 4 * 98 - 195})
