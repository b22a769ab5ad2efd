"""Makes up the lives of tickets: working hours, weekends, quick and slow people, all by seed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from random import Random
from typing import TypeVar

from plugin.demo import words
from plugin.demo.course import SYSTEM, Course, Said, Save
from plugin.demo.firm import TEAMS, Team, Worker
from standards.hours import Hours

T = TypeVar("T")
_HOUR, _DAY = 3600, 86_400
_TURNS = 5  # replies at most, until it is solved one way or another
_CLOSES_AFTER = 4 * _DAY  # as a helpdesk's automation does
_SHARES_OF_DAYS = (1.0, 0.95, 0.9, 0.9, 0.85, 0.45, 0.35)  # Monday first
_BUSY_HOURS = (
    *(1, 1, 0, 0, 0, 1, 2, 5, 9, 11, 12, 11, 10, 10, 10, 9, 9, 9, 8, 8, 8, 7, 4, 2),
)  # fmt: skip
_LANGUAGES = {"pl": 0.58, "en": 0.20, "ru": 0.22}
_PRIORITIES: dict[str | None, float] = {
    "NORMAL": 0.66, "LOW": 0.08, "HIGH": 0.15, "URGENT": 0.07, None: 0.04,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Era:
    """The time that the demonstration tells of, UTC seconds, in the firm's zone and hours."""

    begins_at: int
    ends_at: int
    zone: tzinfo
    hours: Hours

    def share(self, at: int) -> float:
        """How far into the time the instant lies, 0..1."""
        return (at - self.begins_at) / (self.ends_at - self.begins_at)


def courses(
    era: Era, tickets: int, seed: str, workers: tuple[Worker, ...], first_number: int
) -> Iterator[Course]:
    """So many tickets, opened within the time, in order; the same for the same seed."""
    for place, opened_at in enumerate(_openings(era, tickets, Random(f"{seed}/openings"))):
        chance = Random(f"{seed}/life/{place}")
        yield _Life(era, chance, workers, first_number).told(first_number + place, opened_at)


def _openings(era: Era, tickets: int, chance: Random) -> list[int]:
    """Instants at which people write: fewer at weekends and hardly any at night."""
    first = datetime.fromtimestamp(era.begins_at, era.zone).replace(hour=0, minute=0, second=0)
    days = [first + timedelta(days=n) for n in range((era.ends_at - era.begins_at) // _DAY + 1)]
    shares = [_SHARES_OF_DAYS[day.weekday()] for day in days]
    found: list[int] = []
    while len(found) < tickets:
        day = chance.choices(days, shares)[0]
        hour = chance.choices(range(24), _BUSY_HOURS)[0]
        at = day.replace(hour=hour, minute=chance.randrange(60), second=chance.randrange(60))
        if era.begins_at <= at.timestamp() < era.ends_at:
            found.append(int(at.timestamp()))
    return sorted(found)


class _Life:
    """One ticket's, as it is made up: the saves so far, and the instant that has been reached."""

    def __init__(
        self, era: Era, chance: Random, workers: tuple[Worker, ...], first_number: int
    ) -> None:
        self._era = era
        self._first_number = first_number
        self._chance = chance
        self._workers = workers
        self._saves: list[Save] = []
        self._at = 0
        self._language = self._among(_LANGUAGES)
        self._team = self._among({each: each.share for each in TEAMS if self._of(each)})
        self._worker = chance.choice(self._of(self._team))
        self._customer = str(8_000_000 + chance.randrange(999_999))
        self._slower = 1.0

    def told(self, number: int, opened_at: int) -> Course:
        chance, self._at = self._chance, opened_at
        topic = chance.choice(words.TOPICS)
        in_chat = chance.random() < self._team.chat and 7 <= self._local_hour() < 22
        channel = "chat" if in_chat else chance.choices(["email", "web"], [8, 2])[0]
        priority = self._among(_PRIORITIES)
        # A team's pace drifts over the time; what is urgent is taken first.
        self._slower = math.pow(self._team.drift, self._era.share(opened_at))
        self._slower *= {"URGENT": 0.25, "HIGH": 0.6}.get(priority or "", 1.0)
        group = self._live(in_chat)
        return Course(
            number=number,
            opened_at=opened_at,
            language=self._language,
            channel=channel,
            subject=topic.subject[self._language],
            description=topic.opening[self._language].format(order=f"D-{number * 7}"),
            customer=self._customer,
            group=group,
            priority=priority,
            type=topic.type if chance.random() < 0.8 else None,
            tags=tuple(sorted({topic.tag, f"lang-{self._language}"})),
            saves=tuple(self._saves),
        )

    def _live(self, in_chat: bool) -> str:
        """Lives the ticket to its end; the group that it came to first."""
        fate = self._chance.random()
        if fate < 0.012:
            self._after(self._seconds(0.5))
            self._save(self._worker.user, spam=True)
            return self._team.group
        group = self._first_desk()
        if 0.012 <= fate < 0.024:
            self._after(self._seconds(1.0))
            self._save(self._worker.user, merged_into=str(self._first_number))
            return group
        (self._chat if in_chat else self._letters)()
        self._save_at(self._at + _CLOSES_AFTER, SYSTEM, status="CLOSED")
        return group

    def _first_desk(self) -> str:
        """Where it came first; from a wrong desk it is passed on, and nobody is told for hours."""
        if self._chance.random() >= self._team.passes_on:
            return self._team.group
        wrong = self._chance.choice([each for each in TEAMS if each != self._team])
        others = self._of(wrong)
        if not others:
            return self._team.group
        holder = self._chance.choice(others)
        self._after(self._seconds(1.5))
        self._save(holder.user, assignee_id=holder.user)
        self._after(self._seconds(1.0))
        self._save(holder.user, group_id=self._team.group, assignee_id=self._worker.user)
        if self._chance.random() < 0.5:
            colleague = self._chance.choice(self._of(self._team))
            self._after(self._seconds(1.0))
            self._save(self._worker.user, assignee_id=colleague.user)
            self._worker = colleague
        return wrong.group

    def _letters(self) -> None:
        worker, chance = self._worker, self._chance
        wait = self._seconds(worker.hours * self._slower)
        if chance.random() < 0.65:  # taken first, and answered later
            self._after(wait // 3)
            self._save(worker.user, assignee_id=worker.user)
            wait -= wait // 3
        self._after(wait)
        for turn in range(_TURNS):
            settled = chance.random() < worker.settles - 0.05 * turn
            taken = {} if turn else {"assignee_id": worker.user}
            if settled or turn == _TURNS - 1:
                self._reply(**taken, status="SOLVED")
                if not self._comes_back():
                    return
            elif chance.random() < 0.22:
                self._reply(**taken, status="HOLD")
                self._wait_for_others()
            else:
                self._reply(**taken, status="PENDING")
                if not self._customer_answers():
                    return
            self._after(self._seconds(worker.hours * self._slower * 0.7))

    def _chat(self) -> None:
        worker, chance = self._worker, self._chance
        if chance.random() < 0.7:
            self._at += 2
            self._save(SYSTEM, words.GREETING[self._language])
        if not self._era.hours.is_open(self._at) and chance.random() < 0.6:
            self._after(self._seconds(1.0))  # nobody sits there: the window was left open
        self._at += self._seconds_of_chat()
        for turn in range(chance.choice((1, 2, 2, 3, 4))):
            self._reply(**({} if turn else {"assignee_id": worker.user, "status": "OPEN"}))
            self._at += int(60 * chance.lognormvariate(0.3, 0.7))
            self._save(self._customer, words.follow_up(self._language, chance.random()))
            self._at += self._seconds_of_chat()
        self._reply(status="SOLVED")
        self._comes_back(0.4)

    def _comes_back(self, times: float = 1.0) -> bool:
        """Whether the customer writes again after all."""
        if self._chance.random() >= (1.05 - self._worker.settles) * 0.45 * times:
            return False
        self._at += int(_HOUR * min(80.0, self._chance.lognormvariate(2.2, 0.9)))
        self._by_day()
        self._save(self._customer, words.comeback(self._language), status="OPEN")
        self._after(self._seconds(self._worker.hours * self._slower))
        self._reply(status="SOLVED")
        return False

    def _customer_answers(self) -> bool:
        """Whether the customer answers, if need be after a reminder; else it is solved."""
        if self._chance.random() < 0.84:
            self._at += int(_HOUR * min(120.0, self._chance.lognormvariate(1.6, 1.1)))
            self._by_day()
            again = words.follow_up(self._language, self._chance.random())
            self._save(self._customer, again, status="OPEN")
            return True
        late = 1 if self._chance.random() < self._worker.keeps_touch else 2.5
        self._after_days(5 * late)
        self._save(self._worker.user, words.reminder(self._language))
        self._after_days(3)
        self._save(self._worker.user, status="SOLVED")
        return False

    def _wait_for_others(self) -> None:
        """The warehouse or the manufacturer takes days; the tidy keep the customer told."""
        self._save_at(self._at + 300, self._worker.user, note=self._chance.choice(words.NOTES))
        for _ in range(self._chance.choice((1, 1, 2, 3))):
            late = 1 if self._chance.random() < self._worker.keeps_touch else 2.6
            self._after_days(2 * late)
            self._save(self._worker.user, words.update(self._language))
        self._after_days(1)

    def _reply(self, **changes: str) -> None:
        text = words.reply(self._language, self._worker.kindness, self._chance.random())
        self._save(self._worker.user, text, **changes)

    def _save(self, by: str, text: str | None = None, **told: str | bool) -> None:
        spam, into = bool(told.pop("spam", False)), told.pop("merged_into", None)
        note = told.pop("note", None)
        said = Said(text) if text else Said(str(note), public=False) if note else None
        changes = tuple((name, str(value)) for name, value in told.items())
        save = Save(self._at, by, said, changes, spam=spam)
        self._saves.append(replace(save, merged_into=str(into)) if into else save)

    def _save_at(self, at: int, by: str, **told: str) -> None:
        self._at = at
        self._save(by, **told)

    def _after(self, seconds: int) -> None:
        """Goes on so many working seconds, and some seconds more."""
        later = self._era.hours.deadline(self._at, seconds)
        self._at = (later or self._at + seconds) + self._chance.randrange(5, 55)

    def _after_days(self, days: float) -> None:
        """Goes on about so many days, to an hour at which people work."""
        self._at += int(_DAY * days * self._chance.uniform(0.7, 1.15))
        self._after(self._chance.randrange(_HOUR))

    def _by_day(self) -> None:
        """Nobody writes letters in the middle of the night."""
        if self._local_hour() < 7:
            self._at += 7 * _HOUR + self._chance.randrange(_HOUR)

    def _local_hour(self) -> int:
        return datetime.fromtimestamp(self._at, self._era.zone).hour

    def _seconds(self, median_hours: float) -> int:
        return max(60, int(_HOUR * median_hours * self._chance.lognormvariate(0, 0.85)))

    def _seconds_of_chat(self) -> int:
        minutes = self._worker.chat_minutes * self._slower
        return max(8, int(60 * minutes * self._chance.lognormvariate(0, 0.7)))

    def _of(self, team: Team) -> tuple[Worker, ...]:
        return tuple(each for each in self._workers if each.team == team.code)

    def _among(self, shares: dict[T, float]) -> T:
        return self._chance.choices(list(shares), list(shares.values()))[0]
