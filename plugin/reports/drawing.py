"""A chart as SVG: shares over time between 0 and 100 %, limits as steps, centre and target lines.

What stands out is told by its shape as well as by its colour, so it survives black and white.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from plugin.language import Language
from plugin.pages.counts.figures import short
from plugin.reports.document import Chart, Point
from plugin.reports.glyphs import printable

_WIDTH, _HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 60, 12, 34
_INK, _SOFT, _LIMIT, _TARGET, _BAD = "#14486f", "#5b626c", "#7a5200", "#1a6b3c", "#a3241f"
_LONGEST_LABEL = 26
_LETTER = 6.0  # how wide a letter is
_FONT = "Libertinus Serif"


def svg_of(chart: Chart, language: Language) -> str:
    """The drawing; what it says in words is the chart's `told`."""
    parts = "".join((*_grid(language), *_lines(chart, language), *_points(chart), *_labels(chart)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        f' width="{_WIDTH}" height="{_HEIGHT}" font-family="{_FONT}" font-size="12">{parts}</svg>'
    )


def _across(number: int, many: int) -> float:
    """Where the period of that number stands."""
    step = (_WIDTH - _LEFT - _RIGHT) / max(many, 1)
    return _LEFT + step * (number + 0.5)


def _down(share: float) -> float:
    """Where the share stands."""
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - share)


def _grid(language: Language) -> Iterator[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield _rule(share, "#dfdcd4", 0.75)
        yield _words(_LEFT - 6, _down(share) + 4, short(share, language), "end", _SOFT)


def _lines(chart: Chart, language: Language) -> Iterator[str]:
    for share, colour, dashes in ((chart.centre, _SOFT, ""), (chart.target, _TARGET, "2 3")):
        if share is not None:
            yield _rule(share, colour, 1.25, dashes)
            said = short(share, language)
            yield _words(_WIDTH - _RIGHT + 6, _down(share) + 4, said, "start", colour)
    yield from (_limit([each.low for each in chart.points]))
    yield from (_limit([each.high for each in chart.points]))


def _limit(shares: list[float | None]) -> Iterator[str]:
    half = (_across(1, len(shares)) - _across(0, len(shares))) / 2
    for number, share in enumerate(shares):
        if share is not None:
            middle, height = _across(number, len(shares)), _down(share)
            yield (
                f'<line x1="{middle - half:.1f}" x2="{middle + half:.1f}" y1="{height:.1f}"'
                f' y2="{height:.1f}" stroke="{_LIMIT}" stroke-width="1.25" stroke-dasharray="5 3"/>'
            )


def _points(chart: Chart) -> Iterator[str]:
    many = len(chart.points)
    places = [
        (_across(number, many), _down(point.share), point)
        for number, point in enumerate(chart.points)
        if point.share is not None
    ]
    for path in _paths(chart.points):
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in path)
        yield f'<polyline points="{drawn}" fill="none" stroke="{_INK}" stroke-width="1.75"/>'
    for x, y, point in places:
        yield _diamond(x, y) if point.stands_out else _dot(x, y)


def _paths(points: tuple[Point, ...]) -> Iterator[list[tuple[float, float]]]:
    """The stretches in which every period has a share."""
    numbered = enumerate(points)
    for has_share, stretch in groupby(numbered, key=lambda pair: pair[1].share is not None):
        if has_share:
            yield [(_across(at, len(points)), _down(each.share or 0.0)) for at, each in stretch]


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_INK}"/>'


def _diamond(x: float, y: float) -> str:
    return (
        f'<path d="M{x:.1f} {y - 7:.1f}l7 7-7 7-7-7z" fill="#fff" stroke="{_BAD}"'
        f' stroke-width="2"/>{_dot(x, y)}'
    )


def _labels(chart: Chart) -> Iterator[str]:
    """The periods below, as many of them as there is room for."""
    labels = [_cut(each.label) for each in chart.points]
    longest = max(map(len, labels), default=1)
    room = max(1, int((_WIDTH - _LEFT - _RIGHT) / (longest * _LETTER + _LETTER)))
    every = max(1, -(-len(labels) // room))
    for number, label in enumerate(labels):
        if number % every == 0:
            yield _words(_across(number, len(labels)), _HEIGHT - 12, label, "middle", _SOFT)


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"


def _rule(share: float, colour: str, width: float, dashes: str = "") -> str:
    height = _down(share)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{height:.1f}" y2="{height:.1f}"'
        f' stroke="{colour}" stroke-width="{width}"{dashed}/>'
    )


def _words(x: float, y: float, said: str, anchor: str, colour: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(printable(said))}</text>"
    )
