"""The report as text: what was counted, a table for each way of counting, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.text import Text

from plugin.language import N_, Language
from plugin.summary.cells import FEW, cells, heads, percent, total
from plugin.summary.chart import GOAL, REACH, SHARE
from plugin.summary.layout import COLOURS, laid_out, paragraph
from plugin.summary.report import Report, Row, Seen, Table
from plugin.summary.words import standard, title
from scoring.scorecard import Standing
from scoring.statistics.goal import Attainment
from scoring.statistics.interval import CONFIDENCE, SMALL
from standards.languages import in_language

_NARROWEST = 24  # below it nothing can be laid out; the terminal breaks the lines itself

_SAID: Mapping[Attainment, str] = {
    Attainment.NOT_YET_CERTAIN: N_("Goals not yet certain"),
    Attainment.REACHED: N_("Goals reached"),
}


def print_report(console: Console, report: Report, language: Language) -> None:
    """Prints the report from top to bottom."""
    for part in _parts(report, language, max(console.width, _NARROWEST)):
        console.print(part, highlight=False)


def _parts(report: Report, language: Language, width: int) -> Iterator[Text]:
    for seen in report.seen:
        yield paragraph(_standard(seen, language), "bold", width)
    yield paragraph(_counted(report, language), "", width)
    for warning in _warnings(report, language):
        yield paragraph(warning, "yellow", width)
    for table in report.tables if report.seen else ():
        yield Text()
        yield from _table(table, report, language, width)
    if report.total.decided:
        yield Text()
        yield paragraph(_legend(report, language), "dim", width)
    yield from _goals(report, language, width)


def _standard(seen: Seen, language: Language) -> str:
    said = in_language(seen.form.title, language.code) if seen.form is not None else ""
    return f"{standard(seen.code, seen.version)}  {said}".rstrip()


def _counted(report: Report, language: Language) -> str:
    numbers = {str(each): language.number(report.contacts(each)) for each in Standing}
    if Standing.PROVISIONAL in report.counting:
        return language.gettext(
            "Contacts counted: {final} final, {provisional} provisional. "
            "Left out: {withdrawn} withdrawn.",
            **numbers,
        )
    return language.gettext(
        "Contacts counted: {final} final. "
        "Left out: {provisional} provisional, {withdrawn} withdrawn.",
        **numbers,
    )


def _warnings(report: Report, language: Language) -> Iterator[str]:
    if report.contacts(Standing.PROVISIONAL) and not any(map(report.contacts, report.counting)):
        yield language.gettext("No contact is final yet; --provisional counts the others.")
    if len(report.seen) > 1:
        yield language.gettext(
            "There are cards of several standards or versions: each is counted apart, "
            "and only the totals are of all."
        )
    for seen in report.seen:
        named = standard(seen.code, seen.version)
        if len(seen.hashes) > 1:
            number = language.number(len(seen.hashes))
            yield language.gettext(
                "{standard}: its text was changed between these cards, without a new version; "
                "{number} texts were judged by.",
                standard=named,
                number=number,
            )
        elif seen.is_changed:
            yield language.gettext(
                "{standard}: the file given is not the text that these cards were judged by.",
                standard=named,
            )
        elif seen.form is None and any(each.form for each in report.seen):
            yield language.gettext(
                "{standard}: its goals are not known; give its file too.", standard=named
            )


def _table(table: Table, report: Report, language: Language, width: int) -> Iterator[Text]:
    versions = len(report.seen) > 1
    head = heads(table.names, language, versions=versions)
    rows = [cells(table.names, row, language, versions=versions) for row in table.rows]
    yield from laid_out(head, rows, total(report.total, len(head.keys), language), width)


def _legend(report: Report, language: Language) -> str:
    signs = [
        (SHARE, language.gettext("share met")),
        (REACH, language.gettext("{share} Wilson interval", share=language.share(CONFIDENCE))),
    ]
    if any(row.goal is not None for row in report.criteria):
        signs.append((GOAL, language.gettext("goal")))
    few = language.gettext("{number} decided or fewer: too few to compare", number=SMALL)
    return ", ".join(f"{sign} {said}" for sign, said in (*signs, (FEW, few)))


def _goals(report: Report, language: Language, width: int) -> Iterator[Text]:
    if not any(seen.form for seen in report.seen):
        if report.seen:
            advice = language.gettext("For titles and goals add --standard STANDARD.yaml.")
            yield paragraph(advice, "", width)
        return
    missed = sorted(report.to_goal(Attainment.MISSED), key=lambda row: row.urgency, reverse=True)
    if missed:
        yield Text()
        yield paragraph(language.gettext("Goals missed for certain"), "bold red", width)
        yield from (paragraph(_missed(row, language), "", width, "  ") for row in missed)
    yield from _others(report, language, width)
    for seen in report.seen:
        own = [row for row in missed if row.key[:2] == (seen.code, seen.version)]
        if seen.form is not None and own:
            yield Text()
            owner = in_language(seen.form.governance.owner, language.code)
            yield paragraph(_next(owner, own[0], language), "bold", width)


def _missed(row: Row, language: Language) -> str:
    low, high = (percent(each, language) for each in row.counts.interval or (None, None))
    return language.gettext(
        "{code} {title}: {share} met ({low}–{high}), goal {goal}",
        code=row.key.parts[0],
        title=title(row, language),
        share=language.share(row.counts.share or 0.0),
        low=low,
        high=high,
        goal=language.share(row.goal or 0.0),
    )


def _others(report: Report, language: Language, width: int) -> Iterator[Text]:
    """The goals that are not missed, by their codes."""
    for state, said in _SAID.items():
        codes = ", ".join(row.key.parts[0] or "" for row in report.to_goal(state))
        if codes:
            yield Text()
            yield paragraph(f"{language.gettext(said)}: {codes}", COLOURS[state], width)


def _next(owner: str, row: Row, language: Language) -> str:
    """Who does what next: the owner of the standard takes up where most is lost."""
    return language.gettext(
        "Next: {owner} takes up {code} first, where most is lost: {number} not fully met. "
        "`plumbline explain --criterion {code}` shows the arithmetic of any contact.",
        owner=owner,
        code=row.key.parts[0],
        number=language.number(row.counts.decided - row.counts.met),
    )
