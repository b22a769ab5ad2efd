"""`plumbline connect`: an account of a helpdesk, from which deliveries are taken."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import IO, Any

import click

from plugin.cli.refusal import Refused
from plugin.serving.opened import opened
from plugin.stores.connections import Connection, Connections
from plugin.tickets.connecting import Asked, ConnectRefused, who_at
from plugin.tickets.connecting import connect as connect_account
from webhooks.zendesk.subscription import steps


@click.group()
def connect() -> None:
    """Connect a helpdesk's account, or change how it is connected.

    \b
    plumbline connect zendesk zd-acme --address https://acme.zendesk.com --no-write-back --secret-file secret.txt
    """  # noqa: E501  # an example goes as written, on one line


@connect.command()
@click.argument("name")
@click.option("--address", help="The account's own: https://acme.zendesk.com")
@click.option("--secret", envvar="PLUMBLINE_ZENDESK_SECRET", help="The webhook's signing secret.")
@click.option("--secret-file", type=click.File(), help="Reads the secret from a file; - is stdin.")
@click.option("--add-secret", is_flag=True, help="Keep the secret that stood, beside this one.")
@click.option("--user", help="The e-mail address of the user that tags are written as.")
@click.option("--token", envvar="PLUMBLINE_ZENDESK_TOKEN", help="That user's API token.")
@click.option("--token-file", type=click.File(), help="Reads the token from a file; - is stdin.")
@click.option("--prefix", help="Begins our tags: 1 to 7 of a-z and 0-9; pl unless told.")
@click.option("--write-back/--no-write-back", default=None, help="Whether tags are written.")
@click.option("--our-user", help="Zendesk's id of the user, where it is not to be asked.")
@click.option("--offline", is_flag=True, help="Do not ask Zendesk who we are there.")
def zendesk(name: str, **told: Any) -> None:
    """Connect NAME, an account of Zendesk's.

    NAME begins every id of the account and ends the webhook's address. What is not given stays as
    it stood. A secret or token on the command line is kept in the shell's history: give a file, an
    environment variable (PLUMBLINE_ZENDESK_SECRET, PLUMBLINE_ZENDESK_TOKEN), or wait to be asked.

    \b
    plumbline connect zendesk zd-acme --address https://acme.zendesk.com --user bot@acme.example
    plumbline connect zendesk zd-acme --address https://acme.zendesk.com --no-write-back
    plumbline connect zendesk zd-acme --add-secret --secret-file secret.txt
    """
    secret = _read(told["secret"], told["secret_file"], "--secret")
    token = _read(told["token"], told["token_file"], "--token")
    with opened(os.environ) as house:
        standing = Connections(house.database, house.sealer).find(name)
        if secret is None and (standing is None or told["add_secret"]):
            secret = _prompted("The webhook's signing secret (nothing where it is not known yet)")
        if token is None and told["user"] is not None and _writes(told["write_back"], standing):
            token = _prompted("The API token")
        asked = Asked(
            name=name,
            helpdesk="zendesk",
            secret=secret,
            token=token,
            **{each: told[each] for each in _AS_TOLD},
        )
        ask_who = None if told["offline"] else partial(who_at, now=house.clock())
        try:
            made = connect_account(house, asked, ask_who)
        except ConnectRefused as error:
            raise Refused(str(error)) from None
    _say(made)


_AS_TOLD = ("address", "add_secret", "user", "prefix", "write_back", "our_user")


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


def _say(made: Connection) -> None:
    account = made.account
    writes = f"as user {account.our_user or 'unknown'}" if made.write_back else "nothing back"
    click.echo(f"Connected {made.name} with {account.address}.")
    click.echo(f"Our tags begin with {account.prefix}-; we write {writes}.")
    if not made.secrets:
        click.echo("No delivery is taken yet: give the webhook's signing secret once you have it.")
    click.echo()
    for line in steps(f"/webhooks/{made.name}"):
        click.echo(line)
