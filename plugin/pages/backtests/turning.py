"""Every contact that a backtest sees otherwise: pages of fifty, of a criterion or a team alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, g, make_response, request, url_for

from mobile_api.permissions import Action, needs
from plugin.language import Language
from plugin.pages.backtests.page import BacktestPage
from plugin.pages.naming import Names, contact_said, verdict_said
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.stores.versions.backtest_turns import NO_TEAM, Turning, Turns, Wanted

MOST = 50  # contacts on a page
_LONGEST = 200  # characters of what is asked for


@dataclass(frozen=True, slots=True)
class Line:
    """A contact's verdict on a criterion before and after, and whose it was."""

    code: str
    title: str
    was: str
    was_said: str
    now: str
    now_said: str
    team: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact that flips; its address is empty for whoever may not see it."""

    name: str
    address: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TurningPage:
    """The contacts that flip."""

    backtests: BacktestPage

    @needs(Action.SEE_DRAFTS)
    def backtest_contacts(self, backtest: str) -> Response:
        """The contacts by name; `?criterion=` and `?team=` narrow them, `?after=` goes on."""
        asked, state = self.backtests.found(backtest)
        language, turns = reader(), Turns(self.backtests.sources.house.database)
        wanted = Wanted(_said("criterion"), _said("team"))
        found = [*turns.listed(asked.id, wanted, _said("after"), MOST + 1)]
        shown, titles = found[:MOST], self.backtests.titles(asked, language)
        teams = turns.teams(asked.id)
        names = self.backtests.sources.names(frozenset(each for each in teams if each is not None))
        number = turns.count(asked.id, wanted)
        written = page(
            "standards/backtest_contacts",
            **self.backtests.heading(asked, state, language),
            criterion=wanted.criterion,
            team=wanted.team,
            criteria=tuple((each, titles.get(each, "")) for each in turns.criteria(asked.id)),
            teams=_teams(teams, names, language),
            number=language.ngettext("{number} contact", "{number} contacts", number),
            lines=tuple(_contacts(shown, titles, names, language)),
            is_first=not _said("after"),
            onward=_onward(asked.id, wanted, shown[-1].contact) if len(found) > MOST else "",
        )
        return make_response(written)


def _said(name: str) -> str:
    return request.args.get(name, "")[:_LONGEST]


def _onward(backtest: str, wanted: Wanted, after: str) -> str:
    return url_for(
        "pages.backtest_contacts",
        backtest=backtest,
        criterion=wanted.criterion or None,
        team=wanted.team or None,
        after=after,
    )


def _teams(
    teams: frozenset[str | None], names: Names, language: Language
) -> tuple[tuple[str, str], ...]:
    """The teams to choose from by name, nobody's last."""
    named = sorted((names.of(each), each) for each in teams if each is not None)
    nobodys = ((NO_TEAM, language.gettext("No team")),) if None in teams else ()
    return (*((team, name) for name, team in named), *nobodys)


def _contacts(
    found: list[Turning], titles: dict[str, str], names: Names, language: Language
) -> Iterator[Contact]:
    sees = g.caller.scope(Action.SEE_CARDS) is not None
    for each in found:
        address = url_for("pages.contact", contact=each.contact) if sees else ""
        lines = tuple(_lines(each, titles, names, language))
        yield Contact(contact_said(each.contact, language), address, lines)


def _lines(
    turning: Turning, titles: dict[str, str], names: Names, language: Language
) -> Iterator[Line]:
    for each in turning.turns:
        yield Line(
            each.criterion,
            titles.get(each.criterion, ""),
            each.was.value,
            verdict_said(each.was, language),
            each.now.value,
            verdict_said(each.now, language),
            "" if each.team is None else names.of(each.team),
        )
