"""The `plumbline` command: each subcommand in its own file, loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from plugin.cli.refusal import told

# Subcommand -> its file and the name of the command in it.
COMMANDS = {
    "backtest": ("plugin.cli.backtest", "backtest"),
    "backup": ("plugin.cli.backup", "backup"),
    "check": ("plugin.cli.check", "check"),
    "connect": ("plugin.cli.connect", "connect"),
    "deliveries": ("plugin.cli.deliveries", "deliveries"),
    "diff": ("plugin.cli.diff", "diff"),
    "directory": ("plugin.cli.directory", "directory"),
    "erase": ("plugin.cli.erase", "erase"),
    "demo": ("plugin.cli.demo", "demo"),
    "explain": ("plugin.cli.explain", "explain"),
    "handbook": ("plugin.cli.handbook", "handbook"),
    "hours": ("plugin.cli.hours", "hours"),
    "import": ("plugin.cli.import_", "import_"),
    "judge": ("plugin.cli.judge", "judge"),
    "keys": ("plugin.cli.keys", "keys"),
    "leaflet": ("plugin.cli.leaflet", "leaflet"),
    "openapi": ("plugin.cli.openapi", "openapi"),
    "publish": ("plugin.cli.publish", "publish"),
    "reconcile": ("plugin.cli.reconcile", "reconcile"),
    "recount": ("plugin.cli.recount", "recount"),
    "restore": ("plugin.cli.restore", "restore"),
    "schema": ("plugin.cli.schema", "schema"),
    "serve": ("plugin.cli.serve", "serve"),
    "show": ("plugin.cli.show", "show"),
    "summary": ("plugin.cli.summary", "summary"),
    "user": ("plugin.cli.user", "user"),
    "withdraw": ("plugin.cli.withdraw", "withdraw"),
    "verify": ("plugin.cli.verify", "verify"),
    "xlsform": ("plugin.cli.xlsform", "xlsform"),
    "xapi": ("plugin.cli.xapi", "xapi"),
    "worker": ("plugin.cli.worker", "worker"),
}


class Commands(click.Group):
    """Finds subcommands by their table, so that one does not wait for the imports of another."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all subcommands, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of that name; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the subcommand, telling what the machine refuses in one line."""
        with told():
            return super().invoke(ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="plumbline")
def cli() -> None:
    """Hold every customer contact against your own written service standard.

    Exit codes: 0 done; 1 the input has faults; 2 the command was misused; 3 a file could not be
    read or written; 130 interrupted.
    """
