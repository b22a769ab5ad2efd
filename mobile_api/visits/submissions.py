"""What the door for phones keeps and tells: submissions, and the files that belong to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from scoring.evidence import Attachment
from standards.kinds import Instrument


class MarkKind(StrEnum):
    """What may be odd about a visit: a closed list."""

    FAR = "far"
    NO_POSITION = "no_position"
    CLOCK = "clock"
    LATE = "late"
    CLOSED_ASSIGNMENT = "closed_assignment"
    OLDER_QUESTIONNAIRE = "older_questionnaire"
    NOT_CERTIFIED = "not_certified"
    OTHER_LOCATION = "other_location"
    OTHER_SHOPPER = "other_shopper"
    UNKNOWN_ASSIGNMENT = "unknown_assignment"


@dataclass(frozen=True, slots=True)
class Mark:
    """One odd thing about a visit; it blocks nothing and changes no score.

    `detail` says it in an English sentence. `figure` is metres (far), seconds (clock: ahead is
    more than 0; late) or the version that was to be answered; None where there is none. `words` are
    the shopper's, None where they wrote none.
    """

    mark: MarkKind
    detail: str
    figure: float | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A visit or review as it was sent, and what became of it; instants are UTC seconds.

    `contact` is `visit/UUID` or `review/UUID`; `sha256` is that of `body`, the bytes that were
    sent. `accepted_at` and `accepted_by` are None until it is accepted; `replaces` and
    `replaced_by` are contacts, None where nothing was replaced. `assignment` is the id that a visit
    names; `marks` are what was odd about it when it came.
    """

    contact: str
    instrument: Instrument
    questionnaire: str
    version: int
    sha256: str
    body: bytes
    by: str
    received_at: int
    about: str | None = None
    location: str | None = None
    files: tuple[Attachment, ...] = ()
    replaces: str | None = None
    replaced_by: str | None = None
    accepted_at: int | None = None
    accepted_by: str | None = None
    assignment: str | None = None
    marks: tuple[Mark, ...] = ()

    def file(self, name: str) -> Attachment | None:
        """The file of that name; None when the submission names none such."""
        return next((each for each in self.files if each.name == name), None)


class FileState(StrEnum):
    """How far a named file has come."""

    EXPECTED = "expected"  # nothing of it is here
    ARRIVING = "arriving"  # some bytes are here, or all and they are being looked at
    ARRIVED = "arrived"  # it is a picture or a sound and kept
    REFUSED = "refused"  # it is none that can be kept; `why` says more


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A named file and how far it has come.

    `held` is how many of its bytes are durable; `fault` is a word for why it was refused, `why`
    says it in a sentence. `taken_at` is the
    camera's local time as ISO 8601, with an offset where it told one; `latitude` and `longitude`
    are degrees. `type` is the content type of what is kept. `until` (UTC seconds) is when a file
    that is not complete expires. All are None where nothing is known.
    """

    file: Attachment
    state: FileState = FileState.EXPECTED
    held: int = 0
    fault: str | None = None
    why: str | None = None
    taken_at: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    type: str | None = None
    until: int | None = None

    def is_gone(self, now: int) -> bool:
        """Whether it was begun, and has expired or was given up (UTC seconds)."""
        return self.until is not None and self.until <= now


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What is kept of a file, as it is shown: its content type is one of ours."""

    content: bytes = field(repr=False)
    type: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some submissions, the newest first, and the cursor of those after them (None: no more)."""

    items: tuple[Submitted, ...]
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which submissions a list is to hold: `by` None is everybody's.

    `waiting` leaves out what is accepted or replaced. `after` is the cursor of the page before;
    ValueError where it is none.
    """

    instrument: Instrument
    by: str | None = None
    waiting: bool = False
    after: str | None = None
    most: int = 50


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes of a named file, from `offset` on.

    `sending` is a word of the request by which more of them are coming; None where none are.
    """

    contact: str
    file: Attachment
    offset: int
    content: bytes = field(repr=False)
    received_at: int = 0
    sending: str | None = None
