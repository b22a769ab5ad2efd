"""What is written can be read: every colour stands out against its ground as WCAG 2.2 AA asks."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from plugin.pages.rendering import content_of
from tests.tables import rows

CSS = (content_of("page.css") or b"").decode()
SCHEMES = ("light", "dark", "print")


def colours(scheme: str) -> Mapping[str, tuple[int, int, int]]:
    """The colours of the scheme by name."""
    light, dark, printed = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    own = {"light": "", "dark": dark, "print": printed}[scheme]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light))
    found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", own))
    return {name: _rgb(text[1:]) for name, text in found.items()}


def _rgb(text: str) -> tuple[int, int, int]:
    full = text if len(text) == 6 else "".join(2 * each for each in text)
    red, green, blue = (int(full[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """WCAG's contrast ratio, 1..21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (each / 255 for each in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# what   | on what    | at least | why
PAIRS = """
ink      | paper      | 4.5      | text
ink      | card       | 4.5      | text in a table
soft     | paper      | 4.5      | small text
soft     | card       | 4.5      | small text in a table
soft     | hover      | 4.5      | small text under the mouse
link     | paper      | 4.5      | a link
link     | card       | 4.5      | a link in a table
paper    | link       | 4.5      | a button
paper    | ink        | 4.5      | what is chosen
met      | met-bg     | 4.5      | a verdict
partly   | partly-bg  | 4.5      | a verdict and a notice
missed   | missed-bg  | 4.5      | a verdict and a fault
other    | other-bg   | 4.5      | a verdict
met      | card       | 4.5      | a goal reached
missed   | card       | 4.5      | a goal missed
other    | card       | 4.5      | a goal not yet certain
missed   | hover      | 4.5      | a goal missed under the mouse
partly   | card       | 4.5      | the mark of few
point    | reach      | 3        | the share on its interval
aim      | card       | 3        | the goal beside the interval
"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("what", "ground", "least"), rows(PAIRS))
def test_what_is_written_can_be_read(scheme: str, what: str, ground: str, least: str) -> None:
    known = colours(scheme)
    assert contrast(known[what], known[ground]) >= float(least)


def test_the_ratio_is_that_of_the_guideline() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
