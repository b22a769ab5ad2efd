"""An employee's way: what they are to know, trying to show that they know it, and signing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from plugin.house import House
from plugin.language import N_, Language
from plugin.stores.people.directory import Directory, Person
from plugin.stores.training.assignments import MOST_GRANTED, Assignment, Assignments
from plugin.stores.training.learning import BegunMeanwhile, Learning, Signature, Try
from plugin.stores.training.own_questions import OwnQuestion, OwnQuestions
from plugin.stores.versions.standards import Published, Standards, Unreadable
from plugin.training.months import months_on
from plugin.training.quiz import Item, asked_anew, drawn, items_of, judged
from plugin.training.refusals import (
    AlreadyAnswered,
    NothingToSign,
    NotToLearn,
    TrainingUnfit,
    TryRefused,
)
from plugin.training.standing import MAY_TRY, Standing, State, standing_of
from standards.languages import in_language
from standards.lifecycle import standing as life_of
from standards.model import Standard

MAY_NOT: Mapping[State, str] = {
    State.WAITING: N_("The next try has to wait a while."),
    State.USED_UP: N_("All tries are used up; ask your trainer for one more."),
    State.TO_SIGN: N_("You have passed; sign it."),
    State.KNOWN: N_("You know this version already."),
    State.OVER: N_("This version is no longer in force; there is nothing to learn of it."),
}
NOT_USED_UP = N_("They have tries left, or need none.")
GRANTED_OFTEN = N_("They were granted ten tries already; assign it to them anew.")
UNANSWERED = N_("Choose an answer.")
NO_SUCH_ANSWER = N_("Choose one of the answers.")
NOT_YOUR_NAME = N_("Write your name as it stands here: {name}")
NOT_AGREED = N_("Confirm that you have read and understood it.")
NOT_READ = N_("Confirm that you have read it.")
STATEMENT = N_("I have read and understood “{title}”, version {version}, and will work by it.")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A version for one person to know, and where they stand with it."""

    person: Person
    published: Published
    assignment: Assignment
    standing: Standing


@dataclass(frozen=True)
class Studying:
    """What the people of a house learn. `seed` gives what a try is drawn by."""

    house: House
    seed: Callable[[], str] = lambda: secrets.token_hex(16)

    @cached_property
    def assignments(self) -> Assignments:
        """What is assigned."""
        return Assignments(self.house.database)

    @cached_property
    def learning(self) -> Learning:
        """Every try."""
        return Learning(self.house.database)

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

    def lessons(self, person: str) -> tuple[Lesson, ...]:
        """All that the person is to know; what is due first comes first, what is done last."""
        found = self.directory.person(person)
        if found is None:
            return ()
        held = self.assignments.holding(people=[person]).get(person, {})
        tries = self.learning.of(person)
        lessons = self.lessons_of(found, held.values(), tries)
        return tuple(sorted(lessons, key=_urgency))

    def lessons_of(
        self, person: Person, held: Iterable[Assignment], tries: Iterable[Try]
    ) -> tuple[Lesson, ...]:
        """A lesson an assignment of a version that is published."""
        held, tries = tuple(held), tuple(tries)
        known = self._known_of(held)
        return tuple(
            Lesson(person, published, each, self._standing(published, each, tries, person.id))
            for each in held
            if (published := known.get((each.code, each.version))) is not None
        )

    def lesson(self, person: str | None, code: str, version: int) -> Lesson:
        """The version as the person is to know it. NotToLearn where it is not theirs."""
        found = self.directory.person(person) if person else None
        if found is None:
            raise NotToLearn
        held = self.assignments.holding(code, version, [found.id]).get(found.id, {}).values()
        lessons = self.lessons_of(found, held, self.learning.of(found.id, code))
        if not lessons:
            raise NotToLearn
        return lessons[0]

    def standard(self, published: Published) -> Standard:
        """What the version says. NotToLearn where this release cannot read it any more."""
        try:
            return published.standard()
        except Unreadable as error:
            raise NotToLearn from error

    def known_before(self, lesson: Lesson) -> Standard | None:
        """The version that the person knew before, against which they learn; None: none."""
        since = lesson.standing.since
        return self._before(lesson.published.code, since)

    def begin(self, lesson: Lesson, user: str) -> Try:
        """A new try, or the one that is open. TryRefused where none may be begun now."""
        standing = lesson.standing
        if standing.state is State.ASKED and standing.current is not None:
            return standing.current
        if standing.state not in MAY_TRY:
            raise TryRefused(MAY_NOT[standing.state])
        attempt = self._drawn(lesson, user)
        try:
            begun = self.learning.begin(attempt)
        except BegunMeanwhile:
            again = self.lesson(lesson.person.id, lesson.published.code, lesson.published.version)
            if again.standing.current is None:
                raise TryRefused(MAY_NOT[State.WAITING]) from None
            return again.standing.current
        return begun if begun.asked else self._answered(begun, {})

    def grant(self, lesson: Lesson, by: str) -> Lesson:
        """The person's lesson with one more try. TrainingUnfit while they have any left."""
        if lesson.standing.state is not State.USED_UP:
            raise TrainingUnfit({"person": NOT_USED_UP})
        person, held = lesson.person.id, lesson.assignment
        if held.granted.count(person) >= MOST_GRANTED:
            raise TrainingUnfit({"person": GRANTED_OFTEN})
        self.assignments.grant(held, person, by, self.house.clock())
        return self.lesson(person, lesson.published.code, lesson.published.version)

    def items(self, attempt: Try, standard: Standard) -> tuple[Item, ...]:
        """What the try asks, in its order."""
        return items_of(attempt.asked, standard, self.own_of(attempt), attempt.seed)

    def own_of(self, attempt: Try) -> Mapping[str, OwnQuestion]:
        """The trainer's questions that the try asks."""
        own = (each.partition(":")[2] for each in attempt.asked if each.startswith("own:"))
        return self.questions.those(own)

    def answer(self, lesson: Lesson, attempt: str, answers: Mapping[str, str]) -> Try:
        """The try as it is answered by what was chosen, by its items' ids.

        TrainingUnfit names each item that was not answered, AlreadyAnswered tells what stands.
        """
        found = self.own_try(lesson, attempt)
        if found.result is not None:
            raise AlreadyAnswered(found)
        items = self.items(found, self.standard(lesson.published))
        faults = {
            each.id: NO_SUCH_ANSWER if each.id in answers else UNANSWERED
            for each in items
            if answers.get(each.id) not in each.answers
        }
        if faults:
            raise TrainingUnfit(faults)
        return self._answered(found, answers)

    def statement(self, lesson: Lesson, language: Language) -> str:
        """What is signed, in the language."""
        title = in_language(self.standard(lesson.published).title, language.code)
        return language.gettext(STATEMENT, title=title, version=lesson.published.version)

    def sign(self, lesson: Lesson, user: str, name: str, agreed: bool, language: Language) -> Try:
        """The passed try, signed. NothingToSign, or TrainingUnfit by field."""
        attempt = lesson.standing.current
        if lesson.standing.state is not State.TO_SIGN or attempt is None:
            raise NothingToSign
        _refuse(_signing_faults(lesson.person.name, name, agreed, language))
        signature = Signature(name.strip(), user, self.statement(lesson, language), language.code)
        now, months = self.house.clock(), lesson.assignment.terms.months
        ends_at = months_on(now, months, self.house.config.zone) if months else None
        signed = self.learning.sign(attempt.id, signature, now, ends_at)
        if signed is None:
            raise NothingToSign
        self._judge_since(lesson, now)
        return signed

    def _judge_since(self, lesson: Lesson, now: int) -> None:
        """Who was in grace is bound from now on, also in what was judged this very moment."""
        published, latest_at = lesson.published, lesson.assignment.latest_at
        if latest_at is not None and published.effective_from <= now < latest_at:
            self.standards.make_due(published.code, published.version, now, now)

    def _answered(self, attempt: Try, answers: Mapping[str, str]) -> Try:
        published = self._known().get((attempt.code, attempt.version))
        if published is None:
            raise NotToLearn
        items = self.items(attempt, self.standard(published))
        result = judged(items, answers, attempt.pass_mark)
        answered = self.learning.answer(attempt.id, result, self.house.clock())
        if answered is None:
            raise AlreadyAnswered(self._again(attempt))
        return answered

    def _drawn(self, lesson: Lesson, user: str) -> Try:
        published, standing, terms = lesson.published, lesson.standing, lesson.assignment.terms
        standard, seed = self.standard(published), self.seed()
        own = self.questions.of(published.code, published.version)
        about = asked_anew(self._before(published.code, standing.since), standard)
        before = self.learning.of(lesson.person.id, published.code)
        return Try(
            id=str(uuid4()),
            person=lesson.person.id,
            code=published.code,
            version=published.version,
            hash=published.hash,
            assignment=lesson.assignment.id,
            number=1 + sum(each.version == published.version for each in before),
            user=user,
            begun_at=self.house.clock(),
            seed=seed,
            since=standing.since,
            asked=drawn(standard, own, about, seed, terms.questions),
            pass_mark=terms.pass_mark,
        )

    def own_try(self, lesson: Lesson, attempt: str) -> Try:
        """The person's try of that id at the version. NotToLearn when there is none."""
        code, version = lesson.published.code, lesson.published.version
        tries = self.learning.of(lesson.person.id, code)
        found = (each for each in tries if (each.id, each.version) == (attempt, version))
        own = next(found, None)
        if own is None:
            raise NotToLearn
        return own

    def _again(self, attempt: Try) -> Try:
        tries = self.learning.of(attempt.person, attempt.code)
        return next((each for each in tries if each.id == attempt.id), attempt)

    def _before(self, code: str, version: int | None) -> Standard | None:
        """The earlier version; None where there is none, or it cannot be read any more."""
        try:
            return None if version is None else self.standards.version(code, version)
        except Unreadable:
            return None

    def _standing(
        self, published: Published, assignment: Assignment, tries: Iterable[Try], person: str
    ) -> Standing:
        now, most = self.house.clock(), assignment.tries_of(person)
        versions = tuple(each for each in self._known().values() if each.code == published.code)
        return standing_of(assignment, life_of(published, versions, now), tries, now, most)

    def _known_of(self, held: Iterable[Assignment]) -> Mapping[tuple[str, int], Published]:
        """The published versions, also those of what is held that were published just now."""
        for each in held:
            if (each.code, each.version) not in self._known():
                self.standards.versions(each.code)
        return self._known()

    def _known(self) -> Mapping[tuple[str, int], Published]:
        return {(each.code, each.version): each for each in self.standards.known()}


def _signing_faults(known: str, name: str, agreed: bool, language: Language) -> Mapping[str, str]:
    faults = {}
    if " ".join(name.split()).casefold() != " ".join(known.split()).casefold():
        faults["name"] = language.gettext(NOT_YOUR_NAME, name=known)
    if not agreed:
        faults["agreed"] = language.gettext(NOT_AGREED)
    return faults


def _refuse(faults: Mapping[str, str]) -> None:
    if faults:
        raise TrainingUnfit(faults)


def _urgency(lesson: Lesson) -> tuple[bool, float, str, int]:
    standing = lesson.standing
    is_settled = standing.state in (State.KNOWN, State.OVER)
    due_at = float("inf") if standing.due_at is None else float(standing.due_at)
    return is_settled, due_at, lesson.published.code, lesson.published.version
