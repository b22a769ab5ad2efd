"""What a try asks: drawn by its seed alone, of the criteria that changed, and told by nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.stores.training.own_questions import OwnQuestion
from plugin.training.quiz import asked_anew, drawn, items_of, judged
from scoring.proof import judged as tried
from standards.loader import read
from standards.model import Draft

LIBRARY = Path(__file__).parents[3] / "standards" / "library"
TEXT = (LIBRARY / "contact.yaml").read_text("utf-8")
SEEDS = st.text("0123456789abcdef", min_size=16, max_size=32)


def draft(text: str) -> Draft:
    found = read(text.encode()).draft
    assert found is not None
    return found


CONTACT = draft(TEXT)
ALL = asked_anew(None, CONTACT)
OWN = (
    OwnQuestion("contact", 1, None, {"en": "Who?"}, ({"en": "A"}, {"en": "B"}), 1, 0, "t", "one"),
    OwnQuestion("contact", 1, "RSP-01", {"en": "?"}, ({"en": "A"}, {"en": "B"}), 0, 0, "t", "two"),
)


@given(SEEDS, st.integers(0, 30))
def test_the_same_seed_draws_the_same(seed: str, most: int) -> None:
    asked = drawn(CONTACT, OWN, ALL, seed, most)
    assert asked == drawn(CONTACT, tuple(reversed(OWN)), ALL, seed, most)
    examples = [each for each in asked if each.startswith("example:")]
    assert len(examples) == min(most, len(examples))
    assert len(set(asked)) == len(asked)
    assert {"own:one", "own:two"} <= set(asked)


@given(SEEDS)
def test_no_criterion_is_asked_twice_before_each_was_asked_once(seed: str) -> None:
    criteria = sum(each.weight > 0 for each in CONTACT.criteria)
    for most in range(criteria + 5):
        asked = Counter(each.rpartition("#")[0] for each in drawn(CONTACT, (), ALL, seed, most))
        assert not asked or max(asked.values()) - min(asked.values()) <= 1 or most > criteria
        assert len(asked) == min(most, criteria)


def test_seeds_draw_otherwise() -> None:
    assert len({drawn(CONTACT, (), ALL, f"{seed:016}", 6) for seed in range(50)}) > 45


@given(SEEDS)
def test_all_right_is_one_and_all_wrong_is_nought(seed: str) -> None:
    own = {each.id: each for each in OWN}
    items = items_of(drawn(CONTACT, OWN, ALL, seed, 8), CONTACT, own, seed)
    right = {i.id: next(m for m, what in i.answers.items() if what == i.right) for i in items}
    wrong = {i.id: next(m for m, what in i.answers.items() if what != i.right) for i in items}
    assert judged(items, right, 1.0).passed
    assert judged(items, wrong, 0.1).score == 0
    assert judged(items, {}, 0.1).right == 0
    assert judged(items, dict.fromkeys(right, "nothing"), 0.1).right == 0


@given(SEEDS)
def test_an_examples_right_answer_is_what_its_criterion_says(seed: str) -> None:
    for item in items_of(drawn(CONTACT, (), ALL, seed, 6), CONTACT, {}, seed):
        criterion = next(each for each in CONTACT.criteria if each.code == item.criterion)
        assert item.example is not None
        case = tried(CONTACT, criterion, criterion.examples[item.example], 1_767_222_000)
        assert case.finding.verdict == item.right
        assert item.right in item.answers


@given(SEEDS, SEEDS)
def test_marks_of_own_answers_tell_nothing(seed: str, other: str) -> None:
    (one,) = items_of(("own:one",), CONTACT, {"one": OWN[0]}, seed)
    (two,) = items_of(("own:one",), CONTACT, {"one": OWN[0]}, other)
    assert not (set(one.answers) & set(two.answers)) or seed == other
    assert list(one.answers) == sorted(one.answers)


@pytest.mark.parametrize(
    ("right", "number", "mark", "passes"),
    [
        (4, 5, 0.8, True),
        (3, 5, 0.8, False),
        (7, 10, 0.7, True),
        (0, 5, 0.0, True),
        (2, 3, 2 / 3, True),
    ],
)
def test_the_pass_mark_is_reached_by_as_much(
    right: int, number: int, mark: float, passes: bool
) -> None:
    asked = drawn(CONTACT, (), ALL, "0" * 16, number)
    items = items_of(asked, CONTACT, {}, "0" * 16)
    answers = {
        each.id: each.right if place < right else next(a for a in each.answers if a != each.right)
        for place, each in enumerate(items)
    }
    assert judged(items, answers, mark).passed is passes


def test_nothing_asked_is_passed_without_a_score() -> None:
    found = judged((), {}, 1.0)
    assert (found.passed, found.score) == (True, None)


# what changes | what is asked anew
CHANGES = [
    ("weight: 4", "weight: 5", 1),
    ("version: 1", "version: 2", 0),
    ("e-mail is answered within", "e-mail gets its answer within", 0),
]


@pytest.mark.parametrize(("was", "now", "number"), CHANGES)
def test_only_what_judges_otherwise_is_asked_anew(was: str, now: str, number: int) -> None:
    assert was in TEXT
    assert len(asked_anew(CONTACT, draft(TEXT.replace(was, now, 1)))) == number


def test_of_what_changed_alone_is_drawn() -> None:
    later = draft(TEXT.replace("weight: 4", "weight: 5", 1))
    about = asked_anew(CONTACT, later)
    asked = drawn(later, OWN, about, "0" * 16, 20)
    assert {each.partition("#")[0] for each in asked} == {"example:RSP-01", "own:one", "own:two"}


def test_what_counts_for_nothing_is_not_asked() -> None:
    visit = draft((LIBRARY / "shop_visit.yaml").read_text("utf-8"))
    asked = drawn(visit, (), asked_anew(None, visit), "0" * 16, 100)
    codes = {each.partition(":")[2].partition("#")[0] for each in asked}
    weightless = {each.code for each in visit.criteria if each.weight == 0}
    assert weightless
    assert not codes & weightless
    assert len(codes) > 10
