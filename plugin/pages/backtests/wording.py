"""What backtests are called, how they stand, and what they found, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from plugin.language import N_, Language
from plugin.pages.moments import moment
from plugin.pages.naming import OUTCOMES
from plugin.stores.versions.backtests import Asked, Kind, Progress, State
from scoring.backtest import Backtest, Idle

STATES: Mapping[State, str] = {
    State.RUNNING: N_("running"),
    State.OVER: N_("done"),
    State.FAILED: N_("done in part"),
    State.CANCELLED: N_("cancelled"),
}
_NAMES: Mapping[Kind, str] = {
    Kind.DRAFT: N_("What the draft of version {version} would have said"),
    Kind.RECOUNT: N_("Recount under version {version}"),
}
KINDS: Mapping[Kind, str] = {Kind.DRAFT: N_("Backtest"), Kind.RECOUNT: N_("Recount")}
IDLE: Mapping[Idle, str] = {
    Idle.NEVER_APPLIES: N_("It applies to no contact of these days, so it decides nothing."),
    Idle.NO_EVIDENCE: N_(
        "It applies, but nothing tells whether it was kept: nothing is known, or it is still open."
    ),
    Idle.ALWAYS_MET: N_("It was always met, so it tells no contact from another."),
    Idle.ALWAYS_MISSED: N_("It was always missed, so it tells no contact from another."),
}
UNASKED = N_("Nobody was asked it: no contact of these days has an answer to it.")


@dataclass(frozen=True, slots=True)
class Line:
    """A backtest in the list of earlier ones."""

    name: str
    kind: str
    days: str
    state: str
    by: str
    asked: str
    address: str


def name_of(asked: Asked, language: Language) -> str:
    """The asker's own name for it, otherwise what it is."""
    return asked.name or language.gettext(_NAMES[asked.kind], version=asked.version)


def period_said(asked: Asked, zone: tzinfo, language: Language) -> str:
    """From when until when, to the minute."""
    since, until = (moment(each, zone, language) for each in (asked.since, asked.until))
    return f"{since} – {until}"


def progress_said(progress: Progress, language: Language) -> str:
    """How far it has come."""
    done = progress.done + len(progress.failed)
    return language.gettext(
        "{share} judged: {done} of {number} parts",
        share=language.share(round(progress.share, 2)),
        done=language.number(done),
        number=language.number(progress.of),
    )


def judged_by(asked: Asked, zone: tzinfo, language: Language) -> Iterator[str]:
    """Which versions the cards are of that it is held against."""
    for each in asked.standing:
        at = moment(each.effective_from, zone, language)
        yield language.gettext("version {version} from {at}", version=each.version, at=at)


def remarks(found: Backtest, left_out: int, language: Language) -> Iterator[str]:
    """What has to be known before the figures are read."""
    if left_out:
        yield language.ngettext(
            "Left out: {number} ticket, because nobody told when it was opened.",
            "Left out: {number} tickets, because nobody told when they were opened.",
            left_out,
        )
    if found.unjudged:
        yield language.ngettext(
            "{number} contact has no card of the version in force: nothing is held against what"
            " is said of it now.",
            "{number} contacts have no card of the version in force: nothing is held against what"
            " is said of them now.",
            found.unjudged,
        )
    if found.anew:
        yield language.ngettext(
            "The card of {number} contact was replaced by a version published since; it was judged"
            " anew by the version that was in force.",
            "The cards of {number} contacts were replaced by a version published since; they were"
            " judged anew by the version that was in force.",
            found.anew,
        )


def unasked_said(found: Backtest, criterion: str, language: Language) -> str:
    """How many visits and reviews were not asked what the criterion asks; empty: all were."""
    number = found.unasked.get(criterion, 0)
    if not number:
        return ""
    return language.ngettext(
        "{number} visit or review was not asked this, or not in these words: it says nothing here.",
        "{number} visits and reviews were not asked this, or not in these words: they say nothing"
        " here.",
        number,
    )


def outcomes_said(found: Backtest, language: Language) -> Iterator[tuple[str, str]]:
    """What becomes of how many cards, where something does: the turn, and the number."""
    for (was, now), number in sorted(found.outcomes.items(), key=lambda each: -each[1]):
        if was != now:
            before = language.gettext(OUTCOMES[was] if was else N_("not judged"))
            yield f"{before} → {language.gettext(OUTCOMES[now])}", language.number(number)
