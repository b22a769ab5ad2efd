"""What the service is told by its environment: read once at start, all faults named together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from environs import Env, EnvValidationError

from plugin.settings import SETTINGS
from plugin.tickets.private import Private
from plugin.unopened import Unopened


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one process.

    `mongodb_uri` None: an embedded mongod over `data`. `zone` says on which day a contact was
    opened in reports. `keys` seal secrets and message text, the first of them new ones; none: those
    of the data directory. `address` is where people open the pages. Reminders are mailed over
    `smtp_host`; None: none are.
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
    plain_http: bool = False
    zone: tzinfo = UTC
    oldest_signature_seconds: int = 300
    text_days: int = 400
    delivery_days: int = 30
    reconcile_minutes: int = 60
    far_metres: int = 500
    clock_seconds: int = 120
    private_addresses: Private = field(default_factory=Private)
    metrics_token: str | None = None
    address: str | None = None
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str | None = None
    smtp_password: str | None = field(default=None, repr=False)
    smtp_from: str | None = None
    log_format: str = "json"
    log_level: str = "info"


class ConfigFaults(Unopened):
    """The environment cannot be used; the message has a line a fault."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class _Given(Env):
    """Reads a mapping in place of the process's environment."""

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(eager=False, expand_vars=False)
        self._given = given

    def _get_value(self, env_key: str, default: Any) -> Any:
        return self._given.get(env_key, default)


def read_config(environment: Mapping[str, str]) -> Config:
    """The settings; a variable that is empty counts as not set. ConfigFaults names every fault."""
    given = {name: text for name, text in environment.items() if text.strip()}
    env = _Given(given)
    fields = {
        setting.field: setting.read(env, name)
        for name, setting in SETTINGS.items()
        if name in given
    }
    faults = (*_refused(env, given), *_missing(given), *_misspelt(given))
    if faults:
        raise ConfigFaults(faults)
    return Config(**fields)


def _refused(env: Env, given: Mapping[str, str]) -> Iterator[str]:
    try:
        env.seal()
    except EnvValidationError as error:
        for name in error.error_messages:
            setting = SETTINGS[name]
            said = "what is given" if setting.secret else repr(given[name])
            yield f"{name}: {said} will not do; right is {setting.right}"


def _missing(given: Mapping[str, str]) -> Iterator[str]:
    if "MONGODB_URI" in given and "PLUMBLINE_KEYS" not in given:
        yield (
            "PLUMBLINE_KEYS: not set, but needed with MONGODB_URI: every process over one database"
            " has the same keys; `plumbline keys new` makes one"
        )

    if "PLUMBLINE_SMTP_HOST" in given and "PLUMBLINE_SMTP_FROM" not in given:
        yield "PLUMBLINE_SMTP_FROM: not set, but needed with PLUMBLINE_SMTP_HOST"
    if ("PLUMBLINE_SMTP_USER" in given) is not ("PLUMBLINE_SMTP_PASSWORD" in given):
        yield "PLUMBLINE_SMTP_PASSWORD: user and password go together; set both or neither"
    if "PLUMBLINE_SMTP_PASSWORD" in given and given.get("PLUMBLINE_SMTP_SECURITY") == "none":
        yield "PLUMBLINE_SMTP_SECURITY: none would send the password in the clear; use starttls"


def _misspelt(given: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(set(given) - set(SETTINGS)):
        near = get_close_matches(name, SETTINGS, 1, cutoff=0.9) if "PLUMBLINE" in name else []
        if near:
            yield f"{name}: there is no such setting; right is {near[0]}"
