"""A visit's whole way: from a phone to a final card that counts once."""

from __future__ import annotations

import json
from io import BytesIO
from uuid import uuid4

from PIL import Image

from tests.mobile_api.service import Service, file_of, visit
from tests.tallied import counted_in


def jpeg(size: tuple[int, int] = (640, 480)) -> bytes:
    written = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(written, "JPEG")
    return written.getvalue()


def test_a_visit_goes_from_a_phone_to_a_final_card_that_counts_once(service: Service) -> None:
    photo, uuid = jpeg(), uuid4()
    answers = {"S-1": "open", "S-2": "yes", "S-3": 5, "S-6": "front.jpg"}
    sent = json.dumps(visit(answers=answers, files=[file_of(photo)])).encode()

    first = service.put(sent, uuid)
    assert first.status_code == 201
    assert first.get_json()["card"]["standing"] == "provisional"
    assert [each["state"] for each in first.get_json()["files"]] == ["expected"]
    assert service.put(sent, uuid).status_code == 200

    assert service.work() == 1
    assert standings(service) == {"provisional": 1}
    assert service.accept(uuid).status_code == 409

    path = f"/visits/{uuid}/files/front.jpg"
    put = service.ask("PUT", path, data=photo, content_type="image/jpeg")
    assert put.status_code == 201
    assert put.get_json()["state"] == "arriving"
    assert service.work() == 1
    seen = service.ask("GET", f"/visits/{uuid}").get_json()
    assert seen["files"][0]["state"] == "arrived"
    kept = service.ask("GET", path, "carol")
    assert kept.status_code == 200
    assert Image.open(BytesIO(kept.data)).size == (640, 480)

    accepted = service.accept(uuid)
    assert accepted.status_code == 200
    assert accepted.get_json()["card"]["standing"] == "final"
    assert service.work() == 1
    assert standings(service) == {"final": 1}
    assert counted(service) == {"final": 1}
    assert service.accept(uuid).get_json() == accepted.get_json()
    assert service.work() == 0


def standings(service: Service) -> dict[str, int]:
    """How many cards are filed in each standing."""
    found: dict[str, int] = {}
    for each in service.database.cards.find():
        found[each["standing"]] = found.get(each["standing"], 0) + 1
    return found


def counted(service: Service) -> dict[str, int]:
    """How many contacts the tallies count in each standing."""
    found: dict[str, int] = {}
    for rows in counted_in(service.database).values():
        for (criterion, _, standing, *_), (contacts, *_) in rows.items():
            if criterion is None and standing is not None:
                found[standing] = found.get(standing, 0) + contacts
    return found
