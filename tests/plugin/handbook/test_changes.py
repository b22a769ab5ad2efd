"""What changed between two versions, for whoever has to keep it."""

from __future__ import annotations

import pytest

from plugin.handbook.changes import Clause, changed_for
from plugin.language import Language
from standards.difference import Effect
from tests.plugin.handbook.samples import FIRST, SECOND, draft_of

# what is put in place of what | the effects of the clause | why it is here
CASES = [
    ("{full: PT4H, none: PT8H}", "{full: PT2H, none: PT8H}", [Effect.STRICTER], "less time"),
    ("{full: PT4H, none: PT8H}", "{full: PT5H, none: PT8H}", [Effect.LAXER], "more time"),
    ("{full: PT4H, none: PT8H}", "{full: PT2H, none: PT9H}", [Effect.OTHERWISE], "both at once"),
    ("goal: 0.9", "goal: 0.95", [Effect.STRICTER], "a higher goal"),
    ("weight: 3", "weight: 4", [Effect.REWEIGHTED], "another weight"),
    ("en: Letters are", "en: All letters are", [Effect.REWORDED], "words alone"),
    (
        "applies: {channel: [email]}",
        "applies: {channel: [email, chat]}",
        [Effect.OTHERWISE],
        "more",
    ),
    ("calendar: branch}", "calendar: branch, pause_on: [pending]}", [Effect.LAXER], "a pause"),
    (
        "      - {when: {priority: [urgent]}, full: PT1H, none: PT2H}\n",
        "",
        [Effect.OTHERWISE],
        "a row gone is no clause gone",
    ),
    ("Course on letters", "Course on mail", [Effect.REWORDED], "what stands behind it"),
]


def changed(was: str | None, now: str, language: str = "en") -> tuple[Clause, ...]:
    old = None if was is None else draft_of(was)
    return changed_for(old, draft_of(now), Language(language))


@pytest.mark.parametrize(
    ("old", "new", "effects"), [case[:3] for case in CASES], ids=[case[3] for case in CASES]
)
def test_a_change_is_told_by_what_it_means(old: str, new: str, effects: list[Effect]) -> None:
    (clause,) = changed(FIRST, FIRST.replace(old, new))
    assert clause.code == "WAIT-01"
    assert list(clause.effects) == effects
    assert all(each.was != each.now for each in clause.changes)


def test_a_limit_says_both_versions_in_words() -> None:
    (clause,) = changed(
        FIRST, FIRST.replace("{full: PT4H, none: PT8H}", "{full: PT3H, none: PT8H}")
    )
    (told,) = clause.changes
    assert told.named == "Limits"
    assert told.was == ("met: at most 4 hours",)
    assert told.now == ("met: at most 3 hours",)


def test_a_row_is_named_by_the_contacts_it_is_for() -> None:
    (clause,) = changed(FIRST, FIRST.replace("full: PT1H", "full: PT30M"))
    assert clause.changes[0].named == "Limits (priority: urgent)"


def test_words_in_another_language_are_no_change_for_the_reader() -> None:
    now = FIRST.replace("pl: Cena się zgadza}", "pl: Cena jest właściwa}")
    assert changed(FIRST, now) == ()
    (clause,) = changed(FIRST, now, "pl")
    assert (clause.code, clause.is_reworded_only) == ("PAY-01", True)


def test_everything_is_new_at_first() -> None:
    found = changed(None, FIRST)
    assert [each.code for each in found] == ["WAIT-01", "KIND-01", "PAY-01"]
    assert {each.effects for each in found} == {(Effect.ADDED,)}
    assert all(each.was is None and each.now is not None for each in found)


def test_nothing_changes_from_a_version_to_itself() -> None:
    assert changed(SECOND, SECOND) == ()


def test_what_is_no_longer_asked_stands_at_the_end() -> None:
    found = changed(FIRST, FIRST.replace("code: WAIT-01", "code: WAIT-02"))
    assert [(each.code, each.effects) for each in found] == [
        ("WAIT-02", (Effect.ADDED,)),
        ("WAIT-01", (Effect.REMOVED,)),
    ]
    assert found[1].now is None
