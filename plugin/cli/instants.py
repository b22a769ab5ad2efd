"""Instants on the command line."""

from __future__ import annotations

import time
from typing import Any

import click

from standards.instants import parse_instant


class Instant(click.ParamType[int]):
    """An ISO 8601 instant with an offset, as UTC seconds."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The UTC second; a usage error says what is right."""
        if isinstance(value, int):
            return value
        try:
            return parse_instant(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


as_of_option = click.option(
    "--as-of",
    type=Instant(),
    default=lambda: int(time.time()),
    show_default="now",
    help="The instant of judging, such as 2026-04-01T00:00:00Z.",
)
