"""What training says on pages: where somebody stands, days, and shares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from plugin.language import N_, Language
from plugin.pages.listing import day_said
from plugin.reports.document import Tone
from plugin.training.standing import Standing, State

STATES: Mapping[State, str] = {
    State.TO_LEARN: N_("to learn"),
    State.ASKED: N_("begun"),
    State.WAITING: N_("failed, may try again later"),
    State.USED_UP: N_("all tries used up"),
    State.TO_SIGN: N_("passed, not signed yet"),
    State.KNOWN: N_("known"),
    State.TO_RENEW: N_("known, to be renewed"),
    State.ENDED: N_("has run out"),
    State.OVER: N_("no longer in force"),
}
TONES: Mapping[State, Tone] = {
    State.KNOWN: Tone.GOOD,
    State.TO_RENEW: Tone.GOOD,
    State.USED_UP: Tone.BAD,
    State.ENDED: Tone.BAD,
    State.TO_SIGN: Tone.UNSURE,
    State.WAITING: Tone.UNSURE,
    State.ASKED: Tone.UNSURE,
}
OVERDUE = N_("overdue")


def state_said(standing: Standing, language: Language) -> str:
    """Where they stand, in a few words."""
    return language.gettext(STATES[standing.state])


def last_day(at: int, zone: tzinfo, language: Language) -> str:
    """The last day before the UTC second."""
    return day_at(at - 1, zone, language)


def day_at(at: int, zone: tzinfo, language: Language) -> str:
    """The day on which the UTC second lies."""
    return day_said(datetime.fromtimestamp(at, zone).date(), language)


def score_said(standing: Standing, language: Language) -> str:
    """The score of the try that counts, else of the last; empty where there is none."""
    attempt = standing.signed or standing.last
    if attempt is None or attempt.result is None or attempt.result.score is None:
        return ""
    return language.share(attempt.result.score)
