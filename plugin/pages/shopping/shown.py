"""Assignments as pages show them: people and locations by name, windows on the firm's clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_currency
from flask import g, url_for

from mobile_api.assigning import Assignment, AssignmentState, Fee
from mobile_api.permissions import Action
from mobile_api.telling import standing_of
from mobile_api.visits.submissions import Submitted
from plugin.house import House
from plugin.language import N_, Language
from plugin.pages.contacts.marks import ShownMark, in_words
from plugin.pages.moments import moment, stretch
from plugin.pages.naming import STANDINGS, contact_said
from plugin.pages.shopping.words import STATES
from plugin.stores.people.users import Users
from plugin.stores.shopping.locations import Locations
from plugin.stores.shopping.visited import Visited
from plugin.stores.versions.standards import Standards, Unreadable
from standards.languages import in_language

IN_FORCE = N_("{title}, the version in force")
OF_VERSION = N_("{title}, version {version}")
_MONEY = "#,##0.00\xa0¤¤"  # the three letters: not everybody knows every sign


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """A visit that came of an assignment; `address` is empty where its card is not to be seen."""

    name: str
    address: str
    came: str
    standing: str
    marks: tuple[ShownMark, ...]


@dataclass(frozen=True, slots=True)
class ShownAssignment:
    """An assignment ready to be read; `overdue` is an open one whose window has ended."""

    assignment: Assignment
    address: str
    location: str
    shopper: str
    window: str
    questionnaire: str
    fee: str
    state: str
    overdue: bool
    visits: tuple[ShownVisit, ...]


def shown(
    assignments: Iterable[Assignment], house: House, language: Language
) -> tuple[ShownAssignment, ...]:
    """The assignments in their order."""
    kept, now, zone = tuple(assignments), house.clock(), house.config.zone
    places = Locations(house.database).located({each.location for each in kept}, now)
    names = shoppers_called(house, {each.shopper for each in kept})
    sent = Visited(house.database).headings(one for each in kept for one in each.visits)
    titles = titles_of(house, language)
    return tuple(
        ShownAssignment(
            assignment=each,
            address=url_for("pages.assignment", assignment=each.id),
            location=place.name if (place := places.get(each.location)) else each.location,
            shopper=names[each.shopper],
            window=stretch(each.opens_at, each.closes_at, zone, language),
            questionnaire=_questionnaire(each, titles, language),
            fee=fee_said(each.fee, language),
            state=language.gettext(STATES[each.state]),
            overdue=each.state is AssignmentState.OPEN and each.closes_at < now,
            visits=tuple(_visits(each, sent, house, language)),
        )
        for each in kept
    )


def shoppers_called(house: House, users: Iterable[str]) -> Mapping[str, str]:
    """What each of the users is called; what they sign in by where they have no name."""
    known = Users(house.database)
    return {
        each: user.name if (user := known.find(each)) is not None and user.name else each
        for each in set(users)
    }


def titles_of(house: House, language: Language) -> Mapping[str, str]:
    """The title of each standard in its latest version that can be read."""
    titles: dict[str, str] = {}
    for each in Standards(house.database).known():
        try:
            titles[each.code] = in_language(each.standard().title, language.code)
        except Unreadable:
            continue
    return titles


def fee_said(fee: Fee | None, language: Language) -> str:
    """The amount with its currency, as the language writes money; empty for no fee."""
    if fee is None:
        return ""
    amount, locale = Decimal(fee.amount), language.locale
    return str(format_currency(amount, fee.currency, _MONEY, locale=locale))


def _questionnaire(each: Assignment, titles: Mapping[str, str], language: Language) -> str:
    title = titles.get(each.standard, each.standard)
    if each.version is None:
        return language.gettext(IN_FORCE, title=title)
    return language.gettext(OF_VERSION, title=title, version=each.version)


def _visits(
    assignment: Assignment, sent: Mapping[str, Submitted], house: House, language: Language
) -> Iterator[ShownVisit]:
    sees = g.caller.scope(Action.SEE_CARDS) is not None
    for contact in assignment.visits:
        if (submitted := sent.get(contact)) is None:
            continue
        yield ShownVisit(
            name=contact_said(contact, language),
            address=url_for("pages.contact", contact=contact) if sees else "",
            came=moment(submitted.received_at, house.config.zone, language),
            standing=language.gettext(STANDINGS[standing_of(submitted)]),
            marks=in_words(submitted.marks, language),
        )
