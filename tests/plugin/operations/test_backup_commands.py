"""`plumbline backup`, `restore` and `verify`, as somebody at a terminal meets them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from pymongo import MongoClient

from plugin.cli.main import cli
from plugin.sealing import new_key
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from tests.mongo import ADDRESS

KEY = new_key()


@pytest.fixture
def names(mongo: MongoClient[Document]) -> Iterator[tuple[str, str]]:
    """Two databases that are dropped in the end."""
    names = (f"t-{uuid4().hex[:20]}", f"t-{uuid4().hex[:20]}")
    yield names
    for each in names:
        mongo.drop_database(each)


def run(*arguments: str, database: str, keys: str = KEY) -> Result:
    told: Mapping[str, str] = {
        "MONGODB_URI": os.environ[ADDRESS], "PLUMBLINE_DATABASE": database, "PLUMBLINE_KEYS": keys,
    }  # fmt: skip
    return CliRunner().invoke(cli, arguments, env=told)


def test_a_backup_comes_back_whole(
    mongo: MongoClient[Document], names: tuple[str, str], tmp_path: Path
) -> None:
    one, two = names
    database_of(mongo, one)["anything"].insert_many([{"n": n} for n in range(700)])
    made = run("backup", str(tmp_path), database=one)
    assert made.exit_code == 0, made.output
    (file,) = tmp_path.iterdir()
    assert file.name.startswith(one)
    assert run("verify", str(file), database=one).output.endswith("in every collection\n")

    back = run("restore", str(file), database=two)
    assert (back.exit_code, "equal to the backup in every collection" in back.output) == (0, True)
    assert database_of(mongo, two)["anything"].count_documents({}) == 700

    database_of(mongo, two)["anything"].update_one({"n": 5}, {"$set": {"n": 6}})
    unlike = run("verify", str(file), database=two)
    assert unlike.exit_code == 1
    assert f"{two}: anything: 700 documents in both, but not the same ones" in unlike.output

    again = run("restore", str(file), database=two)
    assert (again.exit_code, "is not empty (anything)" in again.output) == (1, True)


def test_other_keys_restore_nothing(
    mongo: MongoClient[Document], names: tuple[str, str], tmp_path: Path
) -> None:
    one, two = names
    database_of(mongo, one)["anything"].insert_one({})
    file = tmp_path / "kept.zip"
    assert run("backup", str(file), database=one).exit_code == 0
    refused = run("restore", str(file), database=two, keys=new_key())
    assert (refused.exit_code, "PLUMBLINE_KEYS lacks keys" in refused.output) == (1, True)
    assert database_of(mongo, two)["anything"].count_documents({}) == 0


@pytest.mark.parametrize("contents", [b"", b"no backup at all", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_backup_is_refused_in_words(
    names: tuple[str, str], tmp_path: Path, contents: bytes
) -> None:
    file = tmp_path / "kept.zip"
    file.write_bytes(contents)
    for command in ("restore", "verify"):
        refused = run(command, str(file), database=names[1])
        assert refused.exit_code == 1
        assert refused.output == f"{file}: it is no backup, or its end is missing\n"


def test_a_file_that_stands_is_not_written_over(names: tuple[str, str], tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    file.write_bytes(b"mine")
    refused = run("backup", str(file), database=names[0])
    assert (refused.exit_code, file.read_bytes()) == (1, b"mine")


def test_a_file_may_be_checked_without_a_database(names: tuple[str, str], tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    run("backup", str(file), database=names[0])
    alone = CliRunner().invoke(cli, ["verify", "--file-only", str(file)], env={"MONGODB_URI": "no"})
    assert (alone.exit_code, "whole" in alone.output) == (0, True)
