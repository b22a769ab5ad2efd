"""The cells of a printed row: the parts of its key, its numbers, and what is told beneath them."""

from __future__ import annotations

from dataclasses import dataclass, field

from babel.numbers import format_decimal

from plugin.language import Language
from plugin.summary.counting import Names
from plugin.summary.report import Row
from plugin.summary.words import goal, heading, part, standard, title
from scoring.statistics.goal import Attainment
from scoring.statistics.interval import CONFIDENCE
from scoring.tally.counts import Counts

FEW = "*"  # marks a small sample
NONE = "–"


@dataclass(frozen=True, slots=True)
class Cells:
    """A row before it is laid out.

    `numbers` are met of decided, the share met, its interval, the share earned on average, pending
    and coverage: the more of them, the wider the terminal. `spare` says beneath the row what is
    worth saying of a number that has no column; `notes` stand there anyway: the goal, the title.
    """

    keys: tuple[str, ...]
    numbers: tuple[str, ...]
    spare: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    counts: Counts = field(default_factory=Counts)
    goal: float | None = None
    attainment: Attainment | None = None

    def beneath(self, columns: int) -> str:
        """What is told beneath the row when so many numbers have a column."""
        return " · ".join(filter(None, (*self.notes, *self.spare[columns:])))


def heads(names: Names, language: Language, *, versions: bool) -> Cells:
    """The headings; `versions`: rows name the standard that they are of."""
    keys = tuple(heading(name, language) for name in names)
    met_of = language.gettext("Met of")
    return Cells(
        keys=(language.gettext("Standard"), *keys) if versions else keys,
        numbers=(
            f"{met_of} ",
            language.gettext("Met, %"),
            language.share(CONFIDENCE),
            language.gettext("Earned, %"),
            language.gettext("Pending"),
            language.gettext("Covered, %"),
        ),
    )


def cells(names: Names, row: Row, language: Language, *, versions: bool) -> Cells:
    """The cells of a row; `versions`: it names the standard that it is of."""
    keys = tuple(part(*each, language) for each in zip(names, row.key.parts, strict=True))
    return Cells(
        keys=(standard(row.key.code, row.key.version), *keys) if versions else keys,
        numbers=_numbers(row.counts, language),
        spare=_spare(row.counts, language),
        notes=(goal(row, language), title(row, language)),
        counts=row.counts,
        goal=row.goal,
        attainment=row.attainment,
    )


def total(counts: Counts, columns: int, language: Language) -> Cells:
    """The last line: everything that was counted, whatever the rows are by."""
    return Cells(
        keys=(language.gettext("Total"), *[""] * (columns - 1)),
        numbers=_numbers(counts, language),
        spare=_spare(counts, language),
        counts=counts,
    )


def percent(share: float | None, language: Language) -> str:
    """The share in percent, without the sign."""
    if share is None:
        return NONE
    # Only none is 0 and only all is 100: nearly all must not be rounded to look like it.
    shown = 100 * share if share in (0, 1) else min(max(100 * share, 0.1), 99.9)
    return str(format_decimal(shown, "#,##0.0", locale=language.locale))


def _numbers(counts: Counts, language: Language) -> tuple[str, ...]:
    met, decided = language.number(counts.met), language.number(counts.decided)
    mark = FEW if counts.decided and counts.is_small else " "
    low, high = (percent(each, language) for each in counts.interval or (None, None))
    return (
        f"{met}/{decided}{mark}",
        percent(counts.share, language),
        f"{low}–{high}" if counts.interval else NONE,
        percent(counts.mean_share, language),
        language.number(counts.pending),
        percent(counts.coverage, language),
    )


def _spare(counts: Counts, language: Language) -> tuple[str, ...]:
    """What is worth saying of each number: partly met, pending and unknown ones, if there are."""
    earned = language.share(counts.mean_share or 0.0) if counts.partly else ""
    pending = language.number(counts.pending) if counts.pending else ""
    covered = "" if counts.coverage in (None, 1) else language.share(counts.coverage or 0.0)
    return (
        *[""] * 3,
        earned and language.gettext("earned {share}", share=earned),
        pending and language.gettext("pending {number}", number=pending),
        covered and language.gettext("covered {share}", share=covered),
    )
