"""A backtest as a document: what changes by criterion and by team, and every contact that does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from plugin.language import N_, Language
from plugin.pages.naming import Names, contact_said, verdict_said
from plugin.reports.document import (
    Cell,
    Column,
    Document,
    Interval,
    Kind,
    Link,
    Points,
    Section,
    Share,
    Table,
    Text,
    Whole,
)
from scoring.backtest import Backtest, Turned, Verdicts
from scoring.judge import Verdict

_SIDES = (
    (N_("Met before"), Kind.WHOLE, 0.9),
    (N_("Decided before"), Kind.WHOLE, 0.9),
    (N_("Share before"), Kind.SHARE, 0.9),
    (N_("Interval before"), Kind.INTERVAL, 1.3),
    (N_("Met then"), Kind.WHOLE, 0.9),
    (N_("Decided then"), Kind.WHOLE, 0.9),
    (N_("Share then"), Kind.SHARE, 0.9),
    (N_("Interval then"), Kind.INTERVAL, 1.3),
    (N_("Change"), Kind.POINTS, 0.9),
)
_CRITERIA = ((N_("Code"), Kind.TEXT, 1.2), (N_("Criterion"), Kind.TEXT, 3.0), *_SIDES)
_TEAMS = ((N_("Team"), Kind.TEXT, 2.0), *_SIDES)
_TURNS = (
    (N_("Contact"), Kind.LINK, 2.0),
    (N_("Code"), Kind.TEXT, 1.2),
    (N_("Criterion"), Kind.TEXT, 3.0),
    (N_("As judged"), Kind.TEXT, 1.2),
    (N_("As it would be"), Kind.TEXT, 1.2),
    (N_("Team"), Kind.TEXT, 1.6),
)


@dataclass(frozen=True, slots=True)
class BacktestFigures:
    """A backtest with the contacts that flip, each with its address (empty: not to be seen).

    `said` are remarks on the whole; `about` is what was asked for, in words; `titles` are those of
    the criteria. `more` contacts are not among those named.
    """

    name: str
    title: str
    about: tuple[tuple[str, str], ...]
    found: Backtest
    titles: Mapping[str, str]
    names: Names
    said: tuple[str, ...]
    turned: Sequence[tuple[str, str, Turned]]
    more: int


def document_of(
    figures: BacktestFigures, language: Language, *, made_at: int, zone: tzinfo
) -> Document:
    """The backtest as a document."""
    say = language.gettext
    left = language.ngettext(
        "{number} more contact is not named here.",
        "{number} more contacts are not named here.",
        figures.more,
    )
    return Document(
        name=figures.name,
        title=figures.title,
        kind=say("Backtest"),
        about=figures.about,
        sections=(
            Section(say("By criterion"), figures.said, (_criteria(figures, language),)),
            Section(say("By team"), tables=(_teams(figures, language),)),
            Section(
                say("Which contacts change"),
                (left,) if figures.more else (),
                (_turns(figures, language),),
            ),
        ),
        language=language,
        made_at=made_at,
        zone=zone,
    )


def _criteria(figures: BacktestFigures, language: Language) -> Table:
    rows = figures.found.by_criterion().items()
    told = ((Text(code), Text(figures.titles.get(code, "")), *_sides(*pair)) for code, pair in rows)
    return _table(N_("By criterion"), _CRITERIA, told, language)


def _teams(figures: BacktestFigures, language: Language) -> Table:
    nobodys = language.gettext("No team")
    told = (
        (Text(nobodys if team is None else figures.names.of(team)), *_sides(*pair))
        for team, pair in figures.found.by_team().items()
    )
    return _table(N_("By team"), _TEAMS, told, language)


def _turns(figures: BacktestFigures, language: Language) -> Table:
    told = (
        (
            _contact(contact, address, language),
            Text(each.criterion),
            Text(figures.titles.get(each.criterion, "")),
            Text(verdict_said(each.was, language)),
            Text(verdict_said(each.now, language)),
            None if each.team is None else Text(figures.names.of(each.team)),
        )
        for contact, address, each in figures.turned
    )
    return _table(N_("Which contacts change"), _TURNS, told, language)


def _contact(contact: str, address: str, language: Language) -> Cell:
    said = contact_said(contact, language)
    return Link(said, address) if address else Text(said)


def _table(
    title: str,
    columns: Iterable[tuple[str, Kind, float]],
    rows: Iterable[tuple[Cell | None, ...]],
    language: Language,
) -> Table:
    say = language.gettext
    made = tuple(Column(say(name), kind, breadth) for name, kind, breadth in columns)
    return Table(say(title), made, tuple(rows))


def _sides(was: Verdicts, now: Verdicts) -> Iterator[Cell | None]:
    for each in (was, now):
        yield Whole(each.of(Verdict.MET))
        yield Whole(each.decided)
        yield None if each.share is None else Share(each.share)
        yield None if each.interval is None else Interval(*each.interval)
    changes = was.share is not None and now.share is not None
    yield Points((now.share or 0) - (was.share or 0)) if changes else None
