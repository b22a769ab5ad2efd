"""Who works where: people, teams and locations, by the ids that helpdesks and visits use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, DeleteOne, IndexModel, ReplaceOne
from pymongo.client_session import ClientSession

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.transactions import transact

LAYOUTS = (
    Layout(
        "people",
        (
            IndexModel([("identities.id", ASCENDING)], name="identity"),
            IndexModel([("team", ASCENDING)], name="team"),
            IndexModel([("location", ASCENDING)], name="location"),
        ),
        {"required": ["name", "identities"]},
    ),
    Layout("teams", (IndexModel([("identities", ASCENDING)], name="identity"),)),
    Layout("locations", (IndexModel([("identities", ASCENDING)], name="identity"),)),
)


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """By which id a person is known, from an instant until just before another.

    UTC seconds; None: always, for ever.
    """

    id: str
    since: int | None = None
    until: int | None = None

    def holds(self, at: int) -> bool:
        """Whether the person was known by it at the instant."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose work is looked at; `team` and `location` are ids, or None.

    `email` is where reminders are sent to; None: nowhere.
    """

    id: str
    name: str
    team: str | None = None
    location: str | None = None
    identities: tuple[Identity, ...] = ()
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A team or a location: `identities` are the helpdesk's groups, or what visits call it.

    `latitude` and `longitude` say in degrees (WGS 84) where a location lies: both, or None.
    """

    id: str
    name: str
    identities: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Everybody:
    """A whole directory, each by id."""

    people: Mapping[str, Person]
    teams: Mapping[str, Group]
    locations: Mapping[str, Group]


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory of the house."""

    database: Mongo

    def person(self, name: str) -> Person | None:
        """The person of that id of ours; None when there is none."""
        found = self.database.people.find_one({"_id": name})
        return None if found is None else _person(found)

    def person_of(self, identity: str, at: int) -> Person | None:
        """Who was known by the identity at the UTC second; None when nobody was."""
        people = map(_person, self.database.people.find({"identities.id": identity}))
        held = (
            each
            for each in people
            for one in each.identities
            if one.id == identity and one.holds(at)
        )
        return next(held, None)

    def identities_of(self, people: Iterable[str]) -> frozenset[str]:
        """The identities that nobody but these people ever had.

        One that was handed on is left out: cards do not say on which day whose it was.
        """
        wanted = set(people)
        found = self.database.people.find({"_id": {"$in": sorted(wanted)}})
        ours = {one.id for each in found for one in _person(each).identities}
        of_ours = {"identities.id": {"$in": sorted(ours)}, "_id": {"$nin": sorted(wanted)}}
        others = self.database.people.find(of_ours, {"identities": 1, "name": 1})
        return frozenset(ours - {one.id for each in others for one in _person(each).identities})

    def called(self, people: Iterable[str] | None = None) -> dict[str, str]:
        """The names of these people by our own ids, in the order of the names; None: of all."""
        wanted = {} if people is None else {"_id": {"$in": sorted(set(people))}}
        found = self.database.people.find(wanted, {"name": 1}).sort([("name", 1), ("_id", 1)])
        return {each["_id"]: each["name"] for each in found}

    def people(self, teams: Iterable[str] | None = None) -> tuple[Person, ...]:
        """The people of those teams by name; None: everybody."""
        asked = {} if teams is None else {"team": {"$in": sorted(teams)}}
        found = map(_person, self.database.people.find(asked))
        return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))

    def team(self, name: str) -> Group | None:
        """The team of that id of ours; None when there is none."""
        found = self.database.teams.find_one({"_id": name})
        return None if found is None else _group(found)

    def members_of(self, team: str) -> frozenset[str]:
        """The ids of the people in the team."""
        return frozenset(
            each["_id"] for each in self.database.people.find({"team": team}, {"_id": 1})
        )

    def groups_of(self, team: str) -> frozenset[str]:
        """The helpdesk groups that are the team."""
        found = self.database.teams.find_one({"_id": team})
        return frozenset(found["identities"] if found else ())

    def location_of(self, identity: str) -> Group | None:
        """The location that visits call so; None when there is none."""
        found = self.database.locations.find_one({"identities": identity})
        return None if found is None else _group(found)

    def unknown(self, identities: Iterable[str]) -> tuple[str, ...]:
        """The identities that no person, team or location is known by, in their order."""
        asked = tuple(dict.fromkeys(identities))
        known = self.names(asked)
        return tuple(each for each in asked if each not in known)

    def names(self, identities: Iterable[str]) -> dict[str, str]:
        """The names of people, teams and locations by identity; one that nobody knows is left out.

        An identity that was handed on bears the name of whoever has it last.
        """
        wanted = sorted(set(identities))
        return {**dict(self._group_names(wanted)), **self._people_names(wanted)}

    def everybody(self) -> Everybody:
        """All that is known."""
        return Everybody(
            {each["_id"]: _person(each) for each in self.database.people.find().sort("_id")},
            {each["_id"]: _group(each) for each in self.database.teams.find().sort("_id")},
            {each["_id"]: _group(each) for each in self.database.locations.find().sort("_id")},
        )

    def bring_to(self, old: Everybody, new: Everybody) -> None:
        """Writes whatever differs between the two; what is not in the new one is taken away."""

        def work(session: ClientSession) -> None:
            for name, before, after in _pairs(old, new):
                if writes := list(_differences(before, after)):
                    self.database[name].bulk_write(writes, session=session)

        transact(self.database, work)

    def _group_names(self, wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
        for name in ("teams", "locations"):
            for each in self.database[name].find({"identities": {"$in": list(wanted)}}):
                yield from ((one, each["name"]) for one in each["identities"] if one in wanted)

    def _people_names(self, wanted: Sequence[str]) -> dict[str, str]:
        found = map(_person, self.database.people.find({"identities.id": {"$in": list(wanted)}}))
        held = [(one, each.name) for each in found for one in each.identities if one.id in wanted]
        held.sort(key=lambda pair: (pair[0].since or 0, pair[1]))
        return {one.id: name for one, name in held}


def _pairs(
    old: Everybody, new: Everybody
) -> Iterator[tuple[str, Mapping[str, Document], Mapping[str, Document]]]:
    yield "people", _all(old.people.values()), _all(new.people.values())
    yield "teams", _all(old.teams.values()), _all(new.teams.values())
    yield "locations", _all(old.locations.values()), _all(new.locations.values())


def _all(things: Iterable[Person | Group]) -> Mapping[str, Document]:
    return {each.id: _document(each) for each in things}


def _differences(
    before: Mapping[str, Document], after: Mapping[str, Document]
) -> Iterator[ReplaceOne[Document] | DeleteOne]:
    for name in before.keys() - after.keys():
        yield DeleteOne({"_id": name})
    for name, document in after.items():
        if before.get(name) != document:
            yield ReplaceOne({"_id": name}, document, upsert=True)


def _document(thing: Person | Group) -> Document:
    if isinstance(thing, Group):
        told = {"_id": thing.id, "name": thing.name, "identities": list(thing.identities)}
        if thing.latitude is None:
            return told
        return {**told, "latitude": thing.latitude, "longitude": thing.longitude}
    return {
        "_id": thing.id,
        "name": thing.name,
        "team": thing.team,
        "location": thing.location,
        "identities": [
            {"id": each.id, "from": each.since, "until": each.until} for each in thing.identities
        ],
        "email": thing.email,
    }


def _person(document: Mapping[str, Any]) -> Person:
    return Person(
        id=document["_id"],
        name=document["name"],
        team=document.get("team"),
        location=document.get("location"),
        identities=tuple(
            Identity(each["id"], each.get("from"), each.get("until"))
            for each in document["identities"]
        ),
        email=document.get("email"),
    )


def _group(document: Mapping[str, Any]) -> Group:
    return Group(
        document["_id"],
        document["name"],
        tuple(document["identities"]),
        document.get("latitude"),
        document.get("longitude"),
    )
