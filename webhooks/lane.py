"""A lane past the app for what comes by the thousand: deliveries that are plainly in order.

The app's own route does the same; but to come to it costs several times what a delivery needs. So
the lane takes what it can answer with 202. Whatever else there is goes on to the app as if nobody
had looked; what the lane had to refuse goes with its reason, for the app to say it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from time import perf_counter
from typing import Any, TypeAlias

from webhooks.contract import Delivery, Helpdesk, SignatureInvalid
from webhooks.needs import Intake, NotKept
from webhooks.receive import LARGEST, REFUSED, ROOT, take

Environ: TypeAlias = "dict[str, Any]"
Wsgi: TypeAlias = "Callable[[Environ, Any], Iterable[bytes]]"

_ACCEPTED = "202 ACCEPTED"
_NOTHING = [("Content-Length", "0")]
_HEADER = "HTTP_"


class Lane:
    """A WSGI application before another one; `counted` is told of each delivery that it answered:
    the seconds that took.
    """

    def __init__(
        self,
        app: Wsgi,
        intake: Intake,
        helpdesks: Mapping[str, Helpdesk],
        counted: Callable[[float], None],
    ) -> None:
        self._app = app
        self._intake = intake
        self._helpdesks = helpdesks
        self._counted = counted

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        begun_at = perf_counter()
        if not self._takes(environ):
            return self._app(environ, start_response)
        self._counted(perf_counter() - begun_at)
        start_response(_ACCEPTED, _NOTHING)
        return ()

    def _takes(self, environ: Environ) -> bool:
        """Whether the delivery is durable now; otherwise the app is to answer."""
        path = environ["PATH_INFO"]
        if not path.startswith(ROOT) or environ["REQUEST_METHOD"] != "POST":
            return False
        length = environ.get("CONTENT_LENGTH") or ""
        kind = environ.get("CONTENT_TYPE") or ""
        if not (length.isascii() and length.isdecimal() and int(length) <= LARGEST):
            return False
        if not kind.startswith("application/json") or "HTTP_TRANSFER_ENCODING" in environ:
            return False
        try:
            found = self._intake.connection(path[len(ROOT) :])
            if found is None:
                return False
            body = environ["wsgi.input"].read(int(length))
            delivery = Delivery(_headers(environ), body, self._intake.clock())
            take(self._intake, found, self._helpdesks[found.helpdesk], delivery)
        except (SignatureInvalid, NotKept) as error:
            environ[REFUSED] = error
            return False
        return True


def _headers(environ: Environ) -> Mapping[str, str]:
    """The headers under their own names, as WSGI (PEP 3333) writes them in capitals."""
    told = {
        name[len(_HEADER) :].replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith(_HEADER)
    }
    told["content-type"] = environ["CONTENT_TYPE"]
    return told
