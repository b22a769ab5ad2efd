"""docs/import.md says all there is, and what it shows can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugin.imports.form.dates import AtForm
from plugin.imports.form.facts import AnswerForm, EventFactsForm
from plugin.imports.form.lines import ByForm, EmployeeForm, EventForm, QuestionnaireForm, VisitForm
from plugin.imports.form.mapping import CsvForm, MappingForm, RowsForm, TableForm
from plugin.imports.form.values import SaidForm
from plugin.imports.loader import read_mapping
from standards.schema.base import Form

TEXT = (Path(__file__).parents[3] / "docs/import.md").read_text("utf-8")
MAPPINGS = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
FORMS = (
    MappingForm, CsvForm, RowsForm, TableForm, AtForm, SaidForm, AnswerForm, EventFactsForm,
    EventForm, ByForm, VisitForm, QuestionnaireForm, EmployeeForm,
)  # fmt: skip


@pytest.mark.parametrize("mapping", MAPPINGS, ids=range(len(MAPPINGS)))
def test_what_is_shown_can_be_read(mapping: str) -> None:
    read_mapping(mapping.encode())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_key_is_told(form: type[Form]) -> None:
    assert [key for key in form.values() if not re.search(rf"\b{key}\b", TEXT)] == []
