"""The public holidays of a country as plain dates, to be put into a standard when it is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeAlias

from holidays import PUBLIC, country_holidays, list_supported_countries

from standards.said import Said, both
from standards.wording import either

YEARS = range(2000, 2046)

# The dates by country and subdivision (None: the country alone), as they once were looked up.
HolidayLists: TypeAlias = "Mapping[tuple[str, str | None], frozenset[date]]"


@lru_cache(maxsize=64)
def public_holidays(
    country: str, subdivision: str | None = None, years: range = YEARS
) -> frozenset[date]:
    """The dates of a country's public holidays, with those of the subdivision when one is named.

    `country` is its ISO 3166 code, PL; `subdivision` what follows it in ISO 3166-2, MA of US-MA.
    Years before or after those that the `holidays` library knows of the country have none.
    ValueError names the codes there are.
    """
    known = list_supported_countries(include_aliases=False)
    if country not in known:
        what = Said("no holidays are known for country {country}", country=repr(country))
        raise ValueError(both(what, _codes(country, known)))
    divisions = known[country]
    if subdivision is not None and subdivision not in divisions:
        what = Said(
            "{country} has no subdivision {subdivision}",
            country=country,
            subdivision=repr(subdivision),
        )
        raise ValueError(both(what, _known(divisions)))
    return _dates(country, subdivision, years)


def kept_holidays(
    lists: HolidayLists, country: str, subdivision: str | None = None
) -> frozenset[date]:
    """The dates in the lists, whatever a later release of the library says.

    ValueError when they hold none for it.
    """
    if (country, subdivision) not in lists:
        where = country if subdivision is None else f"{country}-{subdivision}"
        raise ValueError(Said("no holidays of {where} were kept with this standard", where=where))
    return lists[country, subdivision]


def _dates(country: str, subdivision: str | None, years: range) -> frozenset[date]:
    """The library warns of years that it does not know; those are not asked for."""
    span = country_holidays(country)
    asked = [year for year in years if span.start_year <= year <= span.end_year]
    if not asked:
        return frozenset()
    days = country_holidays(
        country, subdiv=subdivision, years=asked, expand=False, categories=(PUBLIC,)
    )
    return frozenset(days)


def _codes(country: str, known: Iterable[str]) -> Said:
    """The nearest codes first, for there are hundreds."""
    near = get_close_matches(country.strip().upper(), known, 3, 0.6)
    if not near:
        return Said("write its two letters, such as PL")
    return Said("did you mean {words}?", words=either(near))


def _known(divisions: Sequence[str]) -> Said:
    if not divisions:
        return Said("it has none")
    return Said("it has {words}", words=", ".join(divisions))


def holiday_names(
    country: str, subdivision: str | None, years: Iterable[int], language: str
) -> tuple[Mapping[date, str], str]:
    """What the holidays are called, and the language that they are called so in (ISO 639-1).

    It is the country's own language where the library has no names in the one asked for. Nothing
    is called anything where the library knows no such country any more.
    """
    if country not in list_supported_countries(include_aliases=False):
        return {}, language
    span = country_holidays(country)
    spoken = span.supported_languages or (span.default_language,)
    named = next((each for each in spoken if each and each[:2] == language), None)
    found = country_holidays(
        country,
        subdiv=subdivision if subdivision in span.subdivisions else None,
        years=[year for year in years if span.start_year <= year <= span.end_year],
        language=named or span.default_language,
        categories=(PUBLIC,),
    )
    return dict(found), (named or span.default_language or "en")[:2]
