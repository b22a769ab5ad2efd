"""The variables of the environment: what each of them sets, what is right, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from environs import Env, ValidationError
from marshmallow.validate import Length, OneOf, Range

from plugin.directory.sheet import ADDRESS
from plugin.sealing import Sealer
from plugin.tickets.private import private_of
from standards.zones import load_zone


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable: the field that it sets, what is right, how it is read, and if it may be shown."""

    field: str
    right: str
    read: Callable[[Env, str], Any]
    secret: bool = False


def _number(least: int, most: int) -> Callable[[Env, str], Any]:
    return lambda env, name: env.int(name, validate=Range(least, most))


def _text(env: Env, name: str) -> Any:
    return env.str(name)


def _path(env: Env, name: str) -> Any:
    return env.path(name)


def _words(least: int = 1, most: int = 254) -> Callable[[Env, str], Any]:
    return lambda env, name: env.str(name, validate=[Length(least, most), _one_line])


def _one_line(text: str) -> None:
    if not text.isprintable():
        raise ValidationError("not one line of plain text")


def _sender(env: Env, name: str) -> Any:
    return env.str(name, validate=_email)


def _email(text: str) -> None:
    if not ADDRESS.fullmatch(text):
        raise ValidationError("no e-mail address")


def _address(env: Env, name: str) -> Any:
    return (env.str(name, validate=_page) or "").rstrip("/") or None


def _page(text: str) -> None:
    parts = urlsplit(text)
    if parts.scheme not in {"https", "http"} or not parts.netloc or parts.query or parts.fragment:
        raise ValidationError("no address of a page")
    if not text.isprintable() or "@" in parts.netloc or " " in text:
        raise ValidationError("no address of a page")


def _uri(env: Env, name: str) -> Any:
    return env.str(name, validate=_mongodb)


def _mongodb(text: str) -> None:
    if not text.startswith(("mongodb://", "mongodb+srv://")):
        raise ValidationError("no address of MongoDB")


def _database(env: Env, name: str) -> Any:
    return env.str(name, validate=[Length(1, 38), _database_name])


def _database_name(text: str) -> None:
    # https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions
    if set(text) & set('/\\. "$*<>:|?\0'):
        raise ValidationError("no name for a database")


def _keys(env: Env, name: str) -> Any:
    return tuple(env.list(name, validate=_seals) or ())


def _seals(keys: list[str]) -> None:
    try:
        Sealer(keys)
    except ValueError:
        raise ValidationError("no key") from None


def _private(env: Env, name: str) -> Any:
    return private_of(env.list(name, validate=_networks_and_hosts) or ())


def _networks_and_hosts(words: list[str]) -> None:
    try:
        private_of(words)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def _zone(env: Env, name: str) -> Any:
    known = env.str(name, validate=_known_zone)
    return load_zone(known) if known else None


def _known_zone(name: str) -> None:
    try:
        load_zone(name)
    except ValueError as error:
        raise ValidationError(str(error)) from None


SETTINGS: Mapping[str, Setting] = {
    "MONGODB_URI": Setting(
        "mongodb_uri", "an address such as mongodb://one,two/?replicaSet=rs0", _uri, secret=True
    ),
    "PLUMBLINE_DATABASE": Setting(
        "database", "the name of a database, at most 38 letters long", _database
    ),
    "PLUMBLINE_DATA": Setting("data", "a folder", _path),
    "PLUMBLINE_MONGOD": Setting("mongod", "the path of a mongod", _path),
    "PLUMBLINE_KEYS": Setting(
        "keys",
        "keys with commas between, as `plumbline keys new` makes them, new ones first",
        _keys,
        secret=True,
    ),
    "PLUMBLINE_HOST": Setting("host", "an address to listen at, such as 127.0.0.1", _text),
    "PLUMBLINE_PORT": Setting("port", "a number from 1 to 65535", _number(1, 65535)),
    "PLUMBLINE_WEB_PROCESSES": Setting("web_processes", "a number from 1 to 64", _number(1, 64)),
    "PLUMBLINE_WEB_THREADS": Setting("web_threads", "a number from 1 to 256", _number(1, 256)),
    "PLUMBLINE_WORKERS": Setting(
        "workers", "a number from 0 (workers run elsewhere) to 64", _number(0, 64)
    ),
    "PLUMBLINE_WORKER_THREADS": Setting("worker_threads", "a number from 1 to 64", _number(1, 64)),
    "PLUMBLINE_PROXIES": Setting(
        "proxies", "how many proxies stand before the service, from 0 to 8", _number(0, 8)
    ),
    "PLUMBLINE_SECURE_COOKIES": Setting(
        "secure_cookies", "true or false", lambda env, name: env.bool(name)
    ),
    "PLUMBLINE_PLAIN_HTTP": Setting(
        "plain_http",
        "true or false; true takes passwords over plain HTTP, for test networks alone",
        lambda env, name: env.bool(name),
    ),
    "PLUMBLINE_ZONE": Setting("zone", "a time zone such as Europe/Warsaw", _zone),
    "PLUMBLINE_TEXT_DAYS": Setting(
        "text_days", "for how many days message text is kept, from 1", _number(1, 36_500)
    ),
    "PLUMBLINE_DELIVERY_DAYS": Setting(
        "delivery_days", "for how many days deliveries are kept, from 1", _number(1, 36_500)
    ),
    "PLUMBLINE_FAR_METRES": Setting(
        "far_metres",
        "from how many metres on a visit is marked as far from its location, 1 to 100000",
        _number(1, 100_000),
    ),
    "PLUMBLINE_CLOCK_SECONDS": Setting(
        "clock_seconds",
        "from how many seconds on a phone's clock is marked as wrong, 1 to 86400",
        _number(1, 86_400),
    ),
    "PLUMBLINE_PRIVATE_ADDRESSES": Setting(
        "private_addresses",
        "networks, addresses and hosts with commas between, such as 10.1.0.0/16,desk.intranet",
        _private,
    ),
    "PLUMBLINE_RECONCILE_MINUTES": Setting(
        "reconcile_minutes",
        "every how many minutes helpdesks are asked what has changed, up to 10080; 0 is never",
        _number(0, 10_080),
    ),
    "PLUMBLINE_METRICS_TOKEN": Setting(
        "metrics_token",
        "at least 16 letters and digits",
        lambda env, name: env.str(name, validate=Length(16)),
        secret=True,
    ),
    "PLUMBLINE_ADDRESS": Setting(
        "address", "where people open the pages, such as https://service.acme.example", _address
    ),
    "PLUMBLINE_SMTP_HOST": Setting(
        "smtp_host", "the host that takes our mail, such as mail.acme.example", _words()
    ),
    "PLUMBLINE_SMTP_PORT": Setting("smtp_port", "a number from 1 to 65535", _number(1, 65535)),
    "PLUMBLINE_SMTP_SECURITY": Setting(
        "smtp_security",
        "starttls, tls or none",
        lambda env, name: env.str(name, validate=OneOf(["starttls", "tls", "none"])),
    ),
    "PLUMBLINE_SMTP_USER": Setting("smtp_user", "whom the mail host knows us as", _words()),
    "PLUMBLINE_SMTP_PASSWORD": Setting(
        "smtp_password", "the password of that user", _words(), secret=True
    ),
    "PLUMBLINE_SMTP_FROM": Setting(
        "smtp_from", "an e-mail address such as plumbline@acme.example", _sender
    ),
    "PLUMBLINE_LOG_FORMAT": Setting(
        "log_format",
        "json or console",
        lambda env, name: env.str(name, validate=OneOf(["json", "console"])),
    ),
    "PLUMBLINE_LOG_LEVEL": Setting(
        "log_level",
        "info or warning",
        lambda env, name: env.str(name, validate=OneOf(["info", "warning"])),
    ),
}
