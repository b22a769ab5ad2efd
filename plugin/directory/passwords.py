"""Passwords: hashed with argon2id, checked with the same work whoever is asked for."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 10, 200  # characters
_AT_ONCE = 2  # hashes in one process: each takes 64 MiB and a core
_ROOM = threading.BoundedSemaphore(_AT_ONCE)


class PasswordUnfit(Exception):
    """The password is too short or too long; the message says what is right."""


@dataclass(frozen=True, slots=True)
class Passwords:
    """Hashes passwords and checks them. The hasher's own cost is RFC 9106's second choice."""

    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    nobodys: str = field(default="", repr=False)

    @classmethod
    def of(cls, hasher: PasswordHasher) -> Passwords:
        """Passwords by that hasher, with a hash of nobody's to spend its work on."""
        return cls(hasher, hasher.hash(secrets.token_urlsafe(16)))

    def hashed(self, password: str) -> str:
        """The hash to keep. PasswordUnfit when the password is too short or too long."""
        plain = _plain(password)
        if not LEAST <= len(plain) <= MOST:
            raise PasswordUnfit(f"a password has {LEAST} to {MOST} characters")
        with _ROOM:
            return self.hasher.hash(plain)

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether it is the password of the hash; never so for None, after the same work."""
        plain = _plain(password[:MOST])
        with _ROOM:
            try:
                self.hasher.verify(kept or self.nobodys, plain)
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether the hash was made at another cost than is asked today."""
        return self.hasher.check_needs_rehash(kept)


def _plain(password: str) -> str:
    """The same characters from whichever keyboard (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def new_password() -> str:
    """A password by chance, of 24 characters."""
    return secrets.token_urlsafe(18)
