"""Says of a standard's text, as it is typed, all that its author has to know before it is kept.

A text that cannot be taken (too large, nested too deep, no YAML) is refused by what reads it,
`standards.source`, with the place and the reason, and nothing further is tried with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mobile_api.days.questions import EVERY_LANGUAGE, questionnaires_of
from scoring.judge import Verdict
from scoring.proof import CONTRADICTED, tried
from scoring.scorecard import Outcome
from scoring.tags import tag_of
from standards.content import mapping
from standards.kinds import Instrument
from standards.loader import Reading, read
from standards.model import Criterion, Draft, Example, Form, Severity
from standards.promises import broken
from standards.said import Said, both, said_by
from standards.source import Fault, Plain

MOST_PARTS = 15_000  # lines, items, commas and colons: the largest standard we ship has 3,500
PREFIX = "pl"  # what tags begin with where a connection says nothing else
_ASKED_BY_PEOPLE = (Instrument.VISIT, Instrument.REVIEW)


@dataclass(frozen=True, slots=True)
class Amiss:
    """One thing amiss: the 1-based line and column, the field's path, what is wrong and right.

    `field` joins the steps of the path by dots: `criteria.0.weight`; empty is the whole text.
    """

    line: int
    column: int
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Tried:
    """An example (0-based) of a criterion and what came of it.

    `came` is the verdict that the criterion gives. None: it gives none, and `kept` is None too
    while the criterion has faults, for then nothing was tried. `why` is empty when it is kept.
    """

    criterion: str
    number: int
    line: int
    says: Mapping[str, str]
    then: str
    came: str | None
    kept: bool | None
    why: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that a contact would get, and of which criterion; None: of the whole standard."""

    tag: str
    criterion: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a text.

    `questions` are its questionnaires, one an instrument, in every language of the standard, as
    `mobile_api.days.questions` gives them to phones; `tags` those that contacts would get. Both
    hold what is without fault. `form` is None when nothing could be read; `written` is the text as
    plain data, faults and all, empty when it is no mapping.
    """

    faults: tuple[Amiss, ...]
    examples: tuple[Tried, ...]
    questions: tuple[Mapping[str, Any], ...]
    tags: tuple[Tag, ...]
    form: Draft | None
    written: Mapping[str, Plain]

    @property
    def keeps_all(self) -> bool:
        """Whether there is no fault and every example is kept."""
        return not self.faults and all(each.kept for each in self.examples)


def checked(
    text: str,
    now: int,
    code: str | None = None,
    *,
    published: Sequence[Form] = (),
    prefix: str = PREFIX,
) -> Checked:
    """All that is to be said of the text at `now` (UTC seconds).

    `code` is that of the standard it is to be a draft of, `published` its versions, oldest first,
    whose codes it may not give another meaning, `prefix` what tags begin with.
    """
    if _size(text) > MOST_PARTS:
        return Checked((_too_much(),), (), (), (), None, {})
    reading = read(text.encode("utf-8", "surrogatepass"))
    form = reading.form
    faults = [*reading.faults, *_other_code(reading, code), *_promises(reading, published)]
    return Checked(
        faults=tuple(map(_amiss, sorted(faults, key=lambda each: (each.line, each.column)))),
        examples=tuple(_examples(reading, now)),
        questions=() if form is None else questions_in(form),
        tags=() if form is None else tuple(_tags(form, prefix)),
        form=form,
        written=mapping(reading.source.data),
    )


def questions_in(form: Form) -> tuple[Mapping[str, Any], ...]:
    """The questionnaires of the form, one an instrument that asks something."""
    return tuple(questionnaires_of([form], _ASKED_BY_PEOPLE, EVERY_LANGUAGE))


def field_of(path: Iterable[str | int]) -> str:
    """The path as one word, its steps joined by dots."""
    return ".".join(map(str, path))


def _size(text: str) -> int:
    """How much there is to read; told without reading it."""
    return sum(text.count(each) for each in ("\n", ",", "- ", ": "))


def _too_much() -> Amiss:
    what = Said("the text has more than {most:,} lines, items, commas and colons", most=MOST_PARTS)
    return Amiss(1, 1, "", both(what, Said("make several standards of it")))


def _amiss(fault: Fault) -> Amiss:
    message = both(fault.text, fault.mend) if fault.mend else fault.text
    return Amiss(fault.line, fault.column, field_of(fault.path), message)


def _other_code(reading: Reading, code: str | None) -> Iterator[Fault]:
    told = mapping(reading.source.data).get("code")
    if code is not None and isinstance(told, str) and told != code:
        what = Said("this is a draft of {code}, not of {other}", code=code, other=told[:40])
        yield reading.source.fault(("code",), what, Said("write `code: {code}`", code=code))


def _promises(reading: Reading, published: Sequence[Form]) -> Iterator[Fault]:
    for each in () if reading.form is None else broken(reading.form, published):
        path = reading.path_of(each.criterion)
        what = Said("{criterion}: {what}", criterion=each.criterion, what=each.why)
        mend = Said("give what is asked now a code of its own")
        yield reading.source.fault((*path, "code"), what, mend)


def _examples(reading: Reading, now: int) -> Iterator[Tried]:
    """Every example in the order of the text; of what cannot be measured only that it was not.

    Of criteria that share a code none can be told from the other.
    """
    form, written = reading.tryable, mapping(reading.source.data).get("criteria")
    parts = [mapping(each) for each in (written if isinstance(written, list) else ())]
    codes = Counter(str(each.get("code")) for each in parts)
    sound = {} if form is None else {each.code: each for each in form.criteria}
    for number, each in enumerate(parts):
        code = str(each.get("code"))
        criterion = sound.get(code) if codes[code] == 1 else None
        if criterion is None or form is None:
            yield from _untried(reading, number, each)
            continue
        for place, example in enumerate(criterion.examples):
            line = reading.source.place_of(("criteria", number, "examples", place)).line
            yield _tried(form, criterion, example, (place, line, now))


def _tried(
    form: Form, criterion: Criterion, example: Example, where: tuple[int, int, int]
) -> Tried:
    place, line, now = where
    came: Verdict | None = None
    why = ""
    try:
        came = tried(form, criterion, example, now)
        if came != example.then:
            why = Said(CONTRADICTED, then=example.then, came=str(came))
    except ValueError as error:
        why = said_by(error)
    told = None if came is None else str(came)
    return Tried(criterion.code, place, line, example.says, example.then, told, not why, why)


def _untried(reading: Reading, number: int, parts: Mapping[str, Plain]) -> Iterator[Tried]:
    examples = parts.get("examples")
    for place, each in enumerate(examples if isinstance(examples, list) else ()):
        example = mapping(each)
        says, line = example.get("says"), ("criteria", number, "examples", place)
        told = says if isinstance(says, dict) else {"": says}
        yield Tried(
            criterion=str(parts.get("code") or ""),
            number=place,
            line=reading.source.place_of(line).line,
            says={name: text for name, text in told.items() if isinstance(text, str)},
            then=str(example.get("then") or ""),
            came=None,
            kept=None,
            why=both(Said("its criterion has faults"), Said("mend those first")),
        )


def _tags(form: Form, prefix: str) -> Iterator[Tag]:
    """Of what is asked of tickets: a criterion missed, and the standard failed by a critical one.

    A code that is too long to be a tag has a fault of its own.
    """
    asked = [each for each in form.criteria if Instrument.TICKET in each.of]
    if any(each.severity is Severity.CRITICAL for each in asked) and form.code:
        yield Tag(tag_of(prefix, form.code, Outcome.FAILED), None)
    for each in asked:
        yield Tag(tag_of(prefix, each.code, Verdict.MISSED), each.code)
