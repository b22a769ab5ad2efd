"""The standards and mappings in docs/examples/ are in order, and fit each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin.imports.loader import read_mapping
from plugin.imports.mapping import Constant, Export
from scoring.proof import admit
from standards.instants import parse_instant
from standards.loader import read_file
from standards.model import Standard

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
AS_OF = parse_instant("2026-12-01T00:00:00Z")
OURS = ("italian_helpdesk", "kosovo_mystery_shopping", "uci_incident")
OF_VISITS = ("detroit_inspections", "kosovo_mystery_shopping")


def standard_of(path: Path) -> Standard:
    reading = read_file(path)
    assert reading.faults == ()
    assert reading.draft is not None
    return admit(reading.draft, AS_OF)


def exports_of(path: Path) -> tuple[Export, ...]:
    mapping, _ = read_mapping(path.read_bytes())
    return mapping.exports


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*/standard*.yaml")), ids=str)
def test_every_standard_keeps_its_own_examples(path: Path) -> None:
    assert standard_of(path).criteria


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*/mapping*.yaml")), ids=str)
def test_every_mapping_can_be_read(path: Path) -> None:
    assert exports_of(path)


@pytest.mark.parametrize("name", OURS)
def test_rules_of_ours_say_so(name: str) -> None:
    standard = standard_of(EXAMPLES / name / "standard.yaml")
    assert "illustrative rules" in standard.title["en"]
    for criterion in standard.criteria:
        assert criterion.why["en"].startswith("Our rule, for illustration:"), criterion.code


@pytest.mark.parametrize("name", OF_VISITS)
def test_visits_answer_what_the_standard_asks(name: str) -> None:
    standard = standard_of(EXAMPLES / name / "standard.yaml")
    visits = [each.visit for each in exports_of(EXAMPLES / name / "mapping.yaml") if each.visit]
    assert visits[0].questionnaire == Constant(standard.code)
    assert visits[0].version == Constant(standard.version)
    answered = {code for visit in visits for code, _ in visit.answers}
    assert answered == {criterion.code for criterion in standard.criteria}
