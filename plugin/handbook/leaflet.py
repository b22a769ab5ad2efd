"""What changes from one version to another, on a page or two for whoever works by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plugin.catalogue.words import Phrase, phrase
from plugin.handbook.appendix import CalendarPage, calendars_of
from plugin.handbook.book import Issue, Making, called, mark_of
from plugin.handbook.changes import Clause, Told, changed_for
from plugin.language import N_, Language
from standards.difference import Effect
from standards.languages import in_language
from standards.model import Form

# In which order what changes is told, by the gravest of its effects.
_GROUPS: Mapping[Effect, str] = {
    Effect.ADDED: N_("New"),
    Effect.STRICTER: N_("Stricter"),
    Effect.LAXER: N_("More lenient"),
    Effect.OTHERWISE: N_("Asked differently"),
    Effect.REWEIGHTED: N_("Weighs differently"),
    Effect.REMOVED: N_("No longer asked"),
    Effect.REWORDED: N_("Only reworded: you are judged as before"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria that changed alike."""

    effect: Effect
    heading: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What is handed out; `since` is the version before, None where this is the first.

    `begins` says from which day on; `note` is why, empty where nobody wrote it down.
    """

    language: Language
    code: str
    version: int
    since: int | None
    made_at: int
    made: str
    title: Phrase
    mark: str
    begins: str
    note: str
    notices: tuple[str, ...]
    whole: tuple[Told, ...]
    groups: tuple[Group, ...]

    @property
    def name(self) -> str:
        """What its file is called, without an ending."""
        return f"{self.code}-{self.version}-leaflet-{self.language.code}"

    @property
    def against(self) -> str:
        """Which versions it is about, in words."""
        say = self.language.gettext
        if self.since is None:
            return say("version {version}", version=self.version)
        told = N_("version {version} against version {since}")
        return say(told, version=self.version, since=self.since)


def leaflet_of(was: Form | None, now: Form, issue: Issue, note: str, making: Making) -> Leaflet:
    """The leaflet for readers of a language; everything is new where `was` is None."""
    language = making.language
    clauses = changed_for(was, now, language)
    return Leaflet(
        language=language,
        code=now.code,
        version=now.version,
        since=None if was is None else was.version,
        made_at=making.now,
        made=language.gettext("Plumbline · made {moment}", moment=making.day_said(making.now)),
        title=phrase(now.title, language),
        mark=mark_of(issue, language),
        begins=_begins(issue, making),
        note=note.strip(),
        notices=tuple(_notices(now, language)),
        whole=() if was is None else tuple(_whole(was, now, issue, making)),
        groups=tuple(_groups(clauses, language)),
    )


def _begins(issue: Issue, making: Making) -> str:
    if issue.effective_from is None:
        return making.language.gettext("The day from which it holds is not set yet.")
    day = making.day_said(issue.effective_from)
    return making.language.gettext("It holds for contacts opened from {day} on.", day=day)


def _notices(now: Form, language: Language) -> Iterator[str]:
    if language.code not in now.languages:
        written = language.all_of(called(code, language) for code in now.languages)
        yield language.gettext(
            "The standard is written in: {languages}. Its texts stand here in the first of them.",
            languages=written,
        )


def _groups(clauses: tuple[Clause, ...], language: Language) -> Iterator[Group]:
    for effect, heading in _GROUPS.items():
        found = tuple(each for each in clauses if _kind_of(each) is effect)
        if found:
            yield Group(effect, language.gettext(heading), found)


def _kind_of(clause: Clause) -> Effect:
    """The effect under which the clause is told: neither where it is stricter and laxer at once."""
    if {Effect.STRICTER, Effect.LAXER} <= set(clause.effects):
        return Effect.OTHERWISE
    return next(effect for effect in _GROUPS if effect in clause.effects)


def _whole(was: Form, now: Form, issue: Issue, making: Making) -> Iterator[Told]:
    """What changes for all: the title, the owner, and when the firm is open."""
    language = making.language
    for name, one, other in (
        (N_("Title"), was.title, now.title),
        (N_("Owner"), was.governance.owner, now.governance.owner),
    ):
        old, new = in_language(one, language.code), in_language(other, language.code)
        if old != new:
            yield Told(Effect.REWORDED, language.gettext(name), (old,), (new,))
    begins = making.now if issue.effective_from is None else issue.effective_from
    yield from _calendars(was, now, language, making.day(max(begins, making.now)))


def _calendars(was: Form, now: Form, language: Language, since: date) -> Iterator[Told]:
    old = {each.name: _lines(each) for each in calendars_of(was, language, since)}
    new = {each.name: _lines(each) for each in calendars_of(now, language, since)}
    for name in {**old, **new}:
        one, other = old.get(name, ()), new.get(name, ())
        if one != other:
            heading = f"{language.gettext('Opening hours')}: {name}"
            gone = tuple(each for each in one if each not in other)
            come = tuple(each for each in other if each not in one)
            yield Told(Effect.OTHERWISE, heading, gone, come)


def _lines(page: CalendarPage) -> tuple[str, ...]:
    return (*page.lines, *(f"{each.day} {each.name.text}".strip() for each in page.holidays))
