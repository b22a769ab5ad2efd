"""Hands mails to the mail host, over SMTP (RFC 5321), and says what became of each.

Unmailed               the mail was not taken; no mail is on its way
├── TakenLater         the host cannot take it now; it may later
├── NeverTaken         the host will never take this mail to this address
└── NotWelcome         the host does not let us in, or is not as it was said to be
Unknown                the mail was handed over and nothing was heard: it may be on its way

What the host answers stands in none of them but its number: it may say anything.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from plugin.config import Config

SECONDS = 10.0  # for each answer of the host
_LINE_WITH_A_DOT = re.compile(rb"(?m)^\.")


class Unmailed(Exception):
    """The mail was not taken, and none is on its way."""


class TakenLater(Unmailed):
    """The host cannot take it now."""


class NeverTaken(Unmailed):
    """The host will never take this mail to this address."""


class NotWelcome(Unmailed):
    """The host does not let us in, or is not as it was said to be: no mail can be sent."""


class Unknown(Exception):
    """The mail was handed over and nothing was heard of it since."""


@dataclass(frozen=True, slots=True)
class MailHost:
    """The host that takes our mails. `context` says whose certificates are believed."""

    host: str
    port: int
    security: str
    sender: str
    user: str | None = None
    password: str | None = None
    context: ssl.SSLContext | None = None

    @classmethod
    def of(cls, config: Config, context: ssl.SSLContext | None = None) -> MailHost | None:
        """The host that the settings name; None where they name none."""
        if config.smtp_host is None or config.smtp_from is None:
            return None
        return cls(
            config.smtp_host,
            config.smtp_port,
            config.smtp_security,
            config.smtp_from,
            config.smtp_user,
            config.smtp_password,
            context,
        )

    def send(self, message: EmailMessage, to: str) -> None:
        """Sends the mail; returns once the host has taken it. Unmailed or Unknown otherwise."""
        with self._connected() as smtp:
            self._let_in(smtp)
            _told(smtp.mail(self.sender), NotWelcome)
            _told(smtp.rcpt(to), NeverTaken)
            _hand_over(smtp, message)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """A connection on which nothing was said yet; what goes wrong on it is Unmailed."""
        with ExitStack() as ending:
            try:
                smtp = self._made()
                ending.callback(smtp.close)
                yield smtp
                with suppress(smtplib.SMTPException, OSError):  # the mail is taken already
                    smtp.quit()
            except smtplib.SMTPConnectError as error:
                _told((error.smtp_code, b""), NotWelcome)
                raise TakenLater("the mail host does not speak SMTP") from None
            except (smtplib.SMTPException, OSError) as error:
                said = type(error).__name__
                raise TakenLater(f"the mail host cannot be spoken with: {said}") from None

    def _made(self) -> smtplib.SMTP:
        """A connection that the host has greeted."""
        name = self.sender.rpartition("@")[2]
        if self.security != "tls":
            return smtplib.SMTP(self.host, self.port, name, SECONDS)
        return smtplib.SMTP_SSL(
            self.host, self.port, name, timeout=SECONDS, context=self._believed()
        )

    def _let_in(self, smtp: smtplib.SMTP) -> None:
        _told(smtp.ehlo(), NotWelcome)
        if self.security == "starttls":
            if not smtp.has_extn("starttls"):
                raise NotWelcome("the mail host offers no STARTTLS")
            _told(smtp.starttls(context=self._believed()), NotWelcome)
            _told(smtp.ehlo(), NotWelcome)
        if self.user is not None and self.password is not None:
            self._sign_in(smtp, self.user, self.password)

    def _sign_in(self, smtp: smtplib.SMTP, user: str, password: str) -> None:
        try:
            smtp.login(user, password)
        except smtplib.SMTPAuthenticationError as error:
            _told((error.smtp_code, b""), NotWelcome)
            raise NotWelcome("the mail host does not let us in") from None
        except smtplib.SMTPNotSupportedError:
            raise NotWelcome("the mail host asks for no password") from None

    def _believed(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()


def _hand_over(smtp: smtplib.SMTP, message: EmailMessage) -> None:
    """Until the last line is sent nothing is taken; from then on it may be, unless it is denied."""
    code, _ = smtp.docmd("DATA")
    if code != 354:
        _told((code, b""), NeverTaken)
        raise TakenLater(f"the mail host answers {code}")
    lines = _LINE_WITH_A_DOT.sub(b"..", message.as_bytes(policy=SMTP))
    smtp.send(lines.rstrip(b"\r\n") + b"\r\n.\r\n")
    try:
        answered = smtp.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise Unknown(f"nothing was heard of the mail: {type(error).__name__}") from None
    _told(answered, NeverTaken)


def _told(answer: tuple[int, bytes], never: type[Unmailed]) -> None:
    """Nothing where the host agrees; `never` where it refuses for good."""
    code, _ = answer
    if code >= 500:
        raise never(f"the mail host answers {code}")
    if code >= 400 or code < 200:
        raise TakenLater(f"the mail host answers {code}")
