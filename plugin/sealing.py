"""What is secret or private is sealed before it is stored: message text, helpdesk secrets."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealBroken(Exception):
    """What was sealed cannot be opened with the keys that are given."""


class Sealer:
    """Seals with the first key and opens with any of them, so that keys can be changed in time.

    Keys are those of Fernet: 32 bytes in URL-safe base64. ValueError when one is not.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([_fernet(key) for key in keys])

    def seal(self, text: bytes) -> bytes:
        """The text sealed; sealing again gives other bytes."""
        return self._fernet.encrypt(text)

    def open(self, sealed: bytes) -> bytes:
        """The text that was sealed. SealBroken when no key opens it."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise SealBroken("none of the keys opens what was sealed") from error

    def seal_anew(self, sealed: bytes) -> bytes:
        """The same text sealed with the first key. SealBroken when no key opens it."""
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken as error:
            raise SealBroken("none of the keys opens what was sealed") from error


def _fernet(key: str) -> Fernet:
    """What the key makes. ValueError for what is no key, also where Fernet would overlook it."""
    # Base64 is read only up to its padding, and past what is no letter of it: two keys with a
    # semicolon between would be taken for one.
    if urlsafe_b64encode(urlsafe_b64decode(key)) != key.encode():
        raise ValueError("no key")
    return Fernet(key)


def new_key() -> str:
    """A key by chance."""
    return Fernet.generate_key().decode()
