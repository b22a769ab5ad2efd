"""Pages say in the reader's language what is wrong with a standard's text."""

from __future__ import annotations

import pytest

from plugin.language import TRANSLATED
from tests.pages.standards.desk import Desk, text, token_in

HEAVY = text(1).replace("weight: 2", "weight: heavy")
UNKEPT = text(1).replace("Mon 11:00 replied", "Mon 09:30 replied")
NO_NUMBER = {"pl": "&#39;heavy&#39; to nie liczba", "ru": "&#39;heavy&#39; — не число"}
WRITE_ONE = {
    "pl": "wpisz liczbę, bez cudzysłowu: od 0 do",
    "ru": "напишите число, без кавычек: от 0",
}
NOT_KEPT = {"pl": "mówi missed, a wychodzi met", "ru": "говорит missed, а выходит met"}
NO_YAML = {
    "pl": "to nie jest YAML: wartość po dwukropku nie może tu stać",
    "ru": "это не YAML: значение после двоеточия здесь стоять не может",
}
DRAFT = "/standards/contact/draft"
each_language = pytest.mark.parametrize("language", TRANSLATED)


@each_language
@pytest.mark.parametrize("path", ["", "/edit", "/handbook"])
def test_a_faulty_draft_is_told_of_in_the_readers_language(
    desk: Desk, path: str, language: str
) -> None:
    desk.written(said=HEAVY)
    page = desk.get("ann", f"{DRAFT}{path}", language)
    assert NO_NUMBER[language] in page.text
    assert WRITE_ONE[language] in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "is no number" not in page.text


@each_language
def test_an_example_that_is_not_kept_is_told_of_too(desk: Desk, language: str) -> None:
    desk.written(said=UNKEPT)
    assert NOT_KEPT[language] in desk.get("ann", DRAFT, language).text


@each_language
def test_a_text_that_is_no_yaml_is_told_of_too(desk: Desk, language: str) -> None:
    desk.written()
    client = desk.browser("ann", language)
    token = token_in(client.get(f"{DRAFT}/edit").text)
    told = {"yaml": "a: b: c", "do": "check", "revision": "1", "csrf_token": token}
    sent = client.post(f"{DRAFT}/edit", data=told)
    assert NO_YAML[language] in sent.text


@each_language
def test_a_backtest_of_a_faulty_draft_says_so_in_the_readers_language(
    desk: Desk, language: str
) -> None:
    desk.written(said=HEAVY)
    client = desk.browser("ann", language)
    page = client.get(f"{DRAFT}/backtests").text
    asked = {"csrf_token": token_in(page), "version": "draft", "period": "last_quarter"}
    sent = client.post(f"{DRAFT}/backtests", data=asked)
    assert sent.status_code == 422
    assert NO_NUMBER[language] in sent.text
