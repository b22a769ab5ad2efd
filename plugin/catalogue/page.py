"""The page of a standard: everything its reader sees, in one language, ready to be laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plugin.catalogue.calendars import calendar_in_words
from plugin.catalogue.conditions import facts_in_words
from plugin.catalogue.grounds import Ground, grounds_in_words
from plugin.catalogue.grouping import HEADINGS, grouped, grouping_of
from plugin.catalogue.happenings import given_in_words
from plugin.catalogue.limits import Row, rows_of
from plugin.catalogue.names import SEVERITY, VERDICTS
from plugin.catalogue.questions import question_in_words, rules_in_words
from plugin.language import Language
from standards.languages import in_language
from standards.model import Criterion, Example, Form, Severity
from standards.source import read_source


@dataclass(frozen=True, slots=True)
class Case:
    """An example: the verdict and its name, what it shows, what is given, under which facts."""

    verdict: str
    named: str
    says: str
    given: tuple[str, ...]
    facts: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A criterion; `belongs` is what it belongs to besides its group. Empty is none."""

    code: str
    title: str
    why: str
    question: str
    weight: str
    severity: str
    critical: bool
    belongs: str
    rules: tuple[str, ...]
    rows: tuple[Row, ...]
    goal: str
    grounds: tuple[Ground, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria that belong together, under their heading."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A standard in one language; calendars by name, a line each thing to know."""

    language: str
    code: str
    title: str
    version: int
    owner: str
    review_by: str
    languages: tuple[str, ...]
    calendars: Mapping[str, tuple[str, ...]]
    groups: tuple[Group, ...]

    @property
    def criteria(self) -> int:
        """How many criteria there are."""
        return sum(len(group.entries) for group in self.groups)


def page_of(form: Form, language: Language) -> Page:
    """The page of the standard."""
    return Page(
        language=language.code,
        code=form.code,
        title=in_language(form.title, language.code),
        version=form.version,
        owner=in_language(form.governance.owner, language.code),
        review_by=language.day(form.governance.review_by),
        languages=form.languages,
        calendars=dict(_calendars(form, language)),
        groups=tuple(_groups(form, language)),
    )


def _calendars(form: Form, language: Language) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The calendars as they are written, without those that were made of them."""
    data: Any = read_source(form.text.encode()).data
    for name, written in data.get("calendars", {}).items():
        yield name, tuple(calendar_in_words(form.hours[name].calendar, written, language))


def _groups(form: Form, language: Language) -> Iterator[Group]:
    by = grouping_of(form)
    for heading, criteria in grouped(form):
        entries = tuple(entry_of(form, criterion, by, language) for criterion in criteria)
        yield Group(language.gettext(heading), entries)


def entry_of(form: Form, criterion: Criterion, by: str, language: Language) -> Entry:
    """The criterion as it reads, shown in a group `by` (plugin.catalogue.grouping)."""
    return Entry(
        code=criterion.code,
        title=in_language(criterion.title, language.code),
        why=in_language(criterion.why, language.code),
        question=question_in_words(criterion.ask, language),
        weight=language.number(criterion.weight),
        severity=language.gettext(SEVERITY[criterion.severity]),
        critical=criterion.severity is Severity.CRITICAL,
        belongs=" · ".join(_belongs(criterion, by, language)),
        rules=tuple(rules_in_words(form, criterion, language)),
        rows=rows_of(criterion, language),
        goal="" if criterion.goal is None else language.share(criterion.goal),
        grounds=tuple(grounds_in_words(criterion.grounds, language)),
        cases=tuple(_case(criterion, example, language) for example in criterion.examples),
    )


def _belongs(criterion: Criterion, by: str, language: Language) -> Iterator[str]:
    """What else the criterion belongs to than the group it stands in."""
    for grouping, names in HEADINGS.items():
        key = getattr(criterion, grouping)
        if grouping != by and key is not None:
            yield language.gettext(names[key])


def _case(criterion: Criterion, example: Example, language: Language) -> Case:
    return Case(
        verdict=example.then,
        named=language.gettext(VERDICTS[example.then]),
        says=in_language(example.says, language.code),
        given=given_in_words(criterion.ask, example, language),
        facts=facts_in_words(example.facts, language),
    )
