"""Charts as drawings: labels that fit, what stands out told by its shape, texts that stay texts."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree.ElementTree import fromstring

from plugin.language import Language
from plugin.reports.document import Chart, Point
from plugin.reports.drawing import svg_of
from tests.plugin.reports.samples import CHART

ENGLISH = Language("en")


def labels_of(chart: Chart) -> list[str]:
    return re.findall(r'text-anchor="middle"[^>]*>([^<]*)<', svg_of(chart, ENGLISH))


def test_each_period_with_a_share_has_its_dot_and_a_gap_is_no_line() -> None:
    drawn = svg_of(CHART, ENGLISH)
    assert drawn.count("<circle") == 8
    assert drawn.count("<polyline") == 2


def test_what_stands_out_has_a_shape_of_its_own() -> None:
    assert svg_of(CHART, ENGLISH).count("<path") == 1


def test_labels_are_as_many_as_there_is_room_for() -> None:
    assert len(labels_of(CHART)) == 9
    long = tuple(Point(f"2 February – 8 February {number}", 0.5) for number in range(9))
    assert 1 <= len(labels_of(replace(CHART, points=long))) <= 3
    many = tuple(Point(f"W{number}", 0.5) for number in range(300))
    assert len(labels_of(replace(CHART, points=many))) < 30


def test_a_chart_of_nothing_is_drawn_as_well() -> None:
    assert labels_of(replace(CHART, points=(), centre=None, target=None)) == []


def test_a_text_is_no_tag() -> None:
    hostile = (Point("</text><script>", 0.5),)
    drawn = svg_of(replace(CHART, points=hostile), ENGLISH)
    fromstring(drawn)
    assert "<script>" not in drawn
