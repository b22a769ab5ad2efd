"""What a backtest found, ready to be read: shares before and after, what flips, what is idle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal
from flask import url_for

from plugin.language import Language
from plugin.pages.backtests.wording import IDLE, UNASKED, unasked_said
from plugin.pages.counts.figures import NONE, between, percent
from plugin.pages.naming import Names, contact_said, verdict_said
from scoring.backtest import Backtest, Flip, Flipped, Verdicts
from scoring.judge import Verdict
from standards.languages import in_language
from standards.model import Form

_RANKS = {Verdict.MISSED: 0, Verdict.PARTLY: 1, Verdict.MET: 2}
_LEAST = 0.8  # percent of the bar's width; a narrower interval could not be seen


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where an interval and its share stand in a bar, in percent of its width."""

    start: float
    width: float
    share: float


@dataclass(frozen=True, slots=True)
class Side:
    """What one version says: the share met, of how many, with its interval; empty: nothing."""

    share: str
    met: str
    interval: str
    drawn: Drawn | None


@dataclass(frozen=True, slots=True)
class _Named:
    """What is compared, where it leads, how many contacts flip, and what is to be said of it."""

    code: str
    title: str
    address: str = ""
    flips: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A criterion or a team before and after; `kind` is better, worse or same."""

    named: _Named
    was: Side
    now: Side
    change: str
    kind: str

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to be seen of it."""
        return bool(self.named.flips or self.named.remark) or self.was != self.now


@dataclass(frozen=True, slots=True)
class Turn:
    """Contacts that flip in one way: the first of them, and how many more."""

    was: Verdict
    now: Verdict
    said: str
    number: str
    contacts: tuple[tuple[str, str], ...]
    more: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A backtest for one reader: `titles` are those of the version that was asked about."""

    found: Backtest
    titles: Mapping[str, str]
    language: Language
    sees_contacts: bool

    def criteria(self, team: str | None) -> tuple[Compared, ...]:
        """Every criterion of either version, those first that change most contacts."""
        rows = self.found.by_criterion(team)
        numbers = self._flips()
        codes = sorted(rows, key=lambda code: (-sum(numbers.get(code, (0, 0, 0))), code))
        return tuple(self._criterion(code, *rows[code], numbers, team) for code in codes)

    def teams(self, names: Names, address: Callable[[str], str]) -> tuple[Compared, ...]:
        """Every team, all criteria together."""
        nobodys = _Named("", self.language.gettext("No team"))
        return tuple(
            self._compared(
                nobodys if team is None else _Named("", names.of(team), address(team)), *pair
            )
            for team, pair in self.found.by_team().items()
        )

    def idle(self) -> tuple[tuple[str, str, str], ...]:
        """The criteria of the version asked about that can decide nothing: code, title, why."""
        rows = self.found.by_criterion()
        return tuple(self._idle(rows))

    def turns(self) -> tuple[tuple[str, str, tuple[Turn, ...]], ...]:
        """The contacts that flip, by criterion: those first of which most do."""
        by: dict[str, list[tuple[Flip, Flipped]]] = {}
        for flip, flipped in self.found.flips.items():
            by.setdefault(flip.criterion, []).append((flip, flipped))
        ordered = sorted(by, key=lambda code: -sum(each.number for _, each in by[code]))
        return tuple((code, self._title(code), self._turns(by[code])) for code in ordered)

    def _idle(
        self, rows: Mapping[str, tuple[Verdicts, Verdicts]]
    ) -> Iterator[tuple[str, str, str]]:
        for code, title in self.titles.items():
            now = rows[code][1] if code in rows else Verdicts()
            if not sum(now.counts):
                yield code, title, self.language.gettext(UNASKED)
            elif now.idle is not None:
                number = self.language.ngettext(
                    "{number} time looked at.", "{number} times looked at.", sum(now.counts)
                )
                yield code, title, f"{self.language.gettext(IDLE[now.idle])} {number}"

    def _criterion(
        self,
        code: str,
        was: Verdicts,
        now: Verdicts,
        numbers: Mapping[str, tuple[int, int, int]],
        team: str | None,
    ) -> Compared:
        flips = tuple(self._flips_said(*numbers.get(code, (0, 0, 0)))) if team is None else ()
        remark = unasked_said(self.found, code, self.language)
        if code not in self.titles:
            remark = self.language.gettext("Not asked any more.")
        elif not sum(was.counts):
            told = self.language.gettext("New: nothing was judged by it before.")
            remark = f"{told} {remark}".strip()
        named = _Named(code, self._title(code), "", flips, remark)
        return self._compared(named, was, now)

    def _compared(self, named: _Named, was: Verdicts, now: Verdicts) -> Compared:
        by = None if was.share is None or now.share is None else now.share - was.share
        kind = "same" if not by else "better" if by > 0 else "worse"
        change = NONE if by is None else self._points(by)
        return Compared(named, self._side(was), self._side(now), change, kind)

    def _side(self, verdicts: Verdicts) -> Side:
        if verdicts.share is None or verdicts.interval is None:
            return Side("", "", "", None)
        low, high = verdicts.interval
        width = max(100 * (high - low), _LEAST)
        start = min(100 * low, 100 - width)
        met = self.language.gettext(
            "{met} of {decided}",
            met=self.language.number(verdicts.of(Verdict.MET)),
            decided=self.language.number(verdicts.decided),
        )
        return Side(
            percent(verdicts.share, self.language),
            met,
            between(low, high, self.language),
            Drawn(round(start, 2), round(width, 2), round(100 * verdicts.share, 2)),
        )

    def _points(self, by: float) -> str:
        """The difference of two shares in percentage points, with its sign."""
        points = format_decimal(100 * abs(by), "#,##0.0", locale=self.language.locale)
        sign = "+" if by > 0 else "\N{MINUS SIGN}" if by < 0 else "±"
        return self.language.gettext("{points} points", points=f"{sign}{points}")

    def _flips(self) -> Mapping[str, tuple[int, int, int]]:
        """Of each criterion how many contacts become better, worse, and otherwise another."""
        numbers: dict[str, tuple[int, int, int]] = {}
        for flip, flipped in self.found.flips.items():
            better, worse, other = numbers.get(flip.criterion, (0, 0, 0))
            number = flipped.number
            match way_of(flip):
                case "better":
                    better += number
                case "worse":
                    worse += number
                case _:
                    other += number
            numbers[flip.criterion] = (better, worse, other)
        return numbers

    def _flips_said(self, better: int, worse: int, other: int) -> Iterator[str]:
        language = self.language
        if better:
            yield language.ngettext(
                "▲ {number} contact better", "▲ {number} contacts better", better
            )
        if worse:
            yield language.ngettext("▼ {number} contact worse", "▼ {number} contacts worse", worse)
        if other:
            yield language.ngettext(
                "{number} contact decided otherwise, or not at all",
                "{number} contacts decided otherwise, or not at all",
                other,
            )

    def _turns(self, flips: list[tuple[Flip, Flipped]]) -> tuple[Turn, ...]:
        ordered = sorted(flips, key=lambda each: -each[1].number)
        return tuple(self._turn(flip, flipped) for flip, flipped in ordered)

    def _turn(self, flip: Flip, flipped: Flipped) -> Turn:
        language = self.language
        was, now = (verdict_said(each, language) for each in (flip.was, flip.now))
        more = flipped.number - len(flipped.contacts)
        return Turn(
            flip.was,
            flip.now,
            f"{was} → {now}",
            language.ngettext("{number} contact", "{number} contacts", flipped.number),
            tuple((contact_said(each, language), self._address(each)) for each in flipped.contacts),
            language.ngettext("and {number} more", "and {number} more", more) if more else "",
        )

    def _address(self, contact: str) -> str:
        return url_for("pages.contact", contact=contact) if self.sees_contacts else ""

    def _title(self, code: str) -> str:
        return self.titles.get(code, "")


def way_of(flip: Flip) -> str:
    """Whether the contact becomes better or worse; `other` where one of the two is undecided."""
    if flip.was not in _RANKS or flip.now not in _RANKS:
        return "other"
    return "better" if _RANKS[flip.now] > _RANKS[flip.was] else "worse"


def titles_of(form: Form | None, language: Language) -> Mapping[str, str]:
    """What each criterion is called."""
    criteria = () if form is None else form.criteria
    return {each.code: in_language(each.title, language.code) for each in criteria}
