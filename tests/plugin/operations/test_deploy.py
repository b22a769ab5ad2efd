"""The files to deploy by name our commands and settings, and read as what they are."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from click import Command, Context, Group
from click.testing import CliRunner
from ruamel.yaml import YAML

from plugin.cli.main import COMMANDS, cli
from plugin.config import Config, read_config
from plugin.sealing import new_key
from plugin.settings import SETTINGS

DOCS = Path(__file__).parents[3] / "docs"


def compose() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load((DOCS / "deploy/compose.yaml").read_text())
    return found


def test_compose_has_the_service_a_worker_and_a_replica_set() -> None:
    services = compose()["services"]
    assert set(services) == {"service", "worker", "mongo"}
    assert services["mongo"]["image"] == "mongo:8"
    assert "--replSet" in services["mongo"]["command"]


def test_compose_names_our_commands() -> None:
    for name in ("service", "worker"):
        program, command, *options = compose()["services"][name]["command"]
        assert (program, command in COMMANDS) == ("plumbline", True)
        known = options_of(command)
        assert {each for each in options if each.startswith("--")} <= known


def test_compose_sets_what_the_service_takes() -> None:
    for name in ("service", "worker"):
        given = {
            setting: re.sub(r"\$\{.*\}", "a-token-of-sixteen-letters", str(text))
            for setting, text in compose()["services"][name]["environment"].items()
        }
        config = read_config({**given, "PLUMBLINE_KEYS": new_key()})
        assert (config.proxies, config.secure_cookies) == (1, True)


def test_the_unit_starts_our_service() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]  # as systemd reads them
    unit.read(DOCS / "deploy/plumbline.service")
    started = unit["Service"]["ExecStart"].split()
    assert started[0].endswith("/plumbline")
    assert started[1] in COMMANDS
    assert unit["Service"]["Environment"].partition("=")[0] in SETTINGS


def test_the_page_tells_every_setting_with_its_default() -> None:
    told = (DOCS / "operations.md").read_text()
    table = [line for line in told.splitlines() if line.startswith("| `")]
    for name in SETTINGS:
        assert any(f"`{name}`" in line for line in table), name
    assert set(re.findall(r"PLUMBLINE_[A-Z_]+", told)) <= set(SETTINGS)
    plain = Config()
    for name in ("port", "text_days", "delivery_days", "web_processes", "worker_threads"):
        line = next(line for line in table if f"PLUMBLINE_{name.upper()}`" in line)
        assert re.search(rf"\b{getattr(plain, name)}\b", line), name


def test_every_command_on_the_page_is_one_of_ours() -> None:
    for command in told_commands():
        words = command.split()
        assert words[0] in COMMANDS, command
        shown = CliRunner().invoke(cli, [words[0], "--help"])
        assert shown.exit_code == 0, command
        for option in (each for each in words if each.startswith("--")):
            assert option in shown.output, command


def told_commands() -> Iterator[str]:
    for page in ("operations.md", "first-run.md"):
        text = (DOCS / page).read_text()
        yield from re.findall(r"`(?:\w+=\w+ )?plumbline ([a-z][^`]*)`", text)
        yield from re.findall(r"^(?:\w+=\w+ )?plumbline ([a-z][^#\n]*)", text, re.MULTILINE)


def test_every_metric_on_the_page_is_told_by_the_service() -> None:
    told = set(re.findall(r"\bplumbline_[a-z_]+", (DOCS / "operations.md").read_text()))
    code = "".join(
        (Path(__file__).parents[3] / "plugin/operations" / name).read_text()
        for name in ("metrics.py", "measuring.py")
    )
    for name in told - {"plumbline_request"}:
        assert name.removesuffix("_total") in code, name


def options_of(command: str) -> set[str]:
    found = cli.get_command(Context(cli), command)
    assert isinstance(found, Command)
    assert not isinstance(found, Group)
    return {option for each in found.params for option in each.opts}
