"""Keys of an embedded service are made once and kept for its owner alone."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from plugin.cli.main import cli
from plugin.config import Config
from plugin.keys import KEY_FILE, kept_keys
from plugin.sealing import SealBroken, Sealer, new_key
from plugin.serving.opened import with_keys
from plugin.stores.keeping.seal_probe import probe
from plugin.stores.layout import Mongo


def test_the_key_is_made_once_for_all_who_start_together(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as crew:
        found = set(crew.map(kept_keys, [tmp_path / "data"] * 16))
    assert len(found) == 1
    (file,) = (tmp_path / "data").iterdir()
    assert file.name == KEY_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    Sealer(found.pop())


def test_a_key_of_the_environment_comes_first(tmp_path: Path) -> None:
    key = new_key()
    assert with_keys(Config(data=tmp_path, keys=(key,))).keys == (key,)
    assert not (tmp_path / KEY_FILE).exists()


def test_other_keys_do_not_open_what_was_sealed(database: Mongo) -> None:
    first, second = new_key(), new_key()
    for keys in ([first], [first], [second, first]):
        sealer = Sealer(keys)
        probe(database, sealer.seal, sealer.open)
    stranger = Sealer([second])
    with pytest.raises(SealBroken):
        probe(database, stranger.seal, stranger.open)


def test_a_new_key_is_printed_each_time() -> None:
    made = {CliRunner().invoke(cli, ["keys", "new"]).output.strip() for _ in range(2)}
    assert len(made) == 2
    Sealer(tuple(made))
