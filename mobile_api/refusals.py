"""Why the door for phones says no; drawn as a tree. Which status that is, the house decides.

Refusal                 what was sent cannot be taken; the message is for the app's user
├── NoJson              the body is no JSON object
├── NotFound            there is no such thing, or it is somebody else's
├── SignInRefused       name, password or token do not fit
├── SubmissionInvalid   the answers do not fit the questionnaire; each fault is listed
├── OtherBytes          the id holds another submission
├── ReplacesNothing     there is no submission of the sender's to replace
├── AlreadyReplaced     another submission has taken its place
├── AlreadyAccepted     it is accepted, and so final
├── OwnSubmission       nobody accepts what they sent themselves
├── AnswersUnfit        a quiz is not answered as it was asked; each item is listed
├── AnsweredOtherwise   the quiz was answered before, and not so
├── FilesMissing       expected files have not arrived; each is listed
├── FileNotNamed       the submission names no such file
├── FileDiffers        the bytes are not those of the file that was named
├── FileComplete        all of the file is here, and it is no longer given up
├── OffsetDiffers       the upload stands at another byte
├── UploadGone          the upload has expired or was given up
├── ChecksumDiffers     a piece is not what its checksum says
├── BrokenOff           the body ended before its end
├── HeaderUnreadable    a header does not say what it should
├── TusVersionUnknown   another tus is spoken here
└── TooLarge            the body is larger than is taken
"""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """What was sent cannot be taken.

    `errors` are the faults one by one, each with the JSON pointer of its place; `headers` go with
    the answer.
    """

    def __init__(
        self,
        text: str = "",
        errors: tuple[Mapping[str, str], ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(text)
        self.errors = errors
        self.headers = dict(headers or {})


class NoJson(Refusal):
    """The body is no JSON object."""


class NotFound(Refusal):
    """There is no such thing, or it is somebody else's, which tells nobody that it is there."""


class SignInRefused(Refusal):
    """Name, password or token do not fit; which of them is not said."""


class SubmissionInvalid(Refusal):
    """The answers do not fit the questionnaire; `errors` lists every fault."""


class OtherBytes(Refusal):
    """The id holds a submission of other bytes."""


class ReplacesNothing(Refusal):
    """What is to be replaced was never sent by this sender."""


class AlreadyReplaced(Refusal):
    """Another submission has taken its place."""


class AlreadyAccepted(Refusal):
    """It is accepted, and so final."""


class AnswersUnfit(Refusal):
    """A quiz is not answered as it was asked; `errors` lists every item."""


class AnsweredOtherwise(Refusal):
    """The quiz was answered before, and not so: the first answers stand."""


class OwnSubmission(Refusal):
    """Nobody accepts what they sent themselves."""


class FilesMissing(Refusal):
    """Expected files have not arrived; `errors` lists them."""


class FileNotNamed(Refusal):
    """The submission names no such file."""


class FileDiffers(Refusal):
    """The bytes are not those of the file that was named."""


class OffsetDiffers(Refusal):
    """The upload stands at another byte; the header `Upload-Offset` says at which."""


class FileComplete(Refusal):
    """All of the file is here, and it is no longer given up."""


class UploadGone(Refusal):
    """The upload has expired or was given up; it is begun anew by POST."""


class ChecksumDiffers(Refusal):
    """The piece is not what its checksum says; nothing of it is held."""


class BrokenOff(Refusal):
    """The body ended before its end; the header `Upload-Offset` says how much is held."""


class HeaderUnreadable(Refusal):
    """A header does not say what it should."""


class TusVersionUnknown(Refusal):
    """Another version of tus is spoken here; the header `Tus-Version` says which."""


class TooLarge(Refusal):
    """The body is larger than is taken."""
