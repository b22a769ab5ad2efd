"""Counts cards as they stream by: memory grows with the rows of the report, not with the cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import BinaryIO

from plugin.evidence import LineRefused, lines_of
from plugin.summary.once import Once
from scoring.evidence import EvidenceInvalid
from scoring.lines.cards import read_card
from scoring.scorecard import Standing
from scoring.tally.brief import BriefCard
from scoring.tally.grouping import Grouping
from scoring.tally.tally import FINAL, Tally

Names = tuple[str, ...]

BY_CRITERION: Names = ("criterion",)
BY_NOTHING: Names = ()


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted: by which names, in which zone a day begins, and cards of which standing."""

    asked: Sequence[Names]
    zone: tzinfo
    standings: frozenset[Standing] = FINAL


@dataclass(frozen=True, slots=True)
class Counted:
    """All cards counted by criterion, as a whole, and in each way that was asked for."""

    by_criterion: Tally
    by_nothing: Tally
    asked: tuple[Tally, ...]


def count(cards: Iterable[BriefCard], counting: Counting) -> Counted:
    """Every card counted in every way. ValueError when a name is none to count by."""
    tallies = {
        names: Tally(Grouping(names, counting.zone), counting.standings)
        for names in (BY_CRITERION, BY_NOTHING, *counting.asked)
    }
    each_way = tuple(tallies.values())
    for card in cards:
        for tally in each_way:
            tally.add(card)
    asked = tuple(tallies[names] for names in counting.asked)
    return Counted(tallies[BY_CRITERION], tallies[BY_NOTHING], asked)


def cards_of(stream: BinaryIO) -> Iterator[BriefCard]:
    """The cards in order, each contact's once. LineRefused names a line that is none, or again."""
    once = Once()
    for line in lines_of(stream):
        try:
            card = read_card(line.given)
        except EvidenceInvalid as error:
            raise LineRefused(line.number, str(error)) from None
        once.saw(card, line.number)
        yield card
    repeated = once.repeated()
    if repeated is not None:
        again, first = repeated
        text = f"the contact of this card has one in line {first} already; keep the later of them"
        raise LineRefused(again, text)
