"""The words of a visit on the phone: each is there in every language, and none is left over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import pytest

from mobile_api.phone.serving import FOLDER

Entry: TypeAlias = "str | Mapping[str, str]"

# The forms of number that each language has (CLDR), and so does every entry that has any.
FORMS = {"en": {"one", "other"}, "pl": {"one", "few", "many", "other"}}
FORMS["ru"] = FORMS["pl"]
BLANK = re.compile(r"\{(\w+)\}")
SAID = re.compile(r"""[`"](visit\.[a-z_.]+[a-z_])["`]""")
COMPOSED = re.compile(r"`(visit\.[a-z_.]+?)\$\{[^`]*?\}([a-z_.]*)`")


def words(tongue: str) -> Mapping[str, Entry]:
    """The catalogue of the language."""
    read: Mapping[str, Entry] = json.loads(
        (FOLDER / "words" / f"visit.{tongue}.json").read_text(encoding="utf-8")
    )
    return read


def sources() -> Iterator[str]:
    """What the pages of a visit are written in."""
    for path in sorted((FOLDER / "visit").rglob("*.js")):
        yield path.read_text(encoding="utf-8")


def blanks(entry: Entry) -> set[str]:
    """What is filled in, in any of its forms."""
    texts = [entry] if isinstance(entry, str) else entry.values()
    return {name for text in texts for name in BLANK.findall(text)}


@pytest.mark.parametrize("tongue", ["pl", "ru"])
def test_every_language_says_the_same_with_the_same_blanks(tongue: str) -> None:
    english = {key: blanks(entry) for key, entry in words("en").items()}
    assert {key: blanks(entry) for key, entry in words(tongue).items()} == english


@pytest.mark.parametrize("tongue", FORMS)
def test_an_entry_with_forms_has_all_that_its_language_needs(tongue: str) -> None:
    with_forms = {key: each for key, each in words(tongue).items() if not isinstance(each, str)}
    assert with_forms.keys() == {
        key for key, each in words("en").items() if not isinstance(each, str)
    }
    assert all(each.keys() == FORMS[tongue] for each in with_forms.values())


@pytest.mark.parametrize("tongue", FORMS)
def test_nothing_is_left_in_another_alphabet_or_empty(tongue: str) -> None:
    cyrillic = re.compile("[а-яё]", re.IGNORECASE)
    said = {key: json.dumps(entry, ensure_ascii=False) for key, entry in words(tongue).items()}
    plain = {key: BLANK.sub("", text) for key, text in said.items()}
    wordy = {key for key, text in plain.items() if re.search(r"[^\W\d_]", text)}
    assert all(plain.values())
    in_cyrillic = {key for key, text in plain.items() if cyrillic.search(text)}
    assert in_cyrillic == (wordy if tongue == "ru" else set())


def test_each_word_that_is_said_is_there() -> None:
    said = {key for source in sources() for key in SAID.findall(source)}
    assert len(said) > 80
    assert said <= words("en").keys()


def test_no_word_is_left_over() -> None:
    source = "\n".join(sources())
    said = set(SAID.findall(source))
    composed = COMPOSED.findall(source)
    left = {
        key
        for key in words("en").keys() - said
        if not any(key.startswith(start) and key.endswith(end) for start, end in composed)
    }
    assert left == {"visit.gone.heading", "visit.finished.heading"}
