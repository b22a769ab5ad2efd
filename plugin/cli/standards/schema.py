"""`plumbline schema`: the JSON Schema of the form, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from plugin.files import writing
from standards.schema.editors import json_schema_text


@click.command()
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file.")
def schema(out: Path | None) -> None:
    """Print the JSON Schema that editors complete and check standards with.

    Name it in the first line of a standard, and an editor that knows the YAML language server (the
    YAML extension of VS Code, Neovim, Emacs, IntelliJ) completes, explains and checks:

    \b
    plumbline schema --out standard.schema.json
    # yaml-language-server: $schema=standard.schema.json
    """
    with writing(out) as stream:
        stream.write(json_schema_text().encode())
