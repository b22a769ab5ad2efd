"""The station of reminders: who is late, or soon will be, is written to once a step.

It does nothing where no mail host is set.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from threading import BoundedSemaphore
from typing import Protocol

import structlog

from plugin.house import House
from plugin.language import TRANSLATED, Language
from plugin.stores.people.users import Users
from plugin.stores.training.reminders import Reminder, Reminders, Step
from plugin.tickets.errands import backed_off
from plugin.training.mailing import MailHost, NeverTaken, NotWelcome, Unknown, Unmailed
from plugin.training.matrix import matrix_of
from plugin.training.refusals import NotToLearn
from plugin.training.reminder import Letter, mail_of
from plugin.training.standing import SETTLED
from plugin.training.steps import step_at
from plugin.training.studying import Lesson, Studying
from standards.languages import in_language

MOST_UNKNOWN = 2  # mails of which nothing was heard: one more would be one too many
LONGEST_BACK_OFF = 6 * 3_600  # seconds

# Of a process's threads one may wait for the mail host: the others go on.
_WAITING = BoundedSemaphore(1)

_log = structlog.get_logger("plumbline.reminders")


class Sends(Protocol):
    """What takes mails."""

    @property
    def sender(self) -> str: ...
    def send(self, message: EmailMessage, to: str) -> None: ...


@dataclass(slots=True)
class RemindingStation:
    """Writes to people through `host`; None: to nobody. `chance` gives 0..1."""

    house: House
    worker: str
    host: Sends | None
    chance: Callable[[], float] = random.random
    name: str = "reminders"
    reminders: Reminders = field(init=False)
    studying: Studying = field(init=False)

    def __post_init__(self) -> None:
        self.reminders = Reminders(self.house.database, self.worker)
        self.studying = Studying(self.house)

    def work_once(self, now: int) -> bool:
        """Whether a reminder was taken; what came of it stands with it."""
        if self.host is None or not _WAITING.acquire(blocking=False):
            return False
        try:
            if self.reminders.is_to_be_planned(now):
                self.reminders.plan(self.steps(now), now)
            taken = self.reminders.take(now)
            if taken is not None:
                self._work(self.host, taken, now)
            return taken is not None
        finally:
            _WAITING.release()

    def stop(self, now: int) -> None:
        """Gives back what was taken and not ended."""
        self.reminders.give_back(now)

    def steps(self, now: int) -> Iterator[Step]:
        """The last step that has come of everything that is due of somebody with an address."""
        people = [each for each in self.studying.directory.people() if each.email]
        for lesson in matrix_of(self.studying, people).lessons:
            step = self._step(lesson, now)
            if step is not None:
                yield step

    def _step(self, lesson: Lesson, now: int) -> Step | None:
        """The step that has come; None where nothing is due, or not yet."""
        standing, published = lesson.standing, lesson.published
        if standing.state in SETTLED or standing.due_at is None:
            return None
        step = step_at(standing.due_at, now, self.house.config.zone)
        if step is None:
            return None
        key = (lesson.person.id, published.code, published.version)
        return Step(*key, standing.due_at, step)

    def _work(self, host: Sends, reminder: Reminder, now: int) -> None:
        lesson = self._lesson(reminder.step)
        if lesson is None or self._step(lesson, now) != reminder.step:
            self.reminders.end(reminder, "it is not asked for any more", now)
        elif lesson.person.email is None:
            self.reminders.end(reminder, "the person has no e-mail address", now)
        elif reminder.maybe >= MOST_UNKNOWN:
            self._set_aside(reminder, "sent twice, and nothing was heard of either", now)
        elif self.reminders.expect(reminder):
            self._send(host, reminder, lesson, lesson.person.email, now)

    def _send(self, host: Sends, reminder: Reminder, lesson: Lesson, to: str, now: int) -> None:
        try:
            host.send(self._mail(host, reminder.step, lesson, to, now), to)
        except Unknown as error:
            self.reminders.later(reminder, self._back_off(reminder, now), str(error))
        except Unmailed as error:
            self.reminders.was_not_taken(reminder)
            self._not_taken(reminder, error, now)
        else:
            self.reminders.end(reminder, None, now, sent=True)
            self.house.measures.count("sent", "reminders")

    def _not_taken(self, reminder: Reminder, error: Unmailed, now: int) -> None:
        if isinstance(error, NeverTaken):
            self._set_aside(reminder, str(error), now)
            return
        counts = not isinstance(error, NotWelcome)
        if not counts:
            _log.error("mail host refuses us", reason=str(error))
        self.reminders.later(reminder, self._back_off(reminder, now), str(error), counts=counts)

    def _set_aside(self, reminder: Reminder, reason: str, now: int) -> None:
        if self.reminders.set_aside(reminder, reason, now):
            step = reminder.step
            _log.warning(
                "reminder set aside", standard=step.code, version=step.version, reason=reason
            )

    def _back_off(self, reminder: Reminder, now: int) -> int:
        return backed_off(reminder.tries + 2, LONGEST_BACK_OFF, self.chance(), now)

    def _lesson(self, step: Step) -> Lesson | None:
        try:
            return self.studying.lesson(step.person, step.code, step.version)
        except NotToLearn:
            return None

    def _mail(self, host: Sends, step: Step, lesson: Lesson, to: str, now: int) -> EmailMessage:
        language, published = self._language(lesson), lesson.published
        grace, address = lesson.standing.grace_until, self.house.config.address
        there = f"{address}/learning/{published.code}/{published.version}" if address else None
        letter = Letter(
            step=step.step,
            key=step.id,
            name=lesson.person.name,
            to=to,
            sender=host.sender,
            title=in_language(self.studying.standard(published).title, language.code),
            version=published.version,
            due=self._day(step.due_at - 1, language),
            grace="" if grace is None else self._day(grace, language),
            address=there,
            at=now,
            language=language,
        )
        return mail_of(letter)

    def _language(self, lesson: Lesson) -> Language:
        """The one that the person's user reads; without a user the standard's own first one."""
        known = Users(self.house.database).of_person(lesson.person.id)
        own = known.language if known else self.studying.standard(lesson.published).languages[0]
        return Language(own if own in TRANSLATED else "en")

    def _day(self, at: int, language: Language) -> str:
        return language.day(datetime.fromtimestamp(at, self.house.config.zone).date())


def reminding_station(house: House, worker: str) -> RemindingStation:
    """The station over the house's mail host, for the worker of that name."""
    return RemindingStation(house, worker, MailHost.of(house.config))
