"""Examples as little stories: what happened, what counted, what it earned."""

from __future__ import annotations

import pytest

from plugin.handbook.stories import Shelf, Story, shelves_of
from plugin.language import Language
from tests.plugin.handbook.samples import FIRST, NOW, draft_of


def shelves(code: str, language: str = "en", text: str = FIRST) -> dict[str, Shelf]:
    draft = draft_of(text)
    criterion = next(each for each in draft.criteria if each.code == code)
    found = shelves_of(draft, criterion, Language(language), NOW)
    return {each.tone: each for each in found}


def told(story: Story) -> list[str]:
    return [f"{each.when}: {each.what}" if each.when else each.what for each in story.beats]


def test_a_story_says_what_happened_what_counted_and_what_it_earned() -> None:
    (story,) = shelves("WAIT-01")["good"].stories
    assert story.says.text == "The night does not count"
    assert told(story) == [
        "Monday 15:00: A customer writes to us",
        "Tuesday 11:00: An employee replies",
    ]
    assert story.reckoning == (
        "Monday: 15:00 to 17:00 = 2 hours",
        "Tuesday: 09:00 to 11:00 = 2 hours",
        "4 hours is not more than 4 hours: met, share 100%",
    )
    assert story.outcome == "It earns the whole weight"


def test_what_lies_between_shows_how_its_share_comes_about() -> None:
    (story,) = shelves("WAIT-01")["between"].stories
    assert story.reckoning[-1].endswith("share (8 hours - 6 hours) / (8 hours - 4 hours) = 50%")
    assert story.outcome == "It earns 50% of the weight"


def test_the_same_weekday_again_is_a_week_later() -> None:
    _, story = shelves("WAIT-01")["bad"].stories
    assert told(story)[-1] == "Monday (1 week later) 08:00: An employee replies"


def test_a_date_is_a_date() -> None:
    dated = FIRST.replace(
        "Mon 09:00 opened, Mon 15:00 replied", "2026-11-10 16:00 opened, 2026-11-12 14:00 replied"
    )
    (story,) = shelves("WAIT-01", text=dated)["between"].stories
    assert [each.when for each in story.beats] == [
        "Tue 10 Nov 2026, 16:00",
        "Thu 12 Nov 2026, 14:00",
    ]
    assert story.reckoning[:2] == (
        "Tue 10 Nov: 16:00 to 17:00 = 1 hour",
        "Thu 12 Nov: 09:00 to 14:00 = 5 hours",
    )


def test_what_has_no_story_of_its_own_is_told_as_the_catalogue_does() -> None:
    assigned = FIRST.replace("Mon 10:00 bot replied", "Mon 10:00 assigned ada")
    _, story = shelves("WAIT-01", text=assigned)["bad"].stories
    assert told(story)[1] == "Monday 10:00: Assigned to ada"


def test_an_answer_is_told_in_its_own_words() -> None:
    found = shelves("KIND-01")
    assert told(found["good"].stories[0]) == ["The answer: With a smile"]
    assert told(found["beside"].stories[0]) == ["The answer: not applicable"]
    assert found["beside"].stories[0].outcome == "It does not apply here, and counts neither way"


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("pl", "poniedziałek 15:00: Pisze do nas klient", "Daje całą wagę"),
        ("ru", "понедельник 15:00: Нам пишет клиент", "Даёт весь вес"),
    ],
)
def test_it_is_told_in_the_readers_language(language: str, first: str, last: str) -> None:
    (story,) = shelves("WAIT-01", language)["good"].stories
    assert told(story)[0] == first
    assert story.outcome == last


def test_an_example_that_a_draft_does_not_keep_yet_has_no_reckoning() -> None:
    broken = FIRST.replace(
        "Mon 09:00 opened, Mon 15:00 replied", "Mon 09:00 opened, Mon 10:00 replied"
    )
    (story,) = shelves("WAIT-01", text=broken)["between"].stories
    assert told(story)[0] == "Monday 09:00: A customer writes to us"
    assert story.reckoning == ()
