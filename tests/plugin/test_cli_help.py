"""Every command line that a command's help gives as an example goes as written."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import click
import pytest
from click.testing import CliRunner
from pymongo import MongoClient

from plugin.cli.main import COMMANDS, cli
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from plugin.stores.tickets.deliveries import Deliveries
from tests.mongo import ADDRESS
from webhooks.contract import Delivery, Label

ROOT = Path(__file__).parents[2]
QUESTION = '{"start": "2026-03-06T16:00Z", "end": "2026-03-09T08:00Z"}\n'
PEOPLE = "kind;id;name;team;location;identity;from;until\nperson;bob;Bob Bell;;;zd-acme/user/7;;\n"
LOCATION = "location;krakow;Kraków;;;shops/location/krakow;;\n"
VISITS = """\
shopper;location;from;until;questionnaire;fee;currency
anna;krakow;2026-09-21;2026-09-25;shop-visit;25,00;PLN
"""
BACKUP = "plumbline-2026-11-22T190000Z.zip"
FAILED = "8f2c1a52-6a64-4a39-9d3c-21f0c76f8a10"

# They go on until they are told to end, or need a service that does: who runs them instead.
RUN_ELSEWHERE = {
    "serve": "tests/long/test_serve.py",
    "worker": "tests/long/test_serve.py",
    "demo": "tests/long/test_first_run.py",
}
# They ask a helpdesk who we are there; tests/plugin/sending connects to one that answers.
ASK_OUTSIDE = {
    "plumbline connect zendesk zd-acme --address https://acme.zendesk.com --user bot@acme.example",
    "plumbline connect freshdesk fd-acme --address https://acme.freshdesk.com --token-file key.txt",
    "plumbline connect django-helpdesk dh-acme --address https://help.acme.example --user bot"
    " --token-file password.txt",
}


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command that does something, as its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name)


def examples(words: tuple[str, ...]) -> list[str]:
    """The example lines of the command's help."""
    said = CliRunner().invoke(cli, [*words, "--help"], terminal_width=200).output
    return re.findall(r"^ +(plumbline .+)$", said, re.MULTILINE)


@dataclass(slots=True)
class Desk:
    """A folder with the files that the examples name, and an empty database."""

    folder: Path
    mongo: MongoClient[Document]
    key: str = field(default_factory=new_key)
    database: str = field(default_factory=lambda: f"test-{uuid4().hex}")

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """The line run by a shell in the folder, failing where any part of a pipe does."""
        told = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "MONGODB_URI": os.environ[ADDRESS],
            "PLUMBLINE_DATABASE": self.database,
            "PLUMBLINE_KEYS": self.key,
        }
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", line],
            cwd=self.folder,
            env={**os.environ, **told},
            input="a-password-of-some-length\n",
            capture_output=True,
            text=True,
            check=False,
        )

    def must(self, line: str) -> None:
        """Runs the line. AssertionError with what it said when it does not go."""
        done = self.run(line)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"

    def use_another_database(self) -> None:
        """Leaves the one in use for an empty one."""
        self.mongo.drop_database(self.database)
        self.database = f"test-{uuid4().hex}"


@pytest.fixture
def desk(tmp_path: Path, mongo: MongoClient[Document]) -> Iterator[Desk]:
    acme, library = ROOT / "docs/examples/acme", ROOT / "standards/library"
    shutil.copytree(library, tmp_path / "standards/library")
    shutil.copy(library / "contact.yaml", tmp_path)
    text = (library / "contact.yaml").read_text().replace("version: 1", "version: 2", 1)
    (tmp_path / "next.yaml").write_text(text.replace("weight: 4", "weight: 5", 1))
    shutil.copy(acme / "tickets.jsonl", tmp_path)
    for name in ("tickets.csv", "mapping.yaml"):
        shutil.copy(ROOT / "docs/examples/helpdesk-export" / name, tmp_path)
    (tmp_path / "questions.jsonl").write_text(QUESTION)
    (tmp_path / "secret.txt").write_text("what-signs-the-deliveries\n")
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "visits.csv").write_text(VISITS)
    (tmp_path / "backups").mkdir()
    made = Desk(tmp_path, mongo)
    yield made
    mongo.drop_database(made.database)


def judged(desk: Desk) -> None:
    desk.must("plumbline judge contact.yaml tickets.jsonl --out cards.jsonl")
    cards = (desk.folder / "cards.jsonl").read_bytes()
    (desk.folder / "cards.jsonl.gz").write_bytes(gzip.compress(cards))


def with_bob(desk: Desk) -> None:
    desk.must("plumbline directory import people.csv")
    desk.must("plumbline user add the-first --role admin --generate")


def with_bob_signing_in(desk: Desk) -> None:
    with_bob(desk)
    desk.must("plumbline user add bob --role employee --generate")


def with_lea_approving(desk: Desk) -> None:
    with_bob(desk)
    desk.must("plumbline user add lea --role approver --generate")


def connected(desk: Desk) -> None:
    line = "plumbline connect zendesk zd-acme --address https://acme.zendesk.com"
    desk.must(f"{line} --no-write-back --secret-file secret.txt --offline")


def connected_with_freshdesk(desk: Desk) -> None:
    line = "plumbline connect freshdesk fd-acme --address https://acme.freshdesk.com"
    desk.must(f"{line} --no-write-back --offline")


def with_a_failed_delivery(desk: Desk) -> None:
    desk.must("plumbline deliveries")
    kept = Deliveries(database_of(desk.mongo, desk.database), Sealer([desk.key]))
    kept.keep("zd-acme", Label(FAILED, None), Delivery({}, b"{", 1_700_000_000), "it is no JSON")


def published(desk: Desk) -> None:
    desk.must("plumbline publish contact.yaml")


def with_a_shopper(desk: Desk) -> None:
    (desk.folder / "people.csv").write_text(PEOPLE + LOCATION)
    with_bob(desk)
    desk.must("plumbline user add anna --role shopper --generate")
    desk.must("plumbline publish standards/library/shop_visit.yaml")


def backed_up(desk: Desk) -> None:
    desk.must("plumbline directory import people.csv")
    desk.must(f"plumbline backup {BACKUP}")


def backed_up_elsewhere(desk: Desk) -> None:
    backed_up(desk)
    desk.use_another_database()


def with_a_form(desk: Desk) -> None:
    desk.must("plumbline xlsform out contact.yaml -o form.xlsx")


# What has to be there before the examples of a command.
BEFORE: Mapping[str, Callable[[Desk], None]] = {
    "assignments import": with_a_shopper,
    "backtest": published,
    "connect freshdesk": connected_with_freshdesk,
    "connect zendesk": connected,
    "deliveries": with_a_failed_delivery,
    "erase": with_a_shopper,
    "restore": backed_up_elsewhere,
    "summary": judged,
    "user add": with_bob,
    "user areas": with_lea_approving,
    "user list": with_bob,
    "verify": backed_up,
    "xlsform in": with_a_form,
    "withdraw": published,
    **dict.fromkeys(
        ("user disable", "user enable", "user password", "user roles", "user sign-out"),
        with_bob_signing_in,
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("words", [*leaves(cli)], ids=" ".join)
def test_the_examples_of_the_help_go_as_written(words: tuple[str, ...], desk: Desk) -> None:
    name = " ".join(words)
    lines = examples(words)
    assert lines
    if name in RUN_ELSEWHERE:
        elsewhere = (ROOT / RUN_ELSEWHERE[name]).read_text("utf-8")
        assert name in elsewhere
        return
    if name in BEFORE:
        BEFORE[name](desk)
    for line in lines:
        if line not in ASK_OUTSIDE:
            desk.must(line)


def test_every_command_is_among_them() -> None:
    assert {words[0] for words in leaves(cli)} == set(COMMANDS)
