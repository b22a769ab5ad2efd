"""Makes one line of all that rows tell of a visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeAlias

import orjson

from plugin.imports.exports.rows import Refused
from plugin.imports.mapping import AnswerRule, VisitRule
from plugin.imports.ordering.records import Record, RowPlace
from plugin.imports.ordering.retelling import CONTACTS, LINES
from plugin.imports.telling.facts import Told, nested
from plugin.imports.telling.visits import ANSWERS, COUNTS, FACTS, HEAD, NA, known

Refuse: TypeAlias = "Callable[[RowPlace, int, Refused], None]"  # int: the line of the row


class Folding:
    """Makes the lines. Rows of the first file say which visits there are, others tell more."""

    def __init__(self, rules: Iterable[VisitRule], counts: Counter[str], refuse: Refuse) -> None:
        self._answers = [answer for rule in rules for answer in rule.answers]
        self._counts, self._refuse = counts, refuse

    def lines(self, records: Iterable[bytes]) -> Iterator[bytes]:
        """The lines of records in order."""
        for contact, parts in groupby(map(Record.of, records), attrgetter("contact")):
            whole = self._whole(contact.decode(), parts)
            if whole.is_known:
                self._counts.update((CONTACTS, LINES))
                yield orjson.dumps(whole.line(self._answers)) + b"\n"

    def _whole(self, contact: str, parts: Iterable[Record]) -> _Whole:
        whole = _Whole(contact)
        for part in parts:
            told = orjson.loads(part.line)
            try:
                whole.take(told, is_first=part.place.export == 0)
            except Refused as refused:
                self._refuse(part.place, told["line"], refused)
        return whole


@dataclass(slots=True)
class _Whole:
    """What is known of a visit so far."""

    contact: str
    is_known: bool = False
    sections: dict[str, Told] = field(default_factory=lambda: {HEAD: {}, FACTS: {}, ANSWERS: {}})
    counted: Counter[str] = field(default_factory=Counter)

    def take(self, part: Told, *, is_first: bool) -> None:
        """Takes in all that a part tells or, when it does not fit (Refused), nothing of it."""
        # Parts of the first file come first, so that a visit is known before more is told of it.
        if not (self.is_known or is_first):
            raise Refused("no row of the first file tells of this visit", text=self.contact)
        for section, pieces in self.sections.items():
            _agree(pieces, part[section])
        head = self.sections[HEAD] | part[HEAD]
        # Instants of one form sort as text.
        if head.get("ended_at", "~") < head.get("started_at", ""):
            raise Refused("it ends before it begins", text=head["ended_at"])
        for section in self.sections:
            self.sections[section] |= part[section]
        self.counted.update(part[COUNTS])
        self.is_known = True

    def line(self, rules: Iterable[tuple[str, AnswerRule]]) -> Told:
        """The line, with an answer for each rule that has one."""
        head, facts = self.sections[HEAD], self.sections[FACTS]
        kind = "review" if "about" in head else "visit"
        answers = known({code: self._answer(code, rule) for code, rule in rules})
        told = {"facts": nested(facts)} if facts else {}
        return {"type": kind, "contact": self.contact, **head, **told, "answers": answers}

    def _answer(self, code: str, rule: AnswerRule) -> Any:
        if rule.value is None:
            return self.counted[code]
        return self.sections[ANSWERS].get(code, NA if rule.absent_na else None)


def _agree(pieces: Told, more: Told) -> None:
    """Raises Refused when something is told otherwise than before."""
    for key, said in more.items():
        before = pieces.get(key, said)
        if before != said:
            raise Refused(f"an earlier row says otherwise: {before}", key, str(said))
