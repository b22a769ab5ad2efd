"""What a backup says of itself: its last member, `manifest.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FORM = 1


class BackupUnreadable(Exception):
    """The file is no backup, or not a whole one; the message says how that shows."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One collection: its documents, their bytes, SHA-256 of its member, and the fold's sum."""

    documents: int
    bytes: int
    sha256: str
    fold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Taken of which database, when (ISO 8601), by which version, at which migration.

    `keys` are fingerprints of the keys that sealed, never the keys.
    """

    product: str
    taken_at: str
    database: str
    migration: int
    keys: tuple[str, ...]
    collections: Mapping[str, Kept]

    @property
    def documents(self) -> int:
        """How many documents all collections have."""
        return sum(each.documents for each in self.collections.values())

    def written(self) -> bytes:
        """The manifest as JSON."""
        return json.dumps({"form": FORM, **asdict(self)}, indent=1, sort_keys=True).encode()


def read_manifest(text: bytes) -> Manifest:
    """The manifest. BackupUnreadable when it is none, or of a form that came after ours."""
    try:
        said: dict[str, Any] = json.loads(text)
        form = said.pop("form")
        if form != FORM:
            raise BackupUnreadable(
                f"the backup has form {form}, and this version reads form {FORM}"
            )
        kept = {name: Kept(**each) for name, each in said.pop("collections").items()}
        return Manifest(**{**said, "keys": tuple(said["keys"]), "collections": kept})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupUnreadable("its manifest.json cannot be read") from error
