"""Fingerprints of keys: enough to say which key is missing, nothing to open a seal with."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

_DIGITS = 16


def fingerprint(key: str) -> str:
    """The first digits of the key's SHA-256. A key is 32 random bytes, so nobody guesses it."""
    return sha256(key.encode()).hexdigest()[:_DIGITS]


def missing(wanted: Iterable[str], keys: Iterable[str]) -> tuple[str, ...]:
    """The fingerprints among those wanted whose key is not given."""
    given = {fingerprint(each) for each in keys}
    return tuple(each for each in wanted if each not in given)
