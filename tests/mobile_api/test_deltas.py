"""A phone that applies any chain of deltas holds the same as one that asks for the whole day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobile_api.assigning import AssignmentState
from plugin.stores.people.directory import Directory, Everybody, Group
from plugin.stores.shopping.assignments import Assignments
from standards.instants import show_instant
from tests.mobile_api.days import DAY, Phone, after, asked, create, published, wait
from tests.mobile_api.service import STANDARD, Service, file_of, visit

LIMITS = "limits: {full: 4, none: 2}"
PHOTO = b"no picture, but bytes"


@dataclass
class Firm:
    """A firm in which things happen, and anna's two phones."""

    service: Service
    phones: tuple[Phone, Phone]
    sent: list[UUID] = field(default_factory=list)
    version: int = 1
    named: int = 0

    def assign(self) -> None:
        """A coordinator assigns something."""
        self.named += 1
        now = self.service.now[0]
        window = {"opens_at": now, "closes_at": now + DAY}
        create(self.service, location=f"acme/shop/{self.named}", **window)

    def assign_by_name(self) -> None:
        """A coordinator assigns the first version."""
        self.named += 1
        now = self.service.now[0]
        window = {"opens_at": now, "closes_at": now + DAY}
        create(self.service, location=f"acme/shop/{self.named}", version=1, **window)

    def end(self, state: AssignmentState) -> None:
        """The first that is open ends so."""
        for each in self._open()[:1]:
            Assignments(self.service.database).end(each, state)

    def do(self) -> None:
        """The first that is open is done."""
        for each in self._open()[:1]:
            Assignments(self.service.database).set_done(each, f"visit/{uuid4()}", "anna")

    def send(self) -> None:
        """Anna sends a visit with a file to come."""
        self._put(visit(files=[file_of(PHOTO, question=None)]))

    def send_file(self) -> None:
        """The last visit's file comes."""
        for uuid in self.sent[-1:]:
            self.service.ask("PUT", f"/visits/{uuid}/files/front.jpg", data=PHOTO)

    def correct(self) -> None:
        """The last visit is replaced, if it can be."""
        for uuid in self.sent[-1:]:
            self._put(visit(replaces=str(uuid)))

    def accept(self) -> None:
        """The last visit is accepted."""
        for uuid in self.sent[-1:]:
            self.service.accept(uuid, without_files=True)

    def publish(self, changed: bool) -> None:
        """A version comes into force, which asks the same or otherwise."""
        self.version += 1
        self.service.now[0] += 1
        better = STANDARD.replace(LIMITS, f"limits: {{full: 4, none: {2 + self.version / 1000}}}")
        published(self.service, self.version, better if changed else STANDARD)

    def quiz(self, is_right: bool) -> None:
        """The first quiz there is is answered."""
        for each in asked(self.service)["briefings"]:
            if each["quiz"] is not None:
                self._answer(each, is_right)
                return

    def move(self) -> None:
        """The shops are called otherwise."""
        directory = Directory(self.service.database)
        known, name = directory.everybody(), f"Shop at {self.service.now[0]} {uuid4()}"
        shop = Group("one", name, tuple(f"acme/shop/{each}" for each in range(self.named)))
        directory.bring_to(known, Everybody(known.people, known.teams, {"one": shop}))

    def _put(self, given: object) -> None:
        uuid = uuid4()
        if self.service.put(given, uuid).status_code == 201:
            self.sent.append(uuid)

    def _open(self) -> list[str]:
        found = Assignments(self.service.database).of("anna")
        return [each.id for each in found if each.state is AssignmentState.OPEN]

    def _answer(self, briefing: Mapping[str, Any], is_right: bool) -> None:
        quiz = briefing["quiz"]
        answers = {
            each["id"]: next(
                one["mark"] for one in each["answers"] if (one["mark"] == each["right"]) is is_right
            )
            for each in quiz["items"]
        }
        at = show_instant(self.service.now[0])
        told = {"attempt": quiz["attempt"], "answers": answers, "answered_at": at}
        path = f"/briefings/shop/{briefing['version']}/attempts"
        assert self.service.ask("POST", path, json=told).status_code == 200


HAPPENINGS: Mapping[str, Callable[[Firm], object]] = {
    "assign": Firm.assign,
    "assign the first version": Firm.assign_by_name,
    "close": lambda firm: firm.end(AssignmentState.CLOSED),
    "withdraw": lambda firm: firm.end(AssignmentState.WITHDRAWN),
    "do": Firm.do,
    "send": Firm.send,
    "send the file": Firm.send_file,
    "correct": Firm.correct,
    "accept": Firm.accept,
    "publish": lambda firm: firm.publish(changed=True),
    "publish the same": lambda firm: firm.publish(changed=False),
    "pass": lambda firm: firm.quiz(is_right=True),
    "fail": lambda firm: firm.quiz(is_right=False),
    "move": Firm.move,
    "a day": lambda firm: wait(firm.service, DAY),
    "a month": lambda firm: wait(firm.service, 31 * DAY),
    "one phone asks": lambda firm: firm.phones[0].sync(),
    "the other asks": lambda firm: firm.phones[1].sync(),
    "the answer is lost": lambda firm: firm.phones[0].sync(lost=True),
}
LIVES = st.lists(st.sampled_from(sorted(HAPPENINGS)), min_size=3, max_size=14)


def test_any_chain_of_deltas_comes_to_the_whole_day(service: Service) -> None:
    live_through(service, 4)


def live_through(service: Service, lives: int) -> None:
    """So many lives of a firm, one after the other; after each both phones hold the whole day."""
    firm = Firm(service, (Phone(service), Phone(service)))

    @settings(
        max_examples=lives,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(life=LIVES)
    def live(life: list[str]) -> None:
        for each in _with_questions(life):
            HAPPENINGS[each](firm)
        whole = after({}, asked(service))
        for phone in firm.phones:
            phone.sync()
            assert phone.held == whole

    live()


def _with_questions(life: list[str]) -> Iterator[str]:
    """The life, with one phone that asks in the middle and at last both."""
    middle = len(life) // 2
    yield from (*life[:middle], "one phone asks", *life[middle:])
