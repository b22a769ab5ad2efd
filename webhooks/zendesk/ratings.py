"""A customer's rating as Zendesk's older survey has it: good or bad, and perhaps some words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scoring.evidence import Event, EventKind, Role
from webhooks.zendesk.asking import Thing
from webhooks.zendesk.envelope import instant, own_id
from webhooks.zendesk.kept import Kept, at_of

# Of the five steps of csat Zendesk's survey knows the ends.
_VALUES: Mapping[str, int] = {"good": 5, "good_with_comment": 5, "bad": 1, "bad_with_comment": 1}


def is_rating(told: Thing) -> bool:
    """Whether the customer has said something: a survey that was offered is no rating."""
    return told.get("score") in _VALUES


def rated(kept: Kept) -> Iterator[Event]:
    """The rating as it stands now, at the instant when it was last changed."""
    told = kept.rating
    own = None if told is None else own_id(told, "id")
    if told is None or own is None or not is_rating(told):
        return
    at = instant(told, "updated_at") or at_of(told)
    happening = kept.happening("", {}, at)
    yield happening.made(
        f"rating/{own}",
        EventKind.RATED,
        role=Role.CUSTOMER,
        by=happening.identity(own_id(told, "requester_id")),
        facts={"scale": "csat", "value": _VALUES[told["score"]]},
        text=_words(told),
    )


def _words(told: Thing) -> str | None:
    found = told.get("comment")
    return found if isinstance(found, str) and found else None
