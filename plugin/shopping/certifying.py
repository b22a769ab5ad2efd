"""The quiz of a questionnaire: drawn by a seed as training draws it, and judged by the service.

What is drawn follows from the seed alone (`plugin.training.quiz`), so every certificate can be
proven. Whoever is certified for an earlier version is asked only about what changed since.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from mobile_api.days.briefing import QuizAnswers, QuizResult
from mobile_api.refusals import AnsweredOtherwise, AnswersUnfit, NotFound
from plugin.house import House
from plugin.stores.shopping.certificates import Answered, Attempt, Certificates
from plugin.stores.training.own_questions import OwnQuestion, OwnQuestions
from plugin.stores.versions.standards import Standards, Unreadable
from plugin.training.quiz import Item, asked_anew, drawn, items_of, judged
from standards.kinds import Instrument
from standards.model import Criterion, Form, Standard

PASS_MARK = 0.8  # the least share of right answers
QUESTIONS = 6  # examples that are asked about at most
TRIES = 5  # at one version, until a coordinator gives more

UNANSWERED = "this question of the quiz is not answered"
NO_SUCH_ITEM = "the quiz has no such question"
NO_SUCH_MARK = "this is none of the answers of the question"


@dataclass(frozen=True)
class Certifying:
    """Who of a house's shoppers knows which questionnaire. `seed` gives what a try is drawn by."""

    house: House
    seed: Callable[[], str] = lambda: secrets.token_hex(16)

    @cached_property
    def certificates(self) -> Certificates:
        """Every try."""
        return Certificates(self.house.database)

    @cached_property
    def questions(self) -> OwnQuestions:
        """The trainers' questions."""
        return OwnQuestions(self.house.database)

    @cached_property
    def standards(self) -> Standards:
        """The published versions."""
        return Standards(self.house.database)

    def standing(self, user: str, standard: Standard, tries: Iterable[Attempt]) -> Attempt | None:
        """The try that was passed, or else the one that is open, drawn now if need be.

        None when no try is left. `tries` are the user's at any standard. Where nothing is to be
        asked, because nothing changed since the version before, the try is passed at once.
        """
        tries = tuple(each for each in tries if each.code == standard.code)
        own = [each for each in tries if each.version == standard.version]
        found = _counting(own)
        if found is not None or tries_left(own) == 0:
            return found
        attempt = self._drawn(user, standard, tries, len(own) + 1)
        if not self.certificates.draw(attempt):  # another phone of the user's was quicker
            return _counting(e for e in self.certificates.of(user) if _of(e) == _of(attempt))
        return attempt if attempt.asked else self._closed(attempt, (), {}, attempt.drawn_at)

    def items(self, attempt: Attempt, standard: Form) -> tuple[Item, ...]:
        """What the try asks, in its order."""
        return items_of(attempt.asked, standard, self.own_of(attempt), attempt.seed)

    def own_of(self, attempt: Attempt) -> Mapping[str, OwnQuestion]:
        """The trainer's questions that the try asks."""
        own = [each.partition(":")[2] for each in attempt.asked if each.startswith("own:")]
        return self.questions.those(own) if own else {}

    def answer(self, given: QuizAnswers) -> QuizResult:
        """What the answers come to. NotFound, AnswersUnfit or AnsweredOtherwise."""
        found = self.certificates.find(given.attempt)
        if found is None or not _is_asked(found, given):
            raise NotFound(f"there is no attempt {given.attempt} of yours")
        if found.result is None:
            found = self._answered(found, given)
        if found.answers != given.answers:
            raise AnsweredOtherwise("this attempt was answered before; the first answers stand")
        return self._result(found)

    def forgive(self, user: str, code: str, version: int) -> int:
        """How many failed tries of the user at the version count no longer."""
        return self.certificates.forgive(user, code, version)

    def _answered(self, attempt: Attempt, given: QuizAnswers) -> Attempt:
        items = self.items(attempt, self._standard(attempt))
        _refuse(_faults(items, given.answers))
        return self._closed(attempt, items, given.answers, given.answered_at)

    def _closed(
        self, attempt: Attempt, items: Iterable[Item], answers: Mapping[str, str], said: int
    ) -> Attempt:
        """The try as it is answered by these, or was by others a moment before."""
        result, now = judged(items, answers, attempt.pass_mark), self.house.clock()
        # A phone's clock may be wrong: nobody is certified before the quiz was drawn or after now.
        at = min(now, max(said, attempt.drawn_at)) if result.passed else None
        told = Answered(answers, result, said, now, at)
        answered = self.certificates.answer(attempt.id, told)
        again = answered or self.certificates.find(attempt.id)
        if again is None or again.result is None:
            raise NotFound(f"there is no attempt {attempt.id} of yours any more")
        return again

    def _result(self, attempt: Attempt) -> QuizResult:
        assert attempt.result is not None
        same = [each for each in self.certificates.of(attempt.user) if _of(each) == _of(attempt)]
        result = attempt.result
        return QuizResult(result.passed, result.score, attempt.certified_at, tries_left(same))

    def _drawn(
        self, user: str, standard: Standard, tries: Iterable[Attempt], number: int
    ) -> Attempt:
        since, seed = _known_before(tries, standard.version), self.seed()
        anew = asked_anew(self._before(standard.code, since), standard)
        about = anew & {each.code for each in asked_of_visits(standard)}
        own = self.questions.of(standard.code, standard.version)
        return Attempt(
            id=str(uuid4()),
            user=user,
            code=standard.code,
            version=standard.version,
            hash=standard.hash,
            number=number,
            seed=seed,
            since=since,
            asked=drawn(standard, own, about, seed, QUESTIONS),
            pass_mark=PASS_MARK,
            drawn_at=self.house.clock(),
        )

    def _standard(self, attempt: Attempt) -> Standard:
        """What the try asks of, also where another process knew of it a moment before this one."""
        if all((each.code, each.version) != _of(attempt) for each in self.standards.known()):
            self.standards.versions(attempt.code)
        found = self._before(attempt.code, attempt.version)
        if found is None:
            raise NotFound(f"{attempt.code}/{attempt.version} can no longer be read")
        return found

    def _before(self, code: str, version: int | None) -> Standard | None:
        """That version; None where there is none, or it cannot be read any more."""
        try:
            return None if version is None else self.standards.version(code, version)
        except Unreadable:
            return None


def asked_of_visits(form: Form) -> tuple[Criterion, ...]:
    """The criteria that visits are asked about."""
    return tuple(each for each in form.criteria if Instrument.VISIT in each.of)


def is_certified(own: Iterable[Attempt]) -> bool:
    """Whether one of the tries at a version was passed."""
    return any(each.certified_at is not None for each in own)


def tries_left(own: Iterable[Attempt]) -> int:
    """How many more tries at a version may fail, the open one included; 0 once it was passed."""
    own = tuple(own)
    failed = sum(each.result is not None and not each.is_forgiven for each in own)
    return 0 if is_certified(own) else max(0, TRIES - failed)


def _counting(own: Iterable[Attempt]) -> Attempt | None:
    """Of the tries at a version the one that was passed, or that is open."""
    own = tuple(own)
    passed = (each for each in own if each.certified_at is not None)
    return next(passed, next((each for each in own if each.result is None), None))


def _known_before(tries: Iterable[Attempt], version: int) -> int | None:
    """The last version before for which the user is certified; None: none."""
    known = (each.version for each in tries if each.certified_at is not None)
    return max((each for each in known if each < version), default=None)


def _of(attempt: Attempt) -> tuple[str, int]:
    return attempt.code, attempt.version


def _is_asked(attempt: Attempt, given: QuizAnswers) -> bool:
    return attempt.user == given.user and _of(attempt) == (given.standard, given.version)


def _faults(items: Iterable[Item], answers: Mapping[str, str]) -> Mapping[str, str]:
    """What is wrong with the answers, by items' ids."""
    asked = {each.id: each for each in items}
    unknown = {name: NO_SUCH_ITEM for name in answers if name not in asked}
    wrong = {
        name: NO_SUCH_MARK if name in answers else UNANSWERED
        for name, each in asked.items()
        if answers.get(name) not in each.answers
    }
    return unknown | wrong


def _refuse(faults: Mapping[str, str]) -> None:
    if faults:
        raise AnswersUnfit(
            f"{len(faults)} to mend",
            tuple(
                {
                    "pointer": f"/answers/{name.replace('~', '~0').replace('/', '~1')}",
                    "detail": said,
                }
                for name, said in faults.items()
            ),
        )
