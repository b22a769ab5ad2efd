"""Somebody's course in any order, while new versions are published in the midst of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from plugin.publishing.publish import publish
from plugin.stores.training.assignments import MOST_GRANTED, Assignments
from plugin.stores.training.bindings import Bindings
from plugin.stores.training.learning import Try
from plugin.stores.versions.standards import Standards
from plugin.training.refusals import TrainingRefused, TrainingUnfit, TryRefused
from plugin.training.standing import MAY_TRY, State
from plugin.training.studying import Lesson, Studying
from scoring.binding import binding
from tests.pages.acme import AS_OF, WARSAW
from tests.pages.training.school import ANNA, DAY, School
from tests.plugin.training.told_course import CRITERIA, Signed, Told, Version

MOST_VERSIONS = 5
IDENTITY = "zd-acme/user/anna-lis"
_CODES = count(1)
_WHICH = st.sampled_from([0, 0, 0, 0, 1, 2, 4])  # how far from the newest
_GRACES = st.sampled_from([10, 3, 90, None, -1])  # days
_STUDIES = st.sampled_from(["learn", "learn", "begin", "right", "sign", "wrong"])
_SECONDS = st.sampled_from([1, 3_600, 2 * DAY, 10 * DAY, 40 * DAY, 70 * DAY])
_CHANGES = st.tuples(*(st.sampled_from(["same", "weight", "wording"]) for _ in CRITERIA))

_TERMS = (st.integers(1, 3), st.sampled_from([0, 2]), st.sampled_from([0, 3_600]), _GRACES)


def _often(times: int, *how: st.SearchStrategy[Any]) -> tuple[st.SearchStrategy[Any], ...]:
    """What happens so often, as its name and its arguments."""
    return tuple(st.tuples(*how) for _ in range(times))


_ANYTHING = st.one_of(
    *_often(6, st.just("study"), _WHICH, _STUDIES),
    *_often(2, st.just("publish"), _CHANGES, st.sampled_from([0, 0, 5])),
    *_often(4, st.just("assign"), _WHICH, *_TERMS),
    *_often(2, st.just("wait"), _SECONDS),
    *_often(2, st.just("follow"), _CHANGES, *_TERMS),
    *_often(1, st.just("grant"), _WHICH),
    *_often(1, st.just("take_back"), _WHICH),
)


class Course(RuleBasedStateMachine):
    """What was signed stays, places have no gaps, and all follows from what was told."""

    school: ClassVar[School]

    def __init__(self) -> None:
        super().__init__()
        database = self.school.house.database
        for name in ("learning", "assignments", "learning_counters"):
            database[name].delete_many({})
        self.school.clock.now = AS_OF
        self.code = f"course-{next(_CODES)}"
        self.told = Told()

    @property
    def now(self) -> int:
        """The second that it is."""
        return self.school.clock.now

    @property
    def studying(self) -> Studying:
        """What is learnt in the house, as a process that has just begun knows it."""
        return Studying(self.school.house)

    @initialize(grace=_GRACES)
    def begin_with_a_version(self, grace: int | None) -> None:
        """There is one from the beginning, and it is assigned."""
        ones = dict.fromkeys(CRITERIA, 1)
        self._publish(Version(1, AS_OF, ones, ones))
        self.assign(0, 2, 0, 0, grace)

    # One rule: of many, Hypothesis leaves some out, and who cannot sign comes to know nothing.
    @rule(what=_ANYTHING)
    def happens(self, what: tuple[Any, ...]) -> None:
        """One thing after another."""
        name, *how = what
        getattr(self, name)(*how)

    def publish(self, changes: tuple[str, ...], days: int) -> None:
        """A new version, from now on or from a day that comes."""
        last = self.told.versions[-1]
        if len(self.told.versions) == MOST_VERSIONS:
            return
        changed = dict(zip(CRITERIA, changes, strict=True))
        self._publish(
            Version(
                last.number + 1,
                max(last.effective_from, self.now + days * DAY),
                {each: n + (changed[each] == "weight") for each, n in last.weights.items()},
                {each: n + (changed[each] == "wording") for each, n in last.wordings.items()},
            )
        )

    def follow(
        self, changes: tuple[str, ...], tries: int, months: int, wait: int, grace: int | None
    ) -> None:
        """A new version is published, assigned, and learnt at once."""
        self.publish(changes, 0)
        self.assign(0, tries, months, wait, grace)
        self.study(0, "learn")

    def assign(self, which: int, tries: int, months: int, wait: int, grace: int | None) -> None:
        """The trainer assigns a version, perhaps anew, perhaps with so many days of grace."""
        number = len(self.told.versions) - which % len(self.told.versions)
        latest = None if grace is None else self._day(grace)
        said = {
            **{"tries": tries, "months": months, "wait_seconds": wait},
            "due": self._day(7).date().isoformat(),
            "latest": "" if latest is None else latest.date().isoformat(),
        }
        try:
            self.school.assign(ANNA, version=number, code=self.code, **said)
        except TrainingUnfit:
            assert self.told.is_over(number, self.now)
            return
        assert not self.told.is_over(number, self.now)
        self.told.latest[number] = None if latest is None else int(latest.timestamp())

    def study(self, which: int, what: str) -> None:
        """They go on: one step, or all of them at once."""
        if what in {"learn", "begin"}:
            self._begin(which)
        if what in {"learn", "right", "wrong"}:
            self._answer(which, right=what != "wrong")
        if what in {"learn", "sign"}:
            self._sign(which)

    def _begin(self, which: int) -> None:
        """A try is begun where the state lets it, about what changed alone."""
        found = self._lesson(which)
        if found is None:
            return
        number, before = found.published.version, found.standing
        try:
            attempt = self.studying.begin(found, "anna")
        except TryRefused:
            assert before.state not in {*MAY_TRY, State.ASKED}
            return
        if before.current is not None:
            assert attempt.id == before.current.id
            return
        assert before.state in MAY_TRY
        assert not self.told.is_over(number, self.now)
        assert attempt.since == self.told.since(number, self.now)
        assert _criteria_of(attempt) == self.told.asked(number, self.now)
        assert (attempt.result is not None) is (attempt.asked == ())

    def _answer(self, which: int, *, right: bool) -> None:
        """The open try is answered, also where its version is over by now."""
        found = self._lesson(which)
        if found is None or found.standing.state is not State.ASKED:
            return
        attempt = found.standing.current
        assert attempt is not None
        answers = self.school.right(attempt) if right else self.school.wrong(attempt)
        answered = self.studying.answer(found, attempt.id, answers)
        assert answered.result is not None
        assert answered.result.passed is right

    def _sign(self, which: int) -> None:
        """It is signed where there is anything to sign."""
        found = self._lesson(which)
        if found is None:
            return
        try:
            signed = self.studying.sign(found, "anna", "Anna Lis", True, self.school.english)
        except TrainingRefused:
            assert found.standing.state is not State.TO_SIGN
            return
        assert found.standing.state is State.TO_SIGN
        self.told.signed.append(Signed(signed.version, self.now, signed.ends_at))
        again = self._lesson(which)
        assert again is not None
        assert again.standing.state is State.KNOWN

    def grant(self, which: int) -> None:
        """The trainer grants one more try, which there is once all are used up."""
        found = self._lesson(which)
        if found is None:
            return
        try:
            now = self.studying.grant(found, "trainer")
        except TrainingUnfit:
            is_often = found.assignment.granted.count("anna") >= MOST_GRANTED
            assert found.standing.state is not State.USED_UP or is_often
            return
        assert found.standing.state is State.USED_UP
        assert now.standing.tries == found.standing.tries + 1
        assert now.standing.tries_left == 1
        assert now.standing.state in {State.TO_LEARN, State.WAITING}

    def wait(self, seconds: int) -> None:
        """Time goes by."""
        self.school.clock.now += seconds

    def take_back(self, which: int) -> None:
        """The trainer takes it back."""
        found = self._lesson(which)
        if found is not None:
            assignments = Assignments(self.school.house.database)
            assignments.end(found.assignment.id, "trainer", self.now)
            del self.told.latest[found.published.version]

    @invariant()
    def what_was_answered_has_its_place(self) -> None:
        """Every answered try, once, in order; of each version the tries are numbered."""
        tries = self.school.tries()
        places = sorted(each.place for each in tries if each.result is not None)
        assert places == list(range(1, len(places) + 1))
        for version in self.told.versions:
            own = [each for each in tries if each.version == version.number]
            assert [each.number for each in own] == list(range(1, len(own) + 1))
            assert sum(each.result is None for each in own) <= 1

    @invariant()
    def what_was_signed_stays(self) -> None:
        """As many signatures as were given, each of a try that was passed."""
        signed = [each for each in self.school.tries() if each.signed_at is not None]
        assert sorted((each.version, each.signed_at) for each in signed) == sorted(
            (each.version, each.at) for each in self.told.signed
        )
        assert all(each.result is not None and each.result.passed for each in signed)

    @invariant()
    def what_is_over_is_begun_no_more(self) -> None:
        """Of a version that another followed only what was begun is ended."""
        for number in self.told.latest:
            lesson = self._of(number)
            if self.told.is_over(number, self.now):
                assert lesson.standing.state in {
                    State.OVER, State.KNOWN, State.ASKED, State.TO_SIGN
                }  # fmt: skip
                assert not lesson.standing.is_overdue
            else:
                assert lesson.standing.state is not State.OVER

    @invariant()
    def a_version_binds_once_it_is_known_or_must_be(self) -> None:
        """At every second at which anything changes, as whoever goes through all of it finds."""
        house = self.school.house
        bindings = Bindings(house.database, house.config.zone, Standards(house.database))
        versions = bindings.versions(self.code)
        knowings = bindings.knowings(self.code, "anna")
        for at in (*self.told.instants(), self.now):
            bound, judges = self.told.bound_by(at), self.told.judges(at)
            assert binding(versions, knowings, at) == bound
            if judges is not None:
                older = bindings.older(self.code, judges, [IDENTITY], at)
                assert older == ({} if bound in {None, judges} else {bound: (IDENTITY,)})

    def _publish(self, version: Version) -> None:
        standards = Standards(self.school.house.database)
        raw, since = version.text(self.code).encode(), version.effective_from
        publish(standards, raw, effective_from=since, by="trainer", now=self.now, why="better")
        self.told.versions.append(version)

    def _day(self, days: int) -> datetime:
        """The beginning of the day so many days from today on the firm's clock."""
        today = datetime.fromtimestamp(self.now, WARSAW).date()
        return datetime.combine(today + timedelta(days), datetime.min.time(), WARSAW)

    def _lesson(self, which: int) -> Lesson | None:
        """One of the versions that are assigned; None where none is."""
        assigned = sorted(self.told.latest)
        return self._of(assigned[-1 - which % len(assigned)]) if assigned else None

    def _of(self, number: int) -> Lesson:
        return self.studying.lesson("anna", self.code, number)


def _criteria_of(attempt: Try) -> frozenset[str]:
    """The criteria that the try asks about."""
    return frozenset(each.partition(":")[2].partition("#")[0] for each in attempt.asked)


def any_course(school: School, examples: int, steps: int) -> None:
    """Goes so many courses of so many steps in the school's house."""
    Course.school = school
    Course.TestCase.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),  # each step asks a real database
        suppress_health_check=list(HealthCheck),
    )
    Course.TestCase("runTest").runTest()
