"""A criterion over time, as a chart that stands in the page and as the table beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from plugin.language import N_, Language
from plugin.pages.counts.breakdown import period_said
from plugin.pages.counts.compliance import heading_of
from plugin.pages.counts.figures import NONE, between, percent, short
from plugin.reports.criterion import OverTime
from scoring.statistics.control import LEAST, Control, Signal, control
from scoring.statistics.difference import Share
from standards.kinds import Instrument

WIDTH, HEIGHT = 100.0, 40.0  # units of the drawing, which is stretched to its place
_SIGNALS: Mapping[Signal, str] = {
    Signal.BEYOND: N_("beyond the limits"),
    Signal.RUN: N_("one of eight or more in a row on one side"),
}


@dataclass(frozen=True, slots=True)
class Dot:
    """A period in the drawing."""

    x: str
    y: str
    signal: str


@dataclass(frozen=True, slots=True)
class Line:
    """A period in the table; texts are ready to be read."""

    name: str
    share: str
    met: str
    limits: str
    signal: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The chart of one instrument; `band` and `centre` are empty without limits."""

    heading: str
    told: str
    dots: tuple[Dot, ...]
    path: str
    band: str
    centre: str
    goal: str
    top: str
    bottom: str
    first: str
    last: str
    lines: tuple[Line, ...]
    over_time: OverTime


@dataclass(frozen=True, slots=True)
class Series:
    """What an instrument said in each span, in order of time."""

    instrument: Instrument
    spans: tuple[str, ...]
    shares: tuple[Share, ...]
    goal: float | None

    def named(self, language: Language) -> tuple[str, ...]:
        """The spans in words."""
        return tuple(period_said(each, language) for each in self.spans)

    @property
    def of_met(self) -> tuple[float | None, ...]:
        """The share of each span; None where nothing is decided."""
        return tuple(each.met / each.decided if each.decided else None for each in self.shares)


def drawn(series: Series, language: Language) -> Drawn:
    """The chart of the series."""
    chart = control(series.shares)
    floor_at = _floor(series, chart)
    place = _Place(len(series.spans), floor_at)
    dots = tuple(_dots(series.shares, chart, place))
    return Drawn(
        heading=heading_of(series.instrument, language),
        told=told_of(chart, language),
        dots=dots,
        path="M" + " L".join(f"{each.x} {each.y}" for each in dots) if dots else "",
        band="" if chart is None else _band(chart, place),
        centre="" if chart is None else place.y(chart.centre),
        goal="" if series.goal is None else place.y(series.goal),
        top=short(1.0, language),
        bottom=short(floor_at, language),
        first=period_said(series.spans[0], language),
        last=period_said(series.spans[-1], language),
        lines=tuple(_lines(series, chart, language)),
        over_time=OverTime(
            heading_of(series.instrument, language),
            told_of(chart, language),
            tuple(zip(series.named(language), series.of_met, strict=True)),
            chart,
        ),
    )


def told_of(chart: Control | None, language: Language) -> str:
    """What is to be seen, in words."""
    if chart is None:
        return language.gettext(
            "No limits are drawn: fewer than {number} periods have anything decided, which is too "
            "little to tell change from chance.",
            number=language.number(LEAST),
        )
    centre = percent(chart.centre, language)
    number = sum(each.signal is not None for each in chart.periods)
    if not number:
        return language.gettext(
            "Steady around {centre}: no period is more than chance.", centre=centre
        )
    return language.ngettext(
        "{number} period is more than chance; the centre is {centre}.",
        "{number} periods are more than chance; the centre is {centre}.",
        number,
        centre=centre,
    )


def signal_said(signal: Signal | None, language: Language) -> str:
    """Why a period is more than chance; empty where it is not."""
    return "" if signal is None else language.gettext(_SIGNALS[signal])


@dataclass(frozen=True, slots=True)
class _Place:
    """Where periods and shares stand in the drawing, whose lowest share is `floor`."""

    number: int
    floor: float

    def x(self, index: float) -> str:
        return f"{WIDTH * (index + 0.5) / self.number:.2f}"

    def y(self, share: float) -> str:
        within = max(share, self.floor)
        return f"{HEIGHT * (1 - (within - self.floor) / (1 - self.floor)):.2f}"


def _floor(series: Series, chart: Control | None) -> float:
    """The lowest share of the drawing: a tenth below everything, or less."""
    shown = [each.met / each.decided for each in series.shares if each.decided]
    shown += [] if series.goal is None else [series.goal]
    shown += [] if chart is None else [each.low for each in chart.periods if each.decided]
    return max(0.0, min(0.9, (floor(10 * min(shown, default=0.0) - 0.001)) / 10))


def _dots(shares: Sequence[Share], chart: Control | None, place: _Place) -> list[Dot]:
    signals = [each.signal for each in chart.periods] if chart else [None] * len(shares)
    return [
        Dot(place.x(index), place.y(each.met / each.decided), str(signal or ""))
        for index, (each, signal) in enumerate(zip(shares, signals, strict=True))
        if each.decided
    ]


def _band(chart: Control, place: _Place) -> str:
    """The field between the limits, a step a period; there are none where nothing is decided."""
    known = [(index, each) for index, each in enumerate(chart.periods) if each.decided]
    above = [
        f"{place.x(index + side)} {place.y(each.high)}"
        for index, each in known
        for side in (-0.5, 0.5)
    ]
    below = [
        f"{place.x(index + side)} {place.y(each.low)}"
        for index, each in reversed(known)
        for side in (0.5, -0.5)
    ]
    return "M" + " L".join([*above, *below]) + "Z"


def _lines(series: Series, chart: Control | None, language: Language) -> list[Line]:
    periods = chart.periods if chart else [None] * len(series.spans)
    return [
        Line(
            name=period_said(span, language),
            share=percent(share.met / share.decided, language),
            met=language.gettext(
                "{met} of {decided}",
                met=language.number(share.met),
                decided=language.number(share.decided),
            ),
            limits=between(period.low, period.high, language) if period else NONE,
            signal=signal_said(period.signal if period else None, language),
        )
        for span, share, period in zip(series.spans, series.shares, periods, strict=True)
        if share.decided
    ]
