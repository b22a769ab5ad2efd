"""The pages on which somebody learns: what is to be known, the reading, the quiz, the signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from flask import Response, abort, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, needs
from plugin.catalogue.page import page_of
from plugin.handbook.changes import changed_for
from plugin.language import Language
from plugin.pages.moments import moment
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.pages.training.words import day_at, last_day, score_said, state_said
from plugin.stores.training.learning import Try
from plugin.training.refusals import (
    AlreadyAnswered,
    NothingToSign,
    NotToLearn,
    TrainingUnfit,
    TryRefused,
)
from plugin.training.showing import Shown
from plugin.training.standing import MAY_TRY, SETTLED, State
from plugin.training.studying import MAY_NOT, NOT_READ, Lesson, Studying
from scoring.explaining.words import VERDICTS
from standards.languages import in_language


@dataclass(frozen=True, slots=True)
class Listed:
    """A version that somebody is to know, ready to be read; empty where there is nothing."""

    title: str
    code: str
    version: int
    address: str
    state: State
    said: str
    due: str
    overdue: bool
    grace: str
    score: str
    signed: str
    ends: str
    settled: bool


@dataclass(frozen=True, slots=True)
class LearningPages:
    """What the reader is to know."""

    studying: Studying

    @needs(Action.LEARN)
    def learning(self) -> str:
        """All that the reader is to know, what is due first coming first."""
        language = reader()
        lessons = self.studying.lessons(g.caller.employee) if g.caller.employee else ()
        listed = [self._listed(each, language) for each in lessons]
        return page(
            "training/learning",
            is_somebody=g.caller.employee is not None,
            to_do=[each for each in listed if not each.settled],
            done=[each for each in listed if each.settled],
        )

    @needs(Action.LEARN)
    def lesson(self, code: str, version: int) -> Response:
        """A version to read: all of it, or what changed since the one that the reader knew."""
        return self._read(self._lesson(code, version), {}, 200)

    @needs(Action.LEARN)
    def begin_quiz(self, code: str, version: int) -> Response:
        """Begins a try, for who says that they have read it."""
        lesson = self._lesson(code, version)
        if not request.form.get("read"):
            return self._read(lesson, {"read": reader().gettext(NOT_READ)}, 422)
        try:
            attempt = self.studying.begin(lesson, g.caller.user)
        except TryRefused as refused:
            return self._read(lesson, {"": reader().gettext(str(refused))}, 409)
        except NotToLearn:
            abort(404)
        if attempt.result is not None:
            return _on_to(_tried(attempt))
        return _on_to(url_for("pages.quiz", code=code, version=version))

    @needs(Action.LEARN)
    def quiz(self, code: str, version: int) -> Response:
        """The questions of the open try; the reading where none is open."""
        lesson = self._lesson(code, version)
        attempt = lesson.standing.current
        if attempt is None or attempt.result is not None:
            return _on_to(url_for("pages.lesson", code=code, version=version))
        return self._asked(lesson, attempt, {}, 200)

    @needs(Action.LEARN)
    def answer_quiz(self, code: str, version: int, attempt: str) -> Response:
        """Judges the answers, once; a second sending is shown what became of the first."""
        lesson = self._lesson(code, version)
        found = self._try(lesson, attempt)
        if found.result is not None:
            return _on_to(_tried(found, again=1))
        items = self.studying.items(found, self.studying.standard(lesson.published))
        answers = {
            each.id: request.form[f"q{place}"]
            for place, each in enumerate(items, 1)
            if f"q{place}" in request.form
        }
        try:
            answered = self.studying.answer(lesson, attempt, answers)
        except TrainingUnfit as unfit:
            return self._asked(lesson, found, unfit.faults, 422)
        except AlreadyAnswered as already:
            return _on_to(_tried(already.attempt, again=1))
        return _on_to(_tried(answered))

    @needs(Action.LEARN)
    def tried(self, code: str, version: int, attempt: str) -> Response:
        """A try that was answered: what was right, why, and the signature where it is passed."""
        lesson = self._lesson(code, version)
        found = self._try(lesson, attempt)
        if found.result is None:
            return _on_to(url_for("pages.quiz", code=code, version=version))
        return self._result(lesson, found, {}, 200)

    @needs(Action.LEARN)
    def sign_lesson(self, code: str, version: int) -> Response:
        """Signs that the reader knows the version."""
        lesson, language = self._lesson(code, version), reader()
        name, agreed = request.form.get("name", ""), bool(request.form.get("agreed"))
        try:
            self.studying.sign(lesson, g.caller.user, name, agreed, language)
        except NothingToSign:
            return _on_to(url_for("pages.lesson", code=code, version=version))
        except TrainingUnfit as unfit:
            attempt = lesson.standing.current
            if attempt is None:
                abort(404)
            return self._result(lesson, attempt, unfit.faults, 422)
        return _on_to(url_for("pages.lesson", code=code, version=version))

    def _lesson(self, code: str, version: int) -> Lesson:
        try:
            lesson = self.studying.lesson(g.caller.employee, code, version)
            self.studying.standard(lesson.published)
        except NotToLearn:
            abort(404)
        return lesson

    def _try(self, lesson: Lesson, attempt: str) -> Try:
        try:
            return self.studying.own_try(lesson, attempt)
        except NotToLearn:
            abort(404)

    def _read(self, lesson: Lesson, faults: Mapping[str, str], status: int) -> Response:
        language, standing = reader(), lesson.standing
        standard = self.studying.standard(lesson.published)
        before = self.studying.known_before(lesson)
        shown = page(
            "training/lesson",
            listed=self._listed(lesson, language),
            since=None if before is None else before.version,
            clauses=() if before is None else changed_for(before, standard, language),
            whole=page_of(standard, language),
            verdicts={each.value: language.gettext(said) for each, said in VERDICTS.items()},
            may_try=standing.state in MAY_TRY,
            goes_on=standing.state is State.ASKED,
            signs=_tried(standing.current)
            if standing.state is State.TO_SIGN and standing.current
            else "",
            why_not=language.gettext(MAY_NOT[standing.state])
            if standing.state in MAY_NOT and standing.state is not State.KNOWN
            else "",
            next_try=""
            if standing.next_try_at is None
            else moment(standing.next_try_at, self._zone, language),
            tries_left=standing.tries_left,
            pass_mark=language.share(lesson.assignment.terms.pass_mark),
            signature=standing.signed.signature if standing.signed else None,
            signed_hash=standing.signed.hash if standing.signed else "",
            last=_tried(standing.last) if standing.last and standing.last.result else "",
            faults=faults,
        )
        return make_response(shown, status)

    def _asked(
        self, lesson: Lesson, attempt: Try, faults: Mapping[str, str], status: int
    ) -> Response:
        language = reader()
        standard = self.studying.standard(lesson.published)
        items = self.studying.items(attempt, standard)
        own = self.studying.own_of(attempt)
        shown = Shown(standard, own, lesson.published.published_at, language)
        written = page(
            "training/quiz",
            listed=self._listed(lesson, language),
            attempt=attempt,
            number=language.number(attempt.number),
            questions=shown.questions(items),
            pass_mark=language.share(attempt.pass_mark),
            faults={name: language.gettext(said) for name, said in faults.items()},
            sent=request.form if faults else {},
        )
        return make_response(written, status)

    def _result(
        self, lesson: Lesson, attempt: Try, faults: Mapping[str, str], status: int
    ) -> Response:
        language, standing = reader(), lesson.standing
        standard = self.studying.standard(lesson.published)
        items = self.studying.items(attempt, standard)
        own = self.studying.own_of(attempt)
        shown = Shown(standard, own, lesson.published.published_at, language)
        result = attempt.result
        score = None if result is None else result.score
        written = page(
            "training/tried",
            listed=self._listed(lesson, language),
            attempt=attempt,
            result=result,
            answered=shown.answered(items, attempt),
            number=language.number(len(items)),
            score="" if score is None else language.share(score),
            pass_mark=language.share(attempt.pass_mark),
            is_again="again" in request.args,
            signs=standing.state is State.TO_SIGN
            and standing.current is not None
            and standing.current.id == attempt.id,
            statement=self.studying.statement(lesson, language),
            name=lesson.person.name,
            may_try=standing.state in MAY_TRY,
            why_not=language.gettext(MAY_NOT[standing.state])
            if standing.state in (State.WAITING, State.USED_UP, State.OVER)
            else "",
            next_try=""
            if standing.next_try_at is None
            else moment(standing.next_try_at, self._zone, language),
            tries_left=standing.tries_left,
            faults=faults,
            sent=request.form if faults else {},
        )
        return make_response(written, status)

    @property
    def _zone(self) -> tzinfo:
        return self.studying.house.config.zone

    def _listed(self, lesson: Lesson, language: Language) -> Listed:
        published, standing = lesson.published, lesson.standing
        zone = self.studying.house.config.zone
        signed = standing.signed
        return Listed(
            title=self._title(lesson, language),
            code=published.code,
            version=published.version,
            address=url_for("pages.lesson", code=published.code, version=published.version),
            state=standing.state,
            said=state_said(standing, language),
            due="" if standing.due_at is None else last_day(standing.due_at, zone, language),
            overdue=standing.is_overdue,
            grace=""
            if standing.grace_until is None
            else day_at(standing.grace_until, zone, language),
            score=score_said(standing, language),
            signed=""
            if signed is None or signed.signed_at is None
            else moment(signed.signed_at, zone, language),
            ends="" if standing.ends_at is None else day_at(standing.ends_at, zone, language),
            settled=standing.state in SETTLED,
        )

    def _title(self, lesson: Lesson, language: Language) -> str:
        try:
            standard = self.studying.standard(lesson.published)
        except NotToLearn:
            return lesson.published.code
        return in_language(standard.title, language.code)


def _tried(attempt: Try, again: int | None = None) -> str:
    return url_for(
        "pages.tried", code=attempt.code, version=attempt.version, attempt=attempt.id, again=again
    )


def _on_to(address: str) -> Response:
    return make_response(redirect(address, 303))
