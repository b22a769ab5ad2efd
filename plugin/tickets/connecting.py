"""Connecting a helpdesk's account: what is asked is checked, completed and kept sealed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from ipaddress import ip_address
from typing import TypeAlias
from urllib.parse import urlsplit

from plugin.house import House
from plugin.sealing import SealBroken
from plugin.stores.tickets.breakers import Breakers
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.tickets.outbox import Outbox
from plugin.stores.tickets.rereads import Rereads
from plugin.tickets.sender import NotLetIn, Sender, Unsent
from scoring.tags import LONGEST_PREFIX, is_prefix
from webhooks.contract import Account, CallRefused
from webhooks.helpdesks import HELPDESKS

DEFAULT_PREFIX = "pl"
MOST_SECRETS = 2  # the one that goes and the one that comes

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_NAME = 32
_LEAST_SECRET = 8

_TOKEN_MISSING = (
    "tags are written with a user and an API token, and one is missing; give both, or say that"
    " nothing is to be written back"
)

# Given the connection: the helpdesk's id of the user that it calls as.
AskWho: TypeAlias = "Callable[[Connection], str]"


class ConnectRefused(Exception):
    """The account cannot be connected as asked; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for a connection; None leaves what stands, or takes what is usual.

    `add_secret` keeps the secret that stood beside the new one, while it is changed. `our_user`
    is the helpdesk's id of the user that we write as, where it is not to be asked of the helpdesk.
    """

    name: str
    helpdesk: str
    address: str | None = None
    prefix: str | None = None
    secret: str | None = field(default=None, repr=False)
    add_secret: bool = False
    user: str | None = None
    token: str | None = field(default=None, repr=False)
    write_back: bool | None = None
    our_user: str | None = None


def connect(house: House, asked: Asked, ask_who: AskWho | None = None) -> Connection:
    """The connection as it is kept from now on.

    With `ask_who` the helpdesk itself says who we are there, unless that is told or nothing is to
    be written. Tags that waited for the connection are due. ConnectRefused names the fault.
    """
    connections = Connections(house.database, house.sealer)
    try:
        made = completed(asked, connections.find(asked.name))
    except SealBroken as error:
        raise ConnectRefused(f"{error}; give the keys that it was sealed with") from None
    if ask_who is not None and asked.our_user is None and made.token is not None:
        made = _known(made, ask_who(made))
    connections.keep(made)
    Breakers(house.database).forget(made.name)
    for errands in (Outbox(house.database), Rereads(house.database)):
        errands.release(made.name, house.clock())
    return made


def completed(asked: Asked, standing: Connection | None) -> Connection:
    """What is asked over what stands, checked. ConnectRefused names the fault."""
    was = standing or Connection(Account(asked.name, "", DEFAULT_PREFIX), asked.helpdesk)
    account = Account(
        _checked_name(asked.name),
        _checked_address(was.account.address if asked.address is None else asked.address),
        _checked_prefix(was.account.prefix if asked.prefix is None else asked.prefix),
        asked.our_user or was.account.our_user,
    )
    _check_helpdesk(asked.helpdesk, was)
    usual_user = HELPDESKS[asked.helpdesk].connecting.usual_user
    # A token is for one address: whoever may name another must not have it sent there.
    moved = account.address != was.account.address
    made = Connection(
        account,
        asked.helpdesk,
        _secrets(asked, was),
        asked.user or was.user or usual_user,
        asked.token or (None if moved else was.token),
        was.write_back if asked.write_back is None else asked.write_back,
    )
    if made.write_back and (made.user is None or made.token is None):
        raise ConnectRefused(_TOKEN_MISSING)
    return made


def who_at(connection: Connection, now: int, sender: Sender | None = None) -> str:
    """The helpdesk's id of the user that we call as. ConnectRefused says why it is not known."""
    talk = HELPDESKS[connection.helpdesk].who_we_are(connection.account)
    try:
        return (sender or Sender()).converse(talk, connection, now).value
    except NotLetIn as error:
        raise ConnectRefused(str(error)) from None
    except (CallRefused, Unsent) as error:
        address = connection.account.address
        mend = "check the address, or say who we are there and that it is not to be asked"
        raise ConnectRefused(f"{address}: {error}; {mend}") from None


def asking(house: House) -> AskWho:
    """How the house asks helpdesks who it is there; who is asked raises ConnectRefused."""
    sender = Sender(private=house.config.private_addresses)
    return partial(who_at, now=house.clock(), sender=sender)


def _known(made: Connection, our_user: str) -> Connection:
    return replace(made, account=replace(made.account, our_user=our_user))


def _secrets(asked: Asked, was: Connection) -> tuple[str, ...]:
    """The newest first; with `add_secret` also the newest of those that stood.

    There may be none yet: a helpdesk shows its secret only once it has our address. Until then no
    delivery is taken.
    """
    if asked.secret is None:
        return was.secrets
    if len(asked.secret) < _LEAST_SECRET or not asked.secret.isprintable():
        raise ConnectRefused("this is no signing secret; give the webhook's, whole, on one line")
    if asked.secret in HELPDESKS[asked.helpdesk].connecting.public_secrets:
        said = "this secret is published for trying out, and proves nothing"
        raise ConnectRefused(f"{said}; save the webhook and give the secret that it has then")
    kept = [each for each in was.secrets if each != asked.secret] if asked.add_secret else []
    return (asked.secret, *kept)[:MOST_SECRETS]


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        most = f"at most {_LONGEST_NAME} of a-z, 0-9 and hyphens between them: zd-acme"
        raise ConnectRefused(f"{name!r} names no connection; write {most}")
    return name


def _checked_prefix(prefix: str) -> str:
    if not is_prefix(prefix):
        most = f"1 to {LONGEST_PREFIX} of a-z and 0-9: {DEFAULT_PREFIX}"
        raise ConnectRefused(f"{prefix!r} cannot begin a tag; write {most}")
    return prefix


def _checked_address(address: str) -> str:
    """The address without a slash at its end: https, or http to this machine alone."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ConnectRefused(_no_address(address)) from None
    plain = parts.hostname and parts.username is None and not (parts.query or parts.fragment)
    if not plain or parts.path not in ("", "/") or not _is_private(parts.scheme, parts.hostname):
        raise ConnectRefused(_no_address(address))
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")


def _is_private(scheme: str, host: str | None) -> bool:
    """Whether nobody on the way can read what is said."""
    return scheme == "https" or (scheme == "http" and host is not None and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _no_address(address: str) -> str:
    # What stands before an @ may be a password.
    shown = address.rpartition("@")[2]
    return f"{shown!r} is no address of a helpdesk; write it as https://acme.zendesk.com"


def _check_helpdesk(helpdesk: str, was: Connection) -> None:
    if helpdesk not in HELPDESKS:
        known = ", ".join(sorted(HELPDESKS))
        raise ConnectRefused(f"nobody here speaks {helpdesk!r}; there is {known}")
    if helpdesk != was.helpdesk:
        text = f"{was.name} is a connection with {was.helpdesk}; take another name"
        raise ConnectRefused(text)
