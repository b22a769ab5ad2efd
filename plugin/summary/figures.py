"""The numbers of a row as JSON and CSV give them: names that stay, shares to six places."""

from __future__ import annotations

from typing import TypeAlias

from plugin.summary.report import Row
from scoring.tally.counts import Counts

Figure: TypeAlias = "int | float | bool | str | None"


def figures_of(counts: Counts) -> dict[str, Figure]:
    """The counts and the shares that follow from them; None where nothing was decided."""
    low, high = counts.interval or (None, None)
    return {
        "contacts": counts.contacts,
        "decided": counts.decided,
        "met": counts.met,
        "partly": counts.partly,
        "missed": counts.missed,
        "pending": counts.pending,
        "unknown": counts.unknown,
        "not_applicable": counts.not_applicable,
        "share": _six(counts.share),
        "share_low": _six(low),
        "share_high": _six(high),
        "mean_share": _six(counts.mean_share),
        "coverage": _six(counts.coverage),
        "small_sample": counts.is_small,
    }


def goal_of(row: Row) -> dict[str, Figure]:
    """The goal and where the share stands to it; None without one."""
    return {"goal": row.goal, "goal_state": row.attainment}


def _six(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
