"""`plumbline handbook`: a standard as a book that a firm hands to new staff."""

from __future__ import annotations

from pathlib import Path

import click

from plugin.cli.standards.handing_out import (
    draft_option,
    form_of,
    from_option,
    language_option,
    making_of,
    out_option,
)
from plugin.cli.standards.standard import open_draft
from plugin.files import writing
from plugin.handbook.book import Issue, handbook_of
from plugin.handbook.forms import FORMS


@click.command()
@click.argument("standard", type=click.Path(path_type=Path))
@language_option
@from_option
@draft_option
@out_option
def handbook(
    standard: Path, language: str | None, effective_from: int | None, draft: bool, out: Path
) -> None:
    """Write the handbook of STANDARD: a page a criterion, with whys and examples.

    In English, Polish or Russian, whatever the languages of the standard; a text that is missing
    in the readers' language stands there in its first, and says so.

    \b
    plumbline handbook contact.yaml --language pl -o handbook.pdf
    plumbline handbook contact.yaml --from 2026-12-01T00:00:00+01:00 -o handbook.html
    """
    form = open_draft(standard)
    issue = Issue(effective_from=effective_from, is_draft=draft)
    book = handbook_of(form, issue, making_of(form, language))
    with writing(out) as stream:
        stream.write(FORMS[form_of(out)].handbook(book))
