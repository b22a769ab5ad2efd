"""Whatever is wrong with a standard is said in the reader's language, down to its smallest part."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import ruamel.yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from plugin.authoring.checking import checked
from plugin.faults import broken_examples
from plugin.language import TRANSLATED, Language, translations
from plugin.translations.templates import templates
from scoring.proof import contradictions
from standards.loader import read
from standards.promises import broken
from standards.said import BOTH, Said, both, parted, said_by
from standards.source import read_source
from standards.yaml_words import SENTENCES, problem_said
from tests.plugin.authoring.test_checking import NOW, REFUSED
from tests.standards.test_loader_faults import ASKED, CHANGES, NO_STANDARD
from tests.standards.test_source import FORMS, NUMBERS
from tests.standards.test_source import REFUSED as UNREAD
from tests.standards.written import SOUND, asking, reading

ROOT = Path(__file__).parents[3]
OTHERS = pytest.mark.parametrize("language", [*map(Language, TRANSLATED)], ids=TRANSLATED)
PLAIN = {BOTH, "{criterion}: {what}"}  # templates without a word of their own
EXAMPLES = (
    "Mon 9 opened",
    "Mon 25:00 opened",
    "opened",
    "Mon 09:00 opned",
    "Mon 09:00 xyzzy",
    "Mon 09:00 rated well",
    "Mon 09:00 rated",
    "Mon 09:00 status done",
    "Mon 09:00 replied",
)


def said_of_faults() -> Iterator[str]:
    """All that is said of every row of bad input in the tables of the standards' tests."""
    read_ones = [reading((old, new)) for old, new, _ in CHANGES]
    read_ones += [asking(ask, limits) for ask, limits, _ in ASKED]
    read_ones += [read(text.encode()) for text, _ in NO_STANDARD]
    read_ones.append(read(b"{}"))
    sources = [read_source(row[0]) for row in UNREAD]
    sources += [read_source(row[0].encode()) for row in FORMS]
    numbers = (row.split("|")[0].strip() for row in NUMBERS.strip().splitlines())
    sources += [read_source(f"key: {each}\n".encode()) for each in numbers]
    told = (*(each.faults for each in read_ones), *(each.faults for each in sources))
    for fault in (each for faults in told for each in faults):
        yield from filter(None, (fault.text, fault.mend))


def said_of_examples() -> Iterator[str]:
    """What is said of examples that are not kept or not understood."""
    for words in EXAMPLES:
        found = reading(("given: [Mon 09:00 opened], then", f"given: ['{words}'], then"))
        assert found.form is not None
        for each in broken_examples(found, contradictions(found.form, NOW)):
            yield from (each.text, each.mend)
    for text, _ in REFUSED.values():
        yield from (each.message for each in checked(text, NOW).faults)


def said_of_promises() -> Iterator[str]:
    """What is said of codes that would mean another thing."""
    was = read(SOUND.encode()).form
    assert was is not None
    for old, new in (
        ("kind: yes_no, question", "kind: photo, question"),
        ("kind: yes_no, question", "kind: yes_no, good: no, question"),
        ("asked: {en: 'Yes, asked', pl: Tak}", "hinted: {en: 'Yes, asked', pl: Tak}"),
    ):
        now = reading((old, new)).form
        found = () if now is None else broken(now, [was])
        yield from (each.why for each in found)


def within(said: str) -> Iterator[Said]:
    """The text and each text within it that was made of a template."""
    assert isinstance(said, Said), f"{said!r} cannot be told in another language"
    yield said
    for part in said.parts.values():
        if isinstance(part, Said):
            yield from within(part)


@pytest.fixture(scope="module")
def everything() -> tuple[str, ...]:
    """All of it."""
    found = (*said_of_faults(), *said_of_examples(), *said_of_promises())
    assert len(set(found)) > 200
    return found


@OTHERS
def test_every_row_of_bad_input_is_told_in_every_language(
    everything: tuple[str, ...], language: Language
) -> None:
    catalogue = translations(language.code)
    for each in everything:
        used = {one.template for one in within(each)} - PLAIN
        assert [one for one in used if catalogue.gettext(one) == one] == []
        assert language.said(each)


def test_in_english_it_reads_as_it_was_made(everything: tuple[str, ...]) -> None:
    english = Language("en")
    assert [each for each in everything if english.said(each) != each] == []


@OTHERS
def test_every_template_in_the_code_is_translated(language: Language) -> None:
    catalogue = translations(language.code)
    every = {*templates(), *SENTENCES}
    assert len(every) > 300
    same = {each for each in every if catalogue.gettext(each) == each}
    assert same <= PLAIN


@pytest.mark.parametrize("room", ["standards", "scoring/examples"])
def test_nothing_is_refused_in_words_that_cannot_be_translated(room: str) -> None:
    """Every refusal is a text with a template that stands in the code, or in a table of N_."""
    tables = {"base.py", "source.py", "yaml_words.py", "said.py"}
    for file in sorted((ROOT / room).rglob("*.py")):
        code = ast.parse(file.read_text())
        for call in (each for each in ast.walk(code) if isinstance(each, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            if name in {"refuse", "both"} or name.endswith("_Refused"):
                plain = [
                    each for each in call.args if isinstance(each, ast.JoinedStr | ast.Constant)
                ]
                assert plain == [], f"{file}:{call.lineno}"
            if name == "Said" and file.name not in tables:
                is_plain = isinstance(call.args[0], ast.Constant | ast.Name)
                assert is_plain, f"{file}:{call.lineno}"


def test_every_sentence_of_the_yaml_reader_is_known() -> None:
    """Those of its scanner and parser, taken from their code; the parts in them are any text."""
    folder = Path(ruamel.yaml.__file__).parent
    for name in ("scanner", "parser"):
        code = ast.parse((folder / f"{name}.py").read_text())
        for call in (each for each in ast.walk(code) if isinstance(each, ast.Call)):
            named = call.func.id if isinstance(call.func, ast.Name) else ""
            if named in {"ScannerError", "ParserError"} and len(call.args) > 2:
                problem = _sentence(call.args[2])
                if problem:
                    assert problem_said(problem).template in SENTENCES, problem
                    assert problem_said(problem) == problem


def _sentence(node: ast.expr) -> str:
    """The sentence with a sign for each part; empty where it is somebody else's."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        told = (
            str(each.value) if isinstance(each, ast.Constant) else "'x'" for each in node.values
        )
        return "".join(told)
    return ""


@pytest.mark.parametrize(
    "text", ["a: b: c", "a: [1, 2\nb: 3", 'a: "x', "\t- x", "a: '\\", "%x", "&"]
)
def test_a_text_that_is_no_yaml_is_taken_apart_and_put_together_as_it_was(text: str) -> None:
    with pytest.raises(MarkedYAMLError) as raised:
        list(YAML(typ="safe", pure=True).parse(text))
    said = str(raised.value.problem or raised.value.context)
    assert problem_said(said) == said
    assert problem_said(said).template in SENTENCES


def test_words_that_no_table_knows_are_quoted() -> None:
    assert problem_said("odd") == "the YAML reader says “odd”"


def test_a_text_is_parted_where_it_was_joined() -> None:
    said = both(Said("{value} is no text", value="'a; b'"), Said("write one text"))
    assert parted(said) == ("'a; b' is no text", "write one text")
    assert parted("no text; write one") == ("no text", "write one")
    assert said_by(ValueError(said)) is said
    assert said_by(ValueError("plain")) == "plain"
    assert said_by(ValueError()) == ""


def test_numbers_and_words_are_told_as_the_language_does() -> None:
    polish = Language("pl")
    said = Said("the file has more than {most:,} lines", most=50_000)
    assert said == "the file has more than 50,000 lines"
    assert polish.said(said) == "plik ma więcej niż 50\N{NO-BREAK SPACE}000 wierszy"
    found = read(b"code: x\n")
    assert "version: brakuje" not in polish.said(found.faults[0].text)
    assert {polish.said(each.text) for each in found.faults} >= {"brakuje version"}
    assert polish.said("as it is") == "as it is"
