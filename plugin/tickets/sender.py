"""The one sender of every call to a helpdesk's API.

    Unsent                       the helpdesk has not done what was asked, for now
    ├── Paused                   it asks us to wait
    └── Unanswered               no answer in time, or a fault of its own
    CallRefused                  (webhooks.contract)
    └── NotLetIn                 it does not let us in: only the connection's owner can mend it

No secret stands in any of them: what the HTTP library raises carries the request, and is dropped.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Generic, TypeVar

from requests import Response, Session
from requests.auth import HTTPBasicAuth
from requests.exceptions import RequestException, Timeout
from urllib3.exceptions import HTTPError

from plugin.stores.tickets.connections import Connection
from plugin.tickets.addresses import AddressForbidden, CheckedAdapter
from plugin.tickets.limits import asked_to_wait, spared_until
from plugin.tickets.private import Private
from webhooks.contract import Call, CallRefused, Reply, Talk
from webhooks.helpdesks import HELPDESKS

T = TypeVar("T")

CONNECT_SECONDS, READ_SECONDS = 4.0, 8.0
ANSWER_SECONDS = 10.0  # for a whole answer, however slowly it drips
TALK_SECONDS = 30.0  # for all calls of one talk; with a last answer still within the lease
LARGEST_BODY = 16 * 1024 * 1024

# Who shuts us out or has us wait may say so in a page; what matters is in the status.
_PAGES_ALLOWED = frozenset({401, 403, 429, *range(500, 600)})

_CHUNK = 64 * 1024
_HEADERS = {"User-Agent": "plumbline", "Accept": "application/json"}


class Unsent(Exception):
    """The helpdesk has not done what was asked; asking again later may help."""


class Paused(Unsent):
    """The helpdesk asks us to wait until the instant `until`."""

    def __init__(self, text: str, until: int) -> None:
        super().__init__(text)
        self.until = until


class Unanswered(Unsent):
    """There was no answer in time, or the helpdesk had a fault of its own."""


class NotLetIn(CallRefused):
    """The helpdesk does not let us in; `decisive` when it lets us do nothing at all."""

    def __init__(self, text: str, *, decisive: bool) -> None:
        super().__init__(text)
        self.decisive = decisive


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """What a talk came to, and until when the helpdesk's budget is to be spared (None: not)."""

    value: T
    spare_until: int | None


class Sender:
    """Sends calls as a connection's user; to be used by one thread.

    Besides the open Internet it calls what `private` names, and nothing else.
    """

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        private: Private = Private(),  # noqa: B008 - it never changes
    ) -> None:
        self._private = private
        self._monotonic = monotonic
        self._sessions: dict[str, Session] = {}

    def converse(self, talk: Talk[T], connection: Connection, now: int) -> Said[T]:
        """What the talk comes to, each of its calls sent and answered.

        Raises Paused, Unanswered or NotLetIn, and CallRefused where the talk makes no sense of an
        answer.
        """
        with closing(talk):
            return self._converse(talk, connection, now)

    def send(self, connection: Connection, call: Call, now: int) -> Reply:
        """The answer, where it is for the adapter. Paused or Unanswered where it is not."""
        reply = self._exchange(connection, call)
        until = asked_to_wait(reply.status, reply.headers, now)
        if until is not None:
            raise Paused(f"the helpdesk answers {reply.status} and asks us to wait", until)
        if reply.status >= 500:
            raise Unanswered(f"the helpdesk answers {reply.status}")
        if 300 <= reply.status < 400:
            raise Unanswered(f"the helpdesk answers {reply.status} and sends us elsewhere")
        return reply

    def _converse(self, talk: Talk[T], connection: Connection, now: int) -> Said[T]:
        started = self._monotonic()
        reply: Reply | None = None
        spare_until: int | None = None
        while True:
            try:
                call = next(talk) if reply is None else talk.send(reply)
            except StopIteration as ended:
                return Said(ended.value, spare_until)
            except CallRefused as error:
                raise _named(error, reply) from None
            gone_by = self._monotonic() - started
            if gone_by > TALK_SECONDS:
                raise Unanswered(f"the helpdesk takes more than {TALK_SECONDS:.0f} s")
            reply = self.send(connection, call, now + int(gone_by))
            spare_until = spared_until(reply.headers, now + int(gone_by))

    def _exchange(self, connection: Connection, call: Call) -> Reply:
        ends_at = self._monotonic() + ANSWER_SECONDS
        try:
            with self._session(connection).request(
                call.method,
                f"{connection.account.address}{call.path}",
                params=dict(call.query),
                json=call.body,
                auth=_credentials(connection),
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                # A helpdesk's API has one address; the token goes to no other.
                allow_redirects=False,
                stream=True,
            ) as response:
                return self._read(response, ends_at)
        except AddressForbidden as error:
            raise NotLetIn(str(error), decisive=True) from None
        except Timeout:
            raise Unanswered("the helpdesk does not answer in time") from None
        except (RequestException, HTTPError, OSError) as error:
            raise Unanswered(f"the helpdesk cannot be reached: {type(error).__name__}") from None

    def _read(self, response: Response, ends_at: float) -> Reply:
        body = bytearray()
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > LARGEST_BODY:
                raise Unanswered(f"the helpdesk answers more than {LARGEST_BODY:,} bytes")
            if self._monotonic() > ends_at:
                raise Unanswered(f"the helpdesk's answer takes more than {ANSWER_SECONDS:.0f} s")
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, _json(response.status_code, bytes(body)))

    def _session(self, connection: Connection) -> Session:
        """The connection's session: its TLS stays up between calls."""
        if connection.name not in self._sessions:
            self._sessions[connection.name] = _new_session(self._private)
        return self._sessions[connection.name]


def _new_session(private: Private) -> Session:
    session = Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, CheckedAdapter(private))
    # Neither proxies nor .netrc nor another trust store by an environment that nobody looks at.
    session.trust_env = False
    session.headers.update(_HEADERS)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def _credentials(connection: Connection) -> HTTPBasicAuth:
    """Basic authentication (RFC 7617, in UTF-8), as the connection's helpdesk would have it."""
    helpdesk = HELPDESKS[connection.helpdesk]
    user, password = helpdesk.credentials(connection.user or "", connection.token or "")
    return HTTPBasicAuth(user.encode(), password.encode())


def _named(error: CallRefused, reply: Reply | None) -> CallRefused:
    status = None if reply is None else reply.status
    if status not in (401, 403):
        return error
    return NotLetIn(str(error), decisive=status == 401)


def _json(status: int, body: bytes) -> Any:
    """What the body says; None where it says nothing, or is the page of somebody on the way.

    A page instead of an answer is no answer: by it alone nobody is gone, and nothing is done.
    """
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError):
        if status in _PAGES_ALLOWED:
            return None
        raise Unanswered(f"the helpdesk answers {status} and what is no JSON") from None
