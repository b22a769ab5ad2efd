"""Whether a request travels in the clear, where passwords and tokens have no business.

HTTPS is required off this host. TLS is the proxy's, so it is the proxy that says so
(`X-Forwarded-Proto`): one of `PLUMBLINE_PROXIES`, or one on this host. A client that lies about it
gives away nobody's secrets but its own.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from flask import Request
from werkzeug.exceptions import Forbidden

_BY_A_PROXY = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Real-IP")
_SAID = (
    "over plain HTTP everybody on the way could read the password or token; ask by https://. "
    "A proxy that speaks TLS has to say so in X-Forwarded-Proto, with PLUMBLINE_PROXIES set. "
    "PLUMBLINE_PLAIN_HTTP=true allows plain HTTP, for test networks alone"
)


class HttpsRequired(Forbidden):
    """What was asked takes a password or token, and came in the clear from another host."""

    description = _SAID

    def __str__(self) -> str:
        return _SAID


def is_in_clear(request: Request, proxies: int) -> bool:
    """Whether it came over plain HTTP from another host; `proxies` are those that are believed."""
    if request.is_secure:
        return False
    is_here = _is_loopback(request.remote_addr)
    if (proxies or is_here) and _proto_told(request, proxies) == "https":
        return False
    if proxies or not is_here:
        return not is_here
    return any(name in request.headers for name in _BY_A_PROXY)


def _proto_told(request: Request, proxies: int) -> str:
    """What the outermost of the believed proxies heard; some pass on one word for all of them."""
    told = request.headers.get("X-Forwarded-Proto", "").split(",")
    return told[-max(proxies, 1) :][0].strip().lower()


def _is_loopback(address: str | None) -> bool:
    """Whether it is this host's own; no address at all is that of a socket of this host."""
    if not address:
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback
