"""A real SMTP server on this machine that does as it is told: takes, puts off, refuses, drops."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from plugin.training.mailing import MailHost

SENDER = "plumbline@acme.example"


@dataclass(slots=True)
class Post:
    """What came in, and what is answered: at RCPT, after the mail, or nothing but a closed line."""

    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    to_rcpt: str = "250 OK"
    to_mail: str = "250 OK"
    to_data: str = "250 OK"
    drops: str = ""  # "before" or "after" the mail is taken
    tls_seen: list[bool] = field(default_factory=list)
    taken: Callable[[], None] = lambda: None  # called before the host says that it has the mail

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tls_seen.append(session.ssl is not None)
        envelope.mail_from = address
        return self.to_mail

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.to_rcpt

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        if self.drops != "before" and self.to_data.startswith("2"):
            self.raw.append(content)
            self.mails.append(message_from_bytes(content, policy=policy.default))
            self.taken()
        if self.drops:
            transport: Any = server.transport
            transport.abort()
        return self.to_data


def _let_in(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    known = isinstance(data, LoginPassword) and data == LoginPassword(b"plumb", b"line")
    return AuthResult(success=known, handled=False)


class _OnAnyPort(Controller):
    """Listens where there is room."""

    def _trigger_server(self) -> None:
        """The port is known only once it listens; whoever connects finds out then."""
        assert isinstance(self.server, asyncio.base_events.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd types some


@contextmanager
def mail_host(
    post: Post, *, tls: ssl.SSLContext | None = None, users: bool = False
) -> Iterator[MailHost]:
    """The host as the house knows it, without encryption unless `tls` is given (STARTTLS then)."""
    told: dict[str, Any] = {"require_starttls": tls is not None, "tls_context": tls}
    if users:
        told |= {
            "authenticator": _let_in,
            "auth_required": True,
            "auth_require_tls": tls is not None,
        }
    controller = _OnAnyPort(post, hostname="127.0.0.1", port=0, **told)
    controller.start()
    try:
        security = "none" if tls is None else "starttls"
        yield MailHost("127.0.0.1", controller.port, security, SENDER)
    finally:
        controller.stop()


def certified(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's side and a client's that believes it: a certificate for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail host")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(1))
        .not_valid_after(now + timedelta(1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = folder / "host.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(pem)
    believing = ssl.create_default_context(cafile=pem)
    return served, believing
