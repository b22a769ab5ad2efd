"""Brings the directory to what a sheet says; all of it or, where it has faults, nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from plugin.directory.folding import PERSON, Folded, fold, overlap
from plugin.directory.sheet import ID, LOCATION, TEAM, Row, RowFault, read_sheet
from plugin.stores.people.directory import Directory, Everybody, Group, Identity, Person

MOST_CHANGES = 20_000  # at once: mongod keeps all of a transaction in its cache
_ELSEWHERE = Row(0, {})  # a thing that is known already and not in the sheet


class SheetFaulty(Exception):
    """The sheet is not taken; `faults` are all of its faults, by row."""

    def __init__(self, faults: Iterable[RowFault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))
        self.errors = tuple(
            {"pointer": f"/rows/{each.row}", "detail": str(each)} for each in self.faults
        )


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one kind of thing: ids, in order."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    removed: tuple[str, ...]


def import_sheet(
    directory: Directory, raw: bytes, zone: tzinfo, *, replace: bool = False
) -> Mapping[str, Brought]:
    """What became of people, teams and locations, by those words.

    What the sheet says of a thing replaces what was known of it. A thing that it does not name
    stays, unless `replace` makes the sheet all there is. SheetFaulty changes nothing.
    """
    rows, unreadable = read_sheet(raw)
    folded = fold(rows, zone)
    old = directory.everybody()
    new = folded.everybody if replace else _joined(old, folded.everybody)
    contradictions = () if unreadable else _contradictions(folded, new)
    faults = [*unreadable, *folded.faults, *contradictions]
    if faults:
        raise SheetFaulty(faults)
    brought = {
        "people": _brought(old.people, new.people, folded.everybody.people),
        "teams": _brought(old.teams, new.teams, folded.everybody.teams),
        "locations": _brought(old.locations, new.locations, folded.everybody.locations),
    }
    _hold_small(brought)
    directory.bring_to(old, new)
    return brought


def _hold_small(brought: Mapping[str, Brought]) -> None:
    """Refuses what one transaction could not hold."""
    number = sum(
        len(each.added) + len(each.changed) + len(each.removed) for each in brought.values()
    )
    if number > MOST_CHANGES:
        said = f"{number:,} people, teams and locations would change"
        mend = f"at most {MOST_CHANGES:,} do at once; import it in parts"
        raise SheetFaulty([RowFault(1, said, mend)])


def _joined(old: Everybody, told: Everybody) -> Everybody:
    return Everybody(
        {**old.people, **told.people},
        {**old.teams, **told.teams},
        {**old.locations, **told.locations},
    )


def _brought(
    old: Mapping[str, Person | Group],
    new: Mapping[str, Person | Group],
    told: Mapping[str, Person | Group],
) -> Brought:
    both = sorted(told.keys() & old.keys())
    return Brought(
        added=tuple(sorted(told.keys() - old.keys())),
        changed=tuple(each for each in both if old[each] != told[each]),
        same=tuple(each for each in both if old[each] == told[each]),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


def _contradictions(folded: Folded, new: Everybody) -> Iterator[RowFault]:
    """What cannot be true beside everything else that is known."""
    yield from _strangers(folded, new)
    yield from _shared(folded, PERSON, _of_people(new.people.values()))
    yield from _shared(folded, TEAM, _of_groups(new.teams.values()))
    yield from _shared(folded, LOCATION, _of_groups(new.locations.values()))


def _strangers(folded: Folded, new: Everybody) -> Iterator[RowFault]:
    """People of teams and at locations that nobody knows."""
    for person in new.people.values():
        row = folded.rows.get((PERSON, person.id), _ELSEWHERE)
        for kind, named, known in (
            (TEAM, person.team, new.teams),
            (LOCATION, person.location, new.locations),
        ):
            if named is not None and named not in known and (kind, named) not in folded.named:
                said = f"{person.id} is of the {kind} {named!r}, which nobody knows"
                yield row.fault(said, f"add a row of kind {kind} with this id")


def _of_people(people: Iterable[Person]) -> list[tuple[Identity, str]]:
    return [(identity, person.id) for person in people for identity in person.identities]


def _of_groups(groups: Iterable[Group]) -> list[tuple[Identity, str]]:
    return [(Identity(identity), group.id) for group in groups for identity in group.identities]


def _shared(folded: Folded, kind: str, held: Sequence[tuple[Identity, str]]) -> Iterator[RowFault]:
    """Identities that two hold on the same days."""
    by_id: dict[str, list[tuple[Identity, str]]] = {}
    for identity, owner in held:
        for other, whose in by_id.setdefault(identity.id, []):
            if whose != owner and overlap(identity, other):
                yield _shared_fault(folded, kind, identity.id, sorted((whose, owner)))
        by_id[identity.id].append((identity, owner))


def _shared_fault(folded: Folded, kind: str, identity: str, owners: Sequence[str]) -> RowFault:
    rows = (folded.rows.get((kind, each, identity), _ELSEWHERE) for each in owners)
    last = max(rows, key=lambda row: row.number)
    other = next(each for each in owners if each != last[ID])
    mend = "say from and until" if kind == PERSON else "keep it with one of them"
    return last.fault(f"{identity} is {other}'s as well on the same days", mend)
