"""What the benchmark of syncs asks for is answered as it says, and by the floor alike."""

from __future__ import annotations

import gzip
import json
import time

from benchmarks import sync, sync_firm
from benchmarks.sync_app import FLOOR, beside_the_floor
from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo


def test_each_kind_is_answered_as_the_benchmark_says(database: Mongo) -> None:
    now = int(time.time())
    token = sync_firm.furnish(database, now)
    key = new_key()
    client = beside_the_floor(House(Config(), database, Sealer([key]), lambda: now)).test_client()

    def get(path: str, etag: str) -> tuple[int, str, bytes]:
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"}
        headers |= {} if etag == "-" else {"If-None-Match": etag}
        answer = client.get(path, headers=headers)
        return answer.status_code, answer.headers.get("ETag", ""), answer.data

    ways = sync.prepare(database, get)
    assert list(ways) == list(sync.KINDS)
    assert [each.status for each in ways.values()] == [200, 200, 200, 304]
    told = {
        kind: json.loads(gzip.decompress(get(each.path, each.etag)[2]))
        for kind, each in ways.items()
        if each.status == 200
    }
    counted = {kind: len(each["assignments"]) for kind, each in told.items()}
    assert counted == {"whole": sync_firm.ASSIGNMENTS, "one changed": 1, "nothing new": 0}
    assert len(told["whole"]["submissions"]) == sync_firm.SENT
    assert len(told["whole"]["questionnaires"][0]["questions"]) == sync_firm.QUESTIONS
    assert all(
        len(each["location"]["roster"]) == sync_firm.ROSTER for each in told["whole"]["assignments"]
    )
    floor = gzip.decompress(get(f"{FLOOR}/whole", "-")[2])
    assert json.loads(floor) == told["whole"]
    assert ways["whole"].packed < ways["whole"].plain / 4
