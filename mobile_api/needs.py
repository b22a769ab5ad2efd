"""What the door for phones asks of the house, and how its resources find it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from flask import current_app, g

from mobile_api.assigning import Assignments, Locations
from mobile_api.days.briefing import Briefings
from mobile_api.permissions import Caller
from mobile_api.signed_in import SignedIn
from mobile_api.visits.marking import MarkLimits, Place
from mobile_api.visits.submissions import HeldFile, KeptFile, Page, Submitted, Upload, Wanted
from standards.model import Standard

EXTENSION = "mobile_api"  # the key under which the app keeps what is needed


class Tokens(Protocol):
    """What a sign-in gives: two tokens, and until when (UTC seconds) each is good."""

    @property
    def access_token(self) -> str: ...
    @property
    def access_until(self) -> int: ...
    @property
    def refresh_token(self) -> str: ...
    @property
    def refresh_until(self) -> int: ...


class SigningIn(Protocol):
    """The way in and out. Raises SignInRefused when name, password or token do not fit."""

    def sign_in(
        self, name: str, password: str, now: int, *, address: str = "", agent: str = ""
    ) -> Tokens: ...
    def refresh(self, token: str, now: int) -> Tokens: ...
    def sign_out(self, token: str) -> None: ...

    def standing(self, user: str, token: str, now: int) -> tuple[SignedIn, ...]:
        """The user's sign-ins; the one of the token is the current one."""

    def revoke(self, user: str, session: str) -> bool:
        """Whether that sign-in of the user stood until now; it is ended."""


class Questionnaires(Protocol):
    """The published standards."""

    def in_force(self, at: int) -> tuple[Standard, ...]: ...
    def version(self, code: str, number: int) -> Standard | None: ...


class Submissions(Protocol):
    """Where submissions are kept; whatever it has answered is durable."""

    def keep(self, submitted: Submitted) -> Submitted | None:
        """The submission that stands under the id already; None when this one stands there now.

        One that `replaces` another takes its place in the same write: ReplacesNothing,
        AlreadyReplaced or AlreadyAccepted where that cannot be.
        """

    def find(self, contact: str) -> Submitted | None:
        """The submission of that id."""

    def heading(self, contact: str) -> Submitted | None:
        """The submission without its body, perhaps as it stood a few seconds ago."""

    def page(self, wanted: Wanted) -> Page:
        """Those that are wanted, the newest first."""

    def accept(self, contact: str, by: str, at: int) -> Submitted:
        """The submission accepted, whoever did it first. AlreadyReplaced."""


class Files(Protocol):
    """Where files are kept; bytes are durable before they are answered for."""

    def of(self, submitted: Submitted) -> tuple[HeldFile, ...]:
        """How far each named file has come, in the order in which they are named."""

    def of_all(self, sent: Iterable[Submitted]) -> Mapping[str, tuple[HeldFile, ...]]:
        """The same of many submissions at once, by their contacts."""

    def one(self, submitted: Submitted, name: str) -> HeldFile:
        """How far the file has come, once what is still coming in has come. FileNotNamed."""

    def whole(self, upload: Upload) -> bool:
        """Keeps a file that came in one piece; whether it was new. FileDiffers."""

    def begin(self, submitted: Submitted, name: str) -> HeldFile:
        """The file, waited for from now on; one that has expired begins anew. FileNotNamed."""

    def append(self, upload: Upload) -> HeldFile:
        """How far the file is with these bytes. OffsetDiffers, UploadGone, TooLarge, FileDiffers.

        Bytes from 0 on begin a file that nobody has begun.
        """

    def settle(self, upload: Upload) -> None:
        """Notes that no more bytes come by the request of the upload, however it ended."""

    def give_up(self, submitted: Submitted, name: str) -> None:
        """Forgets the bytes of a file that has not arrived. FileNotNamed, FileComplete."""

    def take_over(self, submitted: Submitted, older: Submitted) -> None:
        """Keeps for its files, without their bytes, what is kept of the older one's of the same."""

    def kept(self, contact: str, name: str) -> KeptFile | None:
        """What is kept of the file; None when nothing is."""


class Receipts(Protocol):
    """What signs receipts, by the one key of the house."""

    def signed(self, payload: bytes) -> str:
        """The payload as a JWS in compact form (RFC 7515), by ES256."""

    def key(self) -> Mapping[str, str]:
        """The public key as JWK (RFC 7517)."""


class Places(Protocol):
    """Where locations lie."""

    def place(self, identity: str) -> Place | None:
        """The location that visits call so; perhaps as it was known a minute ago."""


class Certified(Protocol):
    """Who has shown that they know a questionnaire."""

    def is_certified(self, user: str, standard: str, version: int) -> bool:
        """Whether the user is certified for the version."""


class Directory(Protocol):
    """Who and where is known to the firm."""

    def unknown(self, identities: Iterable[str]) -> tuple[str, ...]:
        """Those that the directory does not know, in order."""


class Cursors(Protocol):
    """Which parts in which state the last cursors of each shopper stand for."""

    def held(self, user: str, cursor: str) -> Mapping[str, str] | None:
        """The marks by the parts' names; None: the user was given no such cursor lately."""

    def issue(self, user: str, cursor: str, marks: Mapping[str, str], now: int) -> None:
        """Keeps what the cursor stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MobileHouse:
    """All of it; `clock` gives UTC seconds."""

    clock: Callable[[], int]
    signing_in: SigningIn
    questionnaires: Questionnaires
    submissions: Submissions
    files: Files
    receipts: Receipts
    directory: Directory
    assignments: Assignments
    locations: Locations
    briefings: Briefings
    places: Places
    certified: Certified
    cursors: Cursors
    mark_limits: MarkLimits = field(default_factory=MarkLimits)


def house() -> MobileHouse:
    """What this app was given."""
    given: MobileHouse = current_app.extensions[EXTENSION]
    return given


def caller() -> Caller:
    """Who asks; the app lets nobody unknown through to a view that needs to know."""
    known: Caller = g.caller
    return known
