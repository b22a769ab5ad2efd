"""One person's feedback as a document: strengths, what to work on, every criterion, the trend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from plugin.feedback.report import Report
from plugin.language import N_, Language
from plugin.pages.bindings import Saying, place_of
from plugin.pages.feedback.words import (
    ATTAINED,
    CHANGED,
    PRAISES,
    loss_said,
    period_said,
    silence_said,
)
from plugin.pages.listing import measured_of
from plugin.pages.naming import contact_said, verdict_said
from plugin.reports.document import (
    Cell,
    Chart,
    Column,
    Day,
    Document,
    Interval,
    Kind,
    Link,
    Point,
    Points,
    Section,
    Share,
    Table,
    Text,
    Tone,
    Whole,
)
from scoring.feedback import LEAST_OTHERS, Line, Silence, Together
from scoring.statistics.change import Direction
from scoring.statistics.goal import Attainment
from scoring.tally.counts import Counts
from standards.languages import in_language

_TONES: Mapping[Attainment, Tone] = {
    Attainment.REACHED: Tone.GOOD,
    Attainment.MISSED: Tone.BAD,
    Attainment.NOT_YET_CERTAIN: Tone.UNSURE,
}
_CHANGES: Mapping[Direction, Tone] = {
    Direction.HIGHER: Tone.GOOD,
    Direction.LOWER: Tone.BAD,
    Direction.CHANCE: Tone.UNSURE,
}
_COLUMNS = (
    (N_("Code"), Kind.TEXT, 1.1),
    (N_("Criterion"), Kind.TEXT, 3.2),
    (N_("Met"), Kind.WHOLE, 0.7),
    (N_("Decided"), Kind.WHOLE, 0.9),
    (N_("Share met"), Kind.SHARE, 0.9),
    (N_("Interval"), Kind.INTERVAL, 1.5),
    (N_("Goal"), Kind.SHARE, 0.8),
    (N_("Where it stands"), Kind.TEXT, 1.6),
    (N_("Team"), Kind.SHARE, 0.9),
    (N_("Lowest and highest in the team"), Kind.INTERVAL, 1.5),
    (N_("Change"), Kind.POINTS, 1.0),
    (N_("More than chance"), Kind.TEXT, 1.6),
)
_EXAMPLES = (
    (N_("Contact"), Kind.LINK, 2.0),
    (N_("Opened"), Kind.DAY, 1.2),
    (N_("Verdict"), Kind.TEXT, 1.0),
    (N_("Measured"), Kind.TEXT, 3.0),
)
_OVER_TIME = (
    (N_("Period"), Kind.TEXT, 2.0),
    (N_("Share met"), Kind.SHARE, 1.0),
    (N_("Interval"), Kind.INTERVAL, 1.5),
    (N_("Met"), Kind.WHOLE, 0.8),
    (N_("Decided"), Kind.WHOLE, 1.0),
)


def document_of(
    report: Report, language: Language, root: str, agreed: tuple[Section, ...] = ()
) -> Document:
    """The report as a document; `root` is the address of the house, which links to contacts need.

    It ends in what was `agreed` on.
    """
    return _Writing(report, language, root.rstrip("/")).document(agreed)


@dataclass(frozen=True, slots=True)
class _Writing:
    report: Report
    language: Language
    root: str

    def document(self, agreed: tuple[Section, ...]) -> Document:
        report, say = self.report, self.language.gettext
        period, standard = report.period, report.standard
        version = say("version {version}", version=standard.version)
        title = in_language(standard.title, self.language.code)
        return Document(
            name=f"feedback-{_ascii(report.person.id)}-{standard.code}-{period.first}-{period.last}",
            title=report.person.name,
            kind=say("Feedback"),
            about=(
                (say("Standard"), f"{title} ({standard.code}, {version})"),
                (say("Period"), period_said(period, self.language)),
                *(((say("Team"), report.team),) if report.team else ()),
                (say("What is counted"), self._counted()),
                (say("Version"), "; ".join(Saying(report.zone, self.language).report(report))),
            ),
            sections=(*self._sections(), *agreed),
            language=self.language,
            made_at=report.made_at,
            zone=report.zone,
        )

    def _counted(self) -> str:
        decided, provisional = self.report.whole.decided, self.report.provisional
        final = self.language.ngettext(
            "{number} decided in final contacts", "{number} decided in final contacts", decided
        )
        return "; ".join(filter(None, (final, provisional_said(provisional, self.language))))

    def _sections(self) -> Iterator[Section]:
        say, feedback = self.language.gettext, self.report.feedback
        yield self._heading(say("Strengths"), feedback.strengths, say(NO_STRENGTH))
        yield from map(self._outstanding, feedback.strengths)
        yield self._heading(say("To work on"), feedback.to_work_on, say(NOTHING_SHORT))
        yield from map(self._outstanding, feedback.to_work_on)
        yield Section(say("All criteria"), tables=(self._criteria(),))
        yield self._trend()

    def _heading(self, heading: str, found: tuple[str, ...], otherwise: str) -> Section:
        return Section(heading, () if found else (otherwise,))

    def _outstanding(self, code: str) -> Section:
        line = self.report.feedback.line(code)
        title = in_language(line.criterion.title, self.language.code)
        praise = "" if line.praise is None else self.language.gettext(PRAISES[line.praise])
        said = (
            praise or loss_said(line, self.language),
            in_language(line.criterion.why, self.language.code),
        )
        return Section(
            f"{code} {title}",
            tuple(filter(None, said)),
            (self._examples(line),),
            (self._chart(code, line.criterion.goal),),
            level=2,
        )

    def _examples(self, line: Line) -> Table:
        return Table(
            self.language.gettext("Examples"),
            self._columns(_EXAMPLES),
            tuple(
                (
                    Link(
                        contact_said(each.contact, self.language),
                        f"{self.root}/contacts/{quote(each.contact)}"
                        f"?criterion={quote(line.criterion.code)}"
                        f"#{place_of(each, self.report.standard, line.criterion.code)}",
                    ),
                    Day(date.fromisoformat(each.day)),
                    Text(verdict_said(each.verdict, self.language)),
                    Text(measured_of(each.occurrence, line.criterion, self.language)),
                )
                for each in self.report.examples[line.criterion.code]
            ),
        )

    def _criteria(self) -> Table:
        return Table(
            self.language.gettext("All criteria"),
            self._columns(_COLUMNS),
            tuple(tuple(self._row(each)) for each in self.report.feedback.lines),
        )

    def _row(self, line: Line) -> Iterator[Cell | None]:
        criterion, counts, say = line.criterion, line.counts, self.language
        yield Text(criterion.code)
        yield Text(in_language(criterion.title, say.code))
        yield Whole(counts.met)
        yield Whole(counts.decided)
        yield None if counts.share is None else Share(counts.share)
        yield None if counts.interval is None else Interval(*counts.interval)
        yield None if criterion.goal is None else Share(criterion.goal)
        yield self._standing(line)
        yield None if line.team is None else Share(line.team.counts.share or 0.0)
        yield None if line.team is None else Interval(line.team.low, line.team.high)
        yield None if line.change is None else Points(line.change.by)
        yield self._changed(line)

    def _standing(self, line: Line) -> Text | None:
        if line.silent is not None:
            return Text(self._silence(line.silent, line.counts.decided), Tone.UNSURE)
        if line.attained is None:
            return None
        return Text(self.language.gettext(ATTAINED[line.attained][1]), _TONES[line.attained])

    def _changed(self, line: Line) -> Text | None:
        if line.change is None:
            silent = line.change_silent
            return Text(self._silence(silent, line.before.decided)) if silent else None
        direction = line.change.direction
        return Text(self.language.gettext(CHANGED[direction][1]), _CHANGES[direction])

    def _silence(self, silent: Silence, number: int) -> str:
        least = self.report.feedback.least
        return silence_said(silent, number, least, LEAST_OTHERS, self.language)

    def _trend(self) -> Section:
        say, rows = self.language.gettext, []
        for then in self.report.trend:
            counts = then.whole
            rows.append(
                (
                    Text(period_said(then.period, self.language)),
                    None if counts.share is None else Share(counts.share),
                    None if counts.interval is None else Interval(*counts.interval),
                    Whole(counts.met),
                    Whole(counts.decided),
                )
            )
        table = Table(say("All criteria together"), self._columns(_OVER_TIME), tuple(rows))
        return Section(say("Over time"), (), (table,), (self._chart(None, None),))

    def _chart(self, code: str | None, goal: float | None) -> Chart:
        """The share over the periods: of the criterion, or of all of them together."""
        points = tuple(
            _point(
                period_said(each.period, self.language),
                each.whole if code is None else each.counts.get(code, Counts()),
            )
            for each in self.report.trend
        )
        title = code or self.language.gettext("All criteria together")
        told = "; ".join(
            f"{each.label}: {self.language.gettext('nothing decided')}"
            if each.share is None
            else f"{each.label}: {self.language.share(each.share)}"
            for each in points
        )
        return Chart(title, told, points, target=goal)

    def _columns(self, told: tuple[tuple[str, Kind, float], ...]) -> tuple[Column, ...]:
        return tuple(
            Column(self.language.gettext(heading), kind, breadth) for heading, kind, breadth in told
        )


NO_STRENGTH = N_("Nothing stands out yet with certainty; more contacts may show it.")
NOTHING_SHORT = N_("Nothing falls short with certainty.")


def provisional_said(number: int, language: Language) -> str:
    """How many contacts are left out; empty for none."""
    if not number:
        return ""
    return language.ngettext(
        "{number} provisional contact is left out: still open or not yet accepted",
        "{number} provisional contacts are left out: still open or not yet accepted",
        number,
    )


def _point(label: str, counts: Counts | Together) -> Point:
    low, high = counts.interval or (None, None)
    return Point(label, counts.share, low, high)


def _ascii(name: str) -> str:
    return name.encode("ascii", "replace").decode().replace("?", "_").replace("@", "_")
