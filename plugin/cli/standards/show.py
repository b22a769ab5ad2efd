"""`plumbline show`: the catalogue page of a standard."""

from __future__ import annotations

from pathlib import Path

import click

from plugin.catalogue.html import html_of
from plugin.catalogue.page import page_of
from plugin.catalogue.terminal import print_page
from plugin.cli.printing import printing
from plugin.cli.standards.standard import open_draft
from plugin.files import writing
from plugin.language import Language
from standards.model import Draft


@click.command()
@click.argument("standard", type=click.Path(path_type=Path))
@click.option("--language", help="One of the standard's languages; its first when left out.")
@click.option("--format", "form", type=click.Choice(["text", "html"]), default="text")
@click.option("--out", type=click.Path(path_type=Path), help="Write the page to this file.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write an HTML page a language into this folder, as CODE.LANGUAGE.html.",
)
def show(
    standard: Path,
    language: str | None,
    form: str,
    out: Path | None,
    into: Path | None,
) -> None:
    """Show the catalogue page of STANDARD: what is asked, why, and where the line is.

    \b
    plumbline show contact.yaml --language pl
    plumbline show contact.yaml --format html --out contact.html
    plumbline show contact.yaml --into docs/catalogue
    """
    draft = open_draft(standard)
    if into is not None:
        _write_all(draft, into)
    else:
        _write(draft, _language(draft, language), form, out)


def _language(draft: Draft, code: str | None) -> Language:
    if code is not None and code not in draft.languages:
        text = f"{draft.code} is not written in {code!r}; it is in {', '.join(draft.languages)}"
        raise click.BadParameter(text, param_hint="--language")
    return Language(code or draft.languages[0])


def _write(draft: Draft, language: Language, form: str, out: Path | None) -> None:
    page = page_of(draft, language)
    if form == "html":
        with writing(out) as stream:
            stream.write(html_of(page, {}).encode())
        return
    with printing(out) as console:
        print_page(console, page)


def _write_all(draft: Draft, into: Path) -> None:
    """A page a language, each with links to the others."""
    into.mkdir(parents=True, exist_ok=True)
    names = {code: f"{draft.code}.{code}.html" for code in draft.languages}
    for code, name in names.items():
        others = {other: address for other, address in names.items() if other != code}
        with writing(into / name) as stream:
            stream.write(html_of(page_of(draft, Language(code)), others).encode())
