"""Where assignments lead: locations by whatever they are called, and who works at each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mobile_api.assigning import Colleague, Located
from plugin.stores.layout import Document, Mongo
from plugin.stores.plain import plain


@dataclass(frozen=True, slots=True)
class Locations:
    """The directory's locations, as visits name them."""

    database: Mongo

    def identities(self, names: Iterable[str]) -> Mapping[str, str | None]:
        """Of each name that a location bears the word that visits say.

        A name is our own id of the location or one of its identities. None for a location that no
        visit has a word for; a name that no location bears is left out.
        """
        wanted = sorted(set(names))
        found: dict[str, str | None] = {}
        for each in self._named(wanted):
            words = each["identities"]
            found[each["_id"]] = words[0] if words else None
            found.update({word: word for word in words})
        return {name: found[name] for name in wanted if name in found}

    def located(self, identities: Iterable[str], at: int) -> Mapping[str, Located]:
        """Each of the locations with who works there at the UTC second; unknown ones left out.

        Where somebody bears several identities, the roster has the one of the same connection as
        the location's, else the first.
        """
        wanted = sorted(set(identities))
        documents = self._named(wanted)
        working = self._working([each["_id"] for each in documents])
        return {
            word: _located(word, each, working.get(each["_id"], ()), at)
            for each in documents
            for word in each["identities"]
            if word in wanted
        }

    def choices(self) -> tuple[tuple[str, str], ...]:
        """The word that visits say of each location, and its name; by name."""
        found = self.database.locations.find({}, {"name": 1, "identities": 1})
        choices = [(each["identities"][0], each["name"]) for each in found if each["identities"]]
        return tuple(sorted(choices, key=lambda pair: (pair[1].casefold(), pair[0])))

    def _named(self, names: Sequence[str]) -> list[Document]:
        asked = {"$in": list(names)}
        found = self.database.locations.find({"$or": [{"_id": asked}, {"identities": asked}]})
        return [plain(each) for each in found]

    def _working(self, locations: Sequence[str]) -> Mapping[str, Sequence[Document]]:
        asked = {"location": {"$in": list(locations)}}
        told = {"name": 1, "location": 1, "identities": 1}
        working: dict[str, list[Document]] = {}
        for each in self.database.people.find(asked, told):
            working.setdefault(each["location"], []).append(each)
        return working


def _located(
    word: str, document: Mapping[str, Any], people: Iterable[Mapping[str, Any]], at: int
) -> Located:
    ordered = sorted(people, key=lambda each: (each["name"].casefold(), each["_id"]))
    return Located(
        id=word,
        name=document["name"],
        latitude=document.get("latitude"),
        longitude=document.get("longitude"),
        roster=tuple(
            Colleague(identity, each["name"])
            for each in ordered
            if (identity := _borne(each, word.partition("/")[0], at)) is not None
        ),
    )


def _borne(person: Mapping[str, Any], connection: str, at: int) -> str | None:
    """The id by which the person is known then; None for none."""
    borne = tuple(_held(person, at))
    ours = (each for each in borne if each.partition("/")[0] == connection)
    return next(ours, borne[0] if borne else None)


def _held(person: Mapping[str, Any], at: int) -> Iterator[str]:
    for each in person["identities"]:
        since, until = each.get("from"), each.get("until")
        if (since is None or since <= at) and (until is None or at < until):
            yield each["id"]
