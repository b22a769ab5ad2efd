"""How ODK Collect is set up: the address to type, and its settings as a QR code holds them.

https://docs.getodk.org/collect-import-export/: JSON, compressed by zlib, as base64. What the
settings leave out Collect sets to its default.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addresses:
    """`server` bears the key; `root` is the one where name and key are asked for."""

    server: str
    root: str
    name: str


def addresses(url_root: str, key: str, user: str) -> Addresses:
    """The server's addresses for whoever holds the key."""
    root = f"{url_root.rstrip('/')}/openrosa"
    return Addresses(f"{root}/{key}", root, user)


def settings_of(server: str) -> str:
    """The text of a QR code by which Collect is set up with the server."""
    told = {
        "general": {
            "protocol": "odk_default",
            "server_url": server,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": "Plumbline"},
    }
    packed = zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 9)
    return base64.b64encode(packed).decode()
