"""What a published standard has promised about its codes: they go on meaning what they meant.

Reports lay answers of all versions side by side by the code of their criterion. So a code asks the
same kind of thing for ever, and an answer means the same; how good it must be may change at will.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from standards.amounts import said
from standards.kinds import (
    KIND_WORDS,
    Choice,
    Count,
    Duration,
    Kind,
    Number,
    Rating,
    Scale,
    YesNo,
)
from standards.model import Criterion, Form
from standards.said import Said

# Of each kind what its answers mean: the parts that may not change under one code.
_MEANING: dict[type[Kind], tuple[str, ...]] = {
    Count: ("counted",),
    Rating: ("scale",),
    YesNo: ("good",),
    Scale: ("least", "most"),
    Number: ("unit", "better"),
    Duration: ("better",),
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that a new version would break: of which code, and in what it would."""

    criterion: str
    why: str


def broken(now: Form, published: Sequence[Form]) -> tuple[Broken, ...]:
    """Every promise of the published versions, oldest first, that the new one would break."""
    return tuple(found for each in now.criteria for found in _of(each, published))


def _of(now: Criterion, published: Sequence[Form]) -> Iterator[Broken]:
    for form in reversed(published):
        was = next((each for each in form.criteria if each.code == now.code), None)
        if was is not None:
            why = _otherwise(was, now)
            if why is not None:
                yield Broken(
                    now.code, Said("in version {version} {why}", version=form.version, why=why)
                )
            return


def _otherwise(was: Criterion, now: Criterion) -> str | None:
    """In what the code meant something else; None when it meant the same."""
    if type(was.ask) is not type(now.ask):
        asked, asks = KIND_WORDS[type(was.ask)], KIND_WORDS[type(now.ask)]
        return Said("it asked {was}, and would ask {now}", was=asked, now=asks)
    for part in _MEANING.get(type(now.ask), ()):
        one, other = getattr(was.ask, part), getattr(now.ask, part)
        if one != other:
            told = {"part": part, "was": said(one), "now": said(other)}
            return Said("its {part} was {was}, and would be {now}", **told)
    if isinstance(was.ask, Choice) and isinstance(now.ask, Choice):
        return _swapped(was.ask, now.ask)
    return None


def _swapped(was: Choice, now: Choice) -> str | None:
    """Which answer would bear the words of another; None where none would."""
    for code, words in now.labels.items():
        for other, before in was.labels.items():
            taken = {
                language
                for language, text in words.items()
                if before.get(language) == text and was.labels.get(code, {}).get(language) != text
            }
            if other != code and taken:
                text = words[min(taken)]
                told = {"text": text, "was": other, "now": code}
                return Said('"{text}" was the answer {was}, and would be {now}', **told)
    return None
