"""Assignments as the tests write them, over the shops and shoppers of the tests."""

from __future__ import annotations

from typing import Any

from mobile_api.assigning import Assignment
from plugin.directory.importing import import_sheet
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory
from standards.zones import load_zone
from tests.mobile_api.service import NOW

HOUR = 3_600
SHOPS = """\
kind;id;name;location;identity;from;until
location;krakow;Kraków, Rynek;;acme/shop/1;;
location;lodz;Łódź;;acme/shop/2;;
location;nameless;Somewhere;;;;
person;iga;Iga Trzmiel;krakow;zd-acme/user/7;;
person;iga;;;acme/badge/7;;
person;jan;Jan Modrzew;krakow;acme/badge/8;;2020-01-31
"""


def shops(database: Mongo) -> None:
    """Brings the directory of the tests."""
    import_sheet(Directory(database), SHOPS.encode(), load_zone("Europe/Warsaw"))


def assigned(**more: Any) -> dict[str, Any]:
    """An assignment without fault as the API takes it, with some of it changed."""
    return {
        "shopper": "anna",
        "location": "krakow",
        "window": {"from": "2026-09-21T09:00:00+02:00", "until": "2026-09-25T18:00:00+02:00"},
        "questionnaire": {"standard": "shop", "version": 1},
        "scenario": {"en": "Ask for boots.", "pl": "Zapytaj o buty."},
        "fee": {"amount": "25,5", "currency": "pln"},
        "note": "a quiet shop",
        **more,
    }


def kept(number: int = 1, **more: Any) -> Assignment:
    """An assignment as the store takes it."""
    told: dict[str, Any] = {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "shopper": "anna",
        "location": "acme/shop/1",
        "opens_at": NOW,
        "closes_at": NOW + number * HOUR,
        "standard": "shop",
        **more,
    }
    return Assignment(**told)


def sweep(database: Mongo) -> None:
    """Takes away what a test has assigned and sent."""
    for name in ("shopping", "shopping_numbers", "visits", "cards", "tallies"):
        database[name].delete_many({})
