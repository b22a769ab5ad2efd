"""Looks for secrets in every tracked file: what is found is explained in secrets.toml, or refused.

    .ci/seek_secrets.py [FOLDER]               looks through the clone; this one, if none is named
    .ci/seek_secrets.py --allow FILE "reason"  explains what is found in the file

A finding is known by its file and the SHA-1 of what was found, never by the words themselves.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings

ALLOWED = Path(".ci/secrets.toml")
PROCESSES = 2
# Hashes by the thousand, each checked by pip; and the list of what is allowed itself.
_UNREAD = (".lock", ".ci/secrets.toml")
# It would try what is found at the services that it may be of.
_TRIED = "detect_secrets.filters.common.is_ignored_due_to_verification_policies"
_HEAD = (
    "# What looks like a secret and is none: file, reason, and the SHA-1 of each finding.\n"
    "# `.venv/bin/python .ci/seek_secrets.py --allow FILE 'reason'` writes an entry.\n"
)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that looks like a secret."""

    file: str
    line: int
    sort: str
    sha1: str


def tracked(folder: Path) -> tuple[str, ...]:
    """The files of the clone that are looked through."""
    listed = subprocess.run(
        ["git", "-C", str(folder), "ls-files", "-z"], capture_output=True, text=True, check=True
    ).stdout
    here = (name for name in listed.split("\0") if name and not name.endswith(_UNREAD))
    return tuple(name for name in here if (folder / name).is_file())


def found_in(folder: Path, names: Iterable[str]) -> Iterator[Finding]:
    """Whatever looks like a secret in those files."""
    with default_settings() as settings:
        settings.disable_filters(_TRIED)
        secrets = SecretsCollection(root=str(folder))
        for name in names:
            secrets.scan_file(name)
        for name, each in secrets:
            yield Finding(name, each.line_number, each.type, each.secret_hash)


def found_by(told: tuple[Path, tuple[str, ...]]) -> tuple[Finding, ...]:
    """The same, for one of several processes."""
    return tuple(found_in(*told))


def all_found(folder: Path) -> tuple[Finding, ...]:
    """Every finding in the clone, by file and line."""
    names = tracked(folder)
    parts = [(folder, names[first :: PROCESSES * 8]) for first in range(PROCESSES * 8)]
    with ProcessPoolExecutor(PROCESSES) as pool:
        return tuple(sorted(each for part in pool.map(found_by, parts) for each in part))


def allowed_in(folder: Path) -> dict[str, dict[str, object]]:
    """What is allowed, by file: `why` and `sha1`."""
    path = folder / ALLOWED
    told = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    return {each["file"]: each for each in told.get("allowed", [])}


def written(allowed: Mapping[str, Mapping[str, object]]) -> str:
    """The list as it is kept."""
    return _HEAD + "".join(
        f"\n[[allowed]]\nfile = {_quoted(name)}\nwhy = {_quoted(str(each['why']))}\nsha1 = [\n"
        + "".join(f"    {_quoted(one)},\n" for one in sorted(set(each["sha1"])))  # type: ignore[call-overload]
        + "]\n"
        for name, each in sorted(allowed.items())
    )


def allow(folder: Path, file: str, why: str) -> None:
    """Explains what is found in the file now; what was found there before is forgotten."""
    sha1 = [each.sha1 for each in found_in(folder, [file])]
    kept = allowed_in(folder)
    kept.pop(file, None)
    if sha1:
        kept[file] = {"why": why, "sha1": sha1}
    (folder / ALLOWED).write_text(written(kept), "utf-8")


def refused(folder: Path) -> tuple[str, ...]:
    """A line for each finding that nobody explained, and for each explanation of nothing."""
    allowed, found = allowed_in(folder), all_found(folder)
    new = [each for each in found if each.sha1 not in _of(allowed.get(each.file))]
    lines = [f"{each.file}:{each.line}: this looks like a secret ({each.sort})" for each in new]
    here = {name: {each.sha1 for each in ours} for name, ours in groupby(found, lambda f: f.file)}
    for name, each in allowed.items():
        if not str(each.get("why", "")).strip():
            lines.append(f"{name}: {ALLOWED} gives no reason for it")
        if _of(each) - here.get(name, set()):
            lines.append(f"{name}: {ALLOWED} explains what is no longer there")
    return tuple(lines)


def _of(entry: Mapping[str, object] | None) -> frozenset[str]:
    told = entry["sha1"] if entry else ()
    return frozenset(str(each) for each in told)  # type: ignore[attr-defined]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(arguments: list[str]) -> int:
    """The exit code: 1 where something was found that nobody explained."""
    if arguments[:1] == ["--allow"]:
        allow(Path(), *arguments[1:])
        return 0
    folder = Path(arguments[0]) if arguments else Path()
    lines = refused(folder)
    for line in lines:
        print(f"secrets: {line}")
    if lines:
        print("secrets: take it out and change it where it is used; if it is none, explain it:")
        print("secrets:   .venv/bin/python .ci/seek_secrets.py --allow FILE 'reason'")
    else:
        print(f"secrets: none in {len(tracked(folder)):,} files but those that are explained")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
