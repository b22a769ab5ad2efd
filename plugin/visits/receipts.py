"""Signs receipts by ES256 (RFC 7518, 3.4): ECDSA over P-256 with SHA-256, in a compact JWS."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from plugin.stores.shopping.receipt_keys import ReceiptKeys

Jwk: TypeAlias = "Mapping[str, str]"

_WIDTH = 32  # bytes of a coordinate of P-256, and of either half of a signature
_SIGNED = ec.ECDSA(SHA256())


@dataclass(slots=True)
class SignedReceipts:
    """The signing of the house; `clock` gives UTC seconds. The key is read once a process."""

    keys: ReceiptKeys
    clock: Callable[[], int]
    _known: ec.EllipticCurvePrivateKey | None = field(default=None, repr=False)

    def signed(self, payload: bytes) -> str:
        """The payload as a JWS in compact form."""
        key = self._key()
        head = {"alg": "ES256", "kid": _thumbprint(_point(key))}
        told = f"{_base64(_json(head))}.{_base64(payload)}"
        # A JWS has both numbers side by side, where the library writes them in DER.
        halves = decode_dss_signature(key.sign(told.encode(), _SIGNED))
        return f"{told}.{_base64(b''.join(_number(each) for each in halves))}"

    def key(self) -> Jwk:
        """The public key as JWK (RFC 7517)."""
        point = _point(self._key())
        return {**point, "alg": "ES256", "use": "sig", "kid": _thumbprint(point)}

    def _key(self) -> ec.EllipticCurvePrivateKey:
        if self._known is None:
            self._known = _read(self.keys.kept(_made, self.clock()))
        return self._known


def _made() -> bytes:
    """A new private key, as it is kept: PKCS #8 in DER."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _read(kept: bytes) -> ec.EllipticCurvePrivateKey:
    key = load_der_private_key(kept, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("the key of receipts is of another kind")
    return key


def _point(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """The members of the public key that its thumbprint is of."""
    told = key.public_key().public_numbers()
    x, y = (_base64(_number(each)) for each in (told.x, told.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def _thumbprint(point: Jwk) -> str:
    """RFC 7638: of the members in the order of their names."""
    return _base64(hashlib.sha256(_json(point)).digest())


def _json(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def _number(number: int) -> bytes:
    return number.to_bytes(_WIDTH)


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
