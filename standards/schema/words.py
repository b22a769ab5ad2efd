"""Texts in the languages of the standard: a mapping, or a plain text in the first of them."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from marshmallow import ValidationError

from standards.languages import LANGUAGES
from standards.said import Said, both
from standards.schema.base import Describe, Described, Value, refuse
from standards.schema.groups import whole
from standards.schema.values import Text
from standards.wording import instead_of, listed, shown

# The languages of the standard being read, in its order; empty when they cannot be read.
WRITTEN_IN: ContextVar[tuple[str, ...]] = ContextVar("WRITTEN_IN", default=())

_UNDETERMINED = "und"  # ISO 639-2's code for a text whose language is not known


class Words(Value):
    """A text in every language, or a plain one in the first."""

    text = Text()

    def read(self, value: Any) -> dict[str, str]:
        languages = WRITTEN_IN.get()
        if not isinstance(value, dict):
            return {(*languages, _UNDETERMINED)[0]: self.text.deserialize(value)}
        _refuse_languages(set(value) - set(languages), languages)
        missing = [language for language in languages if language not in value]
        if missing:
            what = Said("the text in {languages} is missing", languages=listed(missing))
            refuse(what, Said("add `{language}: …`", language=missing[0]))
        texts = whole(value.items(), self.text.deserialize)
        return {language: texts[language] for language in languages or texts}

    def described(self, of: Describe) -> Described:
        text = self.text.described(of)
        languages = {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z]{2}$"},
            "additionalProperties": text,
            "minProperties": 1,
        }
        return {"anyOf": [text, languages]}


class Language(Value):
    """A language by its two letters, ISO 639-1."""

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or value not in LANGUAGES:
            known = LANGUAGES if isinstance(value, str) else ("pl",)
            what = Said("{value} is no language code of two letters", value=shown(value))
            refuse(what, instead_of(str(value), known))
        return value

    def described(self, of: Describe) -> Described:
        return {"type": "string", "pattern": "^[a-z]{2}$", "examples": ["pl", "en", "ru"]}


def _refuse_languages(unknown: set[str], languages: tuple[str, ...]) -> None:
    if unknown and languages:
        mend = Said("write {words}, or add it to `languages`", words=listed(languages))
        raise ValidationError({key: [both(_foreign(key), mend)] for key in sorted(unknown)})


def _foreign(key: str) -> Said:
    return Said("{key} is not among the languages of this standard", key=shown(key))
