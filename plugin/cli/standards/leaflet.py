"""`plumbline leaflet`: what changes from one version of a standard to another, on a page or two."""

from __future__ import annotations

from pathlib import Path

import click

from plugin.cli.refusal import Refused
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
from plugin.handbook.book import Issue
from plugin.handbook.forms import FORMS
from plugin.handbook.leaflet import leaflet_of


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@language_option
@from_option
@click.option("--why", default="", help="Why it changes, in the readers' words.")
@draft_option
@out_option
def leaflet(  # noqa: PLR0913, PLR0917  # one parameter an option, as click wants it
    old: Path,
    new: Path,
    language: str | None,
    effective_from: int | None,
    why: str,
    draft: bool,
    out: Path,
) -> None:
    """Write what changes from the standard OLD to NEW for whoever works by it.

    \b
    plumbline leaflet contact.yaml next.yaml --language pl -o leaflet.pdf
    plumbline leaflet contact.yaml next.yaml --why "Key customers waited too long" -o leaflet.html
    """
    was, now = open_draft(old), open_draft(new)
    if was.code != now.code:
        raise Refused(
            f"{old} is {was.code}, {new} is {now.code}; give two versions of one standard"
        )
    issue = Issue(effective_from=effective_from, is_draft=draft)
    found = leaflet_of(was, now, issue, why, making_of(now, language))
    with writing(out) as stream:
        stream.write(FORMS[form_of(out)].leaflet(found))
