"""The XForm of a questionnaire: its XLSForm as it goes out, with what a visit has besides.

ODK Collect and KoboCollect show it; the answers come back by `mobile_api.openrosa`. Who works where
stands in files of their own beside the form, so that a form is made once for a standard's content.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock

from mobile_api.openrosa import names
from plugin.exchange.going_out.conditions import quoted
from plugin.exchange.going_out.outgoing import NothingAsked, xlsform_of
from plugin.exchange.workbooks import columns
from plugin.exchange.workbooks.escaping import harmless
from plugin.language import N_, Language
from plugin.visits.pictures import LONGEST_SIDE
from scoring.lines.visits import MEANS
from standards.kinds import Duration, Number
from standards.model import Form

MOST_QUESTIONS = 500  # of a form: pyxform takes seconds for more
MOST_KEPT = 64  # forms that a process remembers
Row = dict[str, str]

# What a form asks besides the questionnaire's own questions.
_WORDS = {
    names.LOCATION: N_("Where are you?"),
    names.MEANS: N_("How do you know who served you?"),
    names.EMPLOYEE: N_("Who served you?"),
    names.UNLISTED: N_("Not in the list? Write what stood on the badge or the receipt."),
    names.CONFIDENCE: N_("How sure are you that it was this person?"),
    names.SOUND: N_("Anything else? Say it here, if you like."),
}
_MEANS = {
    "badge": N_("From the name badge"),
    "receipt": N_("From the receipt"),
    "roster": N_("From the list of who works here"),
    "description": N_("From how the person looked"),
    "none": N_("I do not know who it was"),
}
_CONFIDENCE = {
    "certain": N_("Certain"),
    "fairly": N_("Fairly sure"),
    "unsure": N_("Not sure"),
    "guess": N_("Only a guess"),
}
_ABOUT_FILLING = {
    "start": names.START,
    "end": names.END,
    "deviceid": names.DEVICE,
    "start-geopoint": names.POSITION,
}
_SEEN = f"${{{names.MEANS}}} != '{names.NOBODY}'"
# A phone need not send more of a picture than is kept of it.
_MORE: Mapping[str, Row] = {"image": {"parameters": f"max-pixels={LONGEST_SIDE}"}}
_MINUTES = N_("In minutes; half a minute is 0.5.")
_NA_ROW = re.compile(re.escape(names.NA_SUFFIX) + r"\Z")


class NoForm(Exception):
    """The standard asks a visitor nothing, or more than a form holds."""


def xform_of(form: Form) -> bytes:
    """The XForm of what the standard asks of a visit, in all its languages. NoForm."""
    from pyxform.xls2xform import convert  # noqa: PLC0415 - half a second, and few ask for it

    made = convert(_workbook(form), validate=False, form_name="data", warnings=[])
    return str(made.xform).encode()


@dataclass(slots=True)
class XForms:
    """The XForms that this process has made, by the content of the standard.

    One is made at a time, however many ask: making one takes the processor for a while.
    """

    _made: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _making: Lock = field(default_factory=Lock)

    def of(self, form: Form) -> bytes:
        """The form's XForm. NoForm."""
        key = f"{form.hash} {form.version}"
        with self._making:
            if key not in self._made:
                self._made[key] = xform_of(form)
            self._made.move_to_end(key)
            while len(self._made) > MOST_KEPT:
                self._made.popitem(last=False)
            return self._made[key]


MADE = XForms()  # by what a standard says, whichever database it is from


def _workbook(form: Form) -> dict[str, list[Row]]:
    """The sheets as pyxform takes them: plain rows, without what is ours alone."""
    asked = names.asked_in(form)
    if not asked or len(asked) > MOST_QUESTIONS:
        raise NoForm(f"{form.code} asks a visitor {len(asked)} questions")
    try:
        sheets = xlsform_of(replace(form, criteria=asked)).workbook.sheets
    except NothingAsked as error:
        raise NoForm(error.message) from error
    said = _Saying(tuple(map(Language, form.languages)))
    return {
        "survey": [*said.before(), *_questions(form, sheets["survey"].rows), *said.after()],
        "choices": [*map(_bare, sheets["choices"].rows), *said.choices()],
        "settings": [_bare(sheets["settings"].rows[0])],
    }


def _questions(form: Form, rows: tuple[Mapping[str, str], ...]) -> Iterator[Row]:
    """The questionnaire's own rows, each asked only where its criterion applies.

    Why a question matters is left out: whoever answers is not told what is hoped for.
    """
    asked = {names.name_of(each.code): each for each in form.criteria}
    languages = tuple(map(Language, form.languages))
    for row in rows:
        name = _NA_ROW.sub("", row.get("name", ""))
        criterion = asked.get(name)
        told = {key: text for key, text in _bare(row).items() if not key.startswith("hint")}
        told |= _MORE.get(told["type"], {})
        if criterion is not None and name == row.get("name"):
            told |= _hint(criterion.ask, languages)
        conditions = [_among(each) for _, each in (criterion.applies.wanted if criterion else ())]
        if conditions and row.get("relevant"):
            conditions.append(f"({row['relevant']})")
        if conditions:
            told["relevant"] = " and ".join(conditions)
        yield told


def _hint(ask: object, languages: Iterable[Language]) -> Row:
    """In what a number is told."""
    match ask:
        case Duration():
            told = {each.code: each.gettext(_MINUTES) for each in languages}
        case Number(unit=unit) if unit:
            told = {each.code: harmless(unit) for each in languages}
        case _:
            return {}
    return {f"hint::{each.name} ({each.code})": told[each.code] for each in languages}


def _among(values: frozenset[str | int | float | bool]) -> str:
    wanted = (f"${{{names.LOCATION}}} = {quoted(str(each))}" for each in sorted(values, key=str))
    return f"({' or '.join(wanted)})"


def _bare(row: Mapping[str, str]) -> Row:
    """The row without our own columns: a form would carry them to whoever reads it."""
    return {key: text for key, text in row.items() if text and not key.startswith(columns.OURS)}


@dataclass(frozen=True, slots=True)
class _Saying:
    """What every form asks besides, in the languages of the questionnaire."""

    languages: tuple[Language, ...]

    def before(self) -> Iterator[Row]:
        """About the filling in, the place, and who served."""
        yield from ({"type": kind, "name": name} for kind, name in _ABOUT_FILLING.items())
        listed = f"select_one_from_file {names.LOCATIONS_LIST}.csv"
        yield self._asking(names.LOCATION, listed, required="yes", appearance="autocomplete")
        yield self._asking(names.MEANS, f"select_one {names.MEANS}", required="yes")
        here = f"select_one_from_file {names.EMPLOYEES_LIST}.csv"
        among = f"location = ${{{names.LOCATION}}}"
        yield self._asking(names.EMPLOYEE, here, relevant=_SEEN, choice_filter=among)
        unlisted = f"{_SEEN} and ${{{names.EMPLOYEE}}} = ''"
        yield self._asking(names.UNLISTED, "text", relevant=unlisted)
        named = f"{_SEEN} and (${{{names.EMPLOYEE}}} != '' or ${{{names.UNLISTED}}} != '')"
        sure = f"select_one {names.CONFIDENCE}"
        yield self._asking(names.CONFIDENCE, sure, required="yes", relevant=named)

    def after(self) -> Iterator[Row]:
        """A recording for what no question asked."""
        yield self._asking(names.SOUND, "audio")

    def choices(self) -> Iterator[Row]:
        """The answers to pick from."""
        for name, words in ((names.MEANS, _MEANS), (names.CONFIDENCE, _CONFIDENCE)):
            for word, label in words.items():
                yield {"list_name": name, "name": word, **self._labels(label)}

    def _asking(self, name: str, kind: str, **more: str) -> Row:
        return {"type": kind, "name": name, **self._labels(_WORDS[name]), **more}

    def _labels(self, words: str) -> Row:
        return {f"label::{each.name} ({each.code})": each.gettext(words) for each in self.languages}


assert _MEANS.keys() == MEANS.keys(), "a form offers every means there is"
