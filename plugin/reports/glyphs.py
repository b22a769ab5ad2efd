"""Which characters the fonts inside typst have; PDF/UA-1 allows no text that cannot be displayed.

Found by asking typst 0.15 for each of them with Libertinus Serif and DejaVu Sans Mono. Latin,
Greek, Cyrillic, punctuation and signs are there; Hebrew, Arabic, Chinese and emoji are not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from unicodedata import normalize

INSTEAD = "□"

# From which code point to which, both counted.
_RANGES = (
    (0x0020, 0x007E), (0x00A0, 0x0377), (0x037A, 0x037F), (0x0384, 0x038A), (0x038C, 0x038C),
    (0x038E, 0x03A1), (0x03A3, 0x0484), (0x0487, 0x04FF), (0x0510, 0x0513), (0x051A, 0x051D),
    (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x2040), (0x2042, 0x2042), (0x2044, 0x2052),
    (0x2054, 0x205E), (0x20A0, 0x20BF), (0x2100, 0x211E), (0x2120, 0x2120), (0x2122, 0x2122),
    (0x2124, 0x2124), (0x2126, 0x214F), (0x2190, 0x23FF), (0x2500, 0x262F), (0x2638, 0x268B),
    (0x2690, 0x269C), (0x26A0, 0x26A7), (0x26AA, 0x26B2), (0x2701, 0x2704), (0x2706, 0x2709),
    (0x270C, 0x2727), (0x2729, 0x274B), (0x274D, 0x274D), (0x274F, 0x2752), (0x2756, 0x2756),
    (0x2758, 0x275E), (0x2761, 0x277F), (0x2794, 0x2794), (0x2798, 0x27AF), (0x27B1, 0x27BF),
)  # fmt: skip
_BLANKS = re.compile(r"[^\S\u00a0]+")
_STARTS = [start for start, _ in _RANGES]


def has_glyph(character: str) -> bool:
    """Whether the fonts have it."""
    at = bisect_right(_STARTS, ord(character)) - 1
    return at >= 0 and ord(character) <= _RANGES[at][1]


def printable(text: str) -> str:
    """The text composed (NFC), with blanks as single signs and a box for what has no glyph.

    Blanks that hold together what stands around them, as in `50 %`, go on doing so.
    """
    held = text.replace("\u202f", "\u00a0")
    composed = normalize("NFC", _BLANKS.sub(" ", held).strip())
    return "".join(each if has_glyph(each) else INSTEAD for each in composed)
