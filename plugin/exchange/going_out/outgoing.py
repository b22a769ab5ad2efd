"""A standard's questionnaire as an XLSForm workbook, and the list of what is not in it.

https://xlsform.org/en/: the sheets `survey`, `choices` and `settings`. What the form cannot say
stands in columns of ours (`columns` of the workbooks), and what it cannot ask in a sheet of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from plugin.catalogue.names import JOURNEY
from plugin.exchange.going_out.answers import Answer, list_of
from plugin.exchange.going_out.asking import Asking, asking
from plugin.exchange.going_out.conditions import is_selected, relevant_of
from plugin.exchange.workbooks import columns
from plugin.exchange.workbooks.escaping import harmless
from plugin.exchange.workbooks.sheets import LONGEST_CELL, Sheet, Workbook
from plugin.exchange.yaml_text import number_said
from plugin.language import N_, Language
from standards.content import mapping
from standards.kinds import KIND_WORDS, Question, Words
from standards.model import Criterion, Form
from standards.source import Plain, read_source

# The keys of a criterion that stand in columns of their own.
_CARRIED = frozenset({"code", "ask", "weight", "severity", "journey", "why"})
_LOST = ("calendars", "governance", "identification")

NOTHING_ASKED = N_("The standard asks nobody anything; all of it is measured from tickets.")
NOTHING_READ = N_("Nothing of it can be read yet; mend its faults first.")
TOO_LONG = N_("they are longer than a cell may be")
MEASURED = N_("{kind} is measured from tickets; nobody is asked")
FAULTY = N_("it has faults; mend them first")
NO_PLACE = N_("a form has no place for it")
SPACES = N_("spaces that do not break a line become plain ones")
COMMENTS = N_("a form has no place for them; they stay in the YAML")


@dataclass(frozen=True, slots=True)
class Left:
    """Something of the standard that the workbook does not hold: what, and why.

    `message` is marked for translation, `values` go into it.
    """

    what: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def why(self) -> str:
        """The reason in English."""
        return Language("en").gettext(self.message, **self.values)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The questionnaire as a workbook, and everything that is not in it."""

    workbook: Workbook
    left: tuple[Left, ...]


class NothingAsked(Exception):
    """The standard asks people nothing, so there is no form; `message` is yet to be translated."""

    def __init__(self, message: str = NOTHING_ASKED) -> None:
        super().__init__(message)
        self.message = message


def xlsform_of(form: Form) -> Outgoing:
    """The questionnaire of the standard in all its languages. NothingAsked where it has none."""
    if not any(isinstance(each.ask, Question) for each in form.criteria):
        raise NothingAsked
    return _Writing(form).written()


@dataclass(frozen=True, slots=True)
class _Row:
    """A question on its way: its criterion, what it asks, and what it is called in the form."""

    criterion: Criterion
    ask: Question
    name: str
    more: str


class _Writing:
    """One pass over a form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.left: list[Left] = []
        self.languages = tuple(map(Language, form.languages))
        self.plain = self._plain()
        self.rows = tuple(self._rows())
        self.names = {each.criterion.code: each.name for each in self.rows}
        self.asked = {each.criterion.code: each.ask for each in self.rows}

    def written(self) -> Outgoing:
        survey, choices = tuple(self._survey()), tuple(self._choices())
        sheets = {
            "survey": Sheet(self._survey_headers(), survey),
            "choices": Sheet(self._choice_headers(), choices),
            "settings": self._settings(),
        }
        left = (*self.left, *self._faulty(), *self._not_asked(), *self._not_carried())
        told = tuple({"what": each.what, "why": each.why} for each in left)
        sheets[columns.LEFT_SHEET] = Sheet(("what", "why"), told)
        return Outgoing(Workbook(sheets), left)

    def _plain(self) -> Mapping[str, Mapping[str, Plain]]:
        """The criteria as they are written, by code."""
        listed = mapping(read_source(self.form.text.encode()).data).get("criteria")
        found = [mapping(each) for each in (listed if isinstance(listed, list) else ())]
        return {str(each.get("code")): each for each in found}

    def _rows(self) -> Iterator[_Row]:
        for each in self.form.criteria:
            if isinstance(each.ask, Question):
                yield _Row(each, each.ask, _name(each.code), self._more(each.code))

    def _more(self, code: str) -> str:
        told = {key: each for key, each in self.plain[code].items() if key not in _CARRIED}
        text = _json(told)
        if len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
            return text
        self.left.append(Left(f"{code}: examples", TOO_LONG))
        del told["examples"]
        return _json(told)

    def _survey(self) -> Iterator[dict[str, str]]:
        stages = [each.criterion.journey for each in self.rows]
        for number, row in enumerate(self.rows):
            stage = stages[number]
            if stage is not None and (number == 0 or stages[number - 1] is not stage):
                label = {each.code: each.gettext(JOURNEY[stage]) for each in self.languages}
                name = f"{columns.STAGE_PREFIX}{number + 1}_{stage.value}"
                yield {"type": "begin_group", "name": name, **self._said("label", label)}
            yield from self._question(row)
            if stage is not None and stages[number + 1 : number + 2] != [stage]:
                yield {"type": "end_group"}

    def _question(self, row: _Row) -> Iterator[dict[str, str]]:
        ask, criterion, how = row.ask, row.criterion, asking(row.ask)
        relevant = relevant_of(ask.shown_if, self.asked, self.names)
        if ask.na and not is_selected(ask):
            yield self._applies(row, relevant)
            applies = f"not(${{{row.name}{columns.NA_SUFFIX}}} = '{columns.NA_WORD}')"
            relevant = f"({relevant}) and {applies}" if relevant else applies
        yield {
            "type": how.type.format(list=list_of(criterion.code, ask)),
            "name": row.name,
            **self._said("label", ask.question),
            **self._said("hint", criterion.why),
            "required": "yes" if ask.required else "",
            "relevant": relevant,
            "constraint": how.constraint,
            **self._ours(row, how),
        }

    def _applies(self, row: _Row, relevant: str) -> dict[str, str]:
        """The row before a question that cannot itself be answered by `not applicable`."""
        words = {each.code: each.gettext("Not applicable") for each in self.languages}
        label = {code: f"{row.ask.question.get(code, '')} {said}" for code, said in words.items()}
        return {
            "type": f"select_one {columns.NA_WORD}",
            "name": f"{row.name}{columns.NA_SUFFIX}",
            **self._said("label", label),
            "relevant": relevant,
            "appearance": "minimal",
            columns.PART: columns.NA_WORD,
        }

    def _ours(self, row: _Row, how: Asking) -> dict[str, str]:
        criterion, ask = row.criterion, row.ask
        return {
            columns.CODE: criterion.code,
            columns.KIND: KIND_WORDS[type(criterion.ask)],
            columns.OF: " ".join(sorted(ask.of)),
            columns.WEIGHT: number_said(criterion.weight),
            columns.SEVERITY: criterion.severity.value,
            columns.JOURNEY: criterion.journey.value if criterion.journey else "",
            columns.MORE: harmless(row.more),
            **{name: harmless(text) for name, text in how.ours.items()},
        }

    def _choices(self) -> Iterator[dict[str, str]]:
        seen = set()
        for row in self.rows:
            name = list_of(row.criterion.code, row.ask)
            for each in asking(row.ask).answers(self.languages) if name not in seen else ():
                yield self._choice(name, each)
            seen.add(name)
        if any(each.ask.na and not is_selected(each.ask) for each in self.rows):
            label = {each.code: each.gettext("Not applicable") for each in self.languages}
            yield self._choice(columns.NA_WORD, Answer(columns.NA_WORD, label, None))

    def _choice(self, name: str, answer: Answer) -> dict[str, str]:
        return {
            "list_name": name,
            "name": harmless(answer.name),
            **self._said("label", answer.label),
            columns.SHARE: "" if answer.share is None else number_said(answer.share),
            columns.NA: "yes" if answer.is_na else "",
        }

    def _settings(self) -> Sheet:
        first = self.languages[0]
        row = {
            "form_title": harmless(self.form.title.get(first.code, self.form.code)),
            "form_id": self.form.code,
            "version": str(self.form.version),
            "default_language": _column(first),
            **{
                f"{columns.OURS}title_{code}": harmless(text)
                for code, text in self.form.title.items()
            },
        }
        return Sheet(tuple(row), (row,))

    def _said(self, column: str, words: Words) -> dict[str, str]:
        """The words under the headers of their languages."""
        return {
            f"{column}::{_column(each)}": harmless(words[each.code])
            for each in self.languages
            if each.code in words
        }

    def _survey_headers(self) -> tuple[str, ...]:
        label, hint = (tuple(f"{column}::{_column(each)}" for each in self.languages)
                       for column in ("label", "hint"))  # fmt: skip
        standard = ("required", "relevant", "constraint", "appearance")
        return ("type", "name", *label, *hint, *standard, *_OURS)

    def _choice_headers(self) -> tuple[str, ...]:
        label = (f"label::{_column(each)}" for each in self.languages)
        return ("list_name", "name", *label, columns.SHARE, columns.NA)

    def _faulty(self) -> Iterator[Left]:
        """What is written and could not be read."""
        known = {each.code for each in self.form.criteria}
        for code in self.plain:
            if code not in known:
                yield Left(code, FAULTY)

    def _not_asked(self) -> Iterator[Left]:
        for each in self.form.criteria:
            if not isinstance(each.ask, Question):
                kind = KIND_WORDS[type(each.ask)]
                yield Left(f"{each.code}: {_first(each.title)}", MEASURED, {"kind": kind})

    def _not_carried(self) -> Iterator[Left]:
        written = mapping(read_source(self.form.text.encode()).data)
        for key in _LOST:
            if key in written:
                yield Left(key, NO_PLACE)
        if "#" in self.form.text:
            yield Left("comments", COMMENTS)
        if "\xa0" in self.form.text:
            yield Left("U+00A0", SPACES)


_OURS = (
    columns.CODE,
    columns.KIND,
    columns.OF,
    columns.WEIGHT,
    columns.SEVERITY,
    columns.JOURNEY,
    columns.GOOD,
    columns.UNIT,
    columns.BETTER,
    columns.MORE,
    columns.PART,
)


def _json(told: Mapping[str, Plain]) -> str:
    """As JSON in one line; a space that does not break would become one that does in a cell."""
    return json.dumps(told, ensure_ascii=False).replace("\xa0", "\\u00a0")


def _name(code: str) -> str:
    """What a question is called: an XML name begins with a letter, and `meta` is taken."""
    return code if code[0].isalpha() and code.casefold() != "meta" else f"_{code}"


def _column(language: Language) -> str:
    return f"{language.name} ({language.code})"


def _first(words: Words) -> str:
    return next(iter(words.values()), "")
