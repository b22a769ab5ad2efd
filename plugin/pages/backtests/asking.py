"""The page on which a backtest or a recount is asked for, with those asked for before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from babel.dates import format_interval
from flask import Response, abort, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, needs
from plugin.backtests.asking import (
    LONGEST_NAME,
    BacktestRefused,
    DraftFaulty,
    NothingToJudge,
    PeriodUnfit,
    TooMany,
    Wish,
    ask_of_draft,
    recount,
)
from plugin.faults import said_of
from plugin.house import House
from plugin.language import N_, Language
from plugin.pages.backtests.wording import KINDS, STATES, Line, name_of, period_said
from plugin.pages.moments import moment
from plugin.pages.periods import NAMES, Period, PeriodInvalid, period_asked, usual_periods
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.stores.people.users import Users
from plugin.stores.versions.backtests import Asked, Backtests, State
from plugin.stores.versions.drafts import Drafts, DraftVersion, UnknownDraft
from plugin.stores.versions.standards import Published, Standards

MOST = 30  # earlier ones listed
DRAFT = "draft"
LAST = "last_quarter"
_REFUSED: Mapping[type[BacktestRefused], str] = {
    PeriodUnfit: N_("These days hold no contact yet, or are more than three years; give others."),
    NothingToJudge: N_("There is nothing to judge by: no such version, or it asks nothing."),
    DraftFaulty: N_("The draft has faults, so nothing can be judged by it; mend these first:"),
    TooMany: N_("Three of this standard are running already; wait for one, or cancel it."),
}


@dataclass(frozen=True, slots=True)
class AskingPage:
    """A form, and the backtests of one standard."""

    house: House

    @needs(Action.SEE_DRAFTS)
    def backtests(self, code: str) -> Response:
        """The form, and those asked for before."""
        chosen = {**dict.fromkeys(_FIELDS, ""), "period": LAST}
        return self._shown(
            code, {**chosen, "version": request.args.get("version", "")}, "", (), 200
        )

    @needs(Action.WRITE_STANDARDS)
    def ask_backtest(self, code: str) -> Response:
        """On to what was asked for; or the form with what is wrong with it."""
        sent = {name: request.form.get(name, "") for name in _FIELDS}
        language = reader()
        try:
            asked = self._asked(code, sent)
        except PeriodInvalid as error:
            return self._shown(code, sent, language.gettext(str(error)), (), 422)
        except BacktestRefused as error:
            told = language.gettext(_REFUSED[type(error)])
            faults = error.faults if isinstance(error, DraftFaulty) else ()
            lines = tuple(said_of(code, each, language) for each in faults)
            return self._shown(code, sent, told, lines, 422)
        return make_response(redirect(url_for("pages.backtest", backtest=asked.id), 303))

    def _asked(self, code: str, sent: Mapping[str, str]) -> Asked:
        """PeriodInvalid or BacktestRefused."""
        wish = self._wish(sent)
        version = sent["version"]
        if version in ("", DRAFT):
            return ask_of_draft(self.house, code, wish)
        if not version.isascii() or not version.isdigit() or len(version) > 9:
            raise NothingToJudge("there is no such version")
        return recount(self.house, code, int(version), wish)

    def _wish(self, sent: Mapping[str, str]) -> Wish:
        period = period_asked(sent, self._now().date())
        since, until = (self._midnight(each) for each in _ends(period))
        return Wish(since, until, g.caller.user, sent["name"])

    def _midnight(self, day: datetime) -> int:
        return int(day.replace(tzinfo=self.house.config.zone).timestamp())

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.house.clock(), self.house.config.zone)

    def _shown(
        self, code: str, sent: Mapping[str, str], fault: str, lines: tuple[str, ...], status: int
    ) -> Response:
        language = reader()
        versions = Standards(self.house.database).versions(code)
        draft = self._draft(code)
        if draft is None and not versions:
            abort(404)
        written = page(
            "standards/backtests",
            code=code,
            choices=tuple(_choices(draft, versions, language)),
            asks=g.caller.scope(Action.WRITE_STANDARDS) is not None,
            periods=tuple(_periods(usual_periods(self._now().date()), language)),
            sent=sent,
            fault=fault,
            lines=lines[:50],
            earlier=tuple(self._earlier(code, language)),
            longest=LONGEST_NAME,
            quality=tuple(
                (each.version, url_for("pages.quality", code=code, version=each.version))
                for each in reversed(versions)
            ),
        )
        return make_response(written, status)

    def _draft(self, code: str) -> DraftVersion | None:
        try:
            return Drafts(self.house.database).of(code)
        except UnknownDraft:
            return None

    def _earlier(self, code: str, language: Language) -> Iterator[Line]:
        backtests, users = Backtests(self.house.database), Users(self.house.database)
        zone = self.house.config.zone
        for each in backtests.listed(code, MOST):
            state = each.state
            if state is State.RUNNING:
                state = backtests.settle(each.id) or state
            yield Line(
                name=name_of(each, language),
                kind=language.gettext(KINDS[each.kind]),
                days=period_said(each, zone, language),
                state=language.gettext(STATES[state]),
                by=users.called(each.asked_by),
                asked=moment(each.asked_at, zone, language),
                address=url_for("pages.backtest", backtest=each.id),
            )


_FIELDS = ("version", "period", "from", "until", "name")


def _periods(usual: Mapping[str, Period], language: Language) -> Iterator[tuple[str, str]]:
    """The usual periods by name, each in words with its days."""
    for name, said in NAMES.items():
        first, last = usual[name].first, usual[name].last
        days = format_interval(first, last, "yMMMd", locale=language.locale)
        yield name, f"{language.gettext(said)} ({days})"


def _ends(period: Period) -> tuple[datetime, datetime]:
    """The midnights that the period begins and ends with, on the firm's clock."""
    first, last = (datetime.combine(each, time()) for each in (period.first, period.last))
    return first, last + timedelta(days=1)


def _choices(
    draft: DraftVersion | None, versions: tuple[Published, ...], language: Language
) -> Iterator[tuple[str, str]]:
    """What contacts may be judged by: the draft, and every published version, the latest first."""
    if draft is not None:
        yield DRAFT, language.gettext("the draft of version {version}", version=draft.version)
    for each in reversed(versions):
        yield (
            str(each.version),
            language.gettext("recount under version {version}", version=each.version),
        )
