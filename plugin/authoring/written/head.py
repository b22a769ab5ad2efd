"""Changes the head of a standard's text, all but its criteria, and leaves those as they are.

The criteria are taken out before anything is read, so that a long standard costs no more than a
short one, and what is amiss in a criterion does not keep its author from changing the head.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.authoring.written.blocks import listed_in
from plugin.authoring.written.patching import Edit, Patch, Slot, applied, same
from plugin.authoring.written.rewriting import NotRewritten, Parts, with_own_ends
from plugin.authoring.written.spans import NotSpanned, Table, spans_of
from standards.said import Said, both
from standards.source import Plain, Source, read_source

CRITERIA, CALENDARS = "criteria", "calendars"
HEAD_ORDER = (
    "form", "code", "version", "languages", "title", "governance", "identification", CALENDARS,
)  # fmt: skip
MOST = 200_000  # characters; the head of the largest standard we ship has 1,100
_ROW = "- 0"


@dataclass(frozen=True, slots=True)
class _Skimmed:
    """A text with one `row` in the place of all its criteria.

    That stands at `at`, for the lines in `body`; without criteria below each other both are empty.
    """

    text: str
    at: int
    row: str
    body: str

    @property
    def source(self) -> Source:
        """What is read of it. NotRewritten when it is too long for that."""
        if len(self.text) > MOST:
            what = Said("the head has more than {most:,} characters", most=MOST)
            raise NotRewritten(both(what, Said("change it in the YAML")))
        return read_source(self.text.encode("utf-8", "surrogatepass"))

    def line(self, place: int) -> int:
        """The line of the whole text that stands in this one at the place."""
        before = self.text.count("\n", 0, self.at) + 1
        hidden = self.body.count("\n") - self.row.count("\n")
        return place + hidden if self.row and place > before else place

    def whole(self, edits: Sequence[Edit]) -> str:
        """The text after the edits, its criteria where they were."""
        made = applied(self.text, edits)
        inward = [each for each in edits if each.start < self.at]
        at = self.at + sum(len(each.text) - (each.end - each.start) for each in inward)
        behind = at + len(self.row)
        if made[at:behind] != self.row:
            raise _of_its_own()
        return made[:at] + self.body + made[behind:]


def head_in(text: str) -> dict[str, Plain] | None:
    """What the head says; None where it is no mapping, or has faults of form. NotRewritten."""
    found = _data(_skimmed(text.replace("\r\n", "\n")))
    return None if found is None else {key: each for key, each in found.items() if key != CRITERIA}


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The 1-based line in which the path stands, or what is nearest around it. NotRewritten."""
    skimmed = _skimmed(text.replace("\r\n", "\n"))
    return skimmed.line(skimmed.source.place_of(path).line)


@with_own_ends
def head_changed(text: str, now: Parts) -> str:
    """The text whose head says `now`; only the lines of what differs are other ones."""
    skimmed = _skimmed(text)
    was = _data(skimmed)
    if was is None:
        raise NotRewritten(both(Said("it cannot be read"), Said("mend it in the YAML")))
    wanted = {**now, **({CRITERIA: was[CRITERIA]} if CRITERIA in was else {})}
    if same(was, wanted):
        return text
    made = skimmed.whole(_edits(skimmed.text, was, wanted))
    again = _data(_skimmed(made))
    if again is None or not same(again, wanted):
        raise _of_its_own()
    return made


def _skimmed(text: str) -> _Skimmed:
    listed = listed_in(text)
    if listed is None or not listed.blocks:
        return _Skimmed(text, len(text), "", "")
    start, end = listed.blocks[0].begin, listed.blocks[-1].end
    body = text[start:end]
    row = f"{' ' * listed.column}{_ROW}" + ("\n" if body.endswith("\n") else "")
    return _Skimmed(text[:start] + row + text[end:], start, row, body)


def _data(skimmed: _Skimmed) -> dict[str, Plain] | None:
    source = skimmed.source
    return source.data if isinstance(source.data, dict) and not source.faults else None


def _edits(text: str, was: dict[str, Plain], now: dict[str, Plain]) -> list[Edit]:
    try:
        span = spans_of(text)
    except NotSpanned as error:
        raise _of_its_own() from error
    if not isinstance(span, Table):
        raise _of_its_own()
    slot = Slot(span, span.start, span.column, flow=span.flow)
    return list(Patch(text).edits(slot, was, now))


def _of_its_own() -> NotRewritten:
    what = Said("the head is written in a way of its own")
    return NotRewritten(both(what, Said("change it in the YAML")))


def calendars_of(head: Mapping[str, Plain] | None) -> dict[str, Plain]:
    """The calendars by name; empty where there are none, or they are no mapping."""
    found = (head or {}).get(CALENDARS)
    return found if isinstance(found, dict) else {}
