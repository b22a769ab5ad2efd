"""Many examples of every operation of openapi.yaml hold against the API as it is served."""

from __future__ import annotations

import pytest

from plugin.stores.layout import Mongo
from tests.doors.live import EVERY_ROLE, live, tried
from tests.doors.test_schemathesis import is_known

pytestmark = pytest.mark.long

# An admin who is tried with changing users changes themself, and all that follows is refused.
BUT_USERS = ("--exclude-path-regex", "/users/")
# Who may end everybody's sign-ins ends their own before long.
BUT_SESSIONS = ("--exclude-path-regex", "/users/[^/]+/sessions")
# user | examples of each operation | what is left out | why
TRIED = [
    pytest.param(EVERY_ROLE, 30, BUT_SESSIONS, id="somebody with every role"),
    pytest.param("adam", 10, BUT_USERS, id="an admin"),
    pytest.param("anna", 10, (), id="a shopper"),
]


@pytest.mark.parametrize(("user", "examples", "but"), TRIED)
def test_no_check_fails(database: Mongo, user: str, examples: int, but: tuple[str, ...]) -> None:
    with live(database) as at:
        token = at.token(user)
        done = tried(at, token, examples, *but)
        assert done.returncode == 0, done.stdout + done.stderr
        assert " passed" in done.stdout
        assert is_known(at, token)


def test_signing_out_holds_as_well(database: Mongo) -> None:
    with live(database) as at:
        token = at.token("anna")
        only = ("--include-path", "/api/v1/sessions/current", "--phases", "coverage")
        done = tried(at, token, 5, *only)
        assert done.returncode == 0, done.stdout + done.stderr
        assert not is_known(at, token)
