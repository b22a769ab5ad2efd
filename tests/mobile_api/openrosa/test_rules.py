"""What becomes of a submission, by its id, its bytes and what it edits: tables of cases.

A case is a list of posts, each with the status that it is answered. A post names its instance, its
answer to S-7 (other words are other bytes), what it edits, and the files that come with it.
"""

from __future__ import annotations

from uuid import UUID

import pytest

from plugin.stores.shopping.instances import Instances
from tests.mobile_api.openrosa.served import new_key
from tests.mobile_api.openrosa.written import PHOTO, id_of, post, withdraw_shop, xml_of
from tests.mobile_api.service import NOW, Service, publish_shop

OTHER = b"bytes of another"


def parsed(table: str) -> list[tuple[str, str]]:
    rows = [line.partition("|") for line in table.strip().splitlines()]
    return [(posts.strip(), why.strip()) for posts, _, why in rows]


# NAME[=words][<edited][+file][+file*] -> status; `*` marks other bytes, `!` names a photo.
CASES = parsed("""
A 201                                        | a new one is created
A 201, A 202                                 | the same bytes with nothing new
A 201, A=other 409                           | the same id with other bytes
A! 201, A! 202                               | the same bytes, and its file is still missing
A! 201, A!+p.jpg 201                         | the file that was missing comes
A!+p.jpg 201, A!+p.jpg 202                   | the same file again
A!+p.jpg 201, A!+p.jpg* 409                  | a file of the name with other bytes
A! 201, A!+p.jpg 201, A! 202                 | the answers alone once more
A! 201, A!=other 409                         | other bytes while files are missing
A+p.jpg 201, A+q.jpg 202                     | files that the answers do not name are left out
A 201, B<A 201                               | an edit of what stands
A 201, B<A 201, B<A 202                      | the edit again
A 201, B<A 201, A 409                        | what is edited comes again
A 201, B<A 201, C<A 409                      | a second edit of the same
A 201, B<A 201, C<B 201                      | an edit of the edit
A 201, B<A! 201, B<A!+p.jpg 201              | a file of an edit comes later
A 201, B<A! 201, C<A 409                     | an edit that waits for files has its place
A! 201, B<A 201                              | an edit of what still waited for files
B<A 404                                      | an edit of what nobody sent
A<A 404                                      | an edit of itself
A~ 422, A~ 422                               | answers that do not fit
A~ 422, A 201                                | and are mended under the same id
A~ 422, B<A 201                              | or by an edit
A 201, B<A~ 422, C<A 201                     | an edit that does not fit takes no place
A 201, A@2 404                               | a version that there is not
A@9999999999 404                             | nor could be
A@ 404                                       | none at all
""")


def told(text: str) -> tuple[bytes, dict[str, bytes], int]:
    """The post that a case writes as `B<A!=words+p.jpg* 201`."""
    said, _, status = text.strip().rpartition(" ")
    files = {}
    said, *named = said.split("+")
    for each in named:
        files[each.rstrip("*")] = OTHER if each.endswith("*") else PHOTO
    said, _, words = said.partition("=")
    said, has_version, version = said.partition("@")
    more = {"version": version} if has_version else {}
    if said.endswith("~"):
        more["S-3"] = "6"  # a scale to 5
    photo = "p.jpg" if said.endswith("!") else ""
    name, _, edits = said.rstrip("!~").partition("<")
    return xml_of(name, words or "fine", edits, photo, **more), files, int(status)


@pytest.mark.parametrize("posts", [posts for posts, _ in CASES], ids=[why for _, why in CASES])
def test_what_becomes_of_a_submission(posts: str, service: Service, key: str) -> None:
    for each in posts.split(", "):
        xml, files, status = told(each)
        answer = post(service, key, xml, files)
        assert answer.status_code == status, (each, answer.text)
        assert answer.mimetype == "text/xml"
        assert answer.headers["X-OpenRosa-Version"] == "1.0"


def stands(service: Service, name: str) -> dict[str, object]:
    found = service.database.visits.find_one({"_id": f"visit/{id_of(name)}"})
    return dict(found or {})


def test_an_edit_replaces_the_visit(service: Service, key: str) -> None:
    for each in ("A 201", "B<A 201", "C<B 201"):
        xml, files, status = told(each)
        assert post(service, key, xml, files).status_code == status
    replaced = [stands(service, name)["replaced_by"] for name in "ABC"]
    assert replaced == [f"visit/{id_of('B')}", f"visit/{id_of('C')}", None]
    assert [Instances(service.database).find(id_of(n)).root for n in "ABC"] == [id_of("A")] * 3  # type: ignore[union-attr]


def test_an_edit_of_what_never_became_a_visit_replaces_nothing(service: Service, key: str) -> None:
    for each in ("A! 201", "B<A 201", "C<B 201"):
        xml, files, status = told(each)
        assert post(service, key, xml, files).status_code == status
    assert not stands(service, "A")
    assert [stands(service, name)["replaces"] for name in "BC"] == [None, f"visit/{id_of('B')}"]


def test_a_visit_that_our_own_app_sent_can_be_edited(service: Service, key: str) -> None:
    given = {"questionnaire": {"standard": "shop", "version": 1}, "answers": {"S-1": "closed"}}
    assert service.put(given, UUID(id_of("A"))).status_code == 201
    assert post(service, key, xml_of("A")).status_code == 409
    assert post(service, key, xml_of("B", edits="A")).status_code == 201
    assert stands(service, "A")["replaced_by"] == f"visit/{id_of('B')}"


def test_somebody_elses_can_be_neither_sent_again_nor_edited(service: Service, key: str) -> None:
    assert post(service, key, xml_of("A")).status_code == 201
    theirs = new_key(service, "boris")
    assert post(service, theirs, xml_of("A")).status_code == 409
    assert post(service, theirs, xml_of("B", edits="A")).status_code == 404


def test_what_is_accepted_cannot_be_edited(service: Service, key: str) -> None:
    assert post(service, key, xml_of("A")).status_code == 201
    assert service.accept(UUID(id_of("A"))).status_code == 200
    answer = post(service, key, xml_of("B", edits="A"))
    assert answer.status_code == 422
    assert "is accepted" in answer.text
    assert stands(service, "A")["replaced_by"] is None


def test_a_withdrawn_version_takes_nothing_new_and_keeps_it(fresh: Service) -> None:
    key = new_key(fresh)
    assert post(fresh, key, xml_of("A", photo="p.jpg")).status_code == 201
    withdraw_shop(fresh)
    answer = post(fresh, key, xml_of("B"))
    assert answer.status_code == 409
    assert "withdrawn" in answer.text
    assert post(fresh, key, xml_of("A", photo="p.jpg"), {"p.jpg": PHOTO}).status_code == 201
    told = fresh.ask("GET", f"/odk-instances/{id_of('B')}", "carol").get_json()
    assert (told["state"], told["visit"]) == ("refused", None)
    answer = fresh.ask("POST", f"/odk-instances/{id_of('B')}/visit", "carol")
    assert answer.get_json()["visit"] == f"visit/{id_of('B')}", answer.text


def test_an_older_version_is_taken(fresh: Service) -> None:
    key = new_key(fresh)
    publish_shop(fresh.database, 2, NOW - 3_600)
    assert post(fresh, key, xml_of("A")).status_code == 201


def test_one_that_is_being_taken_is_not_taken_twice(service: Service, key: str) -> None:
    instances = Instances(service.database)
    with instances.hold(id_of("A"), NOW):
        answer = post(service, key, xml_of("A"))
        assert answer.status_code == 423
        assert post(service, key, xml_of("Z")).status_code == 201
    assert post(service, key, xml_of("A")).status_code == 201


def test_what_a_dead_process_held_is_free_after_a_minute(service: Service, key: str) -> None:
    held = Instances(service.database).hold(id_of("A"), NOW)
    held.__enter__()
    assert post(service, key, xml_of("A")).status_code == 423
    service.now[0] += 61
    assert post(service, key, xml_of("A")).status_code == 201


def test_what_does_not_fit_is_said_and_kept(service: Service, key: str) -> None:
    answer = post(
        service, key, xml_of("A", photo="p.jpg", **{"S-3": "6", "S-2": ""}), {"p.jpg": PHOTO}
    )
    assert answer.status_code == 422
    assert "How tidy was it? (S-3): '6' is not" in answer.text
    assert "Were you greeted? (S-2): must be answered" in answer.text
    kept = service.ask("GET", f"/odk-instances/{id_of('A')}").get_json()
    assert kept["state"] == "refused"
    assert len(kept["faults"]) == 2
    assert kept["files"][0]["bytes"] == len(PHOTO)
