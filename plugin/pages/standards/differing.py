"""What changes from one text of a standard to another, clause by clause, ready to be read.

`differing` makes what `difference.html.jinja` shows; whoever has two texts includes both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plugin.catalogue.names import AREAS, EFFECTS
from plugin.handbook.changes import Clause as Read
from plugin.handbook.changes import changed_for
from plugin.language import N_, Language
from plugin.pages.listing import day_said
from standards.difference import Change, Clause, Effect, difference
from standards.languages import in_language
from standards.model import Area, Criterion, Form

# What the parts of the whole are called, by how their paths begin.
_WHOLE: Mapping[str, str] = {
    "title": N_("Title"),
    "governance.owner": N_("Owner"),
    "governance.review_by": N_("To be looked at again by"),
    "governance.approvals": N_("Whose approval it asks for"),
    "governance.own_approval": N_("Whether authors may approve it"),
    "languages": N_("Languages"),
    "least_confidence": N_("How sure a visit must be of the employee"),
    "calendars": N_("Calendar"),
}
# The parts of a criterion that are written in several languages.
_WORDED: Mapping[str, str] = {
    "title": N_("Title"),
    "why": N_("Why"),
    "ask.question": N_("Question"),
    "ask.labels": N_("Answer"),
    "grounds": N_("What stands behind it"),
}
_TRUTH = {"true": N_("yes"), "false": N_("no")}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that reads otherwise: its name, and the lines it said and says; none: nothing."""

    effect: Effect
    effect_named: str
    named: str
    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criteria:
    """A criterion that changed: what it means to whoever is judged, the gravest first, and how."""

    code: str
    title: str
    effects: tuple[tuple[Effect, str], ...]
    rows: tuple[Row, ...]
    is_reworded_only: bool


@dataclass(frozen=True, slots=True)
class Differing:
    """Two texts held against each other; empty where they judge and say the same."""

    whole: tuple[Row, ...]
    clauses: tuple[Criteria, ...]

    @property
    def is_none(self) -> bool:
        """Whether nothing changed."""
        return not self.whole and not self.clauses

    def counted(self) -> tuple[tuple[Effect, int], ...]:
        """Of how many criteria each effect is the gravest."""
        gravest = [each.effects[0][0] for each in self.clauses]
        return tuple((each, gravest.count(each)) for each in Effect if each in gravest)


def differing(was: Form, now: Form, language: Language) -> Differing:
    """What changes from the one to the other, in the reader's words, in every language written."""
    found = difference(was, now)
    read = {each.code: each for each in changed_for(was, now, language)}
    criteria = {each.code: each for each in (*was.criteria, *now.criteria)}
    clauses = (
        _clause(each, criteria[each.code], read.get(each.code), language) for each in found.clauses
    )
    return Differing(tuple(_whole(found.whole, language)), tuple(clauses))


def _clause(
    clause: Clause, criterion: Criterion, read: Read | None, language: Language
) -> Criteria:
    effects = clause.effects if read is None else (*read.effects, *clause.effects)
    once = tuple(each for each in Effect if each in effects and _is_of(read, each))
    once = tuple(each for each in once if each is not Effect.REWORDED) or once
    told = () if read is None else tuple(_read(read, language))
    return Criteria(
        clause.code,
        in_language(criterion.title, language.code),
        tuple((each, language.gettext(EFFECTS[each])) for each in once),
        (*told, *_elsewhere(clause.changes, language)),
        clause.is_reworded_only,
    )


def _is_of(read: Read | None, effect: Effect) -> bool:
    """A row of limits that came or went is no clause that came or went."""
    if effect not in {Effect.ADDED, Effect.REMOVED} or read is None:
        return True
    return effect in read.effects


def _read(read: Read, language: Language) -> Iterator[Row]:
    for each in read.changes:
        yield Row(each.effect, _named(each.effect, language), each.named, each.was, each.now)


def _elsewhere(changes: Iterable[Change], language: Language) -> Iterator[Row]:
    """What reads otherwise in another language than the reader's, as it is written there."""
    for each in changes:
        part, _, code = each.part.rpartition(".")
        name = next((said for start, said in _WORDED.items() if part.startswith(start)), None)
        is_other = len(code) == len("pl") and code != language.code
        if name is not None and is_other and not part.startswith("grounds"):
            named = f"{language.gettext(name)} ({Language(code).name})"
            yield _row(each, named, language)


def _whole(changes: Iterable[Change], language: Language) -> Iterator[Row]:
    for each in changes:
        start = next(start for start in _WHOLE if each.part.startswith(start))
        named = language.gettext(_WHOLE[start])
        if start in {"title", "governance.owner"}:
            named = f"{named} ({Language(each.part.rpartition('.')[2]).name})"
        yield _row(each, named, language)


def _row(change: Change, named: str, language: Language) -> Row:
    effect = _named(change.effect, language)
    was, now = (tuple(_said(change.part, each, language)) for each in (change.was, change.now))
    return Row(change.effect, effect, named, was, now)


def _said(part: str, told: str | None, language: Language) -> Iterator[str]:
    if not told:
        return
    if part == "governance.review_by":
        yield day_said(date.fromisoformat(told), language)
    elif part == "governance.approvals":
        yield language.all_of(language.gettext(AREAS[Area(each)]) for each in told.split(", "))
    elif told in _TRUTH:
        yield language.gettext(_TRUTH[told])
    else:
        yield told


def _named(effect: Effect, language: Language) -> str:
    return language.gettext(EFFECTS[effect])
