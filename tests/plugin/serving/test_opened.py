"""Commands open the house where no service runs, one after the other, by their own mongod."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.serving.opened import called, opened
from plugin.stores.embedded.ownership import owner_of
from plugin.stores.embedded.owning import NobodyServes
from tests.long.processes import environment_of, processes_over, until
from tests.mongo import memory

COMMAND = """
import os, sys
from plugin.serving.opened import opened
with opened(os.environ) as house:
    house.database.kept.insert_one({"_id": int(sys.argv[1])})
"""


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="pl-", dir=memory()) as folder:
        yield environment_of(Path(folder), 8470)


@pytest.mark.long
def test_commands_that_start_at_once_take_turns(environment: dict[str, str]) -> None:
    data = Path(environment["PLUMBLINE_DATA"])
    running = [
        subprocess.Popen([sys.executable, "-c", COMMAND, str(number)], env=environment)
        for number in range(3)
    ]
    assert [each.wait(120) for each in running] == [0, 0, 0]
    assert owner_of(data) is None
    assert until(lambda: not processes_over(data), 10)
    with opened(environment) as house:
        assert house.database.kept.count_documents({}) == 3


def test_who_may_not_own_attaches_to_a_service_only(environment: dict[str, str]) -> None:
    with pytest.raises(NobodyServes), opened(environment, may_own=False):
        pass


def test_the_command_line_is_told_without_the_values_of_options(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = ["/opt/bin/plumbline", "connect", "zendesk", "--secret=s3cret", "--token", "s3cret"]
    monkeypatch.setattr(sys, "argv", told)
    assert called() == "plumbline connect zendesk"
    monkeypatch.setattr(sys, "argv", ["plumbline", "--secret=s3cret"])
    assert called() == "plumbline --secret"
