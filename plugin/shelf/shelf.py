"""The criteria of all standards on one shelf: found by words and kinds, each with its places."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from plugin.shelf.sameness import content_of
from standards.kinds import KIND_WORDS, Instrument, Question, Words
from standards.model import Criterion, Form


class Where(StrEnum):
    """In what a criterion stands."""

    IN_FORCE = "in_force"
    COMING = "coming"
    DRAFT = "draft"
    SHIPPED = "shipped"  # with Plumbline itself, in no standard of the firm


@dataclass(frozen=True, slots=True)
class Source:
    """A text with criteria, and where it stands."""

    form: Form
    where: Where


@dataclass(frozen=True, slots=True)
class Use:
    """A criterion where it stands."""

    source: Source
    criterion: Criterion

    @property
    def standard(self) -> str:
        """The code of its standard."""
        return self.source.form.code

    @property
    def version(self) -> int:
        """The version of its standard."""
        return self.source.form.version


@dataclass(frozen=True, slots=True)
class Shelved:
    """What is asked alike, and everywhere it stands: in force first."""

    content: str
    uses: tuple[Use, ...]

    @property
    def criterion(self) -> Criterion:
        """The criterion of the first place."""
        return self.uses[0].criterion


@dataclass(frozen=True, slots=True)
class Sought:
    """What the reader looks for; empty: anything. `words` must all be there, in any language."""

    words: str = ""
    kind: str = ""
    journey: str = ""
    severity: str = ""
    instrument: str = ""
    standard: str = ""


_ORDER = tuple(Where)
_PLAIN = str.maketrans("łŁøØ", "lLoO")  # letters that are not made of a letter and a mark


def shelved(sources: Iterable[Source], sought: Sought) -> tuple[Shelved, ...]:
    """What is on the shelf and fits, by standard and order within it; alike ones once.

    A place that does not fit is shown all the same beside one that does.
    """
    gathered: dict[str, list[Use]] = {}
    for use in _uses(sources):
        content = content_of(use.criterion, use.source.form.hours)
        gathered.setdefault(content, []).append(use)
    return tuple(
        Shelved(content, tuple(sorted(uses, key=_place)))
        for content, uses in gathered.items()
        if any(_fits(use, sought) for use in uses)
    )


def _uses(sources: Iterable[Source]) -> Iterator[Use]:
    for source in sorted(sources, key=lambda each: (_ORDER.index(each.where), each.form.code)):
        for criterion in source.form.criteria:
            yield Use(source, criterion)


def _place(use: Use) -> tuple[int, str, int]:
    return _ORDER.index(use.source.where), use.standard, use.version


def _fits(use: Use, sought: Sought) -> bool:
    criterion = use.criterion
    wanted: Mapping[str, Iterable[str]] = {
        sought.kind: (KIND_WORDS[type(criterion.ask)],),
        sought.journey: (str(criterion.journey or ""),),
        sought.severity: (str(criterion.severity),),
        sought.instrument: map(str, criterion.of),
        sought.standard: (use.standard,),
    }
    if any(value and value not in has for value, has in wanted.items()):
        return False
    told = folded(" ".join(_told(criterion)))
    return all(word in told for word in folded(sought.words).split())


def _told(criterion: Criterion) -> Iterator[str]:
    yield criterion.code
    yield from criterion.title.values()
    yield from criterion.why.values()
    if isinstance(criterion.ask, Question):
        yield from criterion.ask.question.values()
        labels: Mapping[str, Words] = getattr(criterion.ask, "labels", {})
        for words in labels.values():
            yield from words.values()


def folded(text: str) -> str:
    """The text in small letters without marks, so that `zolc` finds `żółć`."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN).casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


INSTRUMENTS = tuple(each.value for each in Instrument)
