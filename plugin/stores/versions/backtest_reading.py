"""What a slice of a backtest is judged from: logs and submissions, and what was filed of each.

Read in batches, by indexes alone, and of a filed card only what a backtest counts. The card is that
of the version that was in force when the contact was opened (a submission's is that of the version
it answers): cards of other versions, filed for people in grace, are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pymongo import ASCENDING

from mobile_api.visits.submissions import Submitted
from plugin.stores.layout import Document, Mongo
from plugin.stores.submissions.visits import submitted_of
from plugin.stores.tickets.events import read_event
from plugin.stores.versions.backtests import Asked, Slice
from scoring.evidence import Event
from scoring.judge import Verdict
from scoring.scorecard import Outcome
from scoring.tally.brief import BriefOccurrence

A_BATCH = 200  # contacts whose logs lie in memory at once

_VERDICTS = {each.value: each for each in Verdict}
_COUNTED: Document = {
    "contact": 1,
    "version": 1,
    "verdict": 1,
    "as_of": 1,
    "next_deadline": 1,
    "card.facts.group": 1,
    "card.findings.criterion": 1,
    "card.findings.verdict": 1,
    "card.findings.occurrences.team": 1,
    "card.findings.occurrences.verdict": 1,
}
_LOGGED: Document = {"_id": 0}


@dataclass(frozen=True, slots=True)
class FiledCard:
    """What was filed of a contact, as a backtest counts it; instants are UTC seconds."""

    version: int
    outcome: Outcome
    as_of: int
    next_deadline: int | None
    occurrences: tuple[BriefOccurrence, ...]


@dataclass(frozen=True, slots=True)
class LoggedTicket:
    """A ticket: its log, the version that was in force when it was opened, and its card of that.

    `replaced` says that the card of a version published since has taken its place.
    """

    contact: str
    log: tuple[Event, ...]
    version: int | None
    card: FiledCard | None
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class SentIn:
    """A visit or review, and its card, if any."""

    submitted: Submitted
    card: FiledCard | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The contacts of slices of one backtest."""

    database: Mongo
    asked: Asked

    def tickets(self, taken: Slice) -> Iterator[LoggedTicket]:
        """The tickets of the slice, each with its log and card; without those that have no log."""
        opened = {"opened_at": {"$gte": taken.since, "$lt": taken.until}}
        found = self.database.contacts.find(opened, {"opened_at": 1}).sort("opened_at", ASCENDING)
        for batch in _batches(found):
            yield from self._tickets({each["_id"]: int(each["opened_at"]) for each in batch})

    def submissions(self, taken: Slice) -> Iterator[SentIn]:
        """The visits and reviews of the slice that answer the standard and were not replaced."""
        received = {"received_at": {"$gte": taken.since, "$lt": taken.until}}
        wanted = {"questionnaire.standard": self.asked.code, "replaced_by": None}
        found = self.database.visits.find({**received, **wanted}, hint="answers")
        for batch in _batches(found.sort("received_at", ASCENDING)):
            sent = [submitted_of(each) for each in batch]
            ids = {self._card(each.contact, each.version): each.contact for each in sent}
            cards = self._cards(ids)
            for each in sent:
                yield SentIn(each, cards.get(each.contact))

    def _tickets(self, opened: Mapping[str, int]) -> Iterator[LoggedTicket]:
        versions = {contact: self.asked.in_force(at) for contact, at in opened.items()}
        ids = {
            self._card(contact, version): contact
            for contact, version in versions.items()
            if version is not None
        }
        cards, logs = self._cards(ids), self._logs([*opened])
        replaced = self._replaced([each for each in ids.values() if each not in cards])
        for contact, log in logs.items():
            yield LoggedTicket(
                contact, log, versions[contact], cards.get(contact), contact in replaced
            )

    def _logs(self, contacts: Sequence[str]) -> Mapping[str, tuple[Event, ...]]:
        logs: dict[str, list[Event]] = {}
        for each in self.database.events.find({"contact": {"$in": contacts}}, _LOGGED):
            logs.setdefault(each["contact"], []).append(read_event(each))
        return {contact: tuple(log) for contact, log in logs.items()}

    def _cards(self, ids: Mapping[str, str]) -> Mapping[str, FiledCard]:
        """The cards of those names, by contact."""
        found = self.database.cards.find({"_id": {"$in": [*ids]}}, _COUNTED)
        return {each["contact"]: _filed(each) for each in found}

    def _replaced(self, contacts: Sequence[str]) -> frozenset[str]:
        """Of those contacts the ones that a version published since has judged."""
        if not contacts:
            return frozenset()
        known = {each.version for each in self.asked.standing}
        asked = {"contact": {"$in": contacts}, "code": self.asked.code}
        found = self.database.cards.find(asked, {"contact": 1, "version": 1})
        return frozenset(each["contact"] for each in found if each["version"] not in known)

    def _card(self, contact: str, version: int) -> str:
        return f"{contact} {self.asked.code} {version}"


def _filed(found: Document) -> FiledCard:
    card, due = found["card"], found["next_deadline"]
    team = card.get("facts", {}).get("group")
    return FiledCard(
        int(found["version"]),
        Outcome(found["verdict"]),
        int(found["as_of"]),
        None if due is None else int(due),
        tuple(_occurrences(card["findings"], team if isinstance(team, str) else None)),
    )


def _occurrences(findings: Iterable[Any], team: str | None) -> Iterator[BriefOccurrence]:
    """As `scoring.tally.brief` counts them; nobody's, and without shares."""
    for finding in findings:
        criterion = finding["criterion"]
        for each in finding["occurrences"]:
            said = each["verdict"]
            verdict = Verdict.NOT_APPLICABLE if said is None else _VERDICTS[said]
            yield BriefOccurrence(criterion, None, each["team"], verdict, 0)
        if not finding["occurrences"]:
            yield BriefOccurrence(criterion, None, team, _VERDICTS[finding["verdict"]], 0)


def _batches(found: Iterable[Document]) -> Iterator[list[Document]]:
    rest = iter(found)
    while batch := list(islice(rest, A_BATCH)):
        yield batch
