"""`plumbline user`: who may sign in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import click

from mobile_api.permissions import Role
from plugin.cli.refusal import Refused
from plugin.directory.passwords import PasswordUnfit, new_password
from plugin.directory.registering import Registering, UserRefused
from plugin.directory.signing_in import SigningIn
from plugin.serving.opened import opened
from plugin.stores.people.directory import Directory
from plugin.stores.people.users import NameTaken, User, id_of
from standards.model import Area

_role = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="What they are; may be given several times.",
)
_area = click.option(
    "--area",
    "areas",
    multiple=True,
    type=click.Choice([area.value for area in Area]),
    help="What they approve standards for; may be given several times. None: any part of the firm.",
)
_generate = click.option(
    "--generate", is_flag=True, help="Make a password by chance and print it once."
)


@click.group()
def user() -> None:
    """Keep the users: who signs in, as what, and who they are in the directory.

    A password is asked for on the terminal, or read from the first line of standard input; it is
    never an argument, where other users of the machine could read it.
    """


@user.command()
@click.argument("sign_in", metavar="NAME")
@_role
@_area
@click.option("--person", help="Who they are: an id of the directory.")
@click.option("--name", default="", help="How pages call them; else the person's name.")
@click.option("--language", default="en", show_default=True, help="The language that they read.")
@_generate
def add(
    sign_in: str, roles: tuple[str, ...], areas: tuple[str, ...], generate: bool, **told: Any
) -> None:
    """Let somebody sign in as NAME.

    \b
    plumbline user add ann --role admin --generate
    plumbline user add bob --role employee --person bob --language pl
    plumbline user add lea --role approver --area law --generate
    """
    chosen = _password(generate)
    wanted = User(
        id=id_of(sign_in),
        roles=frozenset(map(Role, roles)),
        areas=frozenset(map(Area, areas)),
        **told,
    )
    with _registering() as registering:
        kept = registering.add(wanted, chosen)
    click.echo(_told(kept))
    _tell(chosen, generate)


@user.command(name="list")
def list_() -> None:
    """Print every user: name, roles, person, language, and whether they are disabled.

    \b
    plumbline user list
    """
    with _registering() as registering:
        for each in registering.signing_in.users.known():
            click.echo(_told(each))


@user.command()
@click.argument("name")
def disable(name: str) -> None:
    """Let NAME sign in no more, and sign them out everywhere.

    \b
    plumbline user disable bob
    """
    with _registering() as registering:
        click.echo(_told(registering.change(replace(registering.find(name), active=False))))


@user.command()
@click.argument("name")
def enable(name: str) -> None:
    """Let NAME sign in again.

    \b
    plumbline user enable bob
    """
    with _registering() as registering:
        click.echo(_told(registering.change(replace(registering.find(name), active=True))))


@user.command()
@click.argument("name")
@_role
def roles(name: str, roles: tuple[str, ...]) -> None:
    """Give NAME these roles in place of the ones they have, and sign them out everywhere.

    \b
    plumbline user roles bob --role employee --role team_leader
    """
    with _registering() as registering:
        wanted = replace(registering.find(name), roles=frozenset(map(Role, roles)))
        click.echo(_told(registering.change(wanted)))


@user.command()
@click.argument("name")
@_area
def areas(name: str, areas: tuple[str, ...]) -> None:
    """Let NAME approve standards for these parts of the firm alone; for any where none is given.

    \b
    plumbline user areas lea --area law --area hr
    """
    with _registering() as registering:
        wanted = replace(registering.find(name), areas=frozenset(map(Area, areas)))
        click.echo(_told(registering.change(wanted)))


@user.command()
@click.argument("name")
@_generate
def password(name: str, generate: bool) -> None:
    """Give NAME another password, and sign them out everywhere.

    \b
    plumbline user password bob --generate
    """
    chosen = _password(generate)
    with _registering() as registering:
        click.echo(_told(registering.set_password(name, chosen)))
    _tell(chosen, generate)


@user.command(name="sign-out")
@click.argument("name")
def sign_out(name: str) -> None:
    """Sign NAME out everywhere; they may sign in again.

    \b
    plumbline user sign-out bob
    """
    with _registering() as registering:
        found = registering.find(name)
        ended = registering.signing_in.revoke_all(found.id)
    click.echo(f"{found.id}: {ended:,} sign-ins ended")


@contextmanager
def _registering() -> Iterator[Registering]:
    with opened(os.environ) as house:
        try:
            yield Registering(SigningIn.over(house.database), Directory(house.database))
        except (UserRefused, NameTaken, PasswordUnfit) as error:
            raise Refused(str(error)) from None


def _password(generate: bool) -> str:
    if generate:
        return new_password()
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")


def _tell(password: str, generate: bool) -> None:
    if generate:
        click.echo(f"password: {password}")


def _told(user: User) -> str:
    roles = ", ".join(sorted(user.roles))
    person = user.person or "nobody in the directory"
    areas = f", approves for {', '.join(sorted(user.areas))}" if user.areas else ""
    state = "" if user.active else ", disabled"
    return f"{user.id}: {user.name}, {roles}, {person}, {user.language}{areas}{state}"
