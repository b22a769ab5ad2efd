"""A trainer's way: who is to know which version by when, and questions of their own about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from mobile_api.permissions import PERMISSIONS, Action, Role
from plugin.house import House
from plugin.language import N_
from plugin.stores.people.directory import Directory
from plugin.stores.training.assignments import (
    USUAL_TERMS,
    Assignment,
    Assignments,
    Kind,
    Target,
    Terms,
    TooMany,
)
from plugin.stores.training.own_questions import OwnQuestion, OwnQuestions, TooManyQuestions
from plugin.stores.versions.standards import Published, Standards, Unreadable
from plugin.training.questions import GivenQuestion, question_faults, trimmed
from plugin.training.refusals import NotToLearn, TrainingUnfit
from standards.lifecycle import Standing, standing
from standards.localtime import clock, instant

MOST_TARGETS = 200  # of one request
# The roles that can be assigned anything: whoever has another alone has no way to learn it.
LEARNERS = tuple(role for role in Role if Action.LEARN in PERMISSIONS[role])
_FURTHEST = timedelta(days=3_660)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

NO_TARGET = N_("Choose at least one person, team or role.")
TOO_MANY_TARGETS = N_("That is too many at once; assign it to teams or to a role.")
NO_PERSON = N_("There is no such person: {id}")
NO_TEAM = N_("There is no such team: {id}")
NO_ROLE = N_("There is no such role: {id}")
NO_DAY = N_("Choose a day, today or later.")
NO_LATEST = N_("Choose a day, or leave it empty.")
GONE = N_("This version is no longer in force; assign the one that is.")
NO_MARK = N_("Write a share from 0 to 100 %.")
NO_TRIES = N_("Write a number from 1 to 20.")
NO_WAIT = N_("Write a number of hours from 0 to 720.")
NO_MONTHS = N_("Write a number of months from 0 (for good) to 60.")
NO_NUMBER = N_("Write a number of questions from 0 to 30.")
FULL = N_("It is assigned so often already that no more is taken; end some of them.")
FULL_OF_QUESTIONS = N_("There are so many questions already that no more is taken; end some.")

# What terms may be: from, to, and what is said where they are not.
_TERMS: Mapping[str, tuple[float, float, str]] = {
    "pass_mark": (0, 1, NO_MARK),
    "tries": (1, 20, NO_TRIES),
    "wait_seconds": (0, 720 * 3_600, NO_WAIT),
    "months": (0, 60, NO_MONTHS),
    "questions": (0, 30, NO_NUMBER),
}


@dataclass(frozen=True, slots=True)
class GivenAssignment:
    """What a trainer says; days as `YYYY-MM-DD`, `latest` empty for no grace."""

    to: tuple[Target, ...]
    due: str
    latest: str = ""
    terms: Terms = USUAL_TERMS


@dataclass(frozen=True)
class Assigning:
    """Whom a house has learn what."""

    house: House

    @cached_property
    def assignments(self) -> Assignments:
        """What is assigned."""
        return Assignments(self.house.database)

    @cached_property
    def questions(self) -> OwnQuestions:
        """The trainers' questions."""
        return OwnQuestions(self.house.database)

    @cached_property
    def standards(self) -> Standards:
        """The published versions."""
        return Standards(self.house.database)

    @cached_property
    def directory(self) -> Directory:
        """Who works where."""
        return Directory(self.house.database)

    def published(self, code: str, version: int) -> Published:
        """The version. NotToLearn when it was never published."""
        found = (each for each in self.standards.versions(code) if each.version == version)
        one = next(found, None)
        if one is None:
            raise NotToLearn
        return one

    def assign(
        self, published: Published, given: GivenAssignment, by: str
    ) -> tuple[Assignment, ...]:
        """An assignment a target. TrainingUnfit names each field that cannot be."""
        _refuse(dict(self._faults(published, given)))
        zone, now = self.house.config.zone, self.house.clock()
        due, latest = _day(given.due), _day(given.latest) if given.latest else None
        latest_at = None if latest is None else instant(latest, 0, zone)
        made = tuple(
            Assignment(
                code=published.code,
                version=published.version,
                to=to,
                at=now,
                by=by,
                due=due.isoformat(),
                due_at=instant(due + timedelta(1), 0, zone),
                latest=None if latest is None else latest.isoformat(),
                latest_at=latest_at,
                terms=given.terms,
            )
            for to in dict.fromkeys(given.to)
        )
        try:
            kept = tuple(map(self.assignments.add, made))
        except TooMany as error:
            raise TrainingUnfit({"to": FULL}) from error
        finally:
            self._judge_anew(published, latest_at, now)
        return kept

    def end(self, assignment: str, published: Published, by: str) -> Assignment:
        """The assignment that stands no more. NotToLearn when the version has none of that id."""
        now = self.house.clock()
        standing_ = self.assignments.standing(published.code, published.version)
        if assignment not in {each.id for each in standing_}:
            raise NotToLearn
        ended = self.assignments.end(assignment, by, now)
        if ended is None:
            raise NotToLearn
        self._judge_anew(published, ended.latest_at, now)
        return ended

    def ask(self, published: Published, given: GivenQuestion, by: str) -> OwnQuestion:
        """The question, asked from now on. TrainingUnfit names each field that cannot be."""
        given = trimmed(given)
        _refuse(dict(question_faults(self._codes(published), given)))
        made = OwnQuestion(
            code=published.code,
            version=published.version,
            criterion=given.criterion or None,
            text=given.text,
            answers=given.answers,
            right=given.right or 0,
            at=self.house.clock(),
            by=by,
        )
        try:
            return self.questions.add(made)
        except TooManyQuestions as error:
            raise TrainingUnfit({"text": FULL_OF_QUESTIONS}) from error

    def before(self, published: Published) -> tuple[OwnQuestion, ...]:
        """The questions of the last version before that has any, which fit this one and are new.

        One about a criterion that is no longer there does not fit.
        """
        codes = self._codes(published)
        here = {str((each.text, each.answers)) for each in self._standing(published)}
        earlier = [
            each
            for each in self.standards.versions(published.code)
            if each.version < published.version
        ]
        found = next(filter(None, map(self._standing, reversed(earlier))), ())
        return tuple(
            each
            for each in found
            if (each.criterion is None or each.criterion in codes)
            and str((each.text, each.answers)) not in here
        )

    def take_over(self, published: Published, by: str) -> int:
        """How many questions of the version before are asked about this one as well from now on."""
        found, now = self.before(published), self.house.clock()
        for each in found:
            try:
                self.questions.add(replace(each, version=published.version, at=now, by=by))
            except TooManyQuestions as error:
                raise TrainingUnfit({"text": FULL_OF_QUESTIONS}) from error
        return len(found)

    def _standing(self, published: Published) -> tuple[OwnQuestion, ...]:
        return self.questions.of(published.code, published.version)

    def ask_no_more(self, question: str, published: Published) -> None:
        """Ends the question. NotToLearn when the version has none of that id."""
        if not self.questions.end(question, published.code, published.version, self.house.clock()):
            raise NotToLearn

    def today(self) -> date:
        """The day that it is in the firm."""
        return clock(self.house.clock(), self.house.config.zone)[0]

    def _judge_anew(self, published: Published, latest_at: int | None, now: int) -> None:
        """Who is given grace after the effective date was judged by the version meanwhile."""
        since = published.effective_from
        if latest_at is not None and since < min(now, latest_at):
            self.standards.make_due(published.code, published.version, now)

    def _faults(self, published: Published, given: GivenAssignment) -> Iterator[tuple[str, str]]:
        versions = self.standards.versions(published.code)
        life = standing(published, versions, self.house.clock())
        if life in (Standing.SUPERSEDED, Standing.WITHDRAWN):
            yield "version", GONE
        yield from self._target_faults(given.to)
        today = self.today()
        if not today <= _day(given.due) <= today + _FURTHEST:
            yield "due", NO_DAY
        if given.latest and not date(1970, 1, 1) <= _day(given.latest) <= today + _FURTHEST:
            yield "latest", NO_LATEST
        for name, (least, most, said) in _TERMS.items():
            if not least <= getattr(given.terms, name) <= most:
                yield name, said

    def _target_faults(self, targets: tuple[Target, ...]) -> Iterator[tuple[str, str]]:
        if not targets or len(targets) > MOST_TARGETS:
            yield "to", TOO_MANY_TARGETS if targets else NO_TARGET
            return
        everybody, roles = self.directory.everybody(), {role.value for role in LEARNERS}
        known: Mapping[Kind, tuple[object, str]] = {
            Kind.PERSON: (everybody.people, NO_PERSON),
            Kind.TEAM: (everybody.teams, NO_TEAM),
            Kind.ROLE: (roles, NO_ROLE),
        }
        for each in targets:
            there, said = known[each.kind]
            if each.id not in there:  # type: ignore[operator]  # mappings and a set
                yield "to", said.replace("{id}", each.id[:70])
                return

    def _codes(self, published: Published) -> frozenset[str]:
        try:
            return frozenset(each.code for each in published.standard().criteria)
        except Unreadable as error:
            raise NotToLearn from error


def _day(text: str) -> date:
    """The day; long ago for what is none."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else date.min
    except ValueError:
        return date.min


def _refuse(faults: Mapping[str, str]) -> None:
    if faults:
        raise TrainingUnfit(faults)
