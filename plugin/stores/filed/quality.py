"""What the quality of a version's criteria is told by: filed cards of those days, and who answered.

Counts are those of reports. Of ratings mongod counts contacts by verdict and rating itself, found
by the marks of cards; of answers the newest are read, so many at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pymongo import DESCENDING

from plugin.stores.filed.cards import COUNTED
from plugin.stores.layout import Document, Mongo
from scoring.judge import Verdict
from scoring.scorecard import Standing

MOST_ANSWERED = 20_000  # visits and reviews whose cards are looked at, the newest
A_BATCH = 500

_VERDICTS = {each.value: each for each in Verdict}
_DECIDED = (Verdict.MET, Verdict.PARTLY, Verdict.MISSED)


@dataclass(frozen=True, slots=True)
class Days:
    """A version of a standard, and days `YYYY-MM-DD` in the firm's zone, both counted.

    `since` and `until` are the same as UTC seconds, `until` being just after the last day.
    """

    code: str
    version: int
    first: str
    last: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What one person says of a contact: `about` is the visit itself, or what a review looks at."""

    contact: str
    about: str
    by: str
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class Quality:
    """The filed cards and submissions of one database."""

    database: Mongo

    def rated(self, days: Days, criterion: str) -> Iterator[tuple[str, Verdict, float, int]]:
        """By each other criterion how many contacts have the verdict and that rating.

        `criterion` is the one that asks for the rating; of several ratings the first counts.
        """
        marks = [f"{criterion} {verdict}" for verdict in _DECIDED]
        of_version = {"code": days.code, "version": days.version, **COUNTED}
        within = {"day": {"$gte": days.first, "$lte": days.last}}
        rating = {"$eq": ["$$this.criterion", criterion]}
        findings = {"$filter": {"input": "$card.findings", "cond": rating}}
        steps: list[Document] = [
            {"$match": {**of_version, **within, "marks": {"$in": marks}}},
            {"$match": {"standing": Standing.FINAL.value}},
            {
                "$project": {
                    "_id": 0,
                    "criteria": "$card.findings.criterion",
                    "verdicts": "$card.findings.verdict",
                    "rating": {"$first": {"$first": _each(findings, "$$this.occurrences.value")}},
                }
            },
            {"$project": {"rating": 1, "found": {"$zip": {"inputs": ["$criteria", "$verdicts"]}}}},
            {"$unwind": "$found"},
            {"$group": {"_id": {"found": "$found", "rating": "$rating"}, "number": {"$sum": 1}}},
        ]
        for each in self.database.cards.aggregate(steps, hint="marks"):
            code, verdict = each["_id"]["found"]
            value = each["_id"].get("rating")
            if code != criterion and isinstance(value, int | float):
                yield code, _VERDICTS[verdict], float(value), int(each["number"])

    def answered(self, days: Days) -> Iterator[Answered]:
        """What people said by accepted visits and reviews of those days, the newest first."""
        received = {"received_at": {"$gte": days.since, "$lt": days.until}}
        of_version = {
            "questionnaire.standard": days.code,
            "questionnaire.version": days.version,
        }
        wanted = {**received, **of_version, "accepted_at": {"$ne": None}, "replaced_by": None}
        told = {"about": 1, "submitted_by": 1}
        found = self.database.visits.find(wanted, told)
        ordered = found.sort("received_at", DESCENDING).hint("answers")
        newest = islice(ordered, MOST_ANSWERED)
        while batch := list(islice(newest, A_BATCH)):
            yield from self._answered(days, batch)

    def ratings(
        self, code: str, version: int, contacts: Iterable[str], criteria: Iterable[str]
    ) -> Mapping[str, Mapping[str, float]]:
        """Of each of the contacts its customers' rating by each of those criteria."""
        wanted, rest = frozenset(criteria), iter(contacts)
        found: dict[str, dict[str, float]] = {}
        while batch := list(islice(rest, A_BATCH)):
            for each in self._cards(code, version, batch, _RATED):
                found[each["contact"]] = dict(_ratings(each["card"]["findings"], wanted))
        return found

    def _answered(self, days: Days, batch: Sequence[Document]) -> Iterator[Answered]:
        names = [each["_id"] for each in batch]
        cards = {
            each["contact"]: each for each in self._cards(days.code, days.version, names, _JUDGED)
        }
        for each in batch:
            card = cards.get(each["_id"])
            if card is not None:
                verdicts = {
                    finding["criterion"]: _VERDICTS[finding["verdict"]]
                    for finding in card["card"]["findings"]
                }
                about = each["about"] or each["_id"]
                yield Answered(each["_id"], about, each["submitted_by"], verdicts)

    def _cards(
        self, code: str, version: int, contacts: Sequence[str], told: Document
    ) -> Iterator[Document]:
        ids = [f"{each} {code} {version}" for each in contacts]
        yield from self.database.cards.find({"_id": {"$in": ids}}, told)


_JUDGED: Document = {"contact": 1, "card.findings.criterion": 1, "card.findings.verdict": 1}
_RATED: Document = {
    "contact": 1,
    "card.findings.criterion": 1,
    "card.findings.occurrences.value": 1,
}


def _each(findings: Document, value: str) -> Document:
    return {"$map": {"input": findings, "in": value}}


def _ratings(findings: Iterable[Any], wanted: frozenset[str]) -> Iterator[tuple[str, float]]:
    for finding in findings:
        values = [each.get("value") for each in finding["occurrences"]]
        if finding["criterion"] in wanted and values and isinstance(values[0], int | float):
            yield finding["criterion"], float(values[0])


def by_contact(answered: Iterable[Answered]) -> Mapping[str, list[Answered]]:
    """The answers of different people, by the contact that they are about."""
    found: defaultdict[str, dict[str, Answered]] = defaultdict(dict)
    for each in answered:
        found[each.about].setdefault(each.by, each)
    return {about: [*people.values()] for about, people in found.items()}
