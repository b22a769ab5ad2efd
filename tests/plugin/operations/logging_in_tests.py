"""The lines that are logged in a block, for tests that look at them."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from plugin.config import Config
from plugin.operations.logs import configure


@contextmanager
def logs(config: Config) -> Iterator[list[dict[str, Any]]]:
    """The lines logged in the block, once it has ended; logging is as it was before."""
    root, stream, lines = logging.getLogger(), io.StringIO(), list[dict[str, Any]]()
    handlers, level = root.handlers[:], root.level
    structlog.contextvars.clear_contextvars()
    configure(config, stream)
    try:
        yield lines
    finally:
        root.handlers[:], root.level = handlers, level
        structlog.reset_defaults()
        structlog.contextvars.clear_contextvars()
        lines.extend(map(json.loads, stream.getvalue().splitlines()))
