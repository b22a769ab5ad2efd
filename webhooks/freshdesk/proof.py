"""How a delivery of Freshdesk's proves its origin: it bears the secret that we share with it.

Freshdesk signs nothing. A rule's webhook can send HTTP Basic (RFC 7617) with the secret as the
password, or as the user's name where it calls it an API key; it and an app can send headers of
their own: `X-Webhook-Secret`, or `Authorization: Bearer`.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence

from webhooks.contract import SignatureInvalid
from webhooks.signatures import any_fits

SECRET = "x-webhook-secret"
_AUTHORIZATION = "authorization"


def prove(headers: Mapping[str, str], secrets: Sequence[str]) -> None:
    """Returns when the headers bear one of the secrets. SignatureInvalid otherwise."""
    given = [each for each in _given(headers) if each]
    if not given:
        raise SignatureInvalid(
            "the delivery bears no secret: send it as X-Webhook-Secret, or as the password of"
            " HTTP Basic"
        )
    known = [each.encode() for each in secrets if each]
    fits = [any_fits(each, known) for each in given]
    if not any(fits):
        raise SignatureInvalid("the secret of the delivery is none of this connection's")


def _given(headers: Mapping[str, str]) -> Iterator[str]:
    """Whatever the headers bear that may be the secret."""
    yield headers.get(SECRET, "").strip()
    scheme, _, told = headers.get(_AUTHORIZATION, "").strip().partition(" ")
    match scheme.lower():
        case "bearer":
            yield told.strip()
        case "basic":
            user, _, password = _decoded(told.strip()).partition(":")
            yield from (user, password)


def _decoded(told: str) -> str:
    try:
        return b64decode(told.encode("utf-8", "surrogateescape"), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
