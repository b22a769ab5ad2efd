"""A chart in a workbook: its figures in a sheet of their own, and a line drawn from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugin.language import N_, Language
from plugin.reports.document import Chart, Point
from plugin.reports.sheet_cells import Formats, put_text

# What each line is called, and how it is drawn.
_LINES: Mapping[str, Mapping[str, Any]] = {
    N_("Share met"): {"color": "#14486f", "width": 2},
    N_("Lower limit"): {"color": "#7a5200", "width": 1, "dash_type": "dash"},
    N_("Upper limit"): {"color": "#7a5200", "width": 1, "dash_type": "dash"},
    N_("Centre line"): {"color": "#5b626c", "width": 1},
    N_("Goal"): {"color": "#1a6b3c", "width": 1, "dash_type": "round_dot"},
}


def plot(workbook: Any, sheet: Any, chart: Chart, formats: Formats, language: Language) -> None:
    """Writes the figures of the chart into the sheet, and draws them beside it."""
    drawn = workbook.add_chart({"type": "line"})
    put_text(sheet, 0, 0, language.gettext("Period"), formats.heading)
    for number, point in enumerate(chart.points, 1):
        put_text(sheet, number, 0, point.label, formats.wrapped)
    for place, (name, line) in enumerate(_LINES.items(), 1):
        put_text(sheet, 0, place, language.gettext(name), formats.heading)
        shares = [_values(point, chart)[place - 1] for point in chart.points]
        for number, share in enumerate(shares, 1):
            if share is not None:
                sheet.write_number(number, place, share, formats.share)
        if any(share is not None for share in shares):
            drawn.add_series(_series(sheet.name, place, len(shares), line))
    _lay_out(drawn, chart, language)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, len(_LINES), 12)
    sheet.freeze_panes(1, 0)
    if drawn.series:
        told = {"description": chart.told, "x_scale": 1.6, "y_scale": 1.4}
        sheet.insert_chart(1, len(_LINES) + 2, drawn, told)


def _values(point: Point, chart: Chart) -> tuple[float | None, ...]:
    return point.share, point.low, point.high, chart.centre, chart.target


def _series(sheet: str, place: int, number: int, line: Mapping[str, Any]) -> dict[str, Any]:
    """Where a line's name, periods and figures stand."""
    of_share = {"marker": {"type": "circle", "size": 5}} if place == 1 else {}
    return {
        "name": [sheet, 0, place],
        "categories": [sheet, 1, 0, number, 0],
        "values": [sheet, 1, place, number, place],
        "line": dict(line),
        **of_share,
    }


def _lay_out(drawn: Any, chart: Chart, language: Language) -> None:
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
    drawn.set_y_axis({"min": 0, "max": 1, "num_format": "0%"})
    drawn.set_legend({"position": "bottom"})
    drawn.show_blanks_as("gap")
