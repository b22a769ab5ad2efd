"""What was said to a report, ready to be read: who read it when, and what was said and answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.house import House
from plugin.language import Language
from plugin.pages.moments import moment
from plugin.stores.people.acknowledgements import About, Acknowledgements, Words
from plugin.stores.people.users import Users


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something somebody said; `current` where the figures are still those that it was said of.

    `text` is None where it cannot be opened any more.
    """

    who: str
    own: bool
    when: str
    text: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """When the report was read as it stands now, and as it stood before; what was said to it.

    Empty: it was not.
    """

    read: str
    read_before: str
    spoken: tuple[Spoken, ...]


def talk_of(
    kept: Acknowledgements, about: About, hash_: str, house: House, language: Language
) -> Talk:
    """What was said to the report whose figures have the hash."""
    said, zone = kept.of(about), house.config.zone
    names = _names(house, {each.by for each in said.words})
    read, last = said.read_at(hash_), max((each.at for each in said.readings), default=None)
    return Talk(
        read="" if read is None else moment(read, zone, language),
        read_before="" if last is None else moment(last, zone, language),
        spoken=tuple(
            _spoken(each, names, moment(each.at, zone, language), each.hash == hash_)
            for each in said.words
        ),
    )


def _spoken(words: Words, names: Mapping[str, str], when: str, current: bool) -> Spoken:
    return Spoken(names[words.by], words.own, when, words.text, current)


def _names(house: House, users: set[str]) -> Mapping[str, str]:
    """What the users are called; what they sign in by where nobody knows them any more."""
    found = {each: Users(house.database).find(each) for each in users}
    return {name: name if user is None else user.name for name, user in found.items()}
