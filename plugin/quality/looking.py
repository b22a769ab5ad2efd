"""Looks at a published version's criteria: what the quality of each is told by, gathered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from plugin.house import House
from plugin.stores.filed.quality import Answered, Days, Quality, by_contact
from plugin.stores.filed.reports import Reports, Stretch
from scoring.judge import Verdict
from scoring.quality import CriterionQuality, Seen, quality_of
from scoring.scorecard import Standing
from scoring.tally.counts import Counts
from standards.kinds import Rating
from standards.model import Standard

Ratings = dict[str, dict[str, dict[tuple[Verdict, float], int]]]


@dataclass(frozen=True, slots=True)
class Looked:
    """The quality of each criterion, and by which of them customers rate."""

    criteria: tuple[CriterionQuality, ...]
    rating: tuple[str, ...]


def look(house: House, standard: Standard, first: date, last: date) -> Looked:
    """The quality of the version's criteria, by final cards of those days, both counted."""
    zone = house.config.zone
    ends = (first, last + timedelta(days=1))
    since, until = (int(datetime.combine(each, time(), zone).timestamp()) for each in ends)
    days = Days(standard.code, standard.version, first.isoformat(), last.isoformat(), since, until)
    rating = tuple(each.code for each in standard.criteria if isinstance(each.ask, Rating))
    store = Quality(house.database)
    answers = by_contact(store.answered(days))
    ratings = _of_cards(store, days, rating)
    _add_reviewed(ratings, store.ratings(days.code, days.version, answers, rating), answers)
    seen = Seen(_counts(house, days), _twice(answers), ratings)
    return Looked(quality_of(standard.criteria, seen), rating)


def _counts(house: House, days: Days) -> Mapping[str, Counts]:
    stretch = Stretch(days.code, days.version, days.first, days.last)
    found: defaultdict[str, Counts] = defaultdict(Counts)
    for cell, counts in Reports(house.database).counted(stretch).cells.items():
        if cell.standing is Standing.FINAL:
            found[cell.criterion] += counts
    return found


def _twice(answers: Mapping[str, list[Answered]]) -> Mapping[str, list[list[Verdict]]]:
    """Of each criterion the verdicts on each contact that two people or more have answered."""
    found: defaultdict[str, list[list[Verdict]]] = defaultdict(list)
    for people in answers.values():
        if len(people) >= 2:
            for code in sorted({code for each in people for code in each.verdicts}):
                told = [each.verdicts[code] for each in people if code in each.verdicts]
                found[code].append(told)
    return found


def _of_cards(store: Quality, days: Days, rating: tuple[str, ...]) -> Ratings:
    found: Ratings = {}
    for by in rating:
        for code, verdict, value, number in store.rated(days, by):
            cells = found.setdefault(code, {}).setdefault(by, {})
            cells[verdict, value] = cells.get((verdict, value), 0) + number
    return found


def _add_reviewed(
    ratings: Ratings,
    rated: Mapping[str, Mapping[str, float]],
    answers: Mapping[str, list[Answered]],
) -> None:
    """Adds what a reviewer found to what the customer said of the same contact."""
    for about, by_criterion in rated.items():
        for each in answers[about][:1]:
            for code, verdict in each.verdicts.items():
                for by, value in by_criterion.items():
                    cells = ratings.setdefault(code, {}).setdefault(by, {})
                    cells[verdict, value] = cells.get((verdict, value), 0) + 1
