"""Asking for a backtest: of a draft that keeps its examples, or of a version published before.

BacktestRefused
├── PeriodUnfit     no contact can be opened in such a period
├── NothingToJudge  there is no such draft or version, or it asks nothing that can be judged anew
├── DraftFaulty     the draft cannot be read, or breaks its own examples
└── TooMany         as many are running of the standard as may be
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.faults import broken_examples, line_of
from plugin.house import House
from plugin.stores.versions.backtests import Asked, Backtests, Begun, Kind, Source, State, new_id
from plugin.stores.versions.drafts import Drafts, UnknownDraft
from plugin.stores.versions.standards import Standards, Unreadable
from scoring.proof import ContradictsItself, admit
from standards.instants import show_instant
from standards.kinds import Instrument
from standards.loader import holidays_of, read
from standards.model import Standard
from standards.source import Fault

LONGEST_DAYS = 1_100  # three years; a typing slip in the year is longer
MOST_RUNNING = 3  # of one standard
LONGEST_NAME = 80  # characters
_DAY = 86_400


class BacktestRefused(Exception):
    """There can be no such backtest; the message says why and what to do.

    `errors` name what of the wish it is about, by JSON pointers.
    """

    pointer = ""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.errors: tuple[Mapping[str, str], ...] = ({"pointer": self.pointer, "detail": text},)


class PeriodUnfit(BacktestRefused):
    """No contact can be opened in such a period, or it is too long."""

    pointer = "/until"


class NothingToJudge(BacktestRefused):
    """There is no such draft or version, or it asks nothing."""

    pointer = "/code"


class DraftFaulty(BacktestRefused):
    """The draft cannot be read, or breaks its own examples; `faults` are all of them."""

    def __init__(self, code: str, faults: Sequence[Fault]) -> None:
        told = [line_of(code, each) for each in faults]
        more = f", and {len(told) - 3} more" if len(told) > 3 else ""
        super().__init__(f"the draft has faults; mend them first: {'; '.join(told[:3])}{more}")
        self.faults = tuple(faults)
        self.errors = tuple({"pointer": "/code", "detail": each} for each in told)


class TooMany(BacktestRefused):
    """As many are running of the standard as may be."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Contacts opened from `since` until before `until` (UTC seconds), asked by the user.

    `name` is the asker's own for it, or empty.
    """

    since: int
    until: int
    by: str
    name: str = ""


def ask(house: House, draft: Standard, wish: Wish, kind: Kind = Kind.DRAFT) -> Asked:
    """The backtest, from now on worked on by every worker. BacktestRefused names the fault."""
    now = house.clock()
    until = _until(wish, now)
    sources = sources_of(draft)
    if not sources:
        raise NothingToJudge(f"{draft.code} asks nothing; give it a criterion first")
    backtests = Backtests(house.database)
    running = [
        each
        for each in backtests.listed(draft.code, most=50)
        if each.state is State.RUNNING and backtests.settle(each.id) is State.RUNNING
    ]
    if len(running) >= MOST_RUNNING:
        raise TooMany(f"{len(running)} of {draft.code} are running; wait for one, or cancel it")
    versions = Standards(house.database).versions(draft.code)
    same = [each for each in versions if kind is Kind.RECOUNT and each.version == draft.version]
    asked = Asked(
        id=new_id(),
        kind=kind,
        name=" ".join(wish.name.split())[:LONGEST_NAME],
        code=draft.code,
        version=draft.version,
        text=draft.text,
        holidays=same[0].holidays if same else holidays_of(draft),
        since=wish.since,
        until=until,
        asked_at=now,
        asked_by=wish.by,
        standing=tuple(
            Begun(each.version, each.effective_from, each.withdrawn_at) for each in versions
        ),
    )
    backtests.ask(asked, sources)
    return asked


def ask_of_draft(house: House, code: str, wish: Wish) -> Asked:
    """The backtest of the standard's open draft, as it stands now. BacktestRefused as `ask`."""
    try:
        kept = Drafts(house.database).of(code)
    except UnknownDraft as error:
        raise NothingToJudge(str(error)) from None
    return ask(house, admitted(kept.text, code, house.clock()), wish)


def recount(house: House, code: str, version: int, wish: Wish) -> Asked:
    """The backtest of a published version: what it would say of contacts that others judged."""
    try:
        standard = Standards(house.database).version(code, version)
    except Unreadable as error:
        raise NothingToJudge(str(error)) from None
    if standard is None:
        raise NothingToJudge(f"there is no version {version} of {code[:40]!r}; look at its list")
    return ask(house, standard, wish, Kind.RECOUNT)


def admitted(text: str, code: str, now: int) -> Standard:
    """The draft of that text as a standard. DraftFaulty lists all faults."""
    reading = read(text.encode())
    if reading.draft is None:
        raise DraftFaulty(code, reading.faults)
    try:
        return admit(reading.draft, now)
    except ContradictsItself as error:
        raise DraftFaulty(code, [*broken_examples(reading, error.contradictions)]) from None


def sources_of(standard: Standard) -> tuple[Source, ...]:
    """Where the contacts are that the standard asks anything of."""
    asked = {instrument for each in standard.criteria for instrument in each.of}
    found = [Source.TICKETS] if Instrument.TICKET in asked else []
    return (*found, Source.SUBMISSIONS) if asked - {Instrument.TICKET} else tuple(found)


def _until(wish: Wish, now: int) -> int:
    """The end of the period, now at the latest. PeriodUnfit."""
    said = f"{show_instant(wish.since)} to {show_instant(wish.until)}"
    if wish.since >= wish.until:
        raise PeriodUnfit(f"no contact is opened from {said}; give a period that has a length")
    if wish.since >= now:
        raise PeriodUnfit(f"no contact is opened yet from {said}; give a period that has begun")
    if wish.until - wish.since > LONGEST_DAYS * _DAY:
        raise PeriodUnfit(f"{said} is longer than {LONGEST_DAYS} days; give a shorter period")
    return min(wish.until, now)
