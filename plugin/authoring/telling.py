"""What changed between two versions, as JSON tells it."""

from __future__ import annotations

from typing import Any

from standards.difference import Change, Difference


def difference_told(found: Difference) -> dict[str, Any]:
    """The difference as an object; a change's `was` and `now` are null where nothing was said."""
    return {
        "was": found.was_version,
        "now": found.now_version,
        "whole": [_change(each) for each in found.whole],
        "criteria": [
            {
                "code": each.code,
                "effects": list(each.effects),
                "changes": [_change(change) for change in each.changes],
            }
            for each in found.clauses
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return {"effect": change.effect, "part": change.part, "was": change.was, "now": change.now}
