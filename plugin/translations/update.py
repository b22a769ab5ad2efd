"""Brings the translations in step with the code: `python -m plugin.translations.update`.

New messages come in without a translation, those that are gone are dropped, all others stay.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from plugin.language import TRANSLATED
from plugin.translations.templates import templates

HERE = Path(__file__).parent
ROOMS = (HERE.parent, HERE.parents[1] / "scoring", HERE.parents[1] / "standards")
METHODS = [("**.py", "python"), ("**.jinja", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}

# Who reads a catalogue needs to know no more.
_HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"

"""


def path_of(language: str) -> Path:
    """Where the translations into the language are."""
    return HERE / language / "LC_MESSAGES" / "messages.po"


def written(language: str) -> Catalog:
    """The translations into the language, as they are committed."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def in_code(language: str) -> Catalog:
    """Every message that the code has, without translations."""
    catalog = Catalog(locale=language)
    for room in ROOMS:
        for _, _, message, _, _ in extract_from_dir(room, METHODS, keywords=KEYWORDS):
            catalog.add(message)
    for template in templates():
        catalog.add(template)
    return catalog


def updated(language: str) -> Catalog:
    """Every message that the code has, with the translation that is committed."""
    catalog, known = in_code(language), written(language)
    for message in catalog:
        found = known.get(message.id)
        if found is not None and found.id == message.id:
            message.string = found.string
    return catalog


def text_of(catalog: Catalog) -> str:
    """The catalogue as it is committed: in order, without places or dates."""
    stream = BytesIO()
    write_po(stream, catalog, width=100, no_location=True, omit_header=True, sort_output=True)
    header = _HEADER.format(language=catalog.locale, plural=catalog.plural_forms)
    return header + stream.getvalue().decode()


def lacking(catalog: Catalog) -> list[Message]:
    """The messages without a translation, or with one that is doubtful."""
    return [each for each in catalog if each.id and (each.fuzzy or not _is_said(each))]


def _is_said(message: Message) -> bool:
    said = message.string
    return all(said) if isinstance(said, tuple) else bool(said)


if __name__ == "__main__":
    for each in TRANSLATED:
        found = updated(each)
        path_of(each).write_text(text_of(found), "utf-8")
        print(f"{path_of(each)}: {len(lacking(found))} of {len(found)} to translate")
