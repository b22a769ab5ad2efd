"""A standard's questionnaire goes out as an XLSForm that pyxform takes, and comes in the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from plugin.exchange.coming_in.remarks import Outcome
from plugin.exchange.coming_in.standard import standard_of
from plugin.exchange.going_out.outgoing import NothingAsked, Outgoing, xlsform_of
from plugin.exchange.workbooks.opening import opened
from plugin.exchange.workbooks.sheets import Workbook, xlsx_of
from standards.kinds import Question
from standards.loader import read
from standards.model import Criterion, Draft
from tests.plugin.publishing.published import text_of

LIBRARY = Path(__file__).parents[3] / "standards" / "library"

# Every kind and every trap of forms: codes that are no XML names, signs that forms take for
# something, answers that look like `na`, conditions of all sorts, plain texts beside translated.
ODD = """\
code: odd
version: 7
title: {pl: "Dziwny ${x}", en: "Odd ${x}"}
languages: [pl, en]
governance: {owner: X, review_by: 2030-06-30}
criteria:
""" + "".join(
    f"""\
  - code: {code}
    title: {title}
    why: {why}
    weight: {weight}
    severity: {severity}
    ask: {{{ask}}}
    {more}
    examples: {examples}
"""
    for code, title, why, weight, severity, ask, more, examples in (
        ("1ST", '"=1+1"', '"-2+3"', 0.125, "minor",
         'kind: yes_no, question: {pl: "Czy ${1ST}?", en: "Was it?"}, good: no, required: true',
         "satisfaction: product",
         "[{given: {answer: no}, then: met}, {given: {answer: yes}, then: missed}]"),
        ("META", '"@SUM(A1)"', "Tylko po polsku", 1e-07, "critical",
         'kind: choice, question: {pl: "<b>Ą</b> & ę", en: "A \\"q\\" & \'a\'"}, '
         "answers: {\"it's\": 1, a b: 0.3333333333333333, n-a: 0}, "
         "labels: {a b: {pl: ż, en: z}}, show_if: {1ST: [yes, na]}",
         "goal: 0.9",
         "[{given: {answer: \"it's\"}, then: met}, {given: {answer: a b}, then: partly}]"),
        ("S-5", "S", "W", 3, "major",
         "kind: scale, question: Ile?, from: -2, to: 3, na: false, of: [visit]",
         "limits: {full: 2, none: 0}",
         "[{given: {answer: 3}, then: met}, {given: {answer: -2}, then: missed}]"),
        ("S-100", "S", "W", 3, "major",
         "kind: scale, question: Ile?, from: 0, to: 100, "
         "show_if: {META: [\"it's\"], S-5: [3, 2]}",
         "journey: buy",
         "[{given: {answer: 100}, then: met}, {given: {answer: 0}, then: missed}]"),
        ("N-1", "N", "W", 2, "major", 'kind: number, question: Ile?, unit: "zł, %", better: more',
         "journey: buy\n    limits: {full: 10, none: 2.5}\n    applies: {location: [a, b]}",
         "[{given: {answer: 10}, then: met}, {given: {answer: 1}, then: missed}]"),
        ("D-1", "D", "W", 2, "major",
         "kind: duration, question: Jak długo?, required: true, na: false, of: [review], "
         "show_if: {S-100: [na]}",
         "journey: pay\n    limits: {full: PT5M, none: PT7M30S}",
         "[{given: {answer: PT5M}, then: met}, {given: {answer: PT8M}, then: missed}]"),
        ("T-1", "T", "W", 0, "major", "kind: text, question: Co?, show_if: {N-1: [na, 3]}",
         "journey: buy", "[{given: {answer: tak}, then: met}]"),
        ("P-1", "P", "W", 0, "major", "kind: photo, question: {pl: Zdjęcie, en: Photo}, na: false",
         "journey: buy", "[{given: {answer: a.jpg}, then: met}]"),
    )
)  # fmt: skip


def draft(name: str) -> Draft:
    raw = ODD.encode() if name == "odd" else (LIBRARY / f"{name}.yaml").read_bytes()
    found = read(raw)
    assert found.draft is not None, found.faults
    return found.draft


def asked(form: Draft) -> list[Criterion]:
    return [each for each in form.criteria if isinstance(each.ask, Question)]


@dataclass(frozen=True)
class Out:
    """A standard that went out: as it was, its workbook, the file, and the file as it is read."""

    was: Draft
    found: Outgoing
    raw: bytes
    came: Workbook


@pytest.fixture(scope="module", params=["shop_visit", "contact", "complaints", "odd"])
def out(request: pytest.FixtureRequest) -> Out:
    was = draft(request.param)
    found = xlsform_of(was)
    raw = xlsx_of(found.workbook)
    return Out(was, found, raw, opened(raw))


def test_pyxform_makes_an_xform_of_it(out: Out) -> None:
    was, raw = out.was, out.raw
    made = convert(raw, validate=False, file_type=".xlsx")
    for language in was.languages:
        assert f"({language})" in made.xform
    assert f'id="{was.code}"' in made.xform
    assert not [each for each in made.warnings if "max-pixels" not in each]


def test_it_comes_in_as_the_same_criteria(out: Out) -> None:
    was, written = out.was, standard_of(out.came)
    text = written.text.replace("owner:  #", "owner: X  #").replace("by:  #", "by: 2030-01-01  #")
    found = read(text.encode())
    assert not found.faults
    assert found.draft is not None
    assert {each.code: each for each in found.draft.criteria} == {
        each.code: each for each in asked(was)
    }
    assert (found.draft.languages, found.draft.code) == (was.languages, was.code)
    assert written.report.count(Outcome.ADAPTED) == written.report.count(Outcome.LEFT) == 0


def test_whatever_is_not_in_it_is_listed(out: Out) -> None:
    was, found = out.was, out.found
    listed = {each.what.partition(":")[0] for each in found.left}
    names = {each.code for each in asked(was)}
    assert listed >= {each.code for each in was.criteria} - names
    assert "governance" in listed
    sheet = [each["what"] for each in found.workbook.sheet("plumbline").rows]
    assert sheet == [each.what for each in found.left]


def test_a_standard_that_asks_nobody_has_none() -> None:
    form = read(text_of()).draft
    assert form is not None
    with pytest.raises(NothingAsked):
        xlsform_of(form)


def test_no_cell_is_a_formula(out: Out) -> None:
    assert out.came.formulas == ()
