"""A few examples of every operation of openapi.yaml hold against the API as it is served.

tests/long/test_schemathesis.py tries many more, and as other users.
"""

from __future__ import annotations

import requests

from plugin.stores.layout import Mongo
from tests.doors.live import EVERY_ROLE, Live, live, tried


def test_no_check_fails(database: Mongo) -> None:
    with live(database) as at:
        token = at.token(EVERY_ROLE)
        done = tried(at, token, 3, "--phases", "fuzzing,stateful")
        assert done.returncode == 0, done.stdout + done.stderr
        assert is_known(at, token)  # so that not every answer was 401


def is_known(at: Live, token: str) -> bool:
    """Whether the token is still good."""
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{at.address}/api/v1/account", headers=headers, timeout=10).ok
