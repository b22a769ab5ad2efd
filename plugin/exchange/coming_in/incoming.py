"""A form's rows as criteria: each row taken, adapted or left out, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from plugin.exchange.coming_in import remarks
from plugin.exchange.coming_in.codes import code_like, free_code
from plugin.exchange.coming_in.criterion import Place, criterion_of
from plugin.exchange.coming_in.kinds import Asked, Leave, asked
from plugin.exchange.coming_in.relevance import Unsayable, read_relevant
from plugin.exchange.coming_in.remarks import Outcome, Remark, Told
from plugin.exchange.coming_in.types import Asks, Type, type_of
from plugin.exchange.coming_in.wording import words_in
from plugin.exchange.workbooks import columns
from plugin.exchange.workbooks.languages import language_of
from plugin.exchange.workbooks.lines import Line, lines_of, unknown_languages
from plugin.exchange.workbooks.lists import LONGEST_NAME, Listed, lists_of
from plugin.exchange.workbooks.sheets import Workbook
from plugin.exchange.yaml_text import Todo
from standards.model import Journey

_NO_LIST = Listed()
_JOURNEYS = {each.value for each in Journey}


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came of a workbook: the criteria as plain data, and what became of each row.

    `title` is that of the form by language, `form_id` its id, both empty where it has none.
    `notes` are about the whole.
    """

    languages: tuple[str, ...]
    title: Mapping[str, str]
    form_id: str
    criteria: tuple[Mapping[str, Any], ...]
    told: tuple[Told, ...]
    notes: tuple[Remark, ...]

    def count(self, outcome: Outcome, sheet: str = "survey") -> int:
        """How many rows of the sheet had that outcome."""
        return sum(each.outcome is outcome and each.sheet == sheet for each in self.told)


@dataclass(frozen=True, slots=True)
class _Group:
    """A group that is open: its condition, its stage, and whether it is repeated."""

    relevant: str
    journey: str
    repeats: bool
    told: Told


@dataclass(slots=True)
class _Known:
    """An earlier question that conditions may name."""

    code: str
    answers: Mapping[str, str]


@dataclass(slots=True)
class _Walk:
    """One pass over the survey."""

    lists: Mapping[str, Listed]
    languages: tuple[str, ...]
    taken: set[str]
    formulas: frozenset[int]
    groups: list[_Group] = field(default_factory=list)
    known: dict[str, _Known] = field(default_factory=dict)
    companions: dict[str, str] = field(default_factory=dict)  # name of an na row -> the question's
    criteria: list[Mapping[str, Any]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)  # lists of questions that were taken

    def told(self, line: Line) -> Told:
        """What becomes of the row."""
        kind, name = type_of(line.cell("type")), line.cell("name")
        if line.cell("disabled").casefold() in {"yes", "true"}:
            return _left(line, remarks.DISABLED)
        match kind.asks:
            case Asks.BEGIN | Asks.BEGIN_REPEAT:
                return self._begun(line, repeats=kind.asks is Asks.BEGIN_REPEAT)
            case Asks.END | Asks.END_REPEAT:
                told = self.groups.pop().told if self.groups else _left(line, remarks.GROUP)
                return replace(told, row=line.number)
        if any(each.repeats for each in self.groups):
            return _left(line, remarks.IN_REPEAT)
        if kind.asks is Asks.NOTHING:
            values = {"type": line.cell("type")[:40]} if kind.why == remarks.UNKNOWN_TYPE else {}
            return _left(line, kind.why, values)
        if line.cell(columns.PART) == columns.NA_WORD and name.endswith(columns.NA_SUFFIX):
            self.companions[name] = name.removesuffix(columns.NA_SUFFIX)
            said = Remark(remarks.NA_ROW, outcome=Outcome.TAKEN)
            return Told("survey", line.number, name, Outcome.TAKEN, (said,))
        return self._question(line, kind)

    def _begun(self, line: Line, *, repeats: bool) -> Told:
        journey = line.cell("name").removeprefix(columns.STAGE_PREFIX).lstrip("0123456789_")
        journey = journey.casefold() if journey.casefold() in _JOURNEYS else ""
        relevant = line.cell("relevant")
        if repeats:
            told = _left(line, remarks.REPEAT)
        elif journey:
            stage = Remark(remarks.STAGE, outcome=Outcome.TAKEN)
            told = Told("survey", line.number, line.cell("name"), Outcome.TAKEN, (stage,))
        else:
            told = _left(line, remarks.GROUP)
            if relevant:
                told = replace(told, remarks=(*told.remarks, Remark(remarks.GROUP_CONDITION)))
        self.groups.append(_Group(relevant, journey, repeats, told))
        return told

    def _question(self, line: Line, kind: Type) -> Told:
        if not line.words("label"):
            return _left(line, remarks.NO_LABEL)
        try:
            found = asked(line, kind, self.lists.get(kind.list_name, _NO_LIST), self._words)
        except Leave as leave:
            return Told("survey", line.number, line.cell("name"), Outcome.LEFT, (leave.remark,))
        code = self._code(line)
        shown_if = self._shown_if(line, found)
        if line.cell("name") + columns.NA_SUFFIX in self.companions:
            found.has_na = True
        if line.number in self.formulas:
            found.remarks.append(Remark(remarks.FORMULA))
        journey = next((each.journey for each in reversed(self.groups) if each.journey), "")
        made = criterion_of(line, found, Place(code, shown_if, journey), self.languages)
        self.known[line.cell("name")] = _Known(code, found.answers)
        self.criteria.append(made.data)
        self.used.add(kind.list_name)
        if code != line.cell("name") and not line.cell(columns.CODE):
            made.remarks.append(Remark(remarks.AS_CODE, {"code": code}, Outcome.TAKEN))
        is_adapted = any(each.outcome is Outcome.ADAPTED for each in made.remarks)
        outcome = Outcome.ADAPTED if is_adapted else Outcome.TAKEN
        return Told("survey", line.number, line.cell("name"), outcome, tuple(made.remarks), code)

    def _code(self, line: Line) -> str:
        wanted = line.cell(columns.CODE) or line.cell("name")
        code = free_code(code_like(wanted, f"Q-{line.number}"), self.taken)
        self.taken.add(code)
        return code

    def _shown_if(self, line: Line, found: Asked) -> Mapping[str, list[str]]:
        """The condition of the row and of the groups around it, as far as it can be said."""
        own = _without_na(line.cell("relevant"), line.cell("name"))
        every = [each.relevant for each in self.groups if each.relevant] + ([own] if own else [])
        if not every:
            return {}
        text = " and ".join(f"({each})" for each in every)
        for companion, name in self.companions.items():
            text = text.replace(f"${{{companion}}}", f"${{{name}}}")
        possible = {name: frozenset(each.answers) for name, each in self.known.items()}
        try:
            read = read_relevant(text, possible)
        except Unsayable:
            condition = " and ".join(every)
            found.remarks.append(Remark(remarks.ASKED_ALWAYS, {"condition": condition[:200]}))
            found.has_na = True
            return {}
        if read.is_narrower:
            found.remarks.append(Remark(remarks.ANSWERED_FIRST))
        return {
            self.known[name].code: [
                self.known[name].answers.get(each, each) for each in sorted(answers)
            ]
            for name, answers in read.shown_if.items()
        }

    def _words(self, found: Mapping[str, str]) -> object:
        return words_in(found, self.languages, Todo)


def incoming(
    workbook: Workbook,
    language: str = "en",
    into: Sequence[str] | None = None,
    taken: Iterable[str] = (),
) -> Incoming:
    """The criteria that the form's questions make.

    `language` is that of texts without one, where the form names none either. `into` are the
    languages of the draft they go into, None for one of their own; `taken` are its codes.
    """
    settings = next(iter(lines_of(workbook.sheet("settings"), language)), Line(2, {}, {}))
    default = language_of(settings.cell("default_language")) or language
    survey = lines_of(workbook.sheet("survey"), default)
    choices = lines_of(workbook.sheet("choices"), default)
    languages = tuple(into) if into is not None else _languages(survey, default)
    formulas = frozenset(row for sheet, row in workbook.formulas if sheet == "survey")
    walk = _Walk(lists_of(choices), languages, set(taken), formulas)
    told = [walk.told(line) for line in survey]
    told += _of_choices(choices, walk.used, workbook)
    notes = tuple(_notes(workbook, walk, survey, into, default))
    title = _title(settings, default)
    return Incoming(
        languages, title, settings.cell("form_id"), tuple(walk.criteria), tuple(told), notes
    )


def _languages(survey: Sequence[Line], default: str) -> tuple[str, ...]:
    """Every language that questions are written in, the default one first."""
    found = dict.fromkeys(each for line in survey for each in line.words("label"))
    if default in found or not found:
        found = {default: None, **found}
    return tuple(found)


def _without_na(relevant: str, name: str) -> str:
    """The condition without what our own forms add to it: that `not applicable` was not said."""
    ours = f"not(${{{name}{columns.NA_SUFFIX}}} = '{columns.NA_WORD}')"
    return "" if relevant == ours else relevant.removesuffix(f" and {ours}")


def _title(settings: Line, default: str) -> Mapping[str, str]:
    ours = f"{columns.OURS}title_"
    told = {
        name.removeprefix(ours): text
        for name, text in settings.cells.items()
        if name.startswith(ours)
    }
    title = settings.cell("form_title")
    return told or ({default: title} if title else {})


def _of_choices(choices: Iterable[Line], used: set[str], workbook: Workbook) -> Iterator[Told]:
    formulas = {row for sheet, row in workbook.formulas if sheet == "choices"}
    for line in choices:
        said: tuple[Remark, ...] = ()
        outcome = Outcome.TAKEN
        if line.cell("list_name") not in used and line.cell("list_name") != columns.NA_WORD:
            outcome, said = Outcome.LEFT, (Remark(remarks.UNUSED, outcome=Outcome.LEFT),)
        elif line.number in formulas:
            outcome, said = Outcome.ADAPTED, (Remark(remarks.FORMULA),)
        elif len(line.cell("name")) > LONGEST_NAME:
            outcome, said = Outcome.ADAPTED, (Remark(remarks.CUT_NAME, {"most": LONGEST_NAME}),)
        yield Told("choices", line.number, line.cell("name"), outcome, said)


def _notes(
    workbook: Workbook,
    walk: _Walk,
    survey: Sequence[Line],
    into: Sequence[str] | None,
    default: str,
) -> Iterator[Remark]:
    for name in workbook.others:
        yield Remark(remarks.SHEET_LEFT, {"name": name[:60]})
    for name in unknown_languages(workbook.sheet("survey")):
        yield Remark(remarks.NO_LANGUAGE, {"name": name[:60]})
    for each in _languages(survey, default) if into is not None else ():
        if each not in walk.languages:
            yield Remark(remarks.NOT_IN_DRAFT, {"language": each})
    if not walk.criteria:
        yield Remark(remarks.NOTHING)
        return
    headers = {line for each in survey for line in each.cells}
    if columns.WEIGHT not in headers:
        yield Remark(remarks.EVEN_WEIGHTS)
    if columns.KIND not in headers:
        yield Remark(remarks.NO_WHY)


def _left(line: Line, why: str, values: Mapping[str, object] | None = None) -> Told:
    remark = Remark(why, values or {}, Outcome.LEFT)
    return Told("survey", line.number, line.cell("name"), Outcome.LEFT, (remark,))
