"""Holds what is locked against known weaknesses: a list of ours always, an advisory service where
one answers.

    .ci/audit.py [FOLDER]

The list is .ci/advisories.toml. The service is the one that pip-audit asks; where it does not know
the packages, or cannot be reached, that is said by name. PLUMBLINE_AUDIT=required makes it a fault.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")
ASKED = LOCKS[:2]  # the third is of rivals in a benchmark, installed by nobody else
LIST = Path(".ci/advisories.toml")
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ \\;]+)")
_HASH = re.compile(r"^ +--hash=sha256:[0-9a-f]{64}")
_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Pin:
    """A package at one version, and whether it has a hash."""

    name: str
    version: str
    hashed: bool


def pins_of(lock: str) -> Iterator[Pin]:
    """Every pin of the lock's text."""
    lines = [line for line in lock.splitlines() if line.strip() and not line.startswith("#")]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if pin := _PIN.match(line):
            hashed = bool(_HASH.match(following))
            yield Pin(canonicalize_name(pin["name"]), pin["version"], hashed)


def known_weak(pins: Sequence[Pin], advisories: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """A line for each pin that the list knows to be weak and nobody has accepted."""
    for advisory in advisories:
        for pin in pins:
            if pin.name == advisory["package"] and _is_affected(pin, advisory):
                named = f"{pin.name} {pin.version}: {advisory['id']}"
                if accepted := advisory.get("accepted"):
                    print(f"audit: {named} is accepted: {accepted}")
                else:
                    yield f"{named}: {advisory['what']} ({advisory['source']})"


def _is_affected(pin: Pin, advisory: Mapping[str, str]) -> bool:
    return SpecifierSet(advisory["affected"]).contains(pin.version, prereleases=True)


def offline(folder: Path) -> Iterator[str]:
    """What is wrong with the locks, as far as can be told without asking anybody."""
    advisories = tomllib.loads((folder / LIST).read_text("utf-8"))["advisory"]
    for name in LOCKS:
        pins = tuple(pins_of((folder / name).read_text("utf-8")))
        yield from (f"{name}: {pin.name} has no hash" for pin in pins if not pin.hashed)
        yield from (f"{name}: {line}" for line in known_weak(pins, advisories))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the service said of a lock; `unasked` says why some packages were not looked up."""

    faults: tuple[str, ...]
    asked: int
    unasked: str = ""


def online(folder: Path, name: str) -> Asked:
    """What the advisory service knows of the lock's packages."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(folder / name)]
    how = ["--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(
            [*command, *how, "--timeout", "15"],
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        told = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        return Asked((), 0, f"it had not answered after {_SECONDS} seconds")
    except (json.JSONDecodeError, KeyError, TypeError):
        return Asked((), 0, "it cannot be reached")
    return read(told)


def read(told: Sequence[Mapping[str, Any]]) -> Asked:
    """What pip-audit's answer says; a package that it passed over was not asked about."""
    passed = [each["name"] for each in told if "skip_reason" in each]
    faults = tuple(
        f"{each['name']} {each['version']}: {weak['id']}, mended in {_listed(weak)}"
        for each in told
        for weak in each.get("vulns", ())
    )
    unasked = f"it knows nothing of {len(passed)} packages" if passed else ""
    return Asked(faults, len(told) - len(passed), unasked)


def _listed(weak: Mapping[str, Any]) -> str:
    return ", ".join(weak.get("fix_versions") or ()) or "no release yet"


def main(arguments: list[str]) -> int:
    """The exit code: 1 for a weakness that nobody accepted, or a pin without a hash."""
    folder = Path(arguments[0]) if arguments else Path()
    faults = list(offline(folder))
    for name in ASKED:
        asked = online(folder, name)
        faults += [f"{name}: {each}" for each in asked.faults]
        if asked.unasked:
            print(f"audit: NOT ASKED about {name}: an advisory service, for {asked.unasked};")
            print(f"audit:   {asked.asked} packages were asked about, all were held against {LIST}")
            if os.environ.get("PLUMBLINE_AUDIT") == "required":
                faults.append(f"{name}: no advisory service was asked, and one is required")
        else:
            print(f"audit: asked an advisory service about {asked.asked} packages of {name}")
    for fault in faults:
        print(f"audit: {fault}")
    print("audit: " + (f"{len(faults)} to mend" if faults else "no known weakness is locked"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
