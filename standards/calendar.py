"""When a firm is open: weekly windows in one time zone, and the dates that differ.

On any date the first of these decides: a holiday closes it, a break is taken out of its hours,
an override replaces its hours, and otherwise the weekday's hours hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

from standards.localtime import DAY
from standards.said import Said, both

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_WINDOW = re.compile(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Open from `start` until just before `end`: seconds of the local clock, 0..86,400."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= DAY:
            said = "no window within one day: {start}..{end} seconds"
            raise ValueError(said.format(start=self.start, end=self.end))

    @classmethod
    def parse(cls, text: str) -> Window:
        """The window that `08:00-12:00` says; ValueError says what to write instead."""
        match = _WINDOW.fullmatch(text)
        if match is None:
            raise ValueError(both(_no_window(text), Said("write {window}", window="08:00-12:00")))
        from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
        start, end = _clock_time(from_hour, from_minute), _clock_time(to_hour, to_minute)
        if start is None or end is None:
            mend = Said("write hours from 00:00 to 24:00")
            raise ValueError(both(_no_window(text), mend))
        if end <= start:
            raise ValueError(_split(text, start, end))
        return cls(start, end)

    def __str__(self) -> str:
        return f"{_shown(self.start)}-{_shown(self.end)}"


Windows: TypeAlias = tuple[Window, ...]

WHOLE_DAY: Windows = (Window(0, DAY),)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A firm's opening hours; `week` maps weekdays (0 = Monday) to windows.

    None is `hours: always`, which has no dates that differ: ValueError where it is given some.
    """

    name: str
    zone: ZoneInfo
    week: Mapping[int, Windows] | None = field(hash=False)
    holidays: frozenset[date] = frozenset()
    overrides: Mapping[date, Windows] = field(default_factory=dict, hash=False)
    breaks: Mapping[date, Windows] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.week is None and (self.holidays or self.overrides or self.breaks):
            mend = Said('write hours: {{mon-sun: ["00:00-24:00"]}} to close on some dates')
            raise ValueError(both(Said("hours: always never closes"), mend))

    def windows_on(self, day: date) -> Windows:
        """The open windows of a local date, in order, touching ones made one; empty when closed."""
        if self.week is None:
            return WHOLE_DAY
        if day in self.holidays:
            return ()
        windows = self.overrides.get(day)
        if windows is None:
            windows = self.week.get(day.weekday(), ())
        return _without(_joined(windows), self.breaks.get(day, ()))

    def opens(self) -> bool:
        """Whether there is an open window at all, in the week or on a date of its own."""
        return self.last_day() is not None

    def last_day(self) -> date | None:
        """The last local date with a window: date.max when the week has one, None without any."""
        if self.week is None or any(self.week.values()):
            return date.max
        return max(filter(self.windows_on, self.overrides), default=None)


def parse_windows(texts: Iterable[str]) -> Windows:
    """The windows of one day in order; ValueError where one cannot be read or two overlap."""
    windows = tuple(sorted(map(Window.parse, texts)))
    for one, other in pairwise(windows):
        if other.start < one.end:
            whole = Window(one.start, max(one.end, other.end))
            what = Said("{one} and {other} overlap", one=str(one), other=str(other))
            raise ValueError(both(what, Said("write {window}", window=str(whole))))
    return windows


def parse_days(text: str) -> tuple[int, ...]:
    """The weekdays (0 = Monday) of `sat`, `mon-fri` or `sun-thu`; ValueError says what to write."""
    first, dash, last = text.partition("-")
    if first not in DAYS or (dash and (last not in DAYS or last == first)):
        what = Said("{text} is no weekday", text=repr(text[:40]))
        raise ValueError(both(what, Said("write one of {days}, or mon-fri", days=" ".join(DAYS))))
    start, end = DAYS.index(first), DAYS.index(last or first)
    return tuple((start + step) % 7 for step in range((end - start) % 7 + 1))


def _joined(windows: Windows) -> Windows:
    """The same hours in order, without overlaps, touching windows made one."""
    joined: list[Window] = []
    for window in sorted(windows):
        if joined and window.start <= joined[-1].end:
            joined[-1] = Window(joined[-1].start, max(joined[-1].end, window.end))
        else:
            joined.append(window)
    return tuple(joined)


def _without(windows: Windows, breaks: Windows) -> Windows:
    """What is left of the windows when the breaks are taken out."""
    for gap in breaks:
        windows = tuple(piece for window in windows for piece in _around(window, gap))
    return windows


def _around(window: Window, gap: Window) -> Windows:
    """The parts of the window before and after the gap: none, one or two."""
    parts = (window.start, min(window.end, gap.start)), (max(window.start, gap.end), window.end)
    return tuple(Window(start, end) for start, end in parts if start < end)


def _clock_time(hour: int, minute: int) -> int | None:
    """Seconds after midnight; None when no clock shows it."""
    second = hour * 3_600 + minute * 60
    return second if minute < 60 and second <= DAY else None


def _shown(second: int) -> str:
    text = f"{second // 3_600:02}:{second // 60 % 60:02}"
    return text + (f":{second % 60:02}" if second % 60 else "")


def _no_window(text: str) -> Said:
    return Said("{text} is no window", text=repr(text[:40]))


def _split(text: str, start: int, end: int) -> Said:
    """What is wrong with a window that does not end after it starts, and the split to write."""
    if start == end:
        mend = Said("write 00:00-24:00 for the whole day, or leave it out")
        return both(Said("{window} is empty", window=text), mend)
    wrong = Said("{window} ends before it starts", window=text)
    if not end:
        return both(wrong, Said("write {window}", window=f"{_shown(start)}-24:00"))
    mend = Said(
        "write {start}-24:00 on that day and 00:00-{end} on the next",
        start=_shown(start),
        end=_shown(end),
    )
    return both(wrong, mend)
