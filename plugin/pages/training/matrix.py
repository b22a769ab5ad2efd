"""The page for those who lead: who knows which version, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from flask import Response, g, make_response, request, url_for

from mobile_api.permissions import Action, needs
from plugin.language import Language
from plugin.pages.exports import form_asked, handed_on
from plugin.pages.moments import moment
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.pages.training.words import (
    OVERDUE,
    TONES,
    day_at,
    last_day,
    score_said,
    state_said,
)
from plugin.reports.document import (
    Cell,
    Column,
    Day,
    Document,
    Instant,
    Kind,
    Section,
    Share,
    Table,
    Text,
    Tone,
    Whole,
)
from plugin.stores.versions.standards import Published
from plugin.training.matrix import Matrix, matrix_of, people_seen
from plugin.training.refusals import NotToLearn
from plugin.training.standing import SETTLED
from plugin.training.studying import Lesson, Studying
from standards.languages import in_language

MOST = 100  # people on a page
LAST = 2  # versions of each standard on it


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody stands with a version, ready to be read; empty where there is nothing."""

    name: str
    version: int
    said: str
    tone: str
    score: str
    overdue: bool
    due: str
    grace: str
    signed: str
    ends: str


@dataclass(frozen=True, slots=True)
class Line:
    """A person and a cell a version; None where it is not assigned to them."""

    name: str
    team: str
    cells: tuple[Stand | None, ...]


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """Who knows what."""

    studying: Studying

    @needs(Action.SEE_TRAINING)
    def training(self) -> Response:
        """The people that the reader leads against what they are to know; or that as a file."""
        form, language = form_asked(), reader()
        seen = people_seen(self.studying.directory, g.caller)
        teams = self._teams(each.team for each in seen)
        team, code = request.args.get("team", ""), request.args.get("standard", "")
        wanted = [each for each in seen if not team or each.team == team]
        if form is not None:
            whole = matrix_of(self.studying, wanted, code or None)
            return handed_on(self._document(whole, teams, language), form)
        first = max(request.args.get("after", 0, type=int), 0)
        found = _last(matrix_of(self.studying, wanted[first : first + MOST], code or None), code)
        shown = page(
            "training/training",
            versions=tuple(self._heading(each, language) for each in found.versions),
            lines=tuple(self._lines(found, teams, language)),
            teams=tuple(sorted(teams.items(), key=lambda each: each[1])),
            standards=self._standards(language),
            team=team,
            code=code,
            number=language.ngettext("{number} person", "{number} people", len(wanted)),
            onward=self._onward(first + MOST, team, code) if len(wanted) > first + MOST else "",
        )
        return make_response(shown)

    def _onward(self, after: int, team: str, code: str) -> str:
        return url_for("pages.training", after=after, team=team or None, standard=code or None)

    def _teams(self, ids: Iterator[str | None]) -> Mapping[str, str]:
        wanted = {each for each in ids if each}
        teams = self.studying.directory.everybody().teams if wanted else {}
        return {each: teams[each].name if each in teams else each for each in wanted}

    def _standards(self, language: Language) -> tuple[tuple[str, str], ...]:
        latest = {each.code: each for each in self.studying.standards.known()}
        return tuple((code, self._title(each, language)) for code, each in latest.items())

    def _heading(self, published: Published, language: Language) -> Mapping[str, object]:
        return {
            "title": self._title(published, language),
            "code": published.code,
            "version": published.version,
            "address": url_for(
                "pages.keep_training", code=published.code, version=published.version
            )
            if g.caller.scope(Action.KEEP_TRAINING)
            else "",
        }

    def _title(self, published: Published, language: Language) -> str:
        try:
            return in_language(self.studying.standard(published).title, language.code)
        except NotToLearn:
            return published.code

    def _lines(self, found: Matrix, teams: Mapping[str, str], language: Language) -> Iterator[Line]:
        keys = [(each.code, each.version) for each in found.versions]
        for row in found.rows:
            cells = (row.lessons.get(key) for key in keys)
            yield Line(
                row.person.name,
                teams.get(row.person.team or "", ""),
                tuple(None if each is None else self.cell(each, language) for each in cells),
            )

    def cell(self, lesson: Lesson, language: Language) -> Stand:
        """Where somebody stands, ready to be read."""
        standing, zone = lesson.standing, self.studying.house.config.zone
        is_open, due_at = standing.state not in SETTLED, standing.due_at
        signed_at = None if standing.signed is None else standing.signed.signed_at
        grace, ends = standing.grace_until, standing.ends_at
        return Stand(
            name=self._title(lesson.published, language),
            version=lesson.published.version,
            said=state_said(standing, language),
            tone=TONES.get(standing.state, Tone.PLAIN).value,
            score=score_said(standing, language),
            overdue=standing.is_overdue,
            due=last_day(due_at, zone, language) if is_open and due_at is not None else "",
            grace="" if grace is None else day_at(grace, zone, language),
            signed="" if signed_at is None else moment(signed_at, zone, language),
            ends="" if ends is None else day_at(ends, zone, language),
        )

    def _document(self, found: Matrix, teams: Mapping[str, str], language: Language) -> Document:
        """The same as a report: a row a person and version."""
        house = self.studying.house
        heading, rows = (
            language.gettext("Who knows what"),
            tuple(self._rows(found, teams, language)),
        )
        columns = (
            Column(language.gettext("Person"), breadth=1.8),
            Column(language.gettext("Team"), breadth=1.5),
            Column(language.gettext("Standard"), breadth=2),
            Column(language.gettext("Version"), Kind.WHOLE, 0.7),
            Column(language.gettext("State"), breadth=1.2),
            Column(language.gettext("Overdue"), breadth=1.2),
            Column(language.gettext("Score"), Kind.SHARE, 0.8),
            Column(language.gettext("Due"), Kind.DAY, 1.1),
            Column(language.gettext("In grace until"), Kind.DAY, 1.1),
            Column(language.gettext("Signed"), Kind.INSTANT, 1.4),
            Column(language.gettext("Counts until"), Kind.DAY, 1.1),
        )
        return Document(
            name="training",
            title=heading,
            kind=language.gettext("Training"),
            about=(),
            sections=(Section(heading, tables=(Table(heading, columns, rows),)),),
            language=language,
            made_at=house.clock(),
            zone=house.config.zone,
        )

    def _rows(
        self, found: Matrix, teams: Mapping[str, str], language: Language
    ) -> Iterator[tuple[Cell | None, ...]]:
        for lesson in found.lessons:
            standing = lesson.standing
            attempt = standing.signed or standing.last
            result = None if attempt is None else attempt.result
            score = None if result is None else result.score
            signed_at = None if standing.signed is None else standing.signed.signed_at
            is_open, due_at = standing.state not in SETTLED, standing.due_at
            yield (
                Text(lesson.person.name),
                Text(teams.get(lesson.person.team or "", "")),
                Text(self._title(lesson.published, language)),
                Whole(lesson.published.version),
                Text(state_said(standing, language), TONES.get(standing.state, Tone.PLAIN)),
                Text(language.gettext(OVERDUE), Tone.BAD) if standing.is_overdue else None,
                None if score is None else Share(score),
                Day(self._day(due_at - 1)) if is_open and due_at is not None else None,
                None if standing.grace_until is None else Day(self._day(standing.grace_until)),
                None if signed_at is None else Instant(signed_at),
                None if standing.ends_at is None else Day(self._day(standing.ends_at)),
            )

    def _day(self, at: int) -> date:
        return datetime.fromtimestamp(at, self.studying.house.config.zone).date()


def _last(found: Matrix, code: str) -> Matrix:
    """The last versions of each standard; all of the one that is asked for."""
    if code:
        return found
    by_code = groupby(found.versions, key=lambda each: each.code)
    return replace(found, versions=tuple(each for _, some in by_code for each in [*some][:LAST]))
