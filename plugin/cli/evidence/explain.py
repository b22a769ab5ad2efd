"""`plumbline explain`: the arithmetic of a contact's card, to be checked by hand."""

from __future__ import annotations

from pathlib import Path

import click
from rich.padding import Padding
from rich.text import Text

from plugin.cli.instants import as_of_option
from plugin.cli.printing import printing
from plugin.cli.refusal import Refused
from plugin.cli.standards.standard import open_standard
from plugin.evidence import Grouping, LineRefused, evidence_of, lines_of
from plugin.files import reading
from plugin.language import TRANSLATED, Language
from plugin.telling import told
from scoring.evidence import Evidence, EvidenceInvalid
from scoring.explain import explain as steps_of

_STYLES = ("bold", "", "dim", "dim")  # by depth


@click.command()
@click.argument("standard", type=click.Path(path_type=Path))
@click.argument("evidence", default="-")
@click.option("--contact", help="The contact to explain; not needed when there is only one.")
@click.option("--criterion", help="The code of the criterion; all of them when left out.")
@as_of_option
@click.option("--language", type=click.Choice(("en", *TRANSLATED)), default="en", show_default=True)
def explain(  # noqa: PLR0913, PLR0917  # one parameter an option, as click wants it
    standard: Path,
    evidence: str,
    contact: str | None,
    criterion: str | None,
    as_of: int,
    language: str,
) -> None:
    """Print the arithmetic behind the card of a contact in EVIDENCE under STANDARD.

    Every wait with the days that counted, what was taken out and why, the limit that applied and
    since when, who is accountable and by which rule, and how the score comes from the shares.

    \b
    plumbline explain contact.yaml tickets.jsonl --contact zd-acme/ticket/1056 --criterion RSP-01
    """
    admitted = open_standard(standard, as_of)
    found = _find(evidence, contact)
    try:
        steps = list(steps_of(admitted, found, as_of=as_of, criterion=criterion))
    except KeyError:
        known = ", ".join(each.code for each in admitted.criteria)
        raise Refused(f"{standard}: no criterion {criterion}; there are {known}") from None
    except EvidenceInvalid as error:
        raise Refused(f"{evidence}: {error}") from None
    with printing() as console:
        for depth, line in told(steps, Language(language)):
            console.print(Padding(Text(line, _STYLES[depth]), (0, 0, 0, 2 * depth)))


def _find(name: str, contact: str | None) -> Evidence:
    """The evidence of the contact, or of the only one."""
    only: Evidence | None = None
    with reading(name) as stream:
        try:
            for lines in Grouping().contacts(lines_of(stream)):
                found = evidence_of(lines)
                if found.contact == contact:
                    return found
                if contact is None and only is not None:
                    text = f"{only.contact} and {found.contact} are both here; name one: --contact"
                    raise Refused(f"{name}: {text}")
                only = found
        except LineRefused as error:
            raise Refused(f"{name}:{error.line}: {error.text}") from None
    if contact is not None or only is None:
        raise Refused(f"{name}: there is no contact {contact or 'at all'}")
    return only
