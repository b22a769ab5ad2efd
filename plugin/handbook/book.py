"""The handbook of one version of a standard: cover, chapters, appendices, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import count

from plugin.catalogue.grouping import grouped
from plugin.catalogue.names import AREAS
from plugin.catalogue.words import Phrase, phrase
from plugin.handbook.appendix import CalendarPage, Term, calendars_of, glossary_of
from plugin.handbook.chapters import Chapter, chapter_of
from plugin.language import N_, Language
from standards.model import Area, Form


@dataclass(frozen=True, slots=True)
class Approved:
    """That a part of the firm agreed to the version: which, in whose person, when (UTC seconds)."""

    area: Area
    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Issue:
    """What is known of a version besides its text; instants are UTC seconds.

    `effective_from` is None where no day is set yet, `withdrawn_at` where it was not withdrawn.
    `is_draft` marks every page. `followed` is the version after it, and from when that holds; None
    where there is none.
    """

    effective_from: int | None = None
    approved: tuple[Approved, ...] = ()
    is_draft: bool = False
    withdrawn_at: int | None = None
    followed: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Making:
    """Who makes the book: in which language, when (UTC seconds), on which clock."""

    language: Language
    now: int
    zone: tzinfo

    def day(self, at: int) -> date:
        """The date of the UTC second."""
        return datetime.fromtimestamp(at, self.zone).date()

    def day_said(self, at: int) -> str:
        """The same in words."""
        return self.language.day(self.day(at))


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the cover."""

    name: str
    says: Phrase


@dataclass(frozen=True, slots=True)
class Part:
    """Chapters that belong together; `number` counts the parts."""

    number: int
    heading: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Handbook:
    """What is handed out. `mark` stands on every page and `notices` on the cover; empty: none."""

    language: Language
    code: str
    version: int
    made_at: int
    made: str
    title: Phrase
    mark: str
    notices: tuple[str, ...]
    cover: tuple[Fact, ...]
    approvals: tuple[Fact, ...]
    parts: tuple[Part, ...]
    calendars: tuple[CalendarPage, ...]
    glossary: tuple[Term, ...]

    @property
    def name(self) -> str:
        """What its file is called, without an ending."""
        return f"{self.code}-{self.version}-handbook-{self.language.code}"

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every chapter, by code: what the index lists."""
        every = (chapter for part in self.parts for chapter in part.chapters)
        return tuple(sorted(every, key=lambda chapter: chapter.code))


def handbook_of(form: Form, issue: Issue, making: Making) -> Handbook:
    """The handbook of the version, for readers of a language."""
    language = making.language
    begins = making.now if issue.effective_from is None else issue.effective_from
    since = making.day(max(making.now, begins))
    return Handbook(
        language=language,
        code=form.code,
        version=form.version,
        made_at=making.now,
        made=language.gettext("Plumbline · made {moment}", moment=making.day_said(making.now)),
        title=phrase(form.title, language),
        mark=mark_of(issue, language),
        notices=tuple(_notices(form, issue, making)),
        cover=tuple(_cover(form, issue, making)),
        approvals=tuple(_approvals(form, issue, making)),
        parts=tuple(_parts(form, making)),
        calendars=calendars_of(form, language, since),
        glossary=glossary_of(language),
    )


def mark_of(issue: Issue, language: Language) -> str:
    """What every page of the version is marked with; empty for one that is or comes in force."""
    if issue.withdrawn_at is not None:
        return language.gettext(N_("Withdrawn"))
    return language.gettext(N_("Draft")) if issue.is_draft else ""


def _notices(form: Form, issue: Issue, making: Making) -> Iterator[str]:
    language = making.language
    if issue.withdrawn_at is not None:
        day = making.day_said(issue.withdrawn_at)
        yield language.gettext("This version was withdrawn on {day}.", day=day)
    if issue.followed is not None:
        version, begins = issue.followed
        yield language.gettext(
            "Version {version} takes its place from {day} on.",
            version=version,
            day=making.day_said(begins),
        )
    if issue.is_draft:
        yield language.gettext("This is a draft: nobody is judged by it, and it may still change.")
    if making.day(making.now) > form.governance.review_by:
        yield language.gettext("This standard is overdue for review.")
    if language.code not in form.languages:
        written = language.all_of(called(code, language) for code in form.languages)
        yield language.gettext(
            "The standard is written in: {languages}. Its texts stand here in the first of them.",
            languages=written,
        )


def _cover(form: Form, issue: Issue, making: Making) -> Iterator[Fact]:
    language, governance = making.language, form.governance
    yield Fact(language.gettext("Version"), Phrase(language.number(form.version)))
    effective = (
        language.gettext("not set yet")
        if issue.effective_from is None
        else making.day_said(issue.effective_from)
    )
    yield Fact(language.gettext("In force from"), Phrase(effective))
    yield Fact(language.gettext("Owner"), phrase(governance.owner, language))
    yield Fact(language.gettext("To be reviewed by"), Phrase(language.day(governance.review_by)))
    written = language.all_of(called(code, language) for code in form.languages)
    yield Fact(language.gettext("Languages"), Phrase(written))
    yield Fact(language.gettext("Criteria"), Phrase(language.number(len(form.criteria))))


def called(code: str, language: Language) -> str:
    """What the reader's language calls the language."""
    return str(language.locale.languages.get(code, code))


def _approvals(form: Form, issue: Issue, making: Making) -> Iterator[Fact]:
    """Who agreed for each part of the firm; those that are still asked for, named as such."""
    language = making.language
    have = {each.area for each in issue.approved}
    for each in issue.approved:
        says = f"{each.name}, {making.day_said(each.at)}"
        yield Fact(language.gettext(AREAS[each.area]), Phrase(says))
    for area in form.governance.approvals:
        if area not in have and issue.is_draft:
            yield Fact(language.gettext(AREAS[area]), Phrase(language.gettext("not approved yet")))


def _parts(form: Form, making: Making) -> Iterator[Part]:
    numbers = count(1)
    language = making.language
    for number, (heading, criteria) in enumerate(grouped(form), 1):
        chapters = tuple(
            chapter_of(form, each, next(numbers), language, making.now) for each in criteria
        )
        yield Part(number, language.gettext(heading), chapters)
