"""What the service is told by its environment: read once at start, all faults named together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one process.

    `mongodb_uri` None: an embedded mongod over `data`. `zone` says on which day a contact was
    opened in reports. `keys` seal secrets and message text, the first of them new ones.
    """

    mongodb_uri: str | None = None
    database: str = "plumbline"
    data: Path = Path("plumbline-data")
    mongod: Path | None = None
    keys: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8470
    web_processes: int = 2
    web_threads: int = 16
    workers: int = 1
    worker_threads: int = 4
    proxies: int = 0
    secure_cookies: bool = False
    zone: tzinfo = UTC
    oldest_signature_seconds: int = 300
    text_days: int = 400
    delivery_days: int = 30
    metrics_token: str | None = None
    log_format: str = "json"
