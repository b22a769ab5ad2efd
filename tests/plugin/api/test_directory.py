"""The directory through the API."""

from __future__ import annotations

from plugin.stores.layout import Mongo
from tests.plugin.api.admins import admin
from tests.plugin.directory.test_sheet import SHEET


def test_a_sheet_is_taken_and_shown(database: Mongo) -> None:
    root = admin(database)
    answer = root.ask("POST", "/directory/imports", data=SHEET, content_type="text/csv")
    assert (answer.status_code, answer.json["people"]["added"]) == (200, ["ann", "bea"])
    shown = root.ask("GET", "/directory").json
    assert shown["people"][0] == {
        "id": "ann",
        "name": "Ann Ash",
        "team": "mail",
        "location": "lodz-2",
        "email": None,
        "identities": [
            {"id": "badge/17", "from": "2026-02-28T23:00:00Z", "until": "2026-03-31T22:00:00Z"},
            {"id": "zd-acme/user/7", "from": None, "until": None},
        ],
    }
    lodz = {"id": "lodz-2", "name": "Łódź 2", "identities": ["lodz-2"]}
    assert shown["locations"] == [{**lodz, "latitude": None, "longitude": None}]


def test_replacing_takes_the_others_away(database: Mongo) -> None:
    root = admin(database)
    root.ask("POST", "/directory/imports", data=SHEET, content_type="text/csv")
    less = "kind,id,name\nperson,bea,Bea\n"
    path = "/directory/imports?replace=true"
    answer = root.ask("POST", path, data=less, content_type="text/csv")
    assert answer.json["people"] == {
        "added": [],
        "changed": [],
        "same": ["bea"],
        "removed": ["ann"],
    }
    assert root.ask("GET", "/directory").json["teams"] == []


def test_faults_are_listed_by_row_and_nothing_is_taken(database: Mongo) -> None:
    root = admin(database)
    raw = "kind,id,name\nperson,a b,Ann\nperson,bea,Bea\nteem,x,X\n"
    answer = root.ask("POST", "/directory/imports", data=raw, content_type="text/csv")
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == ["/rows/2", "/rows/4"]
    assert root.ask("GET", "/directory").json["people"] == []


def test_a_sheet_may_be_larger_than_other_bodies(database: Mongo) -> None:
    root = admin(database)
    lines = "".join(f"person,p{number:06},{'x' * 60}\n" for number in range(20_000))
    answer = root.ask(
        "POST", "/directory/imports", data=f"kind,id,name\n{lines}", content_type="text/csv"
    )
    assert (answer.status_code, len(answer.json["people"]["added"])) == (200, 20_000)
    answer = root.ask("POST", "/directory/imports", data=b"x" * 9_000_000, content_type="text/csv")
    assert answer.status_code == 413
