"""The JSON Schema for editors: as committed, and of one mind with the loader on form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import standards
from standards.kinds import KINDS
from standards.schema.editors import json_schema, json_schema_text
from standards.source import read_source
from tests.standards.test_loader_faults import ALLOWED, ASKED
from tests.standards.written import SOUND, asking, reading, written

ROOT = Path(__file__).parents[2]
COMMITTED = Path(standards.__file__).parent / "standard.schema.json"
WRITTEN = sorted(
    [*(ROOT / "standards" / "library").glob("*.yaml"), *(ROOT / "docs").rglob("*standard*.yaml")]
)
VALIDATOR = Draft202012Validator(json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def refused(text: str) -> list[str]:
    """The JSON paths at which the schema refuses the standard."""
    data: Any = read_source(text.encode()).data
    return [error.json_path for error in VALIDATOR.iter_errors(data)]


def test_the_committed_schema_is_that_of_the_code() -> None:
    assert COMMITTED.read_text("utf-8") == json_schema_text(), "run plumbline schema --out"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert json.loads(json_schema_text()) == json_schema()


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_standards_we_ship_are_accepted(file: Path) -> None:
    assert refused(file.read_text("utf-8")) == []


def test_a_sound_standard_is_accepted() -> None:
    assert refused(SOUND) == []


@pytest.mark.parametrize(("old", "new"), [row[:2] for row in ALLOWED], ids=[r[2] for r in ALLOWED])
def test_what_the_loader_allows_is_accepted(old: str, new: str) -> None:
    assert reading((old, new)).faults == ()
    assert refused(written((old, new))) == []


# a piece of the sound standard | what stands in its place | where an editor marks it
BROKEN = [
    ("version: 3", "versoin: 3", "$"),
    ("version: 3", 'version: "3"', "$.version"),
    ("version: 3", "form: 2\nversion: 3", "$.form"),
    ("code: contact\n", "code: contact mail\n", "$.code"),
    ("2027-06-30", "soon", "$.governance.review_by"),
    ("[en, pl]", "[english]", "$.languages[0]"),
    ('"08:00-16:00"', '"8-16"', "$.calendars.desk.hours"),
    ("sat: [", "saturday: [", "$.calendars.desk.hours"),
    ("country: PL", "country: Poland", "$.calendars.desk.holidays.country"),
    ("severity: critical", "severity: grave", "$.criteria[0].severity"),
    ("goal: 0.95", "goal: 95", "$.criteria[0].goal"),
    ("applies: {channel", "applies: {chanel", "$.criteria[0].applies"),
    ("kind: first_reply", "kind: reply", "$.criteria[0].ask"),
    ("calendar: desk, pause_on: [on_hold]", "pause_on: [on_hold]", "$.criteria[0].ask"),
    ("reopen: restart", "reopen: again", "$.criteria[0].ask"),
    ("full: PT1H,", "full: 1,", "$.criteria[0].limits[0].full"),
    ("full: PT1H,", "full: 1h,", "$.criteria[0].limits"),
    ("then: missed, facts", "then: late, facts", "$.criteria[0].examples[1].then"),
    ("{given: {answer: yes}", "{given: [Mon 09:00 opened]", "$.criteria[1].examples[0].given"),
    ("asked: 1,", "asked: 2,", "$.criteria[2].ask"),
    ("of: [visit]", "of: [ticket]", "$.criteria[2].ask"),
]


@pytest.mark.parametrize(("old", "new", "at"), BROKEN, ids=[row[1] for row in BROKEN])
def test_what_is_broken_is_refused_where_it_stands(old: str, new: str, at: str) -> None:
    assert reading((old, new)).faults
    assert at in refused(written((old, new)))


def test_every_kind_has_its_form_and_its_description() -> None:
    schema = json_schema()
    forms = [choice["$ref"].rpartition("/")[2] for choice in _ask(schema)["oneOf"]]
    kinds = [schema["$defs"][form]["properties"]["kind"]["const"] for form in forms]
    assert kinds == list(KINDS)
    assert all(schema["$defs"][form]["description"] for form in forms)


def test_every_key_is_described() -> None:
    for name, form in json_schema()["$defs"].items():
        for key, value in form["properties"].items():
            assert value.get("description"), f"{name}.{key}"


def test_limits_must_stand_where_the_kind_needs_them() -> None:
    needing = [(ask, said) for ask, limits, said in ASKED if "limits are missing" in said]
    assert needing
    for ask, _ in needing:
        assert "$.criteria[0]" in refused(asking(ask).source.text)


def _ask(schema: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schema["$defs"]["Criterion"]["properties"]["ask"]
    return found
