"""The environment is read once, and all its faults are named together, in words."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest

from plugin.config import Config, ConfigFaults, read_config
from plugin.settings import SETTINGS
from plugin.tickets.private import private_of
from standards.zones import load_zone

KEY, OTHER = (urlsafe_b64encode(letter * 32).decode() for letter in (b"1", b"2"))

NAMED = private_of(["10.1.0.0/16", "desk.intranet"])

# variable                | given                  | field           | value
READ: list[tuple[str, str, str, Any]] = [
    ("PLUMBLINE_DATA", "/var/lib/plumbline", "data", Path("/var/lib/plumbline")),
    ("PLUMBLINE_DATABASE", "quality", "database", "quality"),
    ("PLUMBLINE_MONGOD", "/opt/mongod", "mongod", Path("/opt/mongod")),
    ("PLUMBLINE_KEYS", KEY, "keys", (KEY,)),
    ("PLUMBLINE_KEYS", f"{KEY},{OTHER}", "keys", (KEY, OTHER)),
    ("PLUMBLINE_HOST", "::1", "host", "::1"),
    ("PLUMBLINE_PORT", "80", "port", 80),
    ("PLUMBLINE_WEB_PROCESSES", "3", "web_processes", 3),
    ("PLUMBLINE_WEB_THREADS", "8", "web_threads", 8),
    ("PLUMBLINE_WORKERS", "0", "workers", 0),
    ("PLUMBLINE_WORKER_THREADS", "1", "worker_threads", 1),
    ("PLUMBLINE_PROXIES", "1", "proxies", 1),
    ("PLUMBLINE_SECURE_COOKIES", "true", "secure_cookies", True),
    ("PLUMBLINE_SECURE_COOKIES", "no", "secure_cookies", False),
    ("PLUMBLINE_PLAIN_HTTP", "true", "plain_http", True),
    ("PLUMBLINE_FAR_METRES", "250", "far_metres", 250),
    ("PLUMBLINE_CLOCK_SECONDS", "60", "clock_seconds", 60),
    ("PLUMBLINE_ZONE", "Europe/Warsaw", "zone", load_zone("Europe/Warsaw")),
    ("PLUMBLINE_TEXT_DAYS", "30", "text_days", 30),
    ("PLUMBLINE_DELIVERY_DAYS", "7", "delivery_days", 7),
    ("PLUMBLINE_RECONCILE_MINUTES", "0", "reconcile_minutes", 0),
    ("PLUMBLINE_PRIVATE_ADDRESSES", "10.1.0.0/16,Desk.intranet", "private_addresses", NAMED),
    ("PLUMBLINE_METRICS_TOKEN", "a" * 16, "metrics_token", "a" * 16),
    ("PLUMBLINE_ADDRESS", "https://q.acme.example/", "address", "https://q.acme.example"),
    ("PLUMBLINE_SMTP_PORT", "465", "smtp_port", 465),
    ("PLUMBLINE_SMTP_SECURITY", "tls", "smtp_security", "tls"),
    ("PLUMBLINE_SMTP_FROM", "q@acme.example", "smtp_from", "q@acme.example"),
    ("PLUMBLINE_LOG_FORMAT", "console", "log_format", "console"),
    ("PLUMBLINE_LOG_LEVEL", "warning", "log_level", "warning"),
    ("PLUMBLINE_PORT", "  ", "port", 8470),
    ("PLUMBLINE_SERVICE_PORT", "tcp://10.0.0.1:80", "port", 8470),
]

# variable, given, what is said of it
FAULTS = [
    ("PLUMBLINE_PORT", "http", "PLUMBLINE_PORT: 'http' will not do; right is a number from 1"),
    ("PLUMBLINE_PORT", "0", "PLUMBLINE_PORT: '0' will not do"),
    ("PLUMBLINE_PORT", "65536", "PLUMBLINE_PORT: '65536' will not do"),
    ("PLUMBLINE_WORKERS", "-1", "PLUMBLINE_WORKERS: '-1' will not do"),
    ("PLUMBLINE_WEB_THREADS", "many", "right is a number from 1 to 256"),
    ("PLUMBLINE_SECURE_COOKIES", "perhaps", "right is true or false"),
    ("PLUMBLINE_ZONE", "Europe/Warsow", "'Europe/Warsow' will not do; right is a time zone"),
    ("PLUMBLINE_DATABASE", "a.b", "'a.b' will not do; right is the name of a database"),
    ("PLUMBLINE_TEXT_DAYS", "0", "for how many days message text is kept, from 1"),
    (
        "PLUMBLINE_PRIVATE_ADDRESSES",
        "10.1.0.0/16,http://desk",
        "will not do; right is networks, addresses",
    ),
    ("PLUMBLINE_ADDRESS", "acme.example", "right is where people open the pages"),
    ("PLUMBLINE_ADDRESS", "https://ann@acme.example", "PLUMBLINE_ADDRESS"),
    ("PLUMBLINE_SMTP_SECURITY", "ssl", "right is starttls, tls or none"),
    ("PLUMBLINE_SMTP_FROM", "Ann <a@b.pl>", "right is an e-mail address"),
    ("PLUMBLINE_SMTP_PASSWORD", "s3cret\n", "PLUMBLINE_SMTP_PASSWORD: what is given will not do"),
    ("PLUMBLINE_LOG_FORMAT", "xml", "right is json or console"),
    ("PLUMBLINE_LOG_LEVEL", "loud", "right is info or warning"),
    ("PLUMBLINE_KEYS", "s3cret", "PLUMBLINE_KEYS: what is given will not do"),
    ("PLUMBLINE_KEYS", f"{KEY};{OTHER}", "keys with commas between"),
    ("PLUMBLINE_METRICS_TOKEN", "s3cret", "PLUMBLINE_METRICS_TOKEN: what is given will not do"),
    ("MONGODB_URI", "http://s3cret@host", "MONGODB_URI: what is given will not do"),
    ("PLUMBLINE_WORKER", "2", "there is no such setting; right is PLUMBLINE_WORKERS"),
]


# What is read only beside others.
MAIL = {
    "PLUMBLINE_SMTP_HOST": "mail.acme.example",
    "PLUMBLINE_SMTP_USER": "plumbline",
    "PLUMBLINE_SMTP_PASSWORD": "s3cret",
    "PLUMBLINE_SMTP_FROM": "q@acme.example",
}
TOGETHER = {"MONGODB_URI", *MAIL} - {"PLUMBLINE_SMTP_FROM"}


@pytest.mark.parametrize(("variable", "given", "field", "value"), READ)
def test_a_setting_is_read(variable: str, given: str, field: str, value: object) -> None:
    assert getattr(read_config({variable: given}), field) == value


@pytest.mark.parametrize(("variable", "given", "said"), FAULTS)
def test_a_fault_says_what_is_wrong_and_what_is_right(variable: str, given: str, said: str) -> None:
    with pytest.raises(ConfigFaults) as refused:
        read_config({variable: given})
    assert said in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(ConfigFaults) as refused:
        read_config({variable: given for variable, given, _ in FAULTS})
    assert {fault.partition(":")[0] for fault in refused.value.faults} >= {
        variable for variable, _, _ in FAULTS
    }


def test_a_database_of_ones_own_needs_keys_and_the_fault_says_how_to_make_one() -> None:
    with pytest.raises(ConfigFaults, match="plumbline keys new"):
        read_config({"MONGODB_URI": "mongodb://db1/?replicaSet=rs0"})
    config = read_config({"MONGODB_URI": "mongodb://db1/?replicaSet=rs0", "PLUMBLINE_KEYS": KEY})
    assert config.mongodb_uri == "mongodb://db1/?replicaSet=rs0"


def test_a_mail_host_is_told_as_a_whole() -> None:
    config = read_config(MAIL)
    assert (config.smtp_host, config.smtp_user) == ("mail.acme.example", "plumbline")
    assert (config.smtp_password, config.smtp_security) == ("s3cret", "starttls")
    assert "s3cret" not in repr(config)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"PLUMBLINE_SMTP_FROM": ""}, "PLUMBLINE_SMTP_FROM: not set"),
        ({"PLUMBLINE_SMTP_PASSWORD": ""}, "user and password go together"),
        ({"PLUMBLINE_SMTP_USER": ""}, "user and password go together"),
        ({"PLUMBLINE_SMTP_SECURITY": "none"}, "in the clear"),
    ],
)
def test_half_a_mail_host_is_refused(other: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigFaults, match=said) as refused:
        read_config({**MAIL, **other})
    assert "s3cret" not in str(refused.value)


def test_nothing_at_all_is_enough() -> None:
    assert read_config({}) == Config()


def test_every_setting_is_read_in_the_table_above() -> None:
    assert set(SETTINGS) - {variable for variable, *_ in READ} == TOGETHER
