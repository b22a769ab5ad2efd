"""Where the parts of the compliance report lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from flask import url_for

from mobile_api.permissions import Action, Caller
from plugin.language import Language
from plugin.pages.asked import Asked
from plugin.pages.counts.breakdown import CRITERION, WAYS, value_said
from plugin.pages.counts.compliance import Table
from plugin.pages.naming import Names
from plugin.pages.periods import NAMES, usual_periods

Choice = tuple[str, str, bool]  # what a link says, where it leads, and whether it leads here


def address_of(asked: Asked, by: str = CRITERION) -> str:
    """Where the compliance that is asked for is shown."""
    way = {} if by == CRITERION else {"by": by}
    query = {**asked.query, **way}
    return url_for("pages.compliance", standard=asked.code, version=asked.version, **query)


def criterion_address(asked: Asked, criterion: str, every: str | None = None) -> str:
    """Where the criterion has a page of its own."""
    return url_for(
        "pages.criterion",
        code=asked.code,
        version=asked.version,
        criterion=criterion,
        every=every,
        **asked.query,
    )


def behind_address(asked: Asked, criterion: str, instrument: str) -> str:
    """Where the contacts behind a figure are listed."""
    return url_for(
        "pages.behind",
        code=asked.code,
        version=asked.version,
        criterion=criterion,
        instrument=instrument,
        **asked.query,
    )


def periods_of(asked: Asked, by: str, today: date, language: Language) -> Iterator[Choice]:
    """The usual periods."""
    way = {} if by == CRITERION else {"by": by}
    for name, period in usual_periods(today).items():
        query = {**replace(asked, period=period).query, **way}
        there = url_for("pages.compliance", standard=asked.code, **query)
        yield language.gettext(NAMES[name]), there, period == asked.period


def versions_of(asked: Asked, judging: tuple[int, ...], language: Language) -> Iterator[Choice]:
    """The versions that judged anything in the period, where those are several."""
    for number in judging if len(judging) > 1 else ():
        name = language.gettext("version {version}", version=number)
        yield name, address_of(replace(asked, version=number)), number == asked.version


def ways_of(asked: Asked, by: str, language: Language) -> Iterator[Choice]:
    """The ways in which the report is broken down."""
    for way, said in WAYS.items():
        yield language.gettext(said), address_of(asked, way), way == by


def narrowed_of(
    asked: Asked, by: str, names: Names, language: Language
) -> Iterator[tuple[str, str]]:
    """What the report is narrowed to in words, and where it is not."""
    for name, value in asked.only.items():
        others = {each: its for each, its in asked.only.items() if each != name}
        wider = address_of(replace(asked, only=others), by)
        yield value_said(name, value, names, language), wider


def addresses_of(asked: Asked, table: Table, caller: Caller) -> Mapping[tuple[str, str], str]:
    """Where the contacts behind each cell are listed; none for who may not see cards."""
    if caller.scope(Action.SEE_CARDS) is None:
        return {}
    return {
        (row.code, cell.instrument): behind_address(asked, row.code, cell.instrument)
        for group in table.groups
        for row in group.rows
        for cell in row.cells
        if cell is not None
    }
