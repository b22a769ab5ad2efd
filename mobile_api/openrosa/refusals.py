"""Why an OpenRosa request is refused; drawn as a tree. The message is what Collect shows.

Rejected                  with the status of the answer
├── XmlUnreadable    400  it is no submission that can be read
├── FormUnknown      404  there is no such form, or no such version of it
├── EditUnknown      404  what it edits was never sent by this shopper
├── InstanceDiffers  409  the id holds other bytes, or belongs to somebody else
├── Superseded       409  an edit has taken its place already
├── FormClosed       409  the version was withdrawn; what came is kept
├── FileOther        409  a file of that name came before with other bytes
├── FileTooLarge     413  a file or the whole is larger than is taken
├── InstanceFaulty   422  the answers do not fit the questionnaire; what came is kept
└── BeingTaken       423  another request is taking the same submission
"""

from __future__ import annotations


class Rejected(Exception):
    """The request is refused; `status` is that of the answer."""

    status = 400


class XmlUnreadable(Rejected):
    """It is no submission that can be read."""


class FormUnknown(Rejected):
    """There is no such form, or no such version of it."""

    status = 404


class EditUnknown(Rejected):
    """What it edits was never sent by this shopper."""

    status = 404


class InstanceDiffers(Rejected):
    """The id holds other bytes, or belongs to somebody else."""

    status = 409


class Superseded(Rejected):
    """An edit has taken its place already."""

    status = 409


class FormClosed(Rejected):
    """The version was withdrawn; what came is kept."""

    status = 409


class FileOther(Rejected):
    """A file of that name came before with other bytes."""

    status = 409


class FileTooLarge(Rejected):
    """A file or the whole is larger than is taken."""

    status = 413


class InstanceFaulty(Rejected):
    """The answers do not fit the questionnaire; what came is kept."""

    status = 422


class BeingTaken(Rejected):
    """Another request is taking the same submission."""

    status = 423
