"""`plumbline publish`: a standard comes into force in the running service."""

from __future__ import annotations

import os
from pathlib import Path

import click

from plugin.cli.instants import Instant
from plugin.cli.printing import printing
from plugin.cli.refusal import FAULTS, Refused
from plugin.faults import show_faults
from plugin.publishing.publish import NoteMissing, Publication, PublishRefused, StandardFaulty
from plugin.publishing.publish import publish as to_publish
from plugin.serving.opened import opened
from plugin.stores.versions.standards import Standards
from standards.instants import show_instant

BY_COMMAND = "command line"


@click.command()
@click.argument("standard", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "effective_from",
    type=Instant(),
    help="From when on contacts that are opened are judged by it; now when left out.",
)
@click.option("--why", default="", help="What changes and what for; the first version needs none.")
def publish(standard: Path, effective_from: int | None, why: str) -> None:
    """Publish STANDARD: judge contacts by it, also those opened since --from.

    A version is published once: change its number with its content. The same file again is no
    fault. Exits with 1 when the standard has faults or cannot follow what was published.

    \b
    plumbline publish contact.yaml
    plumbline publish contact.yaml --from 2026-04-01T00:00:00+02:00
    plumbline publish next.yaml --why "Answers within two hours, as customers asked"
    """
    raw = standard.read_bytes()
    with opened(os.environ) as house:
        standards, now = Standards(house.database), house.clock()
        try:
            outcome = to_publish(
                standards, raw, effective_from=effective_from, by=BY_COMMAND, now=now, why=why
            )
        except NoteMissing as error:
            raise Refused(f"{standard}: {error}, with --why") from None
        except StandardFaulty as error:
            _show(standard, error)
            raise SystemExit(FAULTS) from None
        except PublishRefused as error:
            raise Refused(f"{standard}: {error}") from None
    click.echo(told(outcome))


def told(outcome: Publication) -> str:
    """What was published and from when on, in a line."""
    kept = outcome.published
    verb = "is published" if outcome.is_new else "was published already"
    begun = show_instant(kept.effective_from)
    return f"{kept.code} version {kept.version} {verb}: it judges contacts opened from {begun} on"


def _show(standard: Path, error: StandardFaulty) -> None:
    with printing() as console:
        show_faults(console, str(standard), error.reading.source, error.faults)
