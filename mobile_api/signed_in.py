"""Where somebody is signed in, and on what: told so that they know their own phone again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from standards.instants import show_instant


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that stands; instants are UTC seconds.

    `seen_at` is when it was last used, to a minute or so; `until` is when it ends by itself.
    `agent` is the User-Agent that signed in. `is_current` is that of whoever asks; `is_app` tells
    apps from pages in a browser.
    """

    id: str
    begun_at: int
    seen_at: int
    until: int
    agent: str
    is_current: bool = False
    is_app: bool = True


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """What a User-Agent says: a program and the system that it runs on; empty is not known."""

    program: str
    system: str

    @property
    def words(self) -> str:
        """Both in English."""
        return " on ".join(each for each in (self.program, self.system) if each) or "unknown"


# A mark in the User-Agent -> what it is; the first that fits, for browsers name each other.
_PROGRAMS: Mapping[str, str] = {
    "org.odk.collect": "ODK Collect",
    "org.koboc.collect": "KoboCollect",
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "YaBrowser/": "Yandex Browser",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS: Mapping[str, str] = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
_MODEL = re.compile(r"Android [0-9.]+; (?!Mobile|Tablet)(?P<model>[^;)]{2,40})[;)]")
_PRODUCT = re.compile(r"[A-Za-z][\w.-]{0,39}")


def device_of(agent: str) -> KnownDevice:
    """The device in words; a program that nobody knows by its own name."""
    program = next((name for mark, name in _PROGRAMS.items() if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in agent), "")
    model = _MODEL.search(agent)
    if system == "Android" and model is not None:
        system = f"Android ({model['model'].partition(' Build/')[0].strip()})"
    if not program and (named := _PRODUCT.match(agent)) and named[0] != "Mozilla":
        program = named[0]
    return KnownDevice(program, system)


def told_sign_in(signed_in: SignedIn) -> dict[str, Any]:
    """The sign-in as JSON."""
    return {
        "id": signed_in.id,
        "begun_at": show_instant(signed_in.begun_at),
        "seen_at": show_instant(signed_in.seen_at),
        "until": show_instant(signed_in.until),
        "device": device_of(signed_in.agent).words,
        "door": "api" if signed_in.is_app else "pages",
        "current": signed_in.is_current,
    }
