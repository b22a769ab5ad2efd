"""What a visit or review says of another version of the standard than the one that it answered.

People were asked the questions of their day. An answer counts under another version only where
that asks the same: the same kind of question in the same words with the same answers to choose
from, of the same instrument. What an answer earns may differ, for that is what a new version says.
A question that is new, or asks otherwise, has no evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scoring.evidence import Visit
from standards.kinds import Choice, Number, Question, Scale, Words
from standards.model import Criterion, Standard


@dataclass(frozen=True, slots=True)
class Reasked:
    """A visit as the answer to another version, and the criteria that it was not asked."""

    visit: Visit
    unasked: tuple[str, ...]


def reasked(visit: Visit, was: Standard, now: Standard) -> Reasked:
    """What the visit, which answered `was`, says of `now`."""
    asked = {each.code: each for each in was.criteria if visit.instrument in each.ask.of}
    wanted = [each for each in now.criteria if visit.instrument in each.ask.of]
    same = {each.code for each in wanted if asks_the_same(asked.get(each.code), each)}
    answers = {code: given for code, given in visit.answers.items() if code in same}
    told = replace(visit, questionnaire=now.code, version=now.version, answers=answers)
    return Reasked(told, tuple(each.code for each in wanted if each.code not in same))


def asks_the_same(was: Criterion | None, now: Criterion) -> bool:
    """Whether what was answered to `was` (None: there was no such criterion) answers `now`.

    A translation more or less asks nothing else.
    """
    match (None if was is None else was.ask), now.ask:
        case Choice() as older, Choice() as newer:
            same = older.answers.keys() == newer.answers.keys() and all(
                _agree(older.labels.get(each, {}), newer.labels.get(each, {}))
                for each in newer.answers
            )
        case Scale() as older, Scale() as newer:
            same = (older.least, older.most) == (newer.least, newer.most)
        case Number() as older, Number() as newer:
            same = older.unit == newer.unit
        case Question() as older, Question() as newer:
            same = type(older) is type(newer)
        case _:
            return False
    return same and _agree(older.question, newer.question)


def _agree(was: Words, now: Words) -> bool:
    """Whether both read the same in every language that both are written in."""
    common = was.keys() & now.keys()
    return (bool(common) or was == now) and all(was[each] == now[each] for each in common)
