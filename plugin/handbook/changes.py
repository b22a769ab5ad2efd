"""What changed from one version to the next for whoever has to keep it, in their language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from plugin.catalogue.grouping import grouping_of
from plugin.catalogue.names import EFFECTS
from plugin.catalogue.page import Entry, entry_of
from plugin.catalogue.words import phrase
from plugin.handbook.parts import Side, named_of, part_of
from plugin.language import Language
from standards.difference import Change, Effect, difference
from standards.languages import in_language
from standards.model import Criterion, Form

_OF_ROWS = {Effect.ADDED, Effect.REMOVED}  # of a row of limits, not of the whole clause


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that reads otherwise: its name, and the lines it said and says; none: nothing."""

    effect: Effect
    named: str
    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A criterion that changed, as its reader sees it.

    `effects` are what it means to them, the gravest first, and `named` says so in words. `was` is
    None for a new criterion, `now` for one that is no longer asked; `changes` is empty for both.
    `elsewhere` is the language that its title stands in where that is not the reader's.
    """

    code: str
    title: str
    why: str
    effects: tuple[Effect, ...]
    named: str
    changes: tuple[Told, ...]
    was: Entry | None
    now: Entry | None
    elsewhere: str = ""

    @property
    def is_reworded_only(self) -> bool:
        """Whether everybody is judged as before."""
        return self.effects == (Effect.REWORDED,)


def changed_for(was: Form | None, now: Form, language: Language) -> tuple[Clause, ...]:
    """The criteria that read otherwise in the language, in the order of the later version.

    Those no longer asked stand at the end. Everything is new where `was` is None.
    """
    old = {} if was is None else {each.code: each for each in was.criteria}
    new = {each.code: each for each in now.criteria}
    if was is None:
        return tuple(_alone(now, each, Effect.ADDED, language) for each in now.criteria)
    found = []
    for clause in difference(was, now).clauses:
        if clause.code not in old:
            found.append(_alone(now, new[clause.code], Effect.ADDED, language))
        elif clause.code not in new:
            found.append(_alone(was, old[clause.code], Effect.REMOVED, language))
        else:
            sides = (
                Side(was, old[clause.code], language),
                Side(now, new[clause.code], language),
            )
            found += _changed(*sides, clause.changes)
    return tuple(found)


def _alone(form: Form, criterion: Criterion, effect: Effect, language: Language) -> Clause:
    """A criterion that stands in one of the versions only."""
    entry = _entry(Side(form, criterion, language))
    is_new = effect is Effect.ADDED
    return Clause(
        criterion.code,
        entry.title,
        entry.why,
        (effect,),
        language.gettext(EFFECTS[effect]),
        (),
        None if is_new else entry,
        entry if is_new else None,
        phrase(criterion.title, language).elsewhere,
    )


def _changed(was: Side, now: Side, changes: tuple[Change, ...]) -> Iterator[Clause]:
    """The clause; nothing where it reads the same in this language."""
    told = tuple(_told(was, now, changes))
    if not told:
        return
    found = {each.effect for each in told}
    # That something reads otherwise too is nothing beside that it is asked otherwise.
    graver = found - {Effect.REWORDED} or found
    effects = tuple(effect for effect in Effect if effect in graver)
    language = now.language
    title = phrase(now.criterion.title, language)
    yield Clause(
        now.criterion.code,
        title.text,
        in_language(now.criterion.why, language.code),
        effects,
        ", ".join(language.gettext(EFFECTS[effect]) for effect in effects),
        told,
        _entry(was),
        _entry(now),
        title.elsewhere,
    )


def _told(was: Side, now: Side, changes: tuple[Change, ...]) -> Iterator[Told]:
    for part, several in groupby(changes, key=lambda each: part_of(each.part)):
        each = tuple(several)
        effect = _together({_of_clause(change.effect) for change in each})
        old, new = was.says(part), now.says(part)
        if old == new and effect is Effect.REWORDED:
            continue
        if old == new:
            old, new = _plainly(each, "was"), _plainly(each, "now")
        yield Told(effect, named_of(part, was, now), _without(old, new), _without(new, old))


def _together(effects: set[Effect]) -> Effect:
    """The gravest; neither stricter nor more lenient where it is both."""
    if {Effect.STRICTER, Effect.LAXER} <= effects:
        return Effect.OTHERWISE
    return next(effect for effect in Effect if effect in effects)


def _of_clause(effect: Effect) -> Effect:
    return Effect.OTHERWISE if effect in _OF_ROWS else effect


def _plainly(changes: tuple[Change, ...], side: str) -> tuple[str, ...]:
    """As the standard writes it, where its words do not tell the two apart."""
    said = (getattr(change, side) for change in changes)
    return tuple(each for each in said if each)


def _without(lines: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in lines if each not in others)


def _entry(side: Side) -> Entry:
    return entry_of(side.form, side.criterion, grouping_of(side.form), side.language)
