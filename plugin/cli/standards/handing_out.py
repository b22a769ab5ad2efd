"""What `plumbline handbook` and `plumbline leaflet` have in common."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from plugin.cli.instants import Instant
from plugin.handbook.book import Making
from plugin.handbook.forms import FORMS
from plugin.language import TRANSLATED, Language
from plugin.pages.moments import zone_in
from standards.model import Form
from standards.zones import load_zone

_SPOKEN = ("en", *TRANSLATED)


class Paper(click.ParamType[Path]):
    """A file whose ending says what is written into it."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The file; a usage error names the endings."""
        path = Path(value)
        if path.suffix.removeprefix(".").lower() not in FORMS:
            endings = " or ".join(f".{name}" for name in FORMS)
            self.fail(f"{value} has no ending that says what it is; write {endings}", param, ctx)
        return path


out_option = click.option(
    "-o", "--out", type=Paper(), required=True, help="The file to write: FILE.pdf or FILE.html."
)
language_option = click.option(
    "--language",
    type=click.Choice(_SPOKEN),
    help="The readers' language; the standard's first when left out.",
)
from_option = click.option(
    "--from", "effective_from", type=Instant(), help="From when on contacts are judged by it."
)
draft_option = click.option("--draft", is_flag=True, help="Mark every page as a draft.")


def form_of(path: Path) -> str:
    """The form that the ending of the file says."""
    return path.suffix.removeprefix(".").lower()


def making_of(form: Form, language: str | None) -> Making:
    """The making for readers of the language, on the clock of the standard's first calendar."""
    first = next((each for each in form.languages if each in _SPOKEN), "en")
    zone = zone_in(form, load_zone("UTC"))
    return Making(Language(language or first), int(time.time()), zone)
