"""`plumbline withdraw`: a published version judges nothing any more that is opened from now on."""

from __future__ import annotations

import os

import click

from plugin.cli.refusal import Refused
from plugin.cli.standards.publish import BY_COMMAND
from plugin.publishing.withdraw import UnknownVersion, Withdrawal
from plugin.publishing.withdraw import withdraw as to_withdraw
from plugin.serving.opened import opened
from plugin.stores.versions.standards import Published, Standards
from standards.instants import show_instant
from standards.lifecycle import StepRefused, begins


@click.command()
@click.argument("code")
@click.argument("version", type=click.IntRange(min=1))
@click.option("--why", required=True, help="What is wrong with it.")
def withdraw(code: str, version: int, why: str) -> None:
    """Withdraw the published VERSION of the standard CODE.

    It judges nothing that is opened from now on; what was opened before keeps its cards. The
    version before it does not come back: publish another. One whose day has not come never begins,
    and the one before it goes on.

    \b
    plumbline withdraw contact 1 --why "The second limit is against the law"
    """
    with opened(os.environ) as house:
        told = Withdrawal(BY_COMMAND, house.clock(), why)
        try:
            done = to_withdraw(Standards(house.database), code, version, told)
        except (UnknownVersion, StepRefused) as error:
            raise Refused(str(error)) from None
    click.echo(_told(done))


def _told(done: Published) -> str:
    """What was withdrawn and what that means, in a line."""
    if not begins(done):
        return f"{done.code} version {done.version} is withdrawn and never begins"
    since = show_instant(done.withdrawn_at or 0)
    return (
        f"{done.code} version {done.version} is withdrawn: it judges nothing opened from {since} on"
    )
