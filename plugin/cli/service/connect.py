"""`plumbline connect`: an account of a helpdesk, from which deliveries are taken."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from secrets import token_urlsafe
from typing import IO, Any, TypeAlias

import click

from plugin.cli.refusal import Refused
from plugin.serving.opened import opened
from plugin.stores.tickets.connections import Connection, Connections
from plugin.tickets.connecting import Asked, ConnectRefused, asking
from plugin.tickets.connecting import connect as connect_account
from webhooks.contract import Connecting, Helpdesk, Proof
from webhooks.helpdesks import HELPDESKS

Command: TypeAlias = "Callable[..., None]"

# Helpdesks that cannot sign carry a secret that we may as well make ourselves.
_CARRIED = (Proof.SHARED_SECRET, Proof.SECRET_ADDRESS)
_SECRET_BYTES = 24


@click.group()
def connect() -> None:
    """Connect a helpdesk's account, or change how it is connected.

    \b
    plumbline connect zendesk zd-acme --address https://acme.zendesk.com --no-write-back --secret-file secret.txt
    """  # noqa: E501  # an example goes as written, on one line


def _command(name: str, words: Connecting) -> click.Command:
    """The command that connects an account of one helpdesk."""
    variable = f"PLUMBLINE_{name.upper().replace('-', '_')}"

    def command(**told: Any) -> None:
        _connect(name, told.pop("name"), told)

    command.__doc__ = _help(name, variable, words)
    for each in reversed(_options(variable, words)):
        command = each(command)
    return click.command(name)(command)


def _help(name: str, variable: str, words: Connecting) -> str:
    """What the command's help says; an example goes as written, on one line."""
    kept = (
        "What is not given stays as it stood. A secret or token on the command line is kept in the"
        f" shell's history: give a file, an environment variable ({variable}_SECRET,"
        f" {variable}_TOKEN), or wait to be asked."
    )
    examples = "\n".join(f"plumbline connect {name} {each}" for each in words.examples)
    return f"Connect NAME, {words.whose}.\n\n{words.about} {kept}\n\n\b\n{examples}"


def _options(variable: str, words: Connecting) -> tuple[Callable[[Command], Command], ...]:
    return (
        click.argument("name"),
        click.option("--address", help="The account's own: https://acme.example.com"),
        click.option("--secret", envvar=f"{variable}_SECRET", help=words.secret),
        click.option(
            "--secret-file", type=click.File(), help="Reads the secret from a file; - is stdin."
        ),
        click.option("--add-secret", is_flag=True, help="Keep the secret that stood, beside this."),
        click.option("--user", help=words.user),
        click.option("--token", envvar=f"{variable}_TOKEN", help=words.token),
        click.option(
            "--token-file", type=click.File(), help="Reads the token from a file; - is stdin."
        ),
        click.option("--prefix", help="Begins our tags: 1 to 7 of a-z and 0-9; pl unless told."),
        click.option(
            "--write-back/--no-write-back", default=None, help="Whether tags are written."
        ),
        click.option(
            "--our-user", help="The helpdesk's id of the user, where it is not to be asked."
        ),
        click.option("--offline", is_flag=True, help="Do not ask the helpdesk who we are there."),
    )


_AS_TOLD = ("address", "add_secret", "user", "prefix", "write_back", "our_user")


def _connect(helpdesk: str, name: str, told: dict[str, Any]) -> None:
    speaks = HELPDESKS[helpdesk]
    secret = _read(told["secret"], told["secret_file"], "--secret")
    token = _read(told["token"], told["token_file"], "--token")
    made_up: str | None = None
    with opened(os.environ) as house:
        standing = Connections(house.database, house.sealer).find(name)
        if secret is None and (standing is None or told["add_secret"]):
            secret = _prompted("The webhook's secret (nothing where it is not known yet)")
            if secret is None and speaks.proof in _CARRIED:
                secret = made_up = token_urlsafe(_SECRET_BYTES)
        known = told["user"] is not None or speaks.connecting.usual_user is not None
        if token is None and known and _writes(told["write_back"], standing):
            token = _prompted("The API token")
        asked = Asked(
            name=name,
            helpdesk=helpdesk,
            secret=secret,
            token=token,
            **{each: told[each] for each in _AS_TOLD},
        )
        ask_who = None if told["offline"] else asking(house)
        try:
            made = connect_account(house, asked, ask_who)
        except ConnectRefused as error:
            raise Refused(str(error)) from None
    _say(made, speaks, made_up)


def _read(given: str | None, file: IO[str] | None, option: str) -> str | None:
    """What is given, or stands on the first line of the file; None when neither is."""
    if given is not None and file is not None:
        raise click.UsageError(f"{option} and {option}-file are both given; give one")
    return given if file is None else file.readline().strip()


def _writes(asked: bool | None, standing: Connection | None) -> bool:
    return asked if asked is not None else standing is None or standing.write_back


def _prompted(words: str) -> str | None:
    """What a person types unseen; None where they type nothing, or nobody is there to be asked."""
    if not sys.stdin.isatty():
        return None
    return click.prompt(words, hide_input=True, default="", show_default=False) or None


def _say(made: Connection, helpdesk: Helpdesk, made_up: str | None) -> None:
    account = made.account
    writes = f"as user {account.our_user or 'unknown'}" if made.write_back else "nothing back"
    click.echo(f"Connected {made.name} with {account.address}.")
    click.echo(f"Our tags begin with {account.prefix}-; we write {writes}.")
    if not made.secrets:
        click.echo("No delivery is taken yet: give the webhook's signing secret once you have it.")
    if made.token is None and helpdesk.proof in _CARRIED:
        click.echo("No ticket can be read: give a user and a token with which to read them.")
    click.echo()
    for line in helpdesk.connecting.steps(_path(made, helpdesk)):
        click.echo(line)
    if made_up is not None and helpdesk.proof is Proof.SHARED_SECRET:
        click.echo(f"The secret to send with each delivery: {made_up}")


def _path(made: Connection, helpdesk: Helpdesk) -> str:
    if helpdesk.proof is Proof.SECRET_ADDRESS and made.secrets:
        return f"/webhooks/{made.name}/{made.secrets[0]}"
    return f"/webhooks/{made.name}"


for _name, _helpdesk in HELPDESKS.items():
    connect.add_command(_command(_name, _helpdesk.connecting))
