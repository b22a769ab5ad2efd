"""What every helpdesk's adapter is asked, and the words in which it answers. No I/O here.

    WebhookError                 what came cannot be taken as it is
    ├── SignatureInvalid         the sender could not prove who it is
    └── PayloadInvalid           the sender is known, but its message cannot be read

An adapter that needs the helpdesk's API yields `Call`s and receives a `Reply` for each; the one
sender in `plugin/tickets/` does the talking.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from scoring.evidence import Event

T = TypeVar("T")
Talk = Generator["Call", "Reply", T]


class WebhookError(Exception):
    """What came cannot be taken as it is; the message is for the helpdesk's admin."""


class SignatureInvalid(WebhookError):
    """The sender could not prove who it is, or the proof is too old."""


class PayloadInvalid(WebhookError):
    """The sender is known, but its message cannot be read; the message says what is missing."""


class Proof(StrEnum):
    """How a helpdesk proves that a delivery is its own, the strongest first."""

    SIGNATURE_WITH_TIME = "signature with time"
    SIGNATURE = "signature"
    SHARED_SECRET = "shared secret"
    SECRET_ADDRESS = "secret address"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a helpdesk posted: header names in lower case, the raw body, UTC seconds of arrival.

    `address_secret` is what stood behind the connection's name in the address that it was posted
    to (`/webhooks/dh-acme/<secret>`): the proof of helpdesks that can give no other; not kept.
    """

    headers: Mapping[str, str]
    body: bytes
    received_at: int
    address_secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """One account of one helpdesk, as its adapter knows it.

    `name` is the connection's (`zd-acme`), the first part of every id; `address` the helpdesk's
    own (`https://acme.zendesk.com`); `prefix` begins our tags; `our_user` is the helpdesk's id of
    the user that we write as, None when it is not known.
    """

    name: str
    address: str
    prefix: str
    our_user: str | None = None

    def id_of(self, kind: str, own: object) -> str:
        """Our id of the helpdesk's thing: `zd-acme/ticket/35436`."""
        return f"{self.name}/{kind}/{own}"


@dataclass(frozen=True, slots=True)
class Label:
    """What is needed of a delivery at once: its key among deliveries, and whom it is about.

    `contact` is None when the delivery is about no contact.
    """

    key: str
    contact: str | None


@dataclass(frozen=True, slots=True)
class News:
    """What a delivery says: about which contact, opened when (UTC seconds; None: not said), what.

    `redacted` are ids of events whose words the helpdesk has taken back: their text is erased.
    With `reread` the rest cannot be told, or trusted, from the body: the contact is read again
    from the helpdesk's API (`Helpdesk.read_again`) and what that tells is filed.
    """

    contact: str | None
    opened_at: int | None = None
    events: tuple[Event, ...] = ()
    redacted: tuple[str, ...] = ()
    reread: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A request to the helpdesk's API: `path` from its root, `body` sent as JSON."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the API answered: header names in lower case, `body` the JSON, None when it is none."""

    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Changed:
    """A contact that an export names, and when (UTC seconds) the helpdesk says it last changed."""

    contact: str
    updated_at: int


@dataclass(frozen=True, slots=True)
class ExportPage:
    """A page of an export: whom it names, and the cursor that leads on from behind it.

    `cursor` is the adapter's own word, kept by us and given back; `done` when there is no more now.
    """

    changed: tuple[Changed, ...]
    cursor: str
    done: bool


class Brought(StrEnum):
    """How bringing our tags to a contact ended."""

    DONE = "done"
    AGAIN = "again"  # somebody else wrote meanwhile: read and try once more
    CLOSED = "closed"  # the helpdesk takes no more changes of the contact
    GONE = "gone"  # there is no such contact any more


@dataclass(frozen=True, slots=True)
class Connecting:
    """How an admin connects an account, in the helpdesk's own words.

    `whose` is what is connected (`an account of Zendesk's`), `about` what else there is to know;
    `secret`, `user` and `token` say what each of them is there. An example goes on behind the name
    of the command. `steps` are what is to be done at the helpdesk, a line each, so that it posts to
    our path. `usual_user` is the user of our calls where a key alone says who calls; None: the
    user must be told. `public_secrets` are published for trying out: they prove nothing.
    """

    whose: str
    about: str
    secret: str
    user: str
    token: str
    examples: tuple[str, ...]
    steps: Callable[[str], Iterator[str]]
    usual_user: str | None = None
    public_secrets: frozenset[str] = frozenset()


class Helpdesk(Protocol):
    """How one helpdesk speaks."""

    @property
    def name(self) -> str:
        """The word by which connections name it."""

    @property
    def proof(self) -> Proof:
        """How its deliveries prove their origin."""

    @property
    def kept_headers(self) -> frozenset[str]:
        """The headers that are kept with a delivery, in lower case; no secret is among them."""

    @property
    def media_types(self) -> frozenset[str]:
        """The content types that a delivery may come as; the empty one: it says none."""

    @property
    def connecting(self) -> Connecting:
        """How an account of it is connected."""

    def credentials(self, user: str, token: str) -> tuple[str, str]:
        """User and password of the Basic authentication of our calls (RFC 7617)."""

    def verify(
        self, delivery: Delivery, secrets: Sequence[str], oldest_seconds: int | None
    ) -> None:
        """Returns when one of the secrets proves the delivery. SignatureInvalid otherwise.

        A signed time may be so many seconds away from the arrival; None: as many as it likes.
        """

    def label(self, delivery: Delivery, account: Account) -> Label:
        """The delivery's key and contact, at the least cost. PayloadInvalid when there is none."""

    def read(self, delivery: Delivery, account: Account) -> News:
        """What the delivery says; no events when it is no news to us. PayloadInvalid otherwise."""

    def bring_tags(
        self, contact: str, wanted: frozenset[str], ours: frozenset[str], account: Account
    ) -> Talk[Brought]:
        """Brings the contact's tags to `wanted` of ours; `ours` may stand there, all else stays.

        Yields calls and takes a Reply to each; raises nothing for a Reply that says no, but lets
        CallRefused out when only the connection's owner can mend it.
        """

    def who_we_are(self, account: Account) -> Talk[str]:
        """The helpdesk's id of the user that our calls are made as. CallRefused when it is none."""

    def read_again(self, contact: str, account: Account, log: Sequence[Event]) -> Talk[News | None]:
        """All that the API tells of the contact now; None when there is no such contact any more.

        What was told by a delivery is told under the same event id. `log` is what we know of it,
        without words: where the API has no history, what must have happened between is told as
        events marked `reconstructed`. CallRefused when only the connection's owner can mend it.
        """

    def changed_since(self, since: int, cursor: str | None, account: Account) -> Talk[ExportPage]:
        """The next page of the contacts that changed since then (UTC seconds), oldest first.

        `cursor` is that of the page before, None for the first. A contact may come twice. When
        `done`, the cursor is where a later run goes on.
        """


class CallRefused(Exception):
    """The helpdesk's API does not let us in, or answers what cannot be understood."""
