"""The page of a standard for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from plugin.catalogue.grounds import Ground
from plugin.catalogue.names import VERDICTS
from plugin.catalogue.page import Case, Entry, Page
from plugin.language import Language

STYLES = {"met": "green", "partly": "yellow", "missed": "red"}
_INDENT = (0, 0, 0, 2)


def print_page(console: Console, page: Page) -> None:
    """Prints the page from top to bottom."""
    for part in _parts(page, Language(page.language)):
        console.print(part, highlight=False)


def _parts(page: Page, language: Language) -> Iterator[RenderableType]:
    yield Text(page.title, "bold")
    yield _head(page, language)
    for name, lines in page.calendars.items():
        yield Text(f"\n{language.gettext('Opening hours')}: {name}", "bold")
        yield from (Padding(Text(line), _INDENT, expand=False) for line in lines)
    for group in page.groups:
        yield Text()
        yield Rule(Text(group.heading, "bold"), align="left", style="dim")
        for entry in group.entries:
            yield _entry(entry, language)


def _head(page: Page, language: Language) -> Text:
    version = f"{page.code} · {language.gettext('Version')} {page.version}"
    owner = f"{language.gettext('Owner')}: {page.owner}"
    review = f"{language.gettext('To be reviewed by')}: {page.review_by}"
    return Text(f"{version} · {owner} · {review}", "dim")


def _entry(entry: Entry, language: Language) -> Group:
    title = Text("\n").append(entry.code, "bold cyan").append(f"  {entry.title}", "bold")
    parts: list[RenderableType] = [_marks(entry, language), Text(entry.why, "italic")]
    parts += [Text(entry.question), _bands(entry, language)]
    parts += [Text(f"· {rule}") for rule in entry.rules]
    parts += [_ground(each) for each in entry.grounds]
    parts.append(_cases(entry.cases))
    return Group(title, *(Padding(part, _INDENT, expand=False) for part in parts))


def _marks(entry: Entry, language: Language) -> Text:
    weight = language.gettext("weight {weight}", weight=entry.weight)
    goal = language.gettext("goal {share}", share=entry.goal) if entry.goal else ""
    marks = Text(entry.severity, "bold red" if entry.critical else "dim")
    for mark in filter(None, (weight, goal, entry.belongs)):
        marks.append(f" · {mark}", "dim")
    return marks


def _bands(entry: Entry, language: Language) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for row in entry.rows:
        for verdict, words in row.bands:
            when = row.when if verdict == row.bands[0][0] else ""
            cells = [Text(when), Text(language.gettext(VERDICTS[verdict]), STYLES[verdict])]
            table.add_row(*cells, Text(words))
    return table


def _ground(ground: Ground) -> Text:
    link = f" <{ground.link}>" if ground.link else ""
    return Text(f"{ground.name}: ", "dim").append(ground.says, "default").append(link, "dim")


def _cases(cases: tuple[Case, ...]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for case in cases:
        given = Text(" → ".join(case.given), "dim")
        if case.facts:
            given = Text(f"{case.facts} · ", "dim").append_text(given)
        said = Text(f"{case.says}\n").append_text(given) if case.says else given
        table.add_row(Text(case.named, STYLES.get(case.verdict, "dim")), said)
    return table
