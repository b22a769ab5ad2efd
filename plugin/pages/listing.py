"""The contacts behind a count, as a page lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from plugin.language import Language
from plugin.pages.counts.figures import NONE, short
from plugin.pages.counts.measured import answer_said, wait_said
from plugin.pages.naming import OUTCOMES, STANDINGS, Names, contact_said
from plugin.stores.filed.reports import Found
from scoring.judge import Verdict
from scoring.scorecard import Standing
from scoring.tally.counts import Counts
from standards.model import Criterion

# What needs work first.
ORDER = (
    Verdict.MISSED,
    Verdict.PARTLY,
    Verdict.PENDING,
    Verdict.UNKNOWN,
    Verdict.MET,
    Verdict.NOT_APPLICABLE,
)
_SPANS = ("elapsed", "full", "none")


@dataclass(frozen=True, slots=True)
class Line:
    """A contact with what was found of one criterion; `standing` is empty for a final one."""

    contact: str
    name: str
    day: str
    measured: tuple[str, ...]
    accountable: str
    outcome: str
    verdict: str
    score: str
    standing: str


def numbers_of(counts: Counts) -> Mapping[Verdict, int]:
    """How many occurrences have each verdict, in the order in which they are looked at."""
    return {verdict: getattr(counts, str(verdict)) for verdict in ORDER}


def verdict_asked(asked: str | None, numbers: Mapping[Verdict, int]) -> Verdict:
    """The verdict asked for, or the first of which there is any."""
    told = next((verdict for verdict in ORDER if verdict == asked), None)
    return told or next((verdict for verdict, number in numbers.items() if number), ORDER[0])


def identities_in(cards: Iterable[Found]) -> frozenset[str]:
    """Everybody who is named in the cards."""
    named = (
        each.get(role)
        for card in cards
        for each in card.occurrences
        for role in ("employee", "team")
    )
    return frozenset(each for each in named if isinstance(each, str))


def line_of(card: Found, criterion: Criterion, names: Names, language: Language) -> Line:
    """The card as one line of the list."""
    people = (names.whose(each["employee"], each["team"]) for each in card.occurrences)
    return Line(
        contact=card.contact,
        name=contact_said(card.contact, language),
        day=day_said(card.day, language),
        measured=tuple(measured_of(each, criterion, language) for each in card.occurrences),
        accountable=", ".join(dict.fromkeys(filter(None, people))) or NONE,
        outcome=card.verdict,
        verdict=language.gettext(OUTCOMES[card.verdict]),
        score="" if card.score is None else short(card.score, language),
        standing=""
        if card.standing is Standing.FINAL
        else language.gettext(STANDINGS[card.standing]),
    )


def day_said(day: str | date, language: Language) -> str:
    """The day in few letters."""
    return str(format_date(date.fromisoformat(str(day)), "d MMM y", locale=language.locale))


def measured_of(occurrence: Mapping[str, Any], criterion: Criterion, language: Language) -> str:
    """What was measured of an occurrence as a card has it, in a few words."""
    if "elapsed_seconds" in occurrence:
        elapsed, full, none = (occurrence[f"{name}_seconds"] for name in _SPANS)
        return wait_said(elapsed, full, none, language)
    return answer_said(criterion.ask, occurrence["value"], occurrence["full"], language)
