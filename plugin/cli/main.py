"""The `plumbline` command: each subcommand in its own file, loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from plugin.cli.refusal import told

# Subcommand -> its file and the name of the command in it.
COMMANDS = {
    "assignments": ("plugin.cli.service.assignments", "assignments"),
    "backtest": ("plugin.cli.standards.backtest", "backtest"),
    "backup": ("plugin.cli.service.backup", "backup"),
    "check": ("plugin.cli.standards.check", "check"),
    "connect": ("plugin.cli.service.connect", "connect"),
    "deliveries": ("plugin.cli.service.deliveries", "deliveries"),
    "diff": ("plugin.cli.standards.diff", "diff"),
    "directory": ("plugin.cli.service.directory", "directory"),
    "erase": ("plugin.cli.service.erase", "erase"),
    "demo": ("plugin.cli.service.demo", "demo"),
    "explain": ("plugin.cli.evidence.explain", "explain"),
    "handbook": ("plugin.cli.standards.handbook", "handbook"),
    "hours": ("plugin.cli.standards.hours", "hours"),
    "import": ("plugin.cli.evidence.import_", "import_"),
    "judge": ("plugin.cli.evidence.judge", "judge"),
    "keys": ("plugin.cli.service.keys", "keys"),
    "leaflet": ("plugin.cli.standards.leaflet", "leaflet"),
    "openapi": ("plugin.cli.service.openapi", "openapi"),
    "publish": ("plugin.cli.standards.publish", "publish"),
    "reconcile": ("plugin.cli.service.reconcile", "reconcile"),
    "recount": ("plugin.cli.service.recount", "recount"),
    "restore": ("plugin.cli.service.restore", "restore"),
    "schema": ("plugin.cli.standards.schema", "schema"),
    "serve": ("plugin.cli.service.serve", "serve"),
    "show": ("plugin.cli.standards.show", "show"),
    "summary": ("plugin.cli.evidence.summary", "summary"),
    "user": ("plugin.cli.service.user", "user"),
    "withdraw": ("plugin.cli.standards.withdraw", "withdraw"),
    "verify": ("plugin.cli.service.verify", "verify"),
    "xlsform": ("plugin.cli.standards.xlsform", "xlsform"),
    "xapi": ("plugin.cli.service.xapi", "xapi"),
    "worker": ("plugin.cli.service.worker", "worker"),
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
