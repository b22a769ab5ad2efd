"""What the summary calls things in front of readers."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.catalogue.names import FACTS
from plugin.language import N_, Language
from plugin.summary.report import Row
from scoring.statistics.goal import Attainment
from standards.conditions import FIELD
from standards.languages import in_language

NAMES: Mapping[str, str] = {
    **FACTS,
    "criterion": N_("criterion"),
    "employee": N_("employee"),
    "team": N_("team"),
    "instrument": N_("instrument"),
    "standing": N_("standing"),
    "day": N_("day"),
    "week": N_("week"),
    "month": N_("month"),
    "quarter": N_("quarter"),
    "year": N_("year"),
    "assignee": N_("assigned to"),
    "group": N_("group"),
}
GOAL: Mapping[Attainment, str] = {
    Attainment.REACHED: N_("goal {share}: reached"),
    Attainment.MISSED: N_("goal {share}: missed"),
    Attainment.NOT_YET_CERTAIN: N_("goal {share}: not yet certain"),
}
NOBODY = N_("(nobody)")
UNKNOWN = "-"


def heading(name: str, language: Language) -> str:
    """What stands above a column of the name."""
    said = language.gettext(NAMES[name]) if name in NAMES else name.removeprefix(FIELD)
    return said[:1].upper() + said[1:]


def part(name: str, value: str | None, language: Language) -> str:
    """The part of a key."""
    if value is None:
        return language.gettext(NOBODY) if name == "employee" else UNKNOWN
    return _plain(value)


def standard(code: str, version: int) -> str:
    """What a version of a standard is called."""
    return f"{_plain(code)} {version}"


def title(row: Row, language: Language) -> str:
    """The criterion's title; empty when it is not known."""
    return in_language(row.criterion.title, language.code) if row.criterion is not None else ""


def goal(row: Row, language: Language) -> str:
    """The goal and where the share stands to it; empty without one."""
    if row.goal is None or row.attainment is None:
        return ""
    return language.gettext(GOAL[row.attainment], share=language.share(row.goal))


def _plain(text: str) -> str:
    """The text of a card without what could command a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
