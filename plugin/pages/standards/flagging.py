"""Flags over pages that use a standard whose day of review has passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, current_app, g, url_for
from flask.sansio.app import App

from mobile_api.permissions import Action
from plugin.house import House
from plugin.pages.listing import day_said
from plugin.pages.speaking import reader
from plugin.publishing.flags import Overdue, overdue
from plugin.stores.versions.standards import Standards
from standards.languages import in_language

_EXTENSION = "overdue"


@dataclass(frozen=True, slots=True)
class Flag:
    """A standard that is overdue: its title, its owner, since when, and where it stands.

    `mine` says whether the reader is the owner, by name; `address` is None for whoever may not
    see standards.
    """

    code: str
    title: str
    owner: str
    day: str
    mine: bool
    address: str | None


@dataclass(frozen=True, slots=True)
class Flags:
    """What is overdue in a house; its list of standards is read once a second at most."""

    house: House
    standards: Standards

    @classmethod
    def of(cls, house: House) -> Flags:
        """The flags over the house's standards."""
        return cls(house, Standards(house.database))

    def found(self) -> tuple[Overdue, ...]:
        """What is overdue now."""
        return overdue(self.standards, self.house.clock(), self.house.config.zone)


def raise_flags(app: App, house: House) -> None:
    """Lets pages of the app ask what is overdue."""
    app.extensions[_EXTENSION] = Flags.of(house)


def overdue_of(*codes: str) -> tuple[Flag, ...]:
    """The flags of those standards; of all where none is named. None for somebody unknown."""
    if g.get("caller") is None:
        return ()
    app: Flask = current_app
    flags: Flags = app.extensions[_EXTENSION]
    return tuple(_flags(flags, codes))


def _flags(flags: Flags, codes: tuple[str, ...]) -> Iterator[Flag]:
    language, caller = reader(), g.caller
    sees = caller.scope(Action.SEE_STANDARDS) is not None
    for each in flags.found():
        if codes and each.code not in codes:
            continue
        standard = flags.standards.version(each.code, each.version)
        yield Flag(
            each.code,
            each.code if standard is None else in_language(standard.title, language.code),
            in_language(each.owner, language.code),
            day_said(each.review_by, language),
            caller.name in each.owner.values(),
            url_for("pages.standard", code=each.code) if sees else None,
        )
