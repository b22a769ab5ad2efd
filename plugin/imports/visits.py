"""What rows tell of a visit, and one line of all the rows that tell of the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeAlias

import orjson

from plugin.imports.binding import Binding
from plugin.imports.cells import Cells
from plugin.imports.facts import KEYS, Told, facts_of, flat, nested, shown
from plugin.imports.mapping import AnswerRule, Said, Value, VisitRule
from plugin.imports.records import Record, RowPlace
from plugin.imports.retelling import CONTACTS, LINES
from plugin.imports.rows import Refused
from plugin.imports.used import columns_of

NA: Told = {"na": True}
HEAD, FACTS, ANSWERS, COUNTS = "head", "facts", "answers", "counts"  # the sections of a part

Says: TypeAlias = "Callable[[Cells], Any]"
Refuse: TypeAlias = "Callable[[RowPlace, int, Refused], None]"  # int: the line


def part_of(rule: VisitRule, binding: Binding) -> Callable[[Cells], Told]:
    """What a row tells of its visit, in sections: a piece of the line."""
    head, facts = _head(rule, binding), facts_of(rule.facts, binding)
    asked = [
        (code, binding.when(answer.when), _answer(answer.value, answer.na, binding))
        for code, answer in rule.answers
        if answer.value is not None
    ]
    counted = [
        (code, binding.when(answer.when)) for code, answer in rule.answers if answer.value is None
    ]

    def part(cells: Cells) -> Told:
        answers = {code: say(cells) for code, when, say in asked if when(cells)}
        return {
            HEAD: _known({key: say(cells) for key, say in head}),
            FACTS: flat(facts(cells)),
            ANSWERS: _known(answers),
            COUNTS: [code for code, when in counted if when(cells)],
        }

    return part


class Folding:
    """Makes one line of all parts of a visit. Rows of the first file say which visits there are."""

    def __init__(self, rules: Iterable[VisitRule], counts: Counter[str], refuse: Refuse) -> None:
        self._answers = [answer for rule in rules for answer in rule.answers]
        self._counts, self._refuse = counts, refuse

    def lines(self, records: Iterable[bytes]) -> Iterator[bytes]:
        """The lines of records in order."""
        for contact, parts in groupby(map(Record.of, records), attrgetter("contact")):
            line = self._whole(contact.decode(), parts)
            if line is not None:
                self._counts[CONTACTS] += 1
                self._counts[LINES] += 1
                yield orjson.dumps(line) + b"\n"

    def _whole(self, contact: str, parts: Iterable[Record]) -> Told | None:
        whole: Told = {HEAD: {}, FACTS: {}, ANSWERS: {}}
        counted, is_known = Counter[str](), False
        for part in parts:
            # Rows of the first file come first, so that a visit is known before more is told of it.
            is_known = is_known or part.place.export == 0
            told = orjson.loads(part.line)
            try:
                counted.update(_taken(told, whole, contact, is_known))
            except Refused as refused:
                self._refuse(part.place, told["line"], refused)
        return self._line(contact, whole, counted) if is_known else None

    def _line(self, contact: str, whole: Told, counted: Counter[str]) -> Told:
        kind = "review" if "about" in whole[HEAD] else "visit"
        line = {"type": kind, "contact": contact, **whole[HEAD]}
        if whole[FACTS]:
            line["facts"] = nested(whole[FACTS])
        answers = {
            code: _given(code, rule, whole[ANSWERS], counted) for code, rule in self._answers
        }
        return {**line, "answers": _known(answers)}


def _taken(part: Told, whole: Told, contact: str, is_known: bool) -> list[str]:
    """The codes a part counts for, once the whole has all else it tells; or nothing (Refused)."""
    if not is_known:
        raise Refused("no row of the first file tells of this visit", text=contact)
    for section, pieces in whole.items():
        for key, said in part[section].items():
            known = pieces.get(key, said)
            if known != said:
                raise Refused(f"an earlier row says otherwise: {known}", key, str(said))
    head = whole[HEAD] | part[HEAD]
    if head.get("ended_at", "~") < head.get("started_at", ""):  # text of one form sorts by time
        raise Refused("it ends before it begins", text=head["ended_at"])
    for section in whole:
        whole[section] |= part[section]
    return part[COUNTS]  # type: ignore[no-any-return]  # a list of codes, as `part_of` wrote it


def _given(code: str, rule: AnswerRule, answers: Told, counted: Counter[str]) -> Any:
    if rule.value is None:
        return counted[code]
    return answers.get(code, NA if rule.absent_na else None)


def _answer(value: Value, na: frozenset[str], binding: Binding) -> Says:
    say = binding.value(value)
    if not na or not isinstance(value, Said):
        return say
    text = binding.text(value.text)
    return lambda cells: NA if text(cells) in na else say(cells)


def _head(rule: VisitRule, binding: Binding) -> list[tuple[str, Says]]:
    """The keys of the line before its facts and answers."""
    asks = {"standard": rule.questionnaire, "version": rule.version}
    seen = {"identity": rule.identity, "means": rule.means, "confidence": rule.confidence}
    rules: list[tuple[str, Any, Callable[[Any], Says]]] = [
        ("about", rule.about, binding.key),
        ("questionnaire", rule.questionnaire, lambda _: _piece(asks, binding)),
        ("location", rule.location, binding.value),
        ("started_at", rule.started_at, lambda at: shown(binding.instant(at))),
        ("ended_at", rule.ended_at, lambda at: shown(binding.instant(at))),
        ("employee", rule.identity, lambda _: _piece(seen, binding)),
        ("accepted", rule.accepted, binding.value),
    ]
    return [(key, say(said)) for key, said, say in rules if said is not None]


def _piece(values: Mapping[str, Value | None], binding: Binding) -> Says:
    """A mapping in the line: unknown when its first value is, and otherwise without a gap."""
    says = [
        (key, binding.key(value) if key in KEYS else binding.value(value))
        for key, value in values.items()
        if value is not None
    ]

    def piece(cells: Cells) -> Told | None:
        said = {key: say(cells) for key, say in says}
        if next(iter(said.values())) is None:
            return None
        for key, value in values.items():
            if said.get(key) is None:
                raise Refused(f"no {key}", ", ".join(columns_of(value)))
        return said

    return piece


def _known(said: Told) -> Told:
    return {key: value for key, value in said.items() if value is not None}
