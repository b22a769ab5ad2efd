"""`plumbline connect`: an account of a helpdesk, from which deliveries are taken."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import reduce
from secrets import token_urlsafe
from typing import IO, Any, TypeAlias

import click

from plugin.cli.refusal import Refused
from plugin.serving.opened import opened
from plugin.stores.connections import Connection, Connections
from plugin.tickets.connecting import Asked, ConnectRefused, asking
from plugin.tickets.connecting import connect as connect_account
from webhooks.contract import Helpdesk, Proof
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


def _options(variable: str, secret: str, user: str, token: str) -> Callable[[Command], Command]:
    """The options that every helpdesk has, in its own words; `variable` begins those of the
    environment.
    """
    made: tuple[Callable[[Command], Command], ...] = (
        click.argument("name"),
        click.option("--address", help="The account's own: https://acme.example.com"),
        click.option("--secret", envvar=f"{variable}_SECRET", help=secret),
        click.option(
            "--secret-file", type=click.File(), help="Reads the secret from a file; - is stdin."
        ),
        click.option("--add-secret", is_flag=True, help="Keep the secret that stood, beside this."),
        click.option("--user", help=user),
        click.option("--token", envvar=f"{variable}_TOKEN", help=token),
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
    return lambda command: reduce(lambda done, each: each(done), reversed(made), command)


@connect.command()
@_options(
    "PLUMBLINE_ZENDESK",
    "The webhook's signing secret.",
    "The e-mail address of the user that tags are written as.",
    "That user's API token.",
)
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
    _connect("zendesk", name, told)


@connect.command()
@_options(
    "PLUMBLINE_FRESHDESK",
    "What the rule's webhook sends with each delivery; made by us where it is left out.",
    "Not needed: the API key says who we are.",
    "The API key of the user that tickets are read and tags written as.",
)
def freshdesk(name: str, **told: Any) -> None:
    """Connect NAME, an account of Freshdesk's.

    NAME begins every id of the account and ends the webhook's address. What is not given stays as
    it stood. Tickets are read with the API key, so without one no ticket is judged. Give it in a
    file, in PLUMBLINE_FRESHDESK_TOKEN, or wait to be asked.

    \b
    plumbline connect freshdesk fd-acme --address https://acme.freshdesk.com --token-file key.txt
    plumbline connect freshdesk fd-acme --add-secret --secret-file secret.txt
    """
    _connect("freshdesk", name, told)


@connect.command("django-helpdesk")
@_options(
    "PLUMBLINE_DJANGO_HELPDESK",
    "Ends the address that is posted to; made by us where it is left out.",
    "The user that tickets are read and tags written as.",
    "That user's password, or API token.",
)
def django_helpdesk(name: str, **told: Any) -> None:
    """Connect NAME, a django-helpdesk.

    NAME begins every id of the helpdesk. Its webhooks can prove nothing, so the address that they
    post to ends with a secret: keep it out of sight. What is not given stays as it stood.

    \b
    plumbline connect django-helpdesk dh-acme --address https://help.acme.example --user bot --token-file password.txt
    plumbline connect django-helpdesk dh-acme --address https://help.acme.example --no-write-back
    """  # noqa: E501  # an example goes as written, on one line
    _connect("django-helpdesk", name, told)


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
        known = told["user"] is not None or speaks.usual_user is not None
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
    for line in helpdesk.steps(_path(made, helpdesk)):
        click.echo(line)
    if made_up is not None and helpdesk.proof is Proof.SHARED_SECRET:
        click.echo(f"The secret to send with each delivery: {made_up}")


def _path(made: Connection, helpdesk: Helpdesk) -> str:
    if helpdesk.proof is Proof.SECRET_ADDRESS and made.secrets:
        return f"/webhooks/{made.name}/{made.secrets[0]}"
    return f"/webhooks/{made.name}"
