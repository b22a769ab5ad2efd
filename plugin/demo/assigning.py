"""What the demonstration's shoppers are to visit this week, and what they have visited already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from mobile_api.assigning import Assignment
from plugin.demo.firm import SHOPS, Shop, location_of
from plugin.demo.furnishing import COORDINATOR, SHOPPERS
from plugin.demo.visits import Answered
from plugin.house import House
from plugin.shopping.assigning import Assigning
from plugin.shopping.given import GivenAssignment
from standards.localtime import DAY, clock, instant, later

_STANDARD = "shop-visit"
_SCENARIOS: Mapping[str, Mapping[str, str]] = {
    "krakow": {
        "en": "You want a pair of walking boots for a weekend in the hills. Ask for advice.",
        "pl": "Szukasz butów na weekend w górach. Poproś o radę.",
        "ru": "Вы ищете ботинки для выходных в горах. Попросите совета.",
    },
    "gdansk": {
        "en": "You bring back a rain jacket that lets water in; you have the receipt.",
        "pl": "Oddajesz kurtkę, która przecieka; masz paragon.",
        "ru": "Вы возвращаете куртку, которая промокает; чек у вас с собой.",
    },
    "lodz": {
        "en": "You look for a present for somebody who runs. Buy something small.",
        "pl": "Szukasz prezentu dla biegacza. Kup coś niedrogiego.",
        "ru": "Вы ищете подарок тому, кто бегает. Купите что-нибудь недорогое.",
    },
    "wroclaw": {
        "en": "You come a quarter of an hour before closing and want to try on two jackets.",
        "pl": "Przychodzisz kwadrans przed zamknięciem i chcesz przymierzyć dwie kurtki.",
        "ru": "Вы приходите за четверть часа до закрытия и хотите примерить две куртки.",
    },
}
_VISITED = 4  # of the visits that are told of have an assignment


def assign(house: House, until: int) -> None:
    """Assigns each shopper a visit to every shop in the seven days from `until` on."""
    assigning = Assigning.of(house)
    _keep(assigning, tuple(_week(house, until)))


def assigned(house: House, visits: Sequence[Answered]) -> tuple[Answered, ...]:
    """The visits, of which the first few name the assignment that each came of.

    The same visits again name the same assignments. The shopper of the visit is the one whose turn
    it is, as they are posted.
    """
    assigning = Assigning.of(house)
    first = visits[:_VISITED]
    given = tuple(
        _given(SHOPPERS[place % len(SHOPPERS)], each.body["location"], *_day_of(house, each))
        for place, each in enumerate(first)
    )
    kept = _keep(assigning, given)
    named = (
        replace(each, body={**each.body, "assignment": assignment.id})
        for each, assignment in zip(first, kept, strict=True)
    )
    return (*named, *visits[_VISITED:])


def _week(house: House, until: int) -> Iterator[GivenAssignment]:
    zone = house.config.zone
    today = instant(clock(until, zone)[0], 0, zone)
    for shopper in SHOPPERS:
        for place, shop in enumerate(SHOPS):
            opens_at = later(today, place, zone)
            closes_at = later(opens_at, 7, zone) - 1
            yield _given(shopper, location_of(shop.code), opens_at, closes_at, shop)


def _day_of(house: House, visit: Answered) -> tuple[int, int]:
    """From the beginning of the visit's day to its last second."""
    zone = house.config.zone
    began = int(datetime.fromisoformat(visit.body["started_at"]).timestamp())
    day = clock(began, zone)[0]
    return instant(day, 0, zone), instant(day, DAY, zone) - 1


def _given(
    shopper: str, location: str, opens_at: int, closes_at: int, shop: Shop | None = None
) -> GivenAssignment:
    return GivenAssignment(
        shopper=shopper,
        location=location,
        opens_at=opens_at,
        closes_at=closes_at,
        standard=_STANDARD,
        scenario={} if shop is None else _SCENARIOS[shop.code],
        amount="60.00",
        currency="PLN",
    )


def _keep(assigning: Assigning, given: Sequence[GivenAssignment]) -> tuple[Assignment, ...]:
    """The assignments in their order, whether they are new or stood already."""
    wanted = [assigning.read(each, COORDINATOR) for each in given]
    made, standing = assigning.assignments.create_all(wanted)
    by_what = {_said(each): each for each in (*made, *standing)}
    return tuple(by_what[_said(each)] for each in wanted)


def _said(each: Assignment) -> tuple[str, str, int, int]:
    return each.shopper, each.location, each.opens_at, each.closes_at
