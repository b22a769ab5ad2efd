"""Collect sends a visit over a link that is cut, to a service that is killed between its posts.

Whatever was answered by 201 or 202 is there after every kill, and in the end the visit stands once,
whole and scored.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from uuid import uuid4

import pytest
from requests import Request, RequestException

from mobile_api.permissions import Role
from plugin.directory.signing_in import hash_of
from plugin.house import House
from plugin.stores.people.users import User, Users
from plugin.stores.shopping.instances import Instances
from plugin.stores.shopping.keys import OdkKey, OdkKeys
from tests.fakes.collect import Collect, NotReceived, split
from tests.fakes.flapping import Flapping
from tests.fakes.xform import XForm
from tests.long.processes import Service, serving, until
from tests.mobile_api.openrosa.served import HERE, fill_directory
from tests.mobile_api.service import publish_shop
from tests.plugin.visits.pictures import by_a_camera

pytestmark = pytest.mark.long

KEY = f"odk_{uuid4().hex}"
IN_TURN = ("answering", "mongod", "supervisor")
CUT_EVERY = 400_000  # bytes
AT_ONCE = 200_000  # bytes of a post; the server would take more
SENT_SECONDS = 150.0
SETTLED_SECONDS = 60.0
ANSWERS = {**HERE, "S-1": "open", "S-2": "yes", "S-6": "0.jpg", "plumbline_sound": "1.m4a"}


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with serving(zone="Europe/Warsaw") as service:
        service.until_ready()
        with service.house() as house:
            furnish(house)
        yield service


def furnish(house: House) -> None:
    """A shopper with a key, the shop's standard, and a directory."""
    now = house.clock()
    database = house.database
    publish_shop(database, now=now - 86_400)
    fill_directory(database)
    Users(database).add(User("anna", "Anna", frozenset({Role.SHOPPER}), password="$argon2id$none"))
    OdkKeys(database).add(
        OdkKey(id="1", user="anna", name="t", key=hash_of(KEY), made_at=now, made_by="anna")
    )


def files() -> Mapping[str, bytes]:
    """A photo and a recording, each large enough for a post of its own."""
    sound = b"\0\0\0\x20ftypM4A " + hashlib.sha256(b"sound").digest() * 5_000
    return {"0.jpg": by_a_camera(size=(640, 480)), "1.m4a": sound}


def form_of(collect: Collect) -> XForm:
    (listed,) = [each for each in collect.forms() if each.id == "shop"]
    return collect.download(listed)


def persist(service: Service, collect: Collect, xml: bytes, sent: Mapping[str, bytes]) -> int:
    """Posts until that was received; how often it took."""
    ends = time.monotonic() + SENT_SECONDS
    for tried in range(1, 10_000):
        error = failed(collect, xml, sent)
        if error is None:
            return tried
        assert not isinstance(error, NotReceived) or error.status in {423, 500, 503}, error
        if service.process.poll() is not None:
            service.start()
        time.sleep(0.3)
        assert time.monotonic() < ends, (error, service.log()[-3_000:])
    raise AssertionError("never received")


def failed(collect: Collect, xml: bytes, sent: Mapping[str, bytes]) -> Exception | None:
    """Why the post was not received; None when it was."""
    try:
        collect.post(xml, sent)
    except (RequestException, NotReceived, AssertionError) as error:
        collect.session.close()
        return error
    return None


def here(house: House, uuid: str) -> Mapping[str, str]:
    """The SHA-256 of every file that the service holds of the instance, by name."""
    return {name: each.sha256 for name, each in Instances(house.database).files(uuid).items()}


def test_a_visit_comes_once_and_whole(service: Service) -> None:
    with Flapping(service.port) as link:
        collect = Collect(f"http://127.0.0.1:{link.port}/openrosa/{KEY}")
        form = form_of(collect)
        uuids, tries, named = [], 0, files()
        for at, role in enumerate(IN_TURN):
            uuid = str(uuid4())
            uuids.append(uuid)
            xml = collect.fill_in(form, ANSWERS, instanceID=f"uuid:{uuid}")
            link.cut_every = CUT_EVERY
            told: dict[str, str] = {}
            for sent, _ in split(xml, named, AT_ONCE):
                tries += persist(service, collect, xml, sent)
                told |= {name: hashlib.sha256(each).hexdigest() for name, each in sent.items()}
                service.kill(role)
                if role == "supervisor":
                    service.start()
                service.until_ready()
                with service.house() as house:
                    assert dict(here(house, uuid)).items() >= told.items(), (at, role)
            assert told.keys() == named.keys()
            tries += persist(service, collect, xml, named)
    with service.house() as house:
        assert until(lambda: settled(house, uuids), SETTLED_SECONDS), left(house)
        assert house.database.visits.count_documents({}) == len(uuids)
        assert house.database["instance_blobs.files"].count_documents({}) == 0
    print(f"\n{len(uuids)} visits in {tries} posts, {link.cuts} cuts, {len(IN_TURN) * 2} kills")


def test_what_comes_in_chunks_is_taken(service: Service) -> None:
    address = f"{service.address}/openrosa/{KEY}/submission"
    uuid = str(uuid4())
    collect = Collect(f"{service.address}/openrosa/{KEY}")
    xml = collect.fill_in(form_of(collect), {**HERE, "S-1": "closed"}, instanceID=f"uuid:{uuid}")
    parts = {"xml_submission_file": ("a.xml", xml, "text/xml")}
    whole = Request("POST", address, files=parts).prepare()
    body = whole.body
    assert isinstance(body, bytes)
    pieces = (body[at : at + 500] for at in range(0, len(body), 500))
    told = {"Content-Type": whole.headers["Content-Type"]}
    answer = collect.session.post(address, data=pieces, headers=told, timeout=30)
    assert answer.status_code == 201, answer.text
    with service.house() as house:
        assert house.database.visits.find_one({"_id": f"visit/{uuid}"})


def settled(house: House, uuids: list[str]) -> bool:
    """Whether every visit has its card and its photo."""
    visits = list(house.database.visits.find({"_id": {"$in": [f"visit/{e}" for e in uuids]}}))
    cards = house.database.cards.count_documents({"contact": {"$regex": "^visit/"}})
    instances = house.database.instances.count_documents({"state": "sent"})
    return len(visits) == len(uuids) == instances and cards >= len(uuids)


def left(house: House) -> object:
    return list(house.database.instances.find({}, {"xml": 0, "body": 0}))
