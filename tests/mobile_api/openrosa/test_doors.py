"""Who may not come in, and what is not read: keys, hostile XML, wrong forms, too much at once."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import pytest
from defusedxml.ElementTree import fromstring

from mobile_api.openrosa.reading import LARGEST_XML, LONGEST_TEXT, MOST_FIELDS
from tests.fakes.collect import RESPONSE, Collect, NotReceived
from tests.mobile_api.openrosa.served import new_key, served, with_key
from tests.mobile_api.openrosa.written import PHOTO, id_of, post, withdraw_shop, xml_of
from tests.mobile_api.service import PASSWORD, Service

META = f"<meta><instanceID>uuid:{id_of('A')}</instanceID></meta>"
BOMB = (
    '<!DOCTYPE data [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi"))
    + f']><data id="shop" version="1"><S-7>&i;</S-7>{META}</data>'
)
FILE = '<!DOCTYPE data [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def data(inside: str, attributes: str = 'id="shop" version="1"') -> bytes:
    return f"<data {attributes}>{inside}</data>".encode()


# What is sent | status | of the words | why it is here
ROWS: list[tuple[str | bytes, int, str, str]] = [
    (BOMB, 400, "DTD", "an entity that swells"),
    (FILE + f"<data><S-7>&f;</S-7>{META}</data>", 400, "DTD", "a file of the server's"),
    ('<!DOCTYPE data SYSTEM "http://x/x.dtd"><data/>', 400, "DTD", "a DTD elsewhere"),
    (data(META, 'id="shop" version="1" xmlns="urn:other"'), 400, "namespace", "its root"),
    (data(f'<S-7 xmlns="urn:x">a</S-7>{META}'), 400, "namespace", "a field's namespace"),
    (data(f"<S-7>{'a' * (LONGEST_TEXT + 1)}</S-7>{META}"), 400, "characters", "a long text"),
    (data("".join(f"<q{n}/>" for n in range(MOST_FIELDS + 1)) + META), 400, "fields", "many"),
    (data("<g>" * 60_000 + "</g>" * 60_000 + META), 400, "deep", "groups in groups"),
    (data(f"<S-1>open</S-1><S-1>closed</S-1>{META}"), 400, "twice", "a doubled field"),
    (data(f"<g><S-1>open</S-1></g><S-1/>{META}"), 400, "twice", "doubled in a group"),
    (data(META + META), 400, "one meta block", "two metas"),
    (data("<S-1>open</S-1>"), 400, "meta block", "no meta"),
    (data("<meta><instanceID/></meta>"), 400, "no instanceID", "no id"),
    (data("<meta><instanceID>uuid:12</instanceID></meta>"), 400, "uuid:", "half an id"),
    ("not xml", 400, "well-formed", "no XML"),
    ("", 400, "well-formed", "nothing"),
    ("<data>ą".encode("utf-16"), 400, "well-formed", "broken off in another encoding"),
    (data(META, 'id="none" version="1"'), 404, "no form none", "an unknown form"),
    (data(META, 'id="shop" version="7"'), 404, "no form shop", "an unknown version"),
    (data(META, 'id="shop" version="one"'), 404, "no form shop", "a version of words"),
    (data(f"<S-99>x</S-99><S-1>closed</S-1>{META}"), 422, "S-99", "a question of no form"),
]


def test_what_is_not_read_is_said(service: Service) -> None:
    key, before = new_key(service), service.database.visits.count_documents({})
    for sent, status, words, why in ROWS:
        answer = post(service, key, sent.encode() if isinstance(sent, str) else sent)
        assert answer.status_code == status, (why, answer.text[:300])
        assert words in answer.text, why
        assert fromstring(answer.data).findtext(f"{RESPONSE}message"), why
    assert service.database.visits.count_documents({}) == before


def test_ten_megabytes_of_xml_are_refused(collect: Collect) -> None:
    with pytest.raises(NotReceived) as refused:
        collect.post(data(f"<S-7>{'a' * 10_000_000}</S-7>{META}"), {})
    assert refused.value.status == 413


def test_names_in_the_namespace_of_openrosa_are_read(service: Service) -> None:
    key = new_key(service)
    meta = META.replace("meta", "orx:meta").replace("instanceID", "orx:instanceID")
    spaces = 'id="shop" version="1" xmlns:orx="http://openrosa.org/xforms"'
    assert post(service, key, data(f"<S-1>closed</S-1>{meta}", spaces)).status_code == 201


def part() -> tuple[BytesIO, str]:
    return BytesIO(xml_of("A")), "a.xml"


def test_a_submission_is_one_part_of_a_form(service: Service) -> None:
    address = f"/openrosa/{new_key(service)}/submission"
    twice = [(BytesIO(b"1"), "p.jpg"), (BytesIO(b"2"), "p.jpg")]
    for sent in (
        {"data": xml_of("A"), "content_type": "text/xml"},
        {"data": {"other": part()}},
        {"data": {"xml_submission_file": [part(), part()]}},
        {"data": {"xml_submission_file": part(), "f": twice}},
    ):
        answer = service.app.test_client().post(address, **sent)
        assert answer.status_code == 400, answer.text
        assert answer.mimetype == "text/xml"


def test_too_much_at_once_is_refused_unread(service: Service) -> None:
    address = f"/openrosa/{new_key(service)}/submission"
    answer = service.app.test_client().post(
        address,
        data=b"x",
        content_type="multipart/form-data; boundary=b",
        environ_overrides={"CONTENT_LENGTH": str(10**9)},
    )
    assert answer.status_code == 413
    assert "at most" in answer.text


def test_a_withdrawn_version_is_neither_listed_nor_handed_out(fresh: Service) -> None:
    with served(fresh.app) as server:
        collect = with_key(fresh, server)
        assert [each.id for each in collect.forms()] == ["shop"]
        withdraw_shop(fresh)
        assert collect.forms() == []
        for path in ("shop/1.xml", "shop/1/manifest", "shop/2.xml", "x/1.xml"):
            with pytest.raises(NotReceived) as refused:
                collect.got(f"{collect.server}/forms/{path}")
            assert refused.value.status == 404, path


def test_a_form_has_no_other_files(collect: Collect) -> None:
    for name in ("itemsets.csv", "..csv", "plumbline_locations"):
        with pytest.raises(NotReceived) as refused:
            collect.got(f"{collect.server}/forms/shop/1/{name}")
        assert refused.value.status == 404


def status_of(collect: Collect) -> int:
    try:
        collect.forms()
    except NotReceived as refused:
        return refused.status
    return 200


def test_a_key_opens_until_it_is_revoked(service: Service, server: str) -> None:
    made = service.ask("POST", "/odk-keys", json={"name": "phone"}).get_json()
    collect = Collect(made["server"].replace("http://localhost", server))
    assert status_of(collect) == 200
    by_name = Collect(f"{server}/openrosa", "Anna", made["key"])
    assert status_of(by_name) == 200
    assert by_name.asked()[0] == f"{server}/openrosa/submission"
    assert service.ask("DELETE", f"/odk-keys/{made['id']}").get_json()["revoked_at"]
    assert (status_of(collect), status_of(by_name)) == (403, 401)
    with pytest.raises(NotReceived) as refused:
        collect.post(xml_of("A"), {})
    assert "revoked" in refused.value.text


def test_who_is_nobody_is_asked_for_name_and_key(service: Service, server: str) -> None:
    key = new_key(service)
    for name, password in (("anna", PASSWORD), ("boris", key), ("", key), ("anna", "odk_none")):
        assert status_of(Collect(f"{server}/openrosa", name, password)) == 401, (name, password)
    answer = service.app.test_client().get("/openrosa/formList")
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")
    assert status_of(Collect(f"{server}/openrosa/none")) == 403


def test_a_key_opens_no_other_door_and_no_other_sign_in_opens_its(
    service: Service, server: str
) -> None:
    key = new_key(service)
    client = service.app.test_client()
    told = {"Authorization": f"Bearer {key}"}
    assert client.get("/api/v1/account", headers=told).status_code == 401
    told = {"Authorization": f"Bearer {service.token('anna')}"}
    assert client.get("/openrosa/formList", headers=told).status_code == 401
    assert client.get(f"/openrosa/{service.token('anna')}/formList").status_code == 403


def test_a_key_is_good_only_as_long_as_its_owner_is(fresh: Service) -> None:
    address = f"/openrosa/{new_key(fresh)}/formList"
    client = fresh.app.test_client()
    assert client.get(address).status_code == 200
    fresh.ask("PATCH", "/users/anna", "adam", json={"active": False})
    assert client.get(address).status_code == 403


def test_a_key_is_not_taken_in_the_clear(service: Service, key: str) -> None:
    answer = service.app.test_client().get(
        f"/openrosa/{key}/formList", environ_overrides={"REMOTE_ADDR": "203.0.113.9"}
    )
    assert answer.status_code == 403
    assert "https://" in (fromstring(answer.data).findtext(f"{RESPONSE}message") or "")


def test_every_answer_bears_what_the_protocol_asks_for(collect: Collect) -> None:
    where, most = collect.asked()
    assert (where, most) == (f"{collect.server}/submission", 10_000_000)


def test_nothing_tells_the_key(fresh: Service, caplog: pytest.LogCaptureFixture) -> None:
    key = new_key(fresh)
    post(fresh, key, xml_of("A"))
    fresh.app.extensions["openrosa"] = None  # whatever is asked now fails
    with caplog.at_level("ERROR"):
        answer = fresh.app.test_client().get(f"/openrosa/{key}/formList")
    assert answer.status_code == 500
    assert caplog.records
    assert key not in caplog.text
    assert all(key not in str(each) for each in fresh.database.odk_keys.find())


def test_a_large_file_goes_alone(service: Service, collect: Collect) -> None:
    large = PHOTO * 800_000
    assert len(large) > 10_000_000
    assert len(xml_of("A", photo="p.jpg")) < LARGEST_XML
    assert collect.send(xml_of("A", photo="p.jpg"), {"p.jpg": large}) == [201]
    kept = service.ask("GET", f"/visits/{id_of('A')}").get_json()["files"]
    assert (kept[0]["bytes"], kept[0]["held"]) == (len(large), len(large))
