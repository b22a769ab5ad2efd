"""The XForm of a questionnaire, walked: every binding, choice and word of it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobile_api.openrosa import names
from plugin.exchange.going_out.outgoing import _name
from plugin.exchange.workbooks import columns
from plugin.shopping.xforms import NoForm, XForms, xform_of
from standards.kinds import Choice, Instrument, Photo, Question, Scale, Text, YesNo
from standards.loader import read
from standards.model import Criterion, Form
from tests.fakes.xform import X, XForm, is_true
from tests.mobile_api.service import STANDARD
from tests.plugin.exchange.test_round_trip import ODD

LIBRARY = Path(__file__).parents[3] / "standards" / "library"
KINDS = {YesNo: "select1", Choice: "select1", Text: "input", Photo: "upload"}
LANGUAGES = {"English (en)", "Polski (pl)", "Русский (ru)"}


def form_of(text: str | bytes) -> Form:
    found = read(text if isinstance(text, bytes) else text.encode()).draft
    assert found is not None
    return found


SHOP = form_of((LIBRARY / "shop_visit.yaml").read_bytes())
FORMS = {
    "the shipped visit": SHOP,
    "every kind": form_of(STANDARD.replace("VERSION", "1")),
    "every trap of forms": form_of(ODD),
}
MADE = {name: xform_of(form) for name, form in FORMS.items()}
FILES = {
    "plumbline_locations.csv": b"name,label\na/1,One\n",
    "plumbline_employees.csv": b"name,label,location\ne/1,Ewa,a/1\n",
}
each_form = pytest.mark.parametrize("name", FORMS)


def made(name: str) -> XForm:
    return XForm.read(MADE[name], FILES)


def asked(name: str) -> tuple[Criterion, ...]:
    return names.asked_in(FORMS[name])


@each_form
def test_it_bears_the_code_and_version_of_the_standard(name: str) -> None:
    form = made(name)
    assert (form.id, form.version) == (FORMS[name].code, str(FORMS[name].version))


@each_form
def test_every_field_is_bound_and_every_binding_and_control_has_its_field(name: str) -> None:
    form = made(name)
    fields = {path for path, _ in form.fields()}
    assert set(form.binds()) == fields
    controls = [each.ref for each in form.controls()]
    assert len(set(controls)) == len(controls)
    assert set(controls) < fields


@each_form
def test_every_question_is_asked_by_its_kind(name: str) -> None:
    controls = {each.name: each for each in made(name).controls()}
    for each in asked(name):
        control = controls[names.name_of(each.code)]
        many = isinstance(each.ask, Scale) and each.ask.most - each.ask.least < 11
        wanted = "select1" if many else KINDS.get(type(each.ask), "input")
        assert control.kind == wanted, each.code
    wanted_names = {names.name_of(each.code) for each in asked(name)}
    others = set(controls) - wanted_names
    assert {each for each in others if not each.endswith(names.NA_SUFFIX)} == {
        names.LOCATION, names.MEANS, names.EMPLOYEE, names.UNLISTED, names.CONFIDENCE, names.SOUND
    }  # fmt: skip


@each_form
def test_what_is_required_is_bound_so(name: str) -> None:
    binds = {path.rpartition("/")[2]: each for path, each in made(name).binds().items()}
    for each in asked(name):
        assert isinstance(each.ask, Question)
        bind = binds[names.name_of(each.code)]
        assert (bind.required == "true()") is each.ask.required, each.code


@each_form
def test_every_condition_can_be_read_and_names_fields_before_it(name: str) -> None:
    form = made(name)
    binds, before, read = form.binds(), dict[str, str](), 0
    for path, _ in form.fields():
        for expression in filter(None, (binds[path].relevant, binds[path].constraint)):
            read += is_true(expression, before, "1") in (True, False)
        before[path] = ""
    assert read == sum(bool(each.relevant) + bool(each.constraint) for each in binds.values())


@each_form
def test_every_choice_is_offered_in_the_order_of_the_standard(name: str) -> None:
    form = made(name)
    controls = {each.name: each for each in form.controls()}
    for each in asked(name):
        if isinstance(each.ask, Choice | YesNo):
            answers = list(each.ask.answers) if isinstance(each.ask, Choice) else ["yes", "no"]
            offered = form.choices(controls[names.name_of(each.code)], {})
            wanted = [*answers, *(["na"] if each.ask.na else [])]
            assert [one["name"] for one in offered] == wanted, each.code


@each_form
def test_every_word_is_there_in_every_language(name: str) -> None:
    form = made(name)
    texts = form.texts()
    assert len(texts) == len(FORMS[name].languages)
    wanted = {each.label for each in form.controls()} | {e.hint for e in form.controls() if e.hint}
    for instance in form.model.findall(f"{X}instance"):
        wanted |= {str(each.text) for each in instance.iter(f"{X}itextId")}
    assert "" not in wanted
    for language, said in texts.items():
        assert wanted <= set(said), language
        assert all(said[each].strip() for each in wanted), language


@each_form
def test_nobody_is_told_what_an_answer_earns(name: str) -> None:
    text = MADE[name].decode()
    for column in (columns.SHARE, columns.WEIGHT, columns.GOOD, columns.SEVERITY, columns.MORE):
        assert column not in text
    whys = [words for each in FORMS[name].criteria for words in each.why.values()]
    assert not [each for each in whys if len(each) > 9 and each in text]


def test_what_forms_ask_besides_is_said_in_the_three_languages() -> None:
    texts = made("the shipped visit").texts()
    assert set(texts) == LANGUAGES
    for control in made("the shipped visit").controls():
        if control.name in names.META:
            assert len({said[control.label] for said in texts.values()}) == 3, control.name


def test_what_belongs_to_one_location_is_asked_there_alone() -> None:
    form = made("every kind")
    values = {path: "" for path, _ in form.fields()}
    relevant = form.binds()["/data/S-8"].relevant
    assert not is_true(relevant, {**values, "/data/plumbline_location": "acme/shop/1"})
    assert is_true(relevant, {**values, "/data/plumbline_location": "acme/shop/key"})


def test_minutes_and_units_are_told_beside_the_question() -> None:
    form = made("every kind")
    hints = {each.name: each.hint for each in form.controls() if each.hint}
    assert set(hints) == {"S-4", "S-5"}
    assert form.texts()["English (en)"][hints["S-4"]] == "people"


def test_employees_are_those_of_the_location() -> None:
    form = made("the shipped visit")
    control = next(each for each in form.controls() if each.name == names.EMPLOYEE)
    here = {"/data/plumbline_location": "a/1"}
    assert [each["name"] for each in form.choices(control, here)] == ["e/1"]
    assert form.choices(control, {"/data/plumbline_location": "a/2"}) == []


def test_a_review_s_questions_are_not_asked_of_a_visitor() -> None:
    text = STANDARD.replace("VERSION", "1").replace("of: [visit, review]", "of: [review]", 1)
    form = form_of(text)
    codes = {each.code for each in names.asked_in(form)}
    assert "S-1" not in codes
    assert "S-2" not in codes  # it hangs on S-1
    assert all(Instrument.VISIT in each.ask.of for each in names.asked_in(form))


def test_one_that_asks_visitors_nothing_has_no_form() -> None:
    with pytest.raises(NoForm):
        xform_of(form_of((LIBRARY / "contact.yaml").read_bytes()))


def test_a_form_is_made_once_and_the_same_every_time() -> None:
    forms = XForms()
    assert forms.of(SHOP) is forms.of(SHOP)
    assert forms.of(SHOP) == MADE["the shipped visit"]


def test_names_are_those_of_the_exchange() -> None:
    for code in ("S-1", "1ST", "META", "meta", "Ł-1", "x.y"):
        assert names.name_of(code) == _name(code)
    assert (names.NA, names.NA_SUFFIX) == (columns.NA_WORD, columns.NA_SUFFIX)
