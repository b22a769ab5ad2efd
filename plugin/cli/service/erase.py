"""`plumbline erase`: the words of messages go, what they were judged to be stays."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from plugin.cli.refusal import Refused
from plugin.house import House
from plugin.serving.opened import opened
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
    help="Erase what this person of the directory learnt: tries, signatures, reminders.",
)
@click.option("--yes", is_flag=True, help="Do not ask first.")
def erase(contacts: Sequence[str], days: int | None, person: str | None, yes: bool) -> None:
    """Erase the words of CONTACTs: message text, and deliveries as they came.

    A CONTACT is named as on its card: zd-acme/ticket/35436. Events, scorecards and tallies stay,
    for they hold no words. A delivery that is still to be read keeps its words until it has been:
    the command says so and exits with 1. Backups are not touched.

    \b
    plumbline erase --older-than 400 --yes
    plumbline erase --person bob --yes
    """
    if bool(contacts) + (days is not None) + (person is not None) != 1:
        raise click.UsageError("name contacts, or say --older-than or --person, and not several")
    if not yes:
        click.confirm("What is erased cannot be brought back. Erase it?", abort=True)
    if person is not None:
        _unlearn(person)
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
        f"erased {done.tries:,} tries, {done.assignments:,} assignments"
        f" and {done.reminders:,} reminders of {person}"
    )


def _erase(house: House, contacts: Sequence[str], days: int | None) -> list[Erased]:
    erasure, now = Erasure(house.database, house.config.delivery_days), house.clock()
    if days is not None:
        return [erasure.before(now - days * _DAY, now)]
    for each in contacts:
        if not erasure.knows(each):
            raise Refused(f"{each}: nothing is known of it; name it as on its card")
    return [erasure.of_contact(each, now) for each in contacts]
