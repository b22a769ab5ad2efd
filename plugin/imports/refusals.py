"""Where refused rows are listed: a file of JSON lines, or whoever wants to be told."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from shutil import move
from types import TracebackType
from typing import Self

import orjson

from plugin.imports.exports.rows import Refusal


class RefusalFile:
    """A file of refused rows; there afterwards only if some were, and the run came through."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path, self._draft = path, folder / "refused"

    def __enter__(self) -> Self:
        self._stream = self._draft.open("wb")
        return self

    def add(self, refusal: Refusal) -> None:
        """One more refused row; what is not known of it is left out."""
        known = {key: value for key, value in asdict(refusal).items() if value}
        self._stream.write(orjson.dumps(known) + b"\n")

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        self._stream.close()
        if error is not None:
            return
        # An old list would be taken for that of this run.
        self._path.unlink(missing_ok=True)
        if self._draft.stat().st_size:
            move(self._draft, self._path)
