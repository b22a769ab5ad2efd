"""What a try asks: examples of the criteria ("met or missed?") and the trainer's own questions.

What is drawn follows from the seed alone: by SHA-256 of it and each item's id, so that a try can be
drawn again, in any year and on any machine, and proven. Answers are named by marks made in the same
way: neither their order nor their names tell which one is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from plugin.stores.training.learning import Result
from plugin.stores.training.own_questions import OwnQuestion
from standards.difference import difference
from standards.kinds import Choice, Photo, Text
from standards.model import Criterion, Form

MET, PARTLY, MISSED = "met", "partly", "missed"
_DECIDED = (MET, PARTLY, MISSED)
_EXAMPLE, _OWN = "example", "own"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may be asked.

    `criterion` is None for a question about the whole. `answers` are what may be answered, by mark,
    each with what it stands for: a verdict, or the place of an answer of the trainer's question.
    """

    id: str
    criterion: str | None
    answers: Mapping[str, str]
    right: str

    @property
    def example(self) -> int | None:
        """The place of the example among its criterion's; None for a trainer's question."""
        kind, _, place = self.id.partition(":")
        return int(place.rpartition("#")[2]) if kind == _EXAMPLE else None

    @property
    def own(self) -> str | None:
        """The id of the trainer's question; None for an example."""
        kind, _, name = self.id.partition(":")
        return name if kind == _OWN else None


def asked_anew(was: Form | None, now: Form) -> frozenset[str]:
    """The criteria that somebody is asked about who knew `was` (None: who knew none).

    Those that are new or judge otherwise; one that is only worded otherwise judges as before.
    """
    if was is None:
        return frozenset(each.code for each in now.criteria)
    standing = {each.code for each in now.criteria}
    changed = difference(was, now).clauses
    return frozenset(
        each.code for each in changed if each.code in standing and not each.is_reworded_only
    )


def drawn(
    form: Form,
    own: Iterable[OwnQuestion],
    about: frozenset[str],
    seed: str,
    most: int,
) -> tuple[str, ...]:
    """The ids of what is asked about the criteria: so many examples at most, and every question.

    First one example of each criterion, then a second: of few, no criterion is asked twice.
    """
    by_criterion = [
        sorted(_examples(each), key=lambda name: _mark(seed, name))
        for each in form.criteria
        if each.code in about
    ]
    rounds = sorted(
        (place, _mark(seed, name), name)
        for names in by_criterion
        for place, name in enumerate(names)
    )
    chosen = [name for _, _, name in rounds[:most]]
    chosen += [
        f"{_OWN}:{each.id}" for each in own if each.criterion is None or each.criterion in about
    ]
    return tuple(sorted(chosen, key=lambda name: _mark(seed, name)))


def items_of(
    asked: Iterable[str], form: Form, own: Mapping[str, OwnQuestion], seed: str
) -> tuple[Item, ...]:
    """What is asked, in its order; what is not known any more is left out."""
    criteria = {each.code: each for each in form.criteria}
    return tuple(item for name in asked if (item := _item(name, criteria, own, seed)) is not None)


def judged(items: Iterable[Item], answers: Mapping[str, str], pass_mark: float) -> Result:
    """What the answers, by the items' ids, come to; what is not answered is not right."""
    items = tuple(items)
    told = {each.id: each.answers.get(answers.get(each.id, ""), "") for each in items}
    right = sum(told[each.id] == each.right for each in items)
    score = right / len(items) if items else None
    # A share such as 0.8 has no exact binary form: 4 of 5 is to pass a mark of 0.8.
    return Result(told, right, score, score is None or score >= pass_mark - 1e-9)


def _examples(criterion: Criterion) -> Iterator[str]:
    """The examples that are met, missed or between; what cannot be decided is no question.

    Nor is what counts for nothing, or whether any words or any picture were given.
    """
    if criterion.weight == 0 or isinstance(criterion.ask, Text | Photo):
        return
    for place, each in enumerate(criterion.examples):
        if each.then in _DECIDED:
            yield f"{_EXAMPLE}:{criterion.code}#{place}"


def _item(
    name: str, criteria: Mapping[str, Criterion], own: Mapping[str, OwnQuestion], seed: str
) -> Item | None:
    kind, _, rest = name.partition(":")
    if kind == _OWN:
        return _own(name, own[rest], seed) if rest in own else None
    code, _, place = rest.rpartition("#")
    criterion = criteria.get(code)
    if criterion is None or int(place) >= len(criterion.examples):
        return None
    verdicts = _DECIDED if _may_be_partly(criterion) else (MET, MISSED)
    return Item(name, code, {each: each for each in verdicts}, criterion.examples[int(place)].then)


def _own(name: str, question: OwnQuestion, seed: str) -> Item:
    marked = {_mark(seed, f"{name} {place}")[:12]: place for place in range(len(question.answers))}
    answers = {mark: str(marked[mark]) for mark in sorted(marked)}
    return Item(name, question.criterion, answers, str(question.right))


def _may_be_partly(criterion: Criterion) -> bool:
    """Whether there is anything between met and missed."""
    if any(each.then == PARTLY for each in criterion.examples):
        return True
    if isinstance(criterion.ask, Choice):
        return any(0 < share < 1 for share in criterion.ask.answers.values())
    return any(each.full != each.none for each in criterion.limits)


def _mark(seed: str, name: str) -> str:
    return sha256(f"{seed} {name}".encode()).hexdigest()
