"""Where the keys come from that seal secrets and message text: the environment, or our own file."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from plugin.sealing import new_key

KEY_FILE = "keys"


def kept_keys(data: Path) -> tuple[str, ...]:
    """The keys in the data directory, the first of them new ones; made at the first start.

    The file has a key a line and is readable by its owner alone.
    """
    file = data / KEY_FILE
    if not file.exists():
        _make(file)
    return tuple(file.read_text("ascii").split())


def _make(file: Path) -> None:
    """Makes the file whole or not at all; whoever comes second keeps what stands."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=file.parent, prefix=".keys-", delete=False) as fresh:
        fresh.write(new_key() + "\n")
        fresh.flush()
        os.fsync(fresh.fileno())
    try:
        os.link(fresh.name, file)
    except FileExistsError:
        pass
    finally:
        Path(fresh.name).unlink()
