"""What is secret or private is sealed before it is stored: message text, helpdesk secrets."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class SealBroken(Exception):
    """What was sealed cannot be opened with the keys that are given."""


class Sealer:
    """Seals with the first key and opens with any of them, so that keys can be changed in time.

    The seal is AES-256-GCM (NIST SP 800-38D), a nonce by chance of 96 bits before it: one key may
    seal 2^32 texts. Keys are 32 bytes in URL-safe base64; ValueError when one is not.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("no key")
        self._ciphers = tuple(AESGCM(_key(key)) for key in keys)

    def seal(self, text: bytes) -> bytes:
        """The text sealed; sealing again gives other bytes."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, text, None)

    def open(self, sealed: bytes) -> bytes:
        """The text that was sealed. SealBroken when no key opens it."""
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        if len(nonce) == NONCE_BYTES:
            for cipher in self._ciphers:
                try:
                    return cipher.decrypt(nonce, rest, None)
                except InvalidTag:
                    continue
        raise SealBroken("none of the keys opens what was sealed")

    def seal_anew(self, sealed: bytes) -> bytes:
        """The same text sealed with the first key. SealBroken when no key opens it."""
        return self.seal(self.open(sealed))


def _key(key: str) -> bytes:
    """The bytes of a key. ValueError for what is no key."""
    # Base64 is read only up to its padding, and past what is no letter of it: two keys with a
    # semicolon between would be taken for one.
    try:
        told = urlsafe_b64decode(key)
    except ValueError:
        raise ValueError("no key") from None
    if urlsafe_b64encode(told) != key.encode() or len(told) != KEY_BYTES:
        raise ValueError("no key")
    return told


def new_key() -> str:
    """A key by chance."""
    return urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()
