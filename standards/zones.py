"""Time zones of the `tzdata` package, never the system's: the version named is the one used."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from standards.said import Said, both
from standards.wording import either


class Zone(ZoneInfo):
    """A zone read from the package, which goes to another process by its name."""

    def __reduce__(self) -> tuple[Any, ...]:
        return load_zone, (self.key,)


@cache
def load_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name such as `Europe/Warsaw`; ValueError names the nearest ones."""
    if name not in _names():
        raise ValueError(both(Said("unknown time zone {name}", name=repr(name[:40])), _near(name)))
    with files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as file:
        return Zone.from_file(file, key=name)


def tzdata_version() -> str:
    """The release of the IANA database in use, such as `2026f`."""
    return str(import_module("tzdata").IANA_VERSION)


@cache
def _names() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text("ascii").split())


def _near(name: str) -> Said:
    """Which names were perhaps meant, by the whole of it or by the city alone."""
    wanted = name.strip().casefold().replace(" ", "_")
    whole = {known.casefold(): known for known in _names()}
    cities = {key.rpartition("/")[2]: known for key, known in sorted(whole.items())}
    readings = ((whole, wanted), (cities, wanted.rpartition("/")[2]))
    near = [names[word] for names, word in readings if word in names] or [
        names[key] for names, word in readings for key in get_close_matches(word, names, 2, 0.8)
    ]
    if not near:
        return Said("write {words}", words="Europe/Warsaw")
    return Said("did you mean {words}?", words=either(dict.fromkeys(near)))
