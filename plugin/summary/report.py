"""What a summary says, whatever form it is shown in: tables of shares, goals kept and missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass

from plugin.summary.counting import Counted, Names
from plugin.summary.ordering import Places, Sorting, usual
from scoring.scorecard import Standing
from scoring.statistics.goal import Attainment, attainment
from scoring.tally.counts import Counts
from scoring.tally.tally import Key, Tally
from standards.model import Criterion, Form, Severity

Forms = Mapping[tuple[str, int], Form]  # by code and version


@dataclass(frozen=True, slots=True)
class Seen:
    """A version of a standard that cards are of: the hashes of its text, its cards by standing.

    `form` is the standard itself, None when it was not given.
    """

    code: str
    version: int
    hashes: tuple[str, ...]
    contacts: Mapping[Standing, int]
    form: Form | None

    @property
    def is_changed(self) -> bool:
        """Whether the standard given is not word for word what the cards were judged by."""
        return self.form is not None and self.hashes != (self.form.hash,)


@dataclass(frozen=True, slots=True)
class Row:
    """What was counted under one key.

    `criterion` is None where the row mixes several, or where the standard was not given.
    """

    key: Key
    counts: Counts
    criterion: Criterion | None = None

    @property
    def goal(self) -> float | None:
        """The share, 0..1, that the standard wants; None: it wants none, or is not known."""
        return self.criterion.goal if self.criterion is not None else None

    @property
    def attainment(self) -> Attainment | None:
        """Where the share stands to the goal; None without one."""
        return None if self.goal is None else attainment(self.counts.interval, self.goal)

    @property
    def urgency(self) -> tuple[bool, float]:
        """How much there is to win: critical or not, and the weight that was not earned."""
        if self.criterion is None:
            return False, 0.0
        lost = self.counts.decided * (1 - (self.counts.mean_share or 0.0))
        return self.criterion.severity is Severity.CRITICAL, self.criterion.weight * lost


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by the names asked for."""

    names: Names
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that was counted; `criteria` are the rows by criterion alone, in the standard's order."""

    seen: tuple[Seen, ...]
    counting: frozenset[Standing]
    zone: str
    tables: tuple[Table, ...]
    criteria: tuple[Row, ...]
    total: Counts

    def contacts(self, standing: Standing) -> int:
        """How many cards have the standing."""
        return sum(each.contacts[standing] for each in self.seen)

    def to_goal(self, wanted: Attainment) -> tuple[Row, ...]:
        """The criteria that stand so to their goal."""
        return tuple(row for row in self.criteria if row.attainment is wanted)


def report_of(
    counted: Counted, forms: Sequence[Form] = (), sorting: Sorting | None = None
) -> Report:
    """The report of what was counted, with the goals of the standards given.

    Without a sorting each table has the one that is usual for its names.
    """
    given = {(form.code, form.version): form for form in forms}
    seen = tuple(_seen(counted.by_nothing, given))
    places = _places(seen, counted.by_criterion)
    whole = counted.by_nothing
    return Report(
        seen=seen,
        counting=whole.counting,
        zone=str(whole.grouping.zone),
        tables=tuple(_table(tally, given, places, sorting) for tally in counted.asked),
        criteria=_table(counted.by_criterion, given, places, Sorting.ORDER).rows,
        total=_sum(whole.rows().values()),
    )


def _seen(tally: Tally, given: Forms) -> Iterable[Seen]:
    """The versions in the order in which their first cards came."""
    versions = dict.fromkeys((judged.code, judged.version) for judged, _ in tally.contacts)
    for code, version in versions:
        cards = [
            (judged.hash, standing, number)
            for (judged, standing), number in tally.contacts.items()
            if (judged.code, judged.version) == (code, version)
        ]
        yield Seen(
            code,
            version,
            tuple(dict.fromkeys(text for text, _, _ in cards)),
            {each: sum(n for _, standing, n in cards if standing is each) for each in Standing},
            given.get((code, version)),
        )


def _places(seen: Sequence[Seen], by_criterion: Tally) -> Places:
    """Criteria stand as in the standard; where it is not given, as the cards have them."""
    written = [
        (each.code, each.version, criterion.code)
        for each in seen
        for criterion in (each.form.criteria if each.form is not None else ())
    ]
    met = [(key.code, key.version, key.parts[0] or "") for key in by_criterion.rows()]
    criteria = dict.fromkeys([*written, *met])
    return Places(
        {(each.code, each.version): place for place, each in enumerate(seen)},
        {criterion: place for place, criterion in enumerate(criteria)},
    )


def _table(tally: Tally, given: Forms, places: Places, sorting: Sorting | None) -> Table:
    names = tally.grouping.names
    wanted = sorting or usual(names)
    rows = [
        Row(key, counts, _criterion(names, key, given.get((key.code, key.version))))
        for key, counts in tally.rows().items()
    ]
    rows.sort(key=lambda row: places.of(wanted, names, row.key, row.counts))
    return Table(names, tuple(rows))


def _criterion(names: Names, key: Key, form: Form | None) -> Criterion | None:
    if form is None or "criterion" not in names:
        return None
    code = key.parts[names.index("criterion")]
    return next((each for each in form.criteria if each.code == code), None)


def _sum(rows: Iterable[Counts]) -> Counts:
    columns = zip(*(astuple(row) for row in rows), strict=True)
    return Counts(*(sum(column) for column in columns))
