"""What is said of a workbook's rows: taken, adapted or left, and how or why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from plugin.language import N_, Language


class Outcome(StrEnum):
    """What became of a row."""

    TAKEN = "taken"
    ADAPTED = "adapted"
    LEFT = "left"


OUTCOMES: Mapping[Outcome, str] = {
    Outcome.TAKEN: N_("taken"),
    Outcome.ADAPTED: N_("adapted"),
    Outcome.LEFT: N_("left out"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said: words marked for translation, the values in them, and what it costs.

    `outcome` is what a row becomes by it; what is TAKEN means what it meant.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    outcome: Outcome = Outcome.ADAPTED

    def said(self, language: Language) -> str:
        """The words in the language."""
        return language.gettext(self.message, **self.values)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a row (1-based) of a sheet; `code` is the criterion it is part of, if any."""

    sheet: str
    row: int
    name: str
    outcome: Outcome
    remarks: tuple[Remark, ...] = ()
    code: str | None = None


# Why a row is left out, by its type.
DATE = N_("there is no question for a date or time; a visit knows its own")
WHERE = N_("there is no question for a place on the map; a visit knows its location")
COMPUTED = N_("nothing is asked: Plumbline does not compute values")
ABOUT_FILLING = N_("it is about the device or the filling in; a visit knows its own times and user")
RECORDED = N_("there is no question for sound, film or files; only for photos")
SEVERAL = N_("several answers at once are no measure; ask each of them as a question of its own")
RANKED = N_("there is no question that puts answers in order")
SHOWN_ONLY = N_("it is only shown and asks nothing")
AGREED = N_("it can only be agreed to, so nothing is decided by it")
ELSEWHERE = N_("its answers stand in another file")
UNKNOWN_TYPE = N_("there is no kind of question for the type {type}")
IN_REPEAT = N_("it stands in a part that is repeated; a questionnaire asks once")
REPEAT = N_("a questionnaire asks once; what is repeated is left out")
ONE_ANSWER = N_("it offers one answer only, so nothing is decided by it")
NO_LABEL = N_("it has no words to ask with")
UNUSED = N_("no question that was taken asks with its list")
DISABLED = N_("it is disabled")

# What a group's rows say.
GROUP = N_("a group only orders the form; what is in it is taken by itself")
GROUP_CONDITION = N_("the condition of the group holds for each question in it")
STAGE = N_("the questions in it belong to this stage of the journey")

# How a question is adapted.
AS_YES_NO = N_("“yes” earns the whole share and “no” nothing; write `good: no` to turn it round")
NO_SHARES = N_("what its answers earn is not in the form: marked TODO, write a share from 0 to 1")
NO_LIMITS = N_("how much is enough is not in the form: marked TODO, write the limits")
SCALED = N_("the column {column} is read as points; each answer earns its part of the highest")
AS_SCALE = N_("taken as a scale from {least} to {most} on which more is better")
AS_CODE = N_("its code is {code}")
ASKED_ALWAYS = N_("its condition cannot be said here, so it is always asked: {condition}")
ANSWERED_FIRST = N_("its condition is kept only while the question it names was answered")
NOT_HELD = N_("its constraint is not kept: {constraint}")
LEFT_OUT = N_("left out: {columns}")
CUT_NAME = N_("its name is cut to {most} characters")
WITH_OTHER = N_("“other” is an answer like any; what is meant by it is not asked")
HINT_KEPT = N_("its hint stands beside it as a comment")
TYPED = N_("the code is typed in rather than scanned")
NAMES_OTHERS = N_("its words name another answer, which is shown as it is written")
FORMULA = N_("a cell holds a formula: what it said last is taken")
FAULTY_MORE = N_("the column {column} cannot be read and is left out")
NOT_KNOWN = N_("{value} is not known in the column {column} and is left out")
NA_ROW = N_("says that the next question may be answered by “not applicable”")

# What is said of the whole.
NO_LANGUAGE = N_("the columns for “{name}” are left out: the language is not known")
NOT_IN_DRAFT = N_("the language {language} is left out: the draft is not written in it")
EVEN_WEIGHTS = N_("every question counts 1, words and photos 0: the form does not say how much")
NO_WHY = N_("why each question matters is not in the form: marked TODO")
NO_GOVERNANCE = N_("who answers for the standard, and until when, is marked TODO")
NOTHING = N_("there is no question in it that could be taken")
SHEET_LEFT = N_("the sheet {name} is left out: only survey, choices and settings are read")
