"""What a criterion asks in words, and by which rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugin.catalogue.conditions import condition_in_words, status_name
from plugin.catalogue.limits import answer_label
from plugin.catalogue.names import (
    ACCOUNTABLE,
    COMBINE,
    COUNTED,
    INSTRUMENTS,
    RATINGS,
    REOPEN,
    SCHEDULE_CHANGE,
)
from plugin.language import N_, Language
from standards.durations import parse_duration
from standards.hours import Hours
from standards.kinds import (
    AgentWork,
    Choice,
    Clock,
    Count,
    Duration,
    FirstReply,
    KeptPromise,
    Kind,
    NextReply,
    PeriodicUpdate,
    Question,
    Rating,
    Reopen,
    RequesterWait,
    Resolution,
    YesNo,
)
from standards.languages import in_language
from standards.model import Accountable, Combine, Criterion, Form

CLOCKS: Mapping[type[Kind], str] = {
    FirstReply: N_("How long the customer waits for the first reply of a person"),
    NextReply: N_("How long each further message of the customer waits for its reply"),
    PeriodicUpdate: N_("How long the customer hears nothing from us until the matter is solved"),
    RequesterWait: N_("How long the customer waits for us until the matter is solved"),
    AgentWork: N_("How long we have the matter in our own hands until it is solved"),
    Resolution: N_("How long it takes from the first message until the matter is solved"),
    KeptPromise: N_("How long after the promised moment the matter is solved"),
}
_UNTIL_SOLVED = (RequesterWait, AgentWork, Resolution, KeptPromise)


def question_in_words(ask: Kind, language: Language) -> str:
    """What is measured or asked."""
    match ask:
        case Question():
            return in_language(ask.question, language.code)
        case Count():
            return language.gettext(COUNTED[ask.counted])
        case Rating():
            return language.gettext(RATINGS[ask.scale])
    return language.gettext(CLOCKS[type(ask)])


def rules_in_words(form: Form, criterion: Criterion, language: Language) -> Iterator[str]:
    """Each rule of the question that its reader should know, a sentence each."""
    ask = criterion.ask
    applies = condition_in_words(criterion.applies, language)
    if applies:
        yield language.gettext("Applies to: {condition}", condition=applies)
    if isinstance(ask, Clock):
        yield from _clock_rules(form, ask, language)
    if isinstance(ask, Question):
        yield from _answer_rules(form, ask, language)
    if criterion.combine is not Combine.MEAN:
        yield language.gettext(COMBINE[criterion.combine])
    if criterion.accountable is not Accountable.DEFAULT:
        yield language.gettext(ACCOUNTABLE[criterion.accountable])


def _clock_rules(form: Form, ask: Clock, language: Language) -> Iterator[str]:
    for when, name in ask.calendar.rows:
        condition = condition_in_words(when, language)
        counted = _counted(name, form.hours[name], language)
        yield f"{condition}: {counted}" if condition else counted
    if len(ask.calendar.rows) > 1:
        yield language.gettext(SCHEDULE_CHANGE[ask.calendar.on_change])
    if ask.pause_on:
        stops = language.all_of(status_name(status, language) for status in sorted(ask.pause_on))
        yield language.gettext("The clock stands while the status is: {statuses}", statuses=stops)
    if isinstance(ask, _UNTIL_SOLVED) or ask.reopen is not Reopen.RESUME:
        yield language.gettext(REOPEN[ask.reopen])
    if isinstance(ask, PeriodicUpdate) and ask.from_creation:
        yield language.gettext("The first wait begins when the matter is opened")


def _counted(name: str, hours: Hours, language: Language) -> str:
    if hours.always:
        return language.gettext("Time runs round the clock")
    return language.gettext("Only opening hours count: {calendar}", calendar=name)


def _answer_rules(form: Form, ask: Question, language: Language) -> Iterator[str]:
    asked = (language.gettext(name) for each, name in INSTRUMENTS.items() if each in ask.of)
    instruments = language.all_of(asked)
    yield language.gettext("Asked in: {instruments}", instruments=instruments)
    for code, answers in ask.shown_if.items():
        wanted = language.any_of(_answers(form, code, answers, language))
        yield language.gettext("Asked only when {code} is: {answers}", code=code, answers=wanted)
    if ask.required:
        yield language.gettext("An answer is required")
    if not ask.na:
        yield language.gettext("“Not applicable” is no answer here")


def _answers(form: Form, code: str, answers: frozenset[str], language: Language) -> Iterator[str]:
    asked = next(criterion.ask for criterion in form.criteria if criterion.code == code)
    for answer in sorted(answers):
        yield answer_in_words(asked, answer, language)


def answer_in_words(ask: Kind, answer: str, language: Language) -> str:
    """An answer as the person reads it."""
    if answer in _ANSWERS and (answer == "na" or isinstance(ask, YesNo)):
        return language.gettext(_ANSWERS[answer])
    match ask:
        case Choice():
            return answer_label(ask, answer, language)
        case Duration() if answer.startswith("P"):
            return language.duration(parse_duration(answer))
    return answer


_ANSWERS = {"yes": N_("yes"), "no": N_("no"), "na": N_("not applicable")}
