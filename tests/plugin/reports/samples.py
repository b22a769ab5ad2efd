"""Reports to be written out: every kind of cell, and texts that look like something else."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from plugin.language import Language
from plugin.reports.document import (
    Cell,
    Chart,
    Column,
    Day,
    Document,
    Instant,
    Interval,
    Kind,
    Link,
    Number,
    Point,
    Points,
    Section,
    Share,
    Table,
    Text,
    Tone,
    Whole,
)

AT = 1_774_994_400  # 2026-04-01T00:00:00+02:00
WARSAW = ZoneInfo("Europe/Warsaw")
HOSTILE = (
    "=HYPERLINK(\"http://evil.example\",\"x\")", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)",
    "\t=1+1", "\r=1+1", "\n=1", "＝1", "'=1", "{=1}", "#panic()", "$x$ @a *b* _c_ <l> `raw`",
    "http://evil.example", "mailto:x@evil.example", "_x0041_", "1e5", "007", "", "a\x01b",
    "漢字 😀 שלום", "e\u0301", "\u202eabc", "]]>&<b>", "/* typst */ // and", "\\u{41}",
    "x" * 40_000,
)  # fmt: skip

COLUMNS = (
    Column("Criterion", Kind.TEXT, 3),
    Column("Decided", Kind.WHOLE),
    Column("Weight", Kind.NUMBER),
    Column("Met", Kind.SHARE),
    Column("Interval", Kind.INTERVAL, 1.6),
    Column("Change", Kind.POINTS, 1.2),
    Column("Day", Kind.DAY, 1.3),
)
ROW: tuple[Cell | None, ...] = (
    Text("RSP-01 First reply within one working hour", Tone.BAD),
    Whole(44),
    Number(2.5),
    Share(1 / 3),
    Interval(0.2, 0.482_123_456),
    Points(-0.123),
    Day(date(2026, 3, 31)),
)
CHART = Chart(
    "RSP-01 by week",
    "Of 9 weeks one lies below its limits.",
    tuple(
        Point(f"W{number}", share, 0.45, 0.95, share is not None and share < 0.45)
        for number, share in enumerate((0.7, 0.72, 0.68, None, 0.8, 0.3, 0.75, 0.71, 0.69), 5)
    ),
    centre=0.7,
    target=0.9,
)


def table_of(*texts: str) -> Table:
    """One column of these texts."""
    return Table("Texts", (Column("Text"),), tuple((Text(each),) for each in texts))


def report(language: str = "en", *tables: Table) -> Document:
    """A report with every kind of cell, a chart, and the tables given."""
    seen = Table(
        "Contacts",
        (Column("Contact", Kind.LINK, 3), Column("Seen", Kind.INSTANT)),
        ((Link("Ticket 1056", "https://acme.zendesk.com/agent/tickets/1056"), Instant(AT)),),
    )
    whole = Table("Criteria", COLUMNS, (ROW, (None,) * len(COLUMNS)))
    return Document(
        name="compliance-contact",
        title="Contact – zażółć gęślą jaźń – Ёлка",
        kind="Compliance",
        about=(("Days", "1 January 2026 – 31 March 2026"), ("Counted", "44 final contacts")),
        sections=(
            Section("Criteria", ("What is met of what is decided.",), (whole,)),
            Section("Over time", charts=(CHART,)),
            Section("Behind it", tables=(seen, *tables), level=2),
        ),
        language=Language(language),
        made_at=AT,
        zone=WARSAW,
    )
