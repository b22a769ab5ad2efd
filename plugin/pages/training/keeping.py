"""The trainer's page of a version: whom it is assigned to, its questions, who knows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask import Response, abort, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, Role, needs
from plugin.language import N_, Language
from plugin.pages.listing import day_said
from plugin.pages.rendering import page
from plugin.pages.speaking import SPOKEN, reader
from plugin.pages.training.matrix import MatrixPage
from plugin.stores.training.assignments import Assignment, Kind, Target, Terms
from plugin.stores.training.reminders import Reminders
from plugin.stores.versions.standards import Published
from plugin.training.assigning import Assigning, GivenAssignment
from plugin.training.matrix import matrix_of
from plugin.training.questions import LONGEST_ANSWER, LONGEST_QUESTION, GivenQuestion
from plugin.training.refusals import NotToLearn, TrainingUnfit
from plugin.training.standing import State
from plugin.training.studying import Lesson, Studying
from standards.languages import in_language
from standards.model import Standard

ROLES: Mapping[str, str] = {
    Role.EMPLOYEE: N_("Employees"),
    Role.TEAM_LEADER: N_("Team leaders"),
}
ANSWERS = 4  # rows in the form
_USUAL = Terms()
_HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written in a form, and what is wrong with it by field."""

    values: Mapping[str, object] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


NOTHING = Filled()


@dataclass(frozen=True, slots=True)
class KeepingPage:
    """Whom a version is assigned to, and what is asked about it."""

    studying: Studying
    assigning: Assigning

    @needs(Action.KEEP_TRAINING)
    def keep_training(self, code: str, version: int) -> Response:
        """The version's training."""
        return self._shown(self._published(code, version))

    @needs(Action.KEEP_TRAINING)
    def assign(self, code: str, version: int) -> Response:
        """Assigns it, or shows what is wrong with what was written."""
        published, form = self._published(code, version), request.form
        targets = tuple(
            Target(kind, each) for kind in Kind for each in form.getlist(kind.value) if each
        )
        given = GivenAssignment(targets, form.get("due", ""), form.get("latest", ""), _terms(form))
        try:
            self.assigning.assign(published, given, g.caller.user)
        except TrainingUnfit as unfit:
            values = {**form.to_dict(), **{kind.value: form.getlist(kind.value) for kind in Kind}}
            return self._shown(published, assigned=Filled(values, unfit.faults))
        return self._back(published)

    @needs(Action.KEEP_TRAINING)
    def end_assignment(self, code: str, version: int, assignment: str) -> Response:
        """Takes an assignment back."""
        published = self._published(code, version)
        try:
            self.assigning.end(assignment, published, g.caller.user)
        except NotToLearn:
            abort(404)
        return self._back(published)

    @needs(Action.KEEP_TRAINING)
    def grant_try(self, code: str, version: int, person: str) -> Response:
        """Grants somebody who has used up their tries one more."""
        published = self._published(code, version)
        try:
            self.studying.grant(self.studying.lesson(person, code, version), g.caller.user)
        except NotToLearn:
            abort(404)
        except TrainingUnfit as unfit:
            return self._shown(published, granted=unfit.faults)
        return self._back(published)

    @needs(Action.KEEP_TRAINING)
    def add_question(self, code: str, version: int) -> Response:
        """Adds a question, or shows what is wrong with what was written."""
        published, form = self._published(code, version), request.form
        rows = [
            {language: form.get(f"answer_{row}_{language}", "") for language in SPOKEN}
            for row in range(1, ANSWERS + 1)
        ]
        written = [row for row in rows if any(each.strip() for each in row.values())]
        chosen = form.get("right", 0, type=int)
        right = written.index(rows[chosen - 1]) if _names(chosen, rows, written) else None
        text = {language: form.get(f"text_{language}", "") for language in SPOKEN}
        given = GivenQuestion(text, tuple(written), right, form.get("criterion") or None)
        try:
            self.assigning.ask(published, given, g.caller.user)
        except TrainingUnfit as unfit:
            return self._shown(published, asked=Filled(form.to_dict(), unfit.faults))
        return self._back(published)

    @needs(Action.KEEP_TRAINING)
    def take_over_questions(self, code: str, version: int) -> Response:
        """Asks the questions of the version before about this one as well."""
        published = self._published(code, version)
        try:
            self.assigning.take_over(published, g.caller.user)
        except TrainingUnfit as unfit:
            return self._shown(published, asked=Filled({}, unfit.faults))
        return self._back(published)

    @needs(Action.KEEP_TRAINING)
    def end_question(self, code: str, version: int, question: str) -> Response:
        """Asks a question no more."""
        published = self._published(code, version)
        try:
            self.assigning.ask_no_more(question, published)
        except NotToLearn:
            abort(404)
        return self._back(published)

    def _published(self, code: str, version: int) -> Published:
        try:
            published = self.assigning.published(code, version)
            self.studying.standard(published)
        except NotToLearn:
            abort(404)
        return published

    def _back(self, published: Published) -> Response:
        there = url_for("pages.keep_training", code=published.code, version=published.version)
        return make_response(redirect(there, 303))

    def _shown(
        self,
        published: Published,
        assigned: Filled = NOTHING,
        asked: Filled = NOTHING,
        granted: Mapping[str, str] = NOTHING.faults,
    ) -> Response:
        language = reader()
        standard = self.studying.standard(published)
        everybody = self.assigning.directory.everybody()
        names = {
            Kind.PERSON: {name: each.name for name, each in everybody.people.items()},
            Kind.TEAM: {name: each.name for name, each in everybody.teams.items()},
            Kind.ROLE: {name: language.gettext(said) for name, said in ROLES.items()},
        }
        standing = self.assigning.assignments.standing(published.code, published.version)
        written = page(
            "training/keep_training",
            title=in_language(standard.title, language.code),
            published=published,
            names={kind.value: sorted(each.items(), key=_by_name) for kind, each in names.items()},
            assignments=tuple(_assignment(each, names, language) for each in standing),
            questions=tuple(self._questions(published, language)),
            criteria=tuple(_criteria(standard, language)),
            before=self.assigning.before(published),
            lines=tuple(self._lines(published, language)),
            unreached=self._unreached(published, names[Kind.PERSON]),
            languages_asked=tuple(SPOKEN),
            rows=range(1, ANSWERS + 1),
            assigned={**_usual(), **assigned.values},
            assigned_faults=_said(assigned.faults, language),
            grant_faults=_said(granted, language),
            asked=asked.values,
            asked_faults=_said(asked.faults, language),
            today=self.assigning.today().isoformat(),
            longest_question=LONGEST_QUESTION,
            longest_answer=LONGEST_ANSWER,
        )
        is_amiss = assigned.faults or asked.faults or granted
        return make_response(written, 422 if is_amiss else 200)

    def _lines(self, published: Published, language: Language) -> Iterator[tuple[str, object, str]]:
        """Each person's name, where they stand, and where they are granted a try; empty: not."""
        people = self.assigning.directory.people()
        matrix = matrix_of(self.studying, people, published.code, published.version)
        shown = MatrixPage(self.studying)
        for lesson in matrix.lessons:
            yield lesson.person.name, shown.cell(lesson, language), _granting(lesson)

    def _unreached(self, published: Published, names: Mapping[str, str]) -> list[str]:
        """Who could not be reminded by e-mail."""
        reminders = Reminders(self.assigning.house.database)
        found = reminders.given_up(published.code, published.version)
        return sorted(names.get(each, each) for each in found)

    def _questions(
        self, published: Published, language: Language
    ) -> Iterator[Mapping[str, object]]:
        for each in self.assigning.questions.of(published.code, published.version):
            yield {
                "id": each.id,
                "criterion": each.criterion or "",
                "text": in_language(each.text, language.code),
                "answers": [
                    (in_language(answer, language.code), place == each.right)
                    for place, answer in enumerate(each.answers)
                ],
            }


def _granting(lesson: Lesson) -> str:
    """Where the person is granted one more try; empty while they have some."""
    published = lesson.published
    if lesson.standing.state is not State.USED_UP:
        return ""
    return url_for(
        "pages.grant_try",
        code=published.code,
        version=published.version,
        person=lesson.person.id,
    )


def _terms(form: Mapping[str, str]) -> Terms:
    """The terms as they are written; what is no number lies outside whatever is allowed."""
    return Terms(
        pass_mark=_number(form, "pass_mark") / 100,
        tries=int(_number(form, "tries")),
        wait_seconds=int(_number(form, "wait_seconds") * _HOUR),
        months=int(_number(form, "months")),
        questions=int(_number(form, "questions")),
    )


def _number(form: Mapping[str, str], name: str) -> float:
    written = form.get(name, "").strip().replace(",", ".")
    usual = _usual()[name]
    try:
        number = float(written or str(usual))
    except ValueError:
        return -1.0
    return number if -1e9 < number < 1e9 else -1.0


def _usual() -> Mapping[str, object]:
    return {
        "pass_mark": round(_USUAL.pass_mark * 100),
        "tries": _USUAL.tries,
        "wait_seconds": _USUAL.wait_seconds // _HOUR,
        "months": _USUAL.months,
        "questions": _USUAL.questions,
        "person": [],
        "team": [],
        "role": [],
        "due": "",
        "latest": "",
    }


def _names(chosen: int, rows: list[dict[str, str]], written: list[dict[str, str]]) -> bool:
    return 1 <= chosen <= len(rows) and rows[chosen - 1] in written


def _said(faults: Mapping[str, str], language: Language) -> Mapping[str, str]:
    return {name: language.gettext(said) for name, said in faults.items()}


def _by_name(each: tuple[str, str]) -> str:
    return each[1].casefold()


def _criteria(standard: Standard, language: Language) -> Iterator[tuple[str, str]]:
    for each in standard.criteria:
        yield each.code, f"{each.code} {in_language(each.title, language.code)}"


def _assignment(
    assignment: Assignment, names: Mapping[Kind, Mapping[str, str]], language: Language
) -> Mapping[str, object]:
    to, terms = assignment.to, assignment.terms
    return {
        "id": assignment.id,
        "to": names[to.kind].get(to.id, to.id),
        "kind": to.kind.value,
        "due": day_said(assignment.due, language),
        "latest": "" if assignment.latest is None else day_said(assignment.latest, language),
        "pass_mark": language.share(terms.pass_mark),
        "tries": language.number(terms.tries),
        "wait": language.number(terms.wait_seconds / _HOUR) if terms.wait_seconds else "",
        "months": language.number(terms.months) if terms.months else "",
    }
