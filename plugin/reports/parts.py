"""Counts as the columns of a document's table, and a breakdown as such a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugin.catalogue.names import INSTRUMENTS
from plugin.language import N_, Language
from plugin.reports.document import Cell, Column, Interval, Kind, Share, Table, Text, Whole
from scoring.compliance import Part
from scoring.tally.counts import Counts
from standards.kinds import Instrument

# What a table says of the counts of an instrument, whatever its rows are about.
COUNTED = (
    (N_("Seen in"), Kind.TEXT, 1.2),
    (N_("Share met"), Kind.SHARE, 1.0),
    (N_("Interval"), Kind.INTERVAL, 1.6),
    (N_("Met"), Kind.WHOLE, 0.8),
    (N_("Decided"), Kind.WHOLE, 1.0),
    (N_("Pending"), Kind.WHOLE, 1.0),
    (N_("Unknown"), Kind.WHOLE, 1.0),
    (N_("Not applicable"), Kind.WHOLE, 1.0),
    (N_("Covered"), Kind.SHARE, 1.0),
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts with their names, under a heading; `order` says why they stand as they do."""

    heading: str
    order: str
    named: tuple[tuple[str, Part], ...]


def parts_of(parts: Parts, language: Language) -> Table:
    """The parts as a table."""
    columns = (
        Column(parts.heading, breadth=2.5),
        *(Column(language.gettext(heading), kind, breadth) for heading, kind, breadth in COUNTED),
    )
    rows = tuple(
        (Text(name), *counts_of(instrument, counts, language))
        for name, part in parts.named
        for instrument, counts in sorted(part.by.items())
    )
    return Table(parts.heading, columns, rows)


def counts_of(instrument: Instrument, counts: Counts, language: Language) -> Iterator[Cell | None]:
    """A cell for each of the columns `COUNTED`; None where there is nothing to say."""
    yield Text(language.gettext(INSTRUMENTS[instrument]))
    yield None if counts.share is None else Share(counts.share)
    yield None if counts.interval is None else Interval(*counts.interval)
    yield from (Whole(counts.met), Whole(counts.decided), Whole(counts.pending))
    yield from (Whole(counts.unknown), Whole(counts.not_applicable))
    yield None if counts.coverage is None else Share(counts.coverage)
