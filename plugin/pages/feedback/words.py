"""What feedback says: why something is a strength, why a figure is missing, what has changed."""

from __future__ import annotations

from collections.abc import Mapping

from babel.dates import format_date

from plugin.feedback.earlier import is_month
from plugin.language import N_, Language
from plugin.pages.counts.figures import percent
from plugin.pages.listing import day_said
from plugin.pages.periods import Period
from plugin.reports.saying import points
from scoring.feedback import Line, Praise, Silence
from scoring.statistics.change import Difference, Direction
from scoring.statistics.goal import Attainment

ATTAINED: Mapping[Attainment, tuple[str, str]] = {
    Attainment.REACHED: ("✓", N_("goal reached")),
    Attainment.MISSED: ("✕", N_("goal missed")),
    Attainment.NOT_YET_CERTAIN: ("~", N_("not yet certain")),
}
PRAISES: Mapping[Praise, str] = {
    Praise.GOAL: N_("The goal is reached: even the low end of the interval is as good."),
    Praise.TEAM: N_("Better than the colleagues of the team, by more than chance."),
    Praise.BETTER: N_("Better than in the period before, by more than chance."),
    Praise.FLAWLESS: N_("Each single one was met."),
}
CHANGED: Mapping[Direction, tuple[str, str]] = {
    Direction.HIGHER: ("▲", N_("better, more than chance")),
    Direction.LOWER: ("▼", N_("worse, more than chance")),
    Direction.CHANCE: ("~", N_("may be chance")),
}
NOTHING = N_("nothing decided")
FEW = N_("{number} decided, fewer than {least}: too few to judge by")
FEW_CONTACTS = N_("{number} contacts, fewer than {least}: too few to judge by")
FEW_BEFORE = N_("{number} decided before, fewer than {least}: too few to compare")
FEW_OTHERS = N_("fewer than {others} colleagues with {least} decided: one could be read off")
SHORT_OF_GOAL = N_(
    "The goal is {goal}. Even the high end of the interval, {high}, falls {short} short of it, at "
    "weight {weight}."
)
BEHIND_TEAM = N_(
    "There is no goal. The share lies at least {short} below that of the colleagues, at weight "
    "{weight}."
)


def silence_said(silent: Silence, number: int, least: int, others: int, language: Language) -> str:
    """Why there is no figure; `number` is how many are decided."""
    told = {
        Silence.NOTHING: NOTHING,
        Silence.FEW: FEW,
        Silence.FEW_BEFORE: FEW_BEFORE,
        Silence.FEW_OTHERS: FEW_OTHERS,
    }
    return language.gettext(
        told[silent],
        number=language.number(number),
        least=language.number(least),
        others=language.number(others),
    )


def loss_said(line: Line, language: Language) -> str:
    """By how much a criterion certainly falls short; empty where it does not."""
    criterion, interval = line.criterion, line.counts.interval
    if not line.loss or interval is None:
        return ""
    lost = language.number(round(100 * line.loss / criterion.weight, 1))
    short = language.gettext("{number} pp", number=lost)
    weight = language.number(criterion.weight)
    if criterion.goal is None:
        return language.gettext(BEHIND_TEAM, short=short, weight=weight)
    goal, high = language.share(criterion.goal), percent(interval.high, language)
    return language.gettext(SHORT_OF_GOAL, goal=goal, high=high, short=short, weight=weight)


def change_said(change: Difference, language: Language) -> str:
    """By how much a share has changed, and from how much to how much that may be."""
    return language.gettext(
        "{by} ({low} to {high})",
        by=points(change.by, language),
        low=_signed(change.low, language),
        high=_signed(change.high, language),
    )


def _signed(difference: float, language: Language) -> str:
    rounded = round(100 * difference, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{language.number(abs(rounded))}"


def period_said(period: Period, language: Language) -> str:
    """The month, or from which day to which."""
    if is_month(period):
        return str(format_date(period.first, "LLLL y", locale=language.locale))
    first, last = (day_said(day, language) for day in (period.first, period.last))
    return first if period.first == period.last else f"{first} – {last}"
