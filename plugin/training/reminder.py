"""The mail by which somebody is reminded, in their language; nothing of a quiz stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from hashlib import sha256

from plugin.language import N_, Language
from plugin.training.steps import LATE, SOON, TODAY

SUBJECTS: Mapping[str, str] = {
    SOON: N_("Please read and sign by {day}: {title}"),
    TODAY: N_("Please read and sign today: {title}"),
    LATE: N_("Overdue since {day}: {title}"),
}
_WHAT = N_("{name}, version {version} of “{title}” is for you to know.")
_ASKED = N_("Please read it, answer the questions and sign by the end of {day}.")
_LATE = N_("It was due by the end of {day}. Please read it, answer the questions and sign.")
_GRACE = N_("From {day} on it binds you also if you have not.")
_HERE = N_("You find it here:")
_NOWHERE = N_("You find it in Plumbline under “My standards”.")
_WHY = N_(
    "Plumbline writes to you because it was assigned to you. Nobody reads answers to this mail."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says: to whom, about which version, at which step, sent at a UTC second.

    `due` and `grace` (empty: none) are days in words, `key` is the same for the same reminder.
    `address` is where the person reads and signs; None where that is not known.
    """

    step: str
    key: str
    name: str
    to: str
    sender: str
    title: str
    version: int
    due: str
    grace: str
    address: str | None
    at: int
    language: Language


def mail_of(letter: Letter) -> EmailMessage:
    """The mail."""
    language, message = letter.language, EmailMessage(policy=SMTP)
    subject = SUBJECTS[LATE if letter.step.startswith(LATE) else letter.step]
    mark, domain = sha256(letter.key.encode()).hexdigest()[:32], letter.sender.rpartition("@")[2]
    message["From"] = Address("Plumbline", addr_spec=letter.sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = _line(language.gettext(subject, day=letter.due, title=_line(letter.title)))
    message["Date"] = formatdate(letter.at)
    message["Message-ID"] = f"<{mark}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers it
    message.set_content("\n\n".join(_paragraphs(letter)) + "\n", charset="utf-8")
    message["Content-Language"] = language.code
    return message


def _paragraphs(letter: Letter) -> Iterator[str]:
    language = letter.language
    told = {"name": _line(letter.name), "version": letter.version, "title": _line(letter.title)}
    yield language.gettext(_WHAT, **told)
    yield language.gettext(_LATE if letter.step.startswith(LATE) else _ASKED, day=letter.due)
    if letter.grace:
        yield language.gettext(_GRACE, day=letter.grace)
    if letter.address:
        yield f"{language.gettext(_HERE)}\n{letter.address}"
    else:
        yield language.gettext(_NOWHERE)
    yield language.gettext(_WHY)


def _line(text: str) -> str:
    """The text in one line, with nothing in it that a header cannot hold."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())
