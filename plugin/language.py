"""What people read, in their language: translated messages, numbers, dates, durations, lists.

Messages are written in English in the code, as `language.gettext("…")`, `language.ngettext(…)` or,
in tables read later, `N_("…")`; `_("…")` in templates. Values go in by name: `{calendar}`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations
from babel.units import format_unit

from standards.said import Said, Use, begun_small

TRANSLATED = ("pl", "ru")  # besides English, in which the messages are written

_UNITS = (("duration-hour", 3_600), ("duration-minute", 60), ("duration-second", 1))


def N_(message: str) -> str:  # noqa: N802 - gettext's own name, which the extraction looks for
    """The message as it is: marks it for translation where it is read later."""
    return message


class _Figure:
    """A number within a text: grouped as the language does where the template groups it."""

    __slots__ = ("_language", "_number")

    def __init__(self, number: float, language: Language) -> None:
        self._number, self._language = number, language

    def __format__(self, form: str) -> str:
        return self._language.number(self._number) if form == "," else format(self._number, form)


@cache
def translations(language: str) -> NullTranslations:
    """The messages of the language; English ones for a language without translations."""
    if language not in TRANSLATED:
        return NullTranslations()
    written = files("plugin").joinpath("translations", language, "LC_MESSAGES", "messages.po")
    compiled = BytesIO()
    with written.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


@dataclass(frozen=True, slots=True)
class Language:
    """A language that messages, numbers, dates and durations are said in."""

    code: str

    @property
    def locale(self) -> Locale:
        """How the language writes numbers and dates; as English does where nothing is known."""
        try:
            return Locale.parse("en_GB" if self.code == "en" else self.code)
        except UnknownLocaleError:
            return Locale("en", "GB")

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return str(self.locale.languages.get(self.code, self.code)).capitalize()

    def gettext(self, message: str, **values: object) -> str:
        """The message in the language, with the values in it."""
        return str(translations(self.code).gettext(message)).format(**values)

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """The message for so many, with `{number}` and the values in it."""
        message = translations(self.code).ngettext(one, many, number)
        return str(message).format(number=self.number(number), **values)

    def said(self, text: str) -> str:
        """What a room below says, in the language; any other text as it is."""
        if not isinstance(text, Said):
            return text
        if isinstance(text, Use):
            return begun_small(str(translations(self.code).gettext(text.template)))
        return self.gettext(text.template, **{k: self._part(v) for k, v in text.parts.items()})

    def _part(self, part: object) -> object:
        if isinstance(part, str):
            return self.said(part)
        return _Figure(part, self) if isinstance(part, int | float) else part

    def number(self, number: float) -> str:
        """The number with the language's own point and grouping."""
        return str(format_decimal(number, locale=self.locale))

    def share(self, share: float) -> str:
        """The share (0..1) as a percentage, with one decimal at most."""
        return format_percent(round(share, 3), locale=self.locale, decimal_quantization=False)

    def day(self, day: date) -> str:
        """The date with its month in words."""
        return format_date(day, format="long", locale=self.locale)

    def duration(self, seconds: int) -> str:
        """The seconds in hours, minutes and seconds, as words."""
        parts: list[str] = []
        rest = seconds
        for unit, size in _UNITS:
            count, rest = divmod(rest, size)
            if count or (size == 1 and not parts):
                parts.append(format_unit(count, unit, locale=self.locale))
        return format_list(parts, style="unit", locale=self.locale)

    def any_of(self, words: Iterable[str]) -> str:
        """`a, b or c`."""
        return format_list(list(words), style="or", locale=self.locale)

    def all_of(self, words: Iterable[str]) -> str:
        """`a, b and c`."""
        return format_list(list(words), locale=self.locale)
