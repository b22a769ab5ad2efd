"""A receipt lists what is held, byte by byte, and anybody can hold it against the house's key."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from plugin.sealing import SealBroken, Sealer, new_key
from plugin.stores.shopping.receipt_keys import ReceiptKeys
from plugin.visits.receipts import SignedReceipts
from tests.mobile_api.service import NOW, Service, file_of, visit
from tests.mobile_api.test_files import PHOTO, begun, patch, put


def raw(told: str) -> bytes:
    """What stands in base64url without its padding."""
    return urlsafe_b64decode(told + "=" * (-len(told) % 4))


def proven(receipt: str, jwk: dict[str, str]) -> dict[str, Any]:
    """The payload, once its signature fits the key; InvalidSignature. Read as RFC 7515 says."""
    head, payload, signature = receipt.split(".")
    x, y = (int.from_bytes(raw(jwk[each])) for each in "xy")
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    r, s = (int.from_bytes(raw(signature)[half]) for half in (slice(32), slice(32, 64)))
    assert len(raw(signature)) == 64
    key.verify(encode_dss_signature(r, s), f"{head}.{payload}".encode(), ec.ECDSA(SHA256()))
    assert json.loads(raw(head)) == {"alg": "ES256", "kid": jwk["kid"]}
    return dict(json.loads(raw(payload)))


def receipt_of(service: Service, uuid: UUID, user: str = "anna") -> str:
    answer = service.ask("GET", f"/visits/{uuid}/receipt", user)
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["receipt"])


def key_of(service: Service, user: str = "anna") -> dict[str, str]:
    return dict(service.ask("GET", "/receipt-key", user).get_json())


def told(service: Service, uuid: UUID) -> dict[str, Any]:
    return proven(receipt_of(service, uuid), key_of(service))


def test_a_receipt_says_what_the_visit_was(service: Service) -> None:
    uuid, body = uuid4(), json.dumps(visit()).encode()
    service.put(body, uuid)
    service.now[0] += 60
    assert told(service, uuid) == {
        "contact": f"visit/{uuid}",
        "sha256": hashlib.sha256(body).hexdigest(),
        "bytes": len(body),
        "received_at": "2026-09-21T14:13:20Z",
        "issued_at": "2026-09-21T14:14:20Z",
        "complete": True,
        "replaced_by": None,
        "files": [],
    }


def test_a_receipt_follows_a_file_byte_by_byte(service: Service) -> None:
    bad = b"no photo at all " * 9
    uuid = begun(service, PHOTO, bad)

    def files() -> list[tuple[str, int]]:
        return [(each["state"], each["held"]) for each in told(service, uuid)["files"]]

    assert files() == [("expected", 0), ("expected", 0)]
    patch(service, uuid, 0, PHOTO[:777])
    assert files() == [("arriving", 777), ("expected", 0)]
    patch(service, uuid, 777, PHOTO[777:])
    put(service, uuid, bad, "1.jpg")
    assert not told(service, uuid)["complete"]
    service.work()
    last = told(service, uuid)
    assert last["complete"]
    arrived, refused = last["files"]
    assert (arrived["state"], arrived["held"]) == ("arrived", len(PHOTO))
    assert arrived["sha256"] == hashlib.sha256(PHOTO).hexdigest()
    assert (refused["state"], refused["name"]) == ("refused", "1.jpg")
    assert refused["why"]


def test_what_is_waited_for_says_until_when(service: Service) -> None:
    uuid = begun(service, PHOTO)
    patch(service, uuid, 0, PHOTO[:777])
    [file] = told(service, uuid)["files"]
    assert file["until"] == "2026-10-21T14:13:20Z"


def test_a_receipt_that_was_changed_is_found_out(service: Service) -> None:
    uuid = begun(service, PHOTO)
    head, payload, signature = receipt_of(service, uuid).split(".")
    other = receipt_of(service, begun(service, PHOTO)).split(".")[1]
    assert other != payload
    with pytest.raises(InvalidSignature):
        proven(f"{head}.{other}.{signature}", key_of(service))


def test_every_process_and_everybody_has_the_same_key(service: Service) -> None:
    one = key_of(service)
    assert key_of(service, "carol") == one
    other = SignedReceipts(ReceiptKeys(service.database, service.house.sealer), lambda: NOW)
    assert other.key() == one
    assert proven(other.signed(b"{}"), one) == {}


def test_two_that_make_the_key_at_once_agree(service: Service) -> None:
    keys = ReceiptKeys(service.database, service.house.sealer)

    def make() -> bytes:
        return ReceiptKeys(service.database, service.house.sealer).kept(lambda: b"first", NOW)

    assert keys.kept(lambda: make() and b"second", NOW) == b"first"


def test_the_key_is_kept_sealed(service: Service) -> None:
    key_of(service)
    with pytest.raises(SealBroken):
        ReceiptKeys(service.database, Sealer([new_key()])).kept(lambda: b"", NOW)


def test_the_key_is_for_whoever_is_signed_in(service: Service) -> None:
    assert service.ask("GET", "/receipt-key", None).status_code == 401


def test_a_receipt_is_for_the_sender_and_coordinators(service: Service) -> None:
    uuid = begun(service, PHOTO)
    assert receipt_of(service, uuid, "carol")
    assert service.ask("GET", f"/visits/{uuid}/receipt", "boris").status_code == 404


def test_a_review_has_a_receipt_too(service: Service) -> None:
    uuid = uuid4()
    given = visit(
        about="zd-acme/ticket/7", answers={"S-1": "open"}, files=[file_of(PHOTO, question=None)]
    )
    assert service.put(given, uuid, "rita", "reviews").status_code == 201
    answer = service.ask("GET", f"/reviews/{uuid}/receipt", "rita").get_json()
    assert not proven(answer["receipt"], key_of(service, "rita"))["complete"]
