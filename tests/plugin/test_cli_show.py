"""`plumbline show`: the page of a standard, on the terminal and as one HTML file."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plugin.cli.main import cli
from standards.loader import read_file
from standards.model import Draft
from tests.standards.written import SOUND, written

ROOT = Path(__file__).parents[2]
LIBRARY = sorted((ROOT / "standards" / "library").glob("*.yaml"))
PAGES = ROOT / "docs" / "catalogue"
WIDE = {"COLUMNS": "200"}


def show(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, ["show", *map(str, words)], env=WIDE)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "contact.yaml"
    path.write_text(SOUND, "utf-8")
    return path


class _Reader(HTMLParser):
    """The tags that are left open, the words, and every address a page names."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        given = dict(attrs)
        self.addresses += [given[key] or "" for key in ("href", "src", "action") if key in given]
        self.names += [given["id"] or ""] if "id" in given else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)


def read_page(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def text_of(html: str) -> str:
    return " ".join(" ".join(read_page(html).words).split())


def test_the_page_says_everything_on_the_terminal(file: Path) -> None:
    result = show(file)
    assert result.exit_code == 0
    for words in (
        "Contact",
        "Version 3",
        "Owner: Head of service",
        "30 June 2027",
        "Opening hours: desk",
        "Monday–Friday: 08:00–16:00",
        "Sunday: no hours",
        "Closed on public holidays: Poland",
        "Also closed on: 4 May 2026",
        "Open although a public holiday: 24 December 2026",
        "24 December 2026: 08:00–12:00",
        "2 March 2026: break 12:00–13:00",
        "RSP-01  First reply",
        "critical · weight 3 · goal 95%",
        "Who hears nothing calls the shop.",
        "How long the customer waits for the first reply of a person",
        "priority: urgent  met         at most 1 hour",
        "partly met  up to 4 hours",
        "missed      more than 4 hours",
        "otherwise         met         at most 1 working day",
        "· Applies to: channel: chat or email; shop: 7",
        "· Only opening hours count: desk",
        "· The clock stands while the status is: on hold",
        "· With a reopening a new wait begins",
        "· Of several, the worst counts",
        "· Accountable: who replied or solved",
        "At once",
        "Mon 09:00 opened → Mon 09:30 replied",
        "tag: a and b · Mon 09:00 opened",
        "Were you greeted?",
        "· Asked in: visits and reviews",
        "Yes, asked",
        "partly met  hinted (50%)",
        "· Asked only when SHP-01 is: yes",
        "· An answer is required",
        "· “Not applicable” is no answer here",
    ):
        assert words in result.output


def test_the_page_is_in_the_language_asked_for(file: Path) -> None:
    output = show(file, "--language", "pl").output
    for words in (
        "Kontakt",
        "Właściciel: Head of service",
        "30 czerwca 2027",
        "poniedziałek–piątek: 08:00–16:00",
        "Nieczynne w święta państwowe: Polska",
        "Pierwsza odpowiedź",
        "krytyczne · waga 3 · cel 95%",
        "priorytet: urgent",
        "najwyżej 1 godzina",
        "do: 4 godziny",
        "Od razu",
        "pon. 09:00 otwarcie sprawy → pon. 09:30 odpowiedź",
        "kanał: chat lub email",
    ):
        assert words in output


def test_a_standard_in_another_language_has_its_page(file: Path) -> None:
    title = ("{en: Contact, pl: Kontakt}", "{de: Kontakt, en: Contact}")
    text = written(title, ("[en, pl]", "[de, en]"))
    text = text.replace("{en: First reply, pl: Pierwsza odpowiedź}", "Erste Antwort")
    text = text.replace("{en: At once, pl: Od razu}", "sofort").replace(
        "{en: 'Yes, asked', pl: Tak}", "ja"
    )
    file.write_text(text, "utf-8")
    output = show(file).output
    assert "Kontakt\n" in output
    assert "Montag–Freitag: 08:00–16:00" in output
    assert "Owner: Head of service" in output


def test_a_language_the_standard_is_not_written_in_is_refused(file: Path) -> None:
    result = show(file, "--language", "ru")
    assert result.exit_code == 2
    assert "contact is not written in 'ru'; it is in en, pl" in result.output


def test_a_standard_with_faults_is_refused_with_all_of_them(file: Path) -> None:
    file.write_text(written(("version: 3", "version: x"), ("goal: 0.95", "goal: 9")), "utf-8")
    result = show(file)
    assert result.exit_code == 1
    assert f"{file}:3:1: " in result.stderr
    assert f"{file}:28:5: " in result.stderr


def test_a_file_that_cannot_be_written_is_told(file: Path, tmp_path: Path) -> None:
    result = show(file, "--out", tmp_path / "nowhere" / "page.txt")
    assert result.exit_code == 3
    assert "nowhere" in result.stderr


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_page_can_be_written_to_a_file(file: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "page"
    assert show(file, "--format", form, "--out", out).exit_code == 0
    written = out.read_text("utf-8")
    assert "How long the customer waits for the first reply" in written
    assert written.startswith("<!doctype html>") == (form == "html")
    assert "\x1b" not in written


def test_a_page_needs_nothing_from_elsewhere(file: Path) -> None:
    html = show(file, "--format", "html").output
    page = read_page(html)
    assert all(address.startswith("#") for address in page.addresses)
    assert {address[1:] for address in page.addresses} == set(page.names)
    assert not re.search(r"https?:|//[a-z]|@import|url\(|<script|<link|<img", html)
    assert "default-src 'none'" in html


def test_a_page_suits_small_screens_the_dark_and_paper(file: Path) -> None:
    html = show(file, "--format", "html").output
    assert '<html lang="en">' in html
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in html
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html


def test_words_of_a_standard_are_words_on_the_page(file: Path) -> None:
    hostile = "<script>alert(1)</script> & {{ 7 * 7 }} {code}"
    file.write_text(written(("Who hears nothing calls the shop.", f"'{hostile}'")), "utf-8")
    html = show(file, "--format", "html").output
    assert "<script" not in html
    assert hostile in text_of(html)
    assert hostile in show(file).output


def test_a_page_a_language_is_written_with_links_to_the_others(file: Path, tmp_path: Path) -> None:
    into = tmp_path / "pages"
    assert show(file, "--into", into).exit_code == 0
    assert sorted(path.name for path in into.iterdir()) == ["contact.en.html", "contact.pl.html"]
    polish = read_page((into / "contact.pl.html").read_text("utf-8"))
    assert [each for each in polish.addresses if not each.startswith("#")] == ["contact.en.html"]


def test_a_standard_without_calendars_has_no_hours_on_its_page(file: Path) -> None:
    head, _, rest = SOUND.partition("calendars:")
    file.write_text(
        f"{head}criteria:\n  - code: SHP-01{rest.partition('  - code: SHP-01')[2]}", "utf-8"
    )
    assert "Opening hours" not in text_of(show(file, "--format", "html").output)


def drafts() -> list[Draft]:
    found = [read_file(path).draft for path in LIBRARY]
    return [draft for draft in found if draft is not None]


def test_the_committed_pages_are_those_of_the_standards_we_ship(tmp_path: Path) -> None:
    for path in LIBRARY:
        assert show(path, "--into", tmp_path).exit_code == 0
    fresh = {page.name: page.read_text("utf-8") for page in tmp_path.iterdir()}
    kept = {page.name: page.read_text("utf-8") for page in PAGES.glob("*.html")}
    assert fresh.keys() == kept.keys()
    assert [name for name in fresh if fresh[name] != kept[name]] == [], "run make catalogue"


@pytest.mark.parametrize("draft", drafts(), ids=lambda draft: draft.code)
def test_a_page_leaves_nothing_of_the_standard_out(draft: Draft) -> None:
    for language in draft.languages:
        words = text_of((PAGES / f"{draft.code}.{language}.html").read_text("utf-8"))
        assert words.count("{") == 0
        for criterion in draft.criteria:
            for said in (criterion.code, criterion.title[language], criterion.why[language]):
                assert " ".join(said.split()) in words
            for example in criterion.examples:
                assert not example.says or " ".join(example.says[language].split()) in words


GROUNDS = """\
    grounds:
      expectation: responsive
      basis:
        title: {en: The Act, pl: Ustawa}
        link: https://example.com/act
        checked: 2026-05-01
      finding: {en: A third left, pl: Jedna trzecia odeszła}
      owner: Ann
    goal: 0.95
"""


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ("Customers expect", "that we answer", "The Act (looked up on", "Ann")),
        ("pl", ("Klienci oczekują", "że odpowiadamy", "Ustawa (sprawdzono", "Jedna trzecia")),
    ],
)
def test_a_clause_says_what_it_rests_on(file: Path, language: str, says: tuple[str, ...]) -> None:
    file.write_text(written(("    goal: 0.95\n", GROUNDS)), "utf-8")
    page = read_page(show(file, "--language", language, "--format", "html").output)
    words = " ".join(page.words)
    assert [each for each in says if each not in words] == []
    assert "https://example.com/act" in page.addresses
    on_screen = show(file, "--language", language).output
    assert [each for each in says if each not in on_screen] == []
