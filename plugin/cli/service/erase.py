"""`plumbline erase`: words of messages go, and people; what was judged stays as it was judged."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from plugin.cli.refusal import Refused
from plugin.house import House
from plugin.serving.opened import opened
from plugin.stores.people.erasure import UserErasure
from plugin.stores.people.users import Users
from plugin.stores.tickets.erasure import Erased, Erasure

_DAY = 86_400


@click.command()
@click.argument("contacts", metavar="[CONTACT]...", nargs=-1)
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Erase the words of all messages that are older.",
)
@click.option(
    "--person",
    metavar="ID",
    help="Erase what this person of the directory learnt and what was said to reports on them.",
)
@click.option(
    "--user",
    metavar="NAME",
    help="Erase a user who is disabled: account, sign-ins, app keys, certificates, uploads.",
)
@click.option("--yes", is_flag=True, help="Do not ask first.")
def erase(
    contacts: Sequence[str], days: int | None, person: str | None, user: str | None, yes: bool
) -> None:
    """Erase the words of CONTACTs: message text, and deliveries as they came.

    A CONTACT is named as on its card: zd-acme/ticket/35436. Events, scorecards and tallies stay,
    for they hold no words. A delivery that is still to be read keeps its words until it has been:
    the command says so and exits with 1. Backups are not touched.

    Visits of a user who is erased stay, as somebody's who has no name. So do a person's scorecards:
    they rest on the ids by which helpdesks and visits call them.

    \b
    plumbline erase --older-than 400 --yes
    plumbline erase --person bob --yes
    plumbline user disable anna
    plumbline erase --user anna --yes
    """
    if bool(contacts) + sum(each is not None for each in (days, person, user)) != 1:
        said = "name contacts, or say --older-than, --person or --user, and not several"
        raise click.UsageError(said)
    if not yes:
        click.confirm("What is erased cannot be brought back. Erase it?", abort=True)
    if person is not None:
        _unlearn(person)
        return
    if user is not None:
        _forget(user)
        return
    with opened(os.environ) as house:
        done = _erase(house, contacts, days)
    messages = sum(each.messages for each in done)
    deliveries = sum(each.deliveries for each in done)
    click.echo(f"erased the words of {messages:,} messages and {deliveries:,} deliveries")
    unread = sum(each.unread for each in done)
    if unread:
        raise Refused(f"{unread:,} deliveries are still to be read; erase again when they are")


def _unlearn(person: str) -> None:
    with opened(os.environ) as house:
        done = Erasure(house.database, house.config.delivery_days).of_person(person)
    click.echo(
        f"erased {done.tries:,} tries, {done.assignments:,} assignments,"
        f" {done.reminders:,} reminders, {done.certificates:,} certificates"
        f" and {done.words:,} words to reports of {person}"
    )
    for each in done.users:
        click.echo(f"{each} signs in as {person}: `plumbline erase --user {each}` erases the user")


def _forget(name: str) -> None:
    with opened(os.environ) as house:
        user = Users(house.database).find(name)
        if user is not None and user.active:
            raise Refused(f"{user.id} may still sign in: `plumbline user disable {user.id}` first")
        done = UserErasure(house.database).of(name)
    if user is None and done.is_nobody:
        raise Refused(f"{name}: nobody signs in or signed in by that name")
    click.echo(
        f"erased {name} with {done.sign_ins:,} sign-ins, {done.app_keys:,} app keys,"
        f" {done.certificates:,} certificates and {done.uploads:,} unfinished uploads"
    )
    click.echo(
        f"{done.submissions:,} visits and reviews and {done.assignments:,} assignments"
        f" are of {done.pseudonym} now"
    )


def _erase(house: House, contacts: Sequence[str], days: int | None) -> list[Erased]:
    erasure, now = Erasure(house.database, house.config.delivery_days), house.clock()
    if days is not None:
        return [erasure.before(now - days * _DAY, now)]
    for each in contacts:
        if not erasure.knows(each):
            raise Refused(f"{each}: nothing is known of it; name it as on its card")
    return [erasure.of_contact(each, now) for each in contacts]
