"""Drafts as several people may treat them in any order, beside a model in plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mobile_api.permissions import Role
from plugin.directory.passwords import Passwords
from plugin.stores.layout import Mongo
from plugin.stores.people.users import User, Users
from plugin.stores.versions.standards import Standards
from tests.doors.refused import assert_problem
from tests.mobile_api.service import CHEAP, NOW, PASSWORD, STANDARD, Service, opened
from tests.mobile_api.service import publish_shop as publish_first

CODE, DAY = "shop", 86_400
# Who takes part, as what; `root` may do everything, and so shows what a role alone cannot forbid.
PEOPLE = {
    "ann": {Role.TRAINER},
    "tom": {Role.TRAINER},
    "law": {Role.APPROVER},
    "root": {Role.TRAINER, Role.APPROVER},
    "eve": {Role.EMPLOYEE},
}
WRITERS, APPROVERS = frozenset({"ann", "tom", "root"}), frozenset({"law", "root"})
WHO = st.sampled_from(sorted(PEOPLE))
AREAS = ("law", "service")
GOVERNANCE = "governance: {owner: Head of retail, review_by: 2030-06-30}"
# What a text asks for: the areas, and whether authors may approve.
ASKS = {"nobody": ((), False), "two": (AREAS, False), "themselves": (("law",), True)}
TEXTS = st.builds(
    lambda asks, weight, is_sound: (asks, weight, is_sound),
    st.sampled_from(sorted(ASKS)),
    st.integers(1, 9),
    st.sampled_from([True, True, True, False]),
)
# How far behind what stands is what somebody has seen.
BEHIND = st.sampled_from([0, 0, 0, 1, 2])
_STAYS = frozenset({"users", "sessions", "tries", "migrations"})


@dataclass(frozen=True, slots=True)
class Written:
    """What the model knows of a draft as it stands."""

    version: int
    text: str
    asks: str
    is_sound: bool
    state: str = "draft"
    revision: int = 1
    authors: frozenset[str] = frozenset()
    approved: frozenset[str] = frozenset()
    steps: tuple[tuple[str, str], ...] = ()

    def stepped(self, step: str, by: str, **more: Any) -> Written:
        """The draft after a step that was taken."""
        steps = (*self.steps, (step, by))
        return replace(self, revision=self.revision + 1, steps=steps, **more)


@dataclass(slots=True)
class Model:
    """The open draft, those dropped and those published by number, and what was withdrawn.

    `revision` is the last that any draft had.
    """

    draft: Written | None = None
    revision: int = 0
    dropped: dict[int, Written] = field(default_factory=dict)
    published: dict[int, str] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)

    @property
    def last(self) -> int:
        """The last version."""
        return max(self.published)


def text_of(version: int, asks: str, weight: int, is_sound: bool) -> str:
    """A standard that asks for those approvals; one that is not sound names a field wrongly."""
    areas, own = ASKS[asks]
    told = f", approvals: [{', '.join(areas)}]" if areas else ""
    told += ", own_approval: true" if own else ""
    governed = GOVERNANCE.replace("}", f"{told}}}")
    text = STANDARD.replace("VERSION", str(version)).replace(GOVERNANCE, governed)
    text = text.replace("weight: 2", f"weight: {weight}")
    return text if is_sound else text.replace("title: Tidy", "titel: Tidy")


@contextmanager
def desk(database: Mongo) -> Iterator[Service]:
    """The app with everybody who takes part."""
    with opened(database) as service:
        hashed = Passwords.of(CHEAP).hashed(PASSWORD)
        for name, roles in PEOPLE.items():
            Users(database).add(User(name, name, frozenset(roles), password=hashed))
        yield service


class DraftLife(RuleBasedStateMachine):
    """What authors and approvers do to drafts of one standard, some of them on stale states."""

    service: Service  # the tests say it

    def __init__(self) -> None:
        super().__init__()
        for name in self.service.database.list_collection_names():
            if name not in _STAYS:
                self.service.database[name].delete_many({})
        self.now = NOW
        publish_first(self.service.database)
        self.model = Model(published={1: STANDARD.replace("VERSION", "1")})

    @rule(by=WHO, told=TEXTS, ahead=st.sampled_from([1, 1, 1, 2, 0]))
    def begin(self, by: str, told: tuple[str, int, bool], ahead: int) -> None:
        """A draft is begun where none is open, with a number that is new."""
        version = self.model.last + ahead
        text = text_of(version, *told)
        answer = self._ask("POST", "", by, None, text=text, why="begun")
        if by not in WRITERS:
            assert_problem(answer, 403, "not-allowed")
        elif not ahead:
            assert_problem(answer, 422, "draft-unfit", f"number {self.model.last + 1}")
        elif self.model.draft is not None:
            assert_problem(answer, 409, "draft-stands")
        else:
            assert answer.status_code == 201, answer.text
            asks, _, is_sound = told
            before = self.model.dropped.pop(version, None)
            self.model.draft = Written(
                version,
                text,
                asks,
                is_sound,
                revision=self.model.revision + 1,
                authors=(before.authors if before else frozenset()) | {by},
                steps=(*(before.steps if before else ()), ("edit", by)),
            )

    @rule(by=WHO, told=TEXTS, behind=BEHIND)
    def edit(self, by: str, told: tuple[str, int, bool], behind: int) -> None:
        """Whoever has seen what stands writes it anew; every approval is gone."""
        was = self.model.draft
        text = text_of(was.version if was else self.model.last + 1, *told)
        answer = self._ask("PUT", "", by, behind, text=text, why="edited")
        if self._may(answer, by in WRITERS, behind) and was is not None:
            assert answer.status_code == 200, answer.text
            asks, _, is_sound = told
            self.model.draft = was.stepped(
                "edit", by, state="draft", text=text, asks=asks, is_sound=is_sound,
                authors=was.authors | {by}, approved=frozenset(),
            )  # fmt: skip

    @rule(by=WHO, behind=BEHIND)
    def submit(self, by: str, behind: int) -> None:
        """A sound draft goes to those whom it asks; to nobody, and it is approved."""
        answer = self._ask("POST", "/submission", by, behind, why="look")
        was = self.model.draft
        if not self._may(answer, by in WRITERS, behind) or was is None:
            return
        if not was.is_sound:
            assert_problem(answer, 422, "standard-faulty", "titel")
        elif was.state != "draft":
            assert_problem(answer, 409, "step-refused")
        else:
            state = "in_review" if ASKS[was.asks][0] else "approved"
            self.model.draft = was.stepped("submit", by, state=state, approved=frozenset())

    @rule(by=WHO, behind=BEHIND)
    def send_back(self, by: str, behind: int) -> None:
        """What is in review, or approved, is a draft again."""
        answer = self._ask("POST", "/return", by, behind, why="not so")
        was = self.model.draft
        if not self._may(answer, by in APPROVERS, behind) or was is None:
            return
        if was.state == "draft":
            assert_problem(answer, 409, "step-refused")
        else:
            self.model.draft = was.stepped("return", by, state="draft", approved=frozenset())

    @rule(by=WHO, behind=BEHIND)
    def drop(self, by: str, behind: int) -> None:
        """A draft that is not wanted makes room for another; its number can be taken up again."""
        answer = self._ask("POST", "/drop", by, behind, why="not wanted")
        was = self.model.draft
        if self._may(answer, by in WRITERS, behind) and was is not None:
            assert answer.status_code == 204, answer.text
            self.model.dropped[was.version] = was.stepped("drop", by)
            self.model.revision, self.model.draft = was.revision + 1, None

    @rule(by=WHO, area=st.sampled_from([*AREAS, "it"]), behind=BEHIND)
    def approve(self, by: str, area: str, behind: int) -> None:
        """An area that is asked agrees once, and by nobody who wrote of it unless it is allowed."""
        answer = self._ask("POST", "/approval", by, behind, area=area)
        was = self.model.draft
        if not self._may(answer, by in APPROVERS, behind) or was is None:
            return
        areas, own = ASKS[was.asks]
        mine = by in was.authors and not own
        if not was.is_sound:
            assert_problem(answer, 422, "standard-faulty")
        elif was.state != "in_review" or area not in areas or mine or area in was.approved:
            assert_problem(answer, 409, "step-refused")
        else:
            approved = was.approved | {area}
            state = "approved" if approved == set(areas) else "in_review"
            self.model.draft = was.stepped("approve", by, state=state, approved=approved)

    @rule(by=WHO, behind=BEHIND)
    def publish(self, by: str, behind: int) -> None:
        """What all have approved becomes a version, word for word."""
        answer = self._ask("POST", "/publication", by, behind)
        was = self.model.draft
        if not self._may(answer, by in WRITERS, behind) or was is None:
            return
        if was.state != "approved":
            slug, status = ("step-refused", 409) if was.is_sound else ("standard-faulty", 422)
            assert answer.status_code in (status, 409), answer.text
            assert slug in answer.text or "step-refused" in answer.text
        else:
            assert answer.status_code == 201, answer.text
            self.model.published[was.version] = was.text
            self.model.revision, self.model.draft = was.revision + 1, None

    @precondition(lambda self: self.model.last > 1)
    @rule(by=WHO, ahead=st.sampled_from([0, 0, -1, 1]))
    def withdraw(self, by: str, ahead: int) -> None:
        """The last version is withdrawn once; none that another has followed."""
        version = self.model.last + ahead
        path = f"/standards/{CODE}/{version}/withdrawal"
        answer = self.service.ask("POST", path, by, json={"why": "wrong"})
        if by not in WRITERS:
            assert_problem(answer, 403, "not-allowed")
        elif version not in self.model.published:
            assert_problem(answer, 404, "not-found")
        elif version in self.model.withdrawn or answer.status_code == 409:
            assert_problem(answer, 409, "step-refused")
            assert version in self.model.withdrawn or ahead < 0
        else:
            assert answer.status_code == 201, answer.text
            self.model.withdrawn.add(version)

    @rule()
    def wait(self) -> None:
        """A minute passes; nobody is signed out by it."""
        self.service.now[0] += 60
        self.service.tokens.clear()

    @invariant()
    def the_draft_is_what_the_model_knows(self) -> None:
        """Whatever was refused has changed nothing."""
        answer, was = self.service.ask("GET", f"/drafts/{CODE}", "ann"), self.model.draft
        if was is None:
            assert_problem(answer, 404, "unknown-draft")
            return
        told = answer.get_json()
        assert answer.headers["ETag"] == f'"{was.revision}"'
        assert (told["text"], told["state"], told["version"]) == (was.text, was.state, was.version)
        assert tuple((each["step"], each["by"]) for each in told["history"]) == was.steps
        if was.is_sound:
            assert set(told["missing"]) == set(ASKS[was.asks][0]) - was.approved

    @invariant()
    def what_is_published_stays(self) -> None:
        """Every version says for ever what it said, and the last is the one that judges."""
        versions = Standards(self.service.database).versions(CODE)
        assert {each.version: each.text for each in versions} == self.model.published
        withdrawn = {each.version for each in versions if each.withdrawn_at is not None}
        assert withdrawn == self.model.withdrawn

    def _ask(self, method: str, path: str, by: str, behind: int | None, **told: Any) -> Any:
        headers = {} if behind is None else {"If-Match": f'"{self._seen(behind)}"'}
        return self.service.ask(method, f"/drafts/{CODE}{path}", by, json=told, headers=headers)

    def _seen(self, behind: int) -> int:
        """The revision that somebody has seen, never below the first."""
        last = self.model.draft.revision if self.model.draft else self.model.revision
        return max(1, last - behind)

    def _may(self, answer: Any, is_theirs: bool, behind: int) -> bool:
        """Whether the step can be looked at at all; what refuses it before is asserted."""
        was = self.model.draft
        if not is_theirs:
            assert_problem(answer, 403, "not-allowed")
        elif was is None:
            assert_problem(answer, 404, "unknown-draft")
        elif self._seen(behind) != was.revision:
            assert_problem(answer, 412, "draft-changed", was.steps[-1][1])
        else:
            return True
        return False
