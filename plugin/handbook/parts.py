"""The parts of a criterion that may change, each with its name and what it says in words.

A part is called as the difference of two versions calls it (standards.difference), shortened to
what is told in one line: `title.pl` is `title`, `limits[channel: chat].full` is its row of limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from plugin.catalogue.conditions import condition_in_words
from plugin.catalogue.grounds import grounds_in_words
from plugin.catalogue.limits import Row, rows_of
from plugin.catalogue.names import (
    ACCOUNTABLE,
    COMBINE,
    JOURNEY,
    SATISFACTION,
    SEVERITY,
    VERDICTS,
)
from plugin.catalogue.questions import question_in_words, rules_in_words
from plugin.language import N_, Language
from standards.amounts import said
from standards.languages import in_language
from standards.model import Criterion, Form


@dataclass(frozen=True, slots=True)
class Side:
    """A criterion in its version, for a reader of the language."""

    form: Form
    criterion: Criterion
    language: Language

    def says(self, part: str) -> tuple[str, ...]:
        """The lines of the part; none where nothing is said."""
        if part.startswith("limits"):
            return tuple(_limits(self, part))
        lines = _PARTS[part][1](self)
        return (lines,) if isinstance(lines, str) and lines else tuple(lines or ())


def part_of(path: str) -> str:
    """The part that a change's path belongs to."""
    head, _, rest = path.partition(".")
    if head.startswith("limits"):
        return path.removesuffix(".full").removesuffix(".none")
    if head == "ask":
        return _ASKED.get(rest.partition(".")[0], "rules")
    return head


def named_of(part: str, *sides: Side) -> str:
    """What the part is called, with the contacts that a row of limits is for."""
    language = sides[-1].language
    if not part.startswith("limits"):
        return language.gettext(_PARTS[part][0])
    name = language.gettext(_LIMITS)
    limits = (limit for side in sides for limit in side.criterion.limits)
    when = next((each.when for each in limits if _row(said(each.when)) == part), None)
    words = "" if when is None else condition_in_words(when, language)
    return f"{name} ({words})" if words else name


def measured_in_words(form: Form, criterion: Criterion, language: Language) -> tuple[str, ...]:
    """How the criterion is measured and whose it is, a sentence each."""
    side = Side(form, criterion, language)
    rules = rules_in_words(form, criterion, language)
    told = tuple(each for each in rules if each not in _applies(side))
    whose = _accountable(side)
    return told if whose in told else (*told, whose)


def _row(condition: str) -> str:
    return f"limits[{condition}]" if condition else "limits"


def _limits(side: Side, part: str) -> Iterator[str]:
    """A line for each band: `met: at most 1 hour`."""
    rows = rows_of(side.criterion, side.language)
    if not side.criterion.limits:
        yield from (line for row in rows for line in _bands(row, side.language))
        return
    for limit, row in zip(side.criterion.limits, rows, strict=True):
        if _row(said(limit.when)) == part:
            yield from _bands(row, side.language)


def _bands(row: Row, language: Language) -> Iterator[str]:
    for verdict, says in row.bands:
        yield f"{language.gettext(VERDICTS[verdict])}: {says}"


def _title(side: Side) -> str:
    return in_language(side.criterion.title, side.language.code)


def _why(side: Side) -> str:
    return in_language(side.criterion.why, side.language.code)


def _question(side: Side) -> str:
    return question_in_words(side.criterion.ask, side.language)


def _rules(side: Side) -> tuple[str, ...]:
    """The rules that no other part tells."""
    elsewhere = {*_combine(side), _accountable(side), *_applies(side)}
    rules = rules_in_words(side.form, side.criterion, side.language)
    return tuple(each for each in rules if each not in elsewhere)


def _applies(side: Side) -> tuple[str, ...]:
    words = condition_in_words(side.criterion.applies, side.language)
    if not words:
        return (side.language.gettext("Applies to every contact"),)
    return (side.language.gettext("Applies to: {condition}", condition=words),)


def _combine(side: Side) -> tuple[str, ...]:
    return (side.language.gettext(COMBINE[side.criterion.combine]),)


def _accountable(side: Side) -> str:
    return side.language.gettext(ACCOUNTABLE[side.criterion.accountable])


def _goal(side: Side) -> str:
    goal = side.criterion.goal
    return "" if goal is None else side.language.share(goal)


def _severity(side: Side) -> str:
    return side.language.gettext(SEVERITY[side.criterion.severity])


def _weight(side: Side) -> str:
    return side.language.number(side.criterion.weight)


def _satisfaction(side: Side) -> str:
    source = side.criterion.satisfaction
    return "" if source is None else side.language.gettext(SATISFACTION[source])


def _journey(side: Side) -> str:
    stage = side.criterion.journey
    return "" if stage is None else side.language.gettext(JOURNEY[stage])


def _grounds(side: Side) -> tuple[str, ...]:
    grounds = grounds_in_words(side.criterion.grounds, side.language)
    return tuple(f"{each.name}: {each.says}" for each in grounds)


def _examples(side: Side) -> tuple[str, ...]:
    code = side.language.code
    return tuple(filter(None, (in_language(each.says, code) for each in side.criterion.examples)))


_LIMITS = N_("Limits")
_Says = Callable[[Side], "str | tuple[str, ...]"]
_PARTS: Mapping[str, tuple[str, _Says]] = {
    "title": (N_("Title"), _title),
    "why": (N_("Why"), _why),
    "question": (N_("What is measured"), _question),
    "rules": (N_("How it is measured"), _rules),
    "goal": (N_("Goal"), _goal),
    "severity": (N_("Severity"), _severity),
    "weight": (N_("Weight"), _weight),
    "applies": (N_("For which contacts"), _applies),
    "combine": (N_("Of several"), _combine),
    "accountable": (N_("Whose it is"), _accountable),
    "satisfaction": (N_("Source of satisfaction"), _satisfaction),
    "journey": (N_("On the customer's journey"), _journey),
    "grounds": (N_("What stands behind it"), _grounds),
    "examples": (N_("Examples"), _examples),
}

# Parts of the question that are told elsewhere than among its rules.
_ASKED: Mapping[str, str] = {
    "question": "question",
    "kind": "question",
    "counted": "question",
    "scale": "question",
    "answers": "limits",
    "labels": "limits",
    "good": "limits",
    "unit": "limits",
    "better": "limits",
    "least": "limits",
    "most": "limits",
}
