"""The locks pin everything by hash, agree with one another, and name no place to fetch from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")
GROUPS_OF = {"requirements-dev.lock": "dev", "requirements-bench.lock": "bench"}

PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.+?))? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def lines(lock: str) -> list[str]:
    text = (ROOT / lock).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def pins(lock: str) -> Mapping[tuple[str, str], str]:
    """The version of each (package, marker)."""
    found = (PIN.match(line) for line in lines(lock))
    return {(match[1], match[3] or ""): match[2] for match in found if match}


def named(requirement: str) -> str:
    """The package's name, spelt as a lock spells it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", requirement)[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(lock: str) -> None:
    assert [line for line in lines(lock) if not PIN.match(line) and not HASH.match(line)] == []
    assert pins(lock)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    following = zip(lines(lock), [*lines(lock)[1:], ""], strict=True)
    assert [line for line, next_ in following if PIN.match(line) and not HASH.match(next_)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", text)


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_the_other_locks_pin_what_the_service_runs_on_alike(lock: str) -> None:
    run, other = pins(LOCKS[0]), pins(lock)
    assert {key: other.get(key) for key in run} == run


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_declared_is_locked(lock: str) -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    declared = pyproject["project"]["dependencies"] + pyproject["dependency-groups"]["build"]
    if lock in GROUPS_OF:
        declared += pyproject["dependency-groups"][GROUPS_OF[lock]]
    assert {named(requirement) for requirement in declared} <= {named(pin) for pin, _ in pins(lock)}
