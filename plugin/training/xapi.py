"""Tries as xAPI statements: who passed or failed which version of which standard.

After the Experience API 1.0.3 (https://github.com/adlnet/xAPI-Spec, part two). The id of a
statement is that of the try, so that it may be sent any number of times. An actor is told by an
account at the firm's own address, which says no name; by an e-mail address only where that is
asked for. `stored` and `authority` are for the store that takes the statement to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote

from plugin.config import Config
from plugin.stores.training.learning import Learning, Result, Try
from plugin.stores.versions.standards import Published, Standards, Unreadable
from standards.instants import show_instant

Statement: TypeAlias = "dict[str, Any]"

VERSION = "1.0.3"
MOST = 200  # of one reading
_VERBS = "http://adlnet.gov/expapi/verbs"
_ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements in the order in which the tries were answered; `since` is where to go on."""

    statements: tuple[Statement, ...]
    since: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells of tries at a firm whose pages are at `home`; `emails` of people who are told by it."""

    learning: Learning
    standards: Standards
    home: str
    emails: Mapping[str, str]

    def after(
        self, since: int, most: int = MOST, people: Iterable[str] | None = None
    ) -> Statements:
        """At most so many statements behind the place; `people` None: of everybody."""
        found = self.learning.answered(since, most + 1, people)
        told = tuple(self._told(found[:most]))
        last = found[:most][-1].place if found else since
        return Statements(told, last, len(found) > most)

    def _told(self, tries: Iterable[Try]) -> Iterator[Statement]:
        known = {(each.code, each.version): each for each in self.standards.known()}
        for each in tries:
            if each.result is not None and each.answered_at is not None:
                published = known.get((each.code, each.version))
                yield self._statement(each, each.result, each.answered_at, published)

    def _statement(
        self, attempt: Try, result: Result, at: int, published: Published | None
    ) -> Statement:
        verb = "passed" if result.passed else "failed"
        return {
            "id": attempt.id,
            "actor": self._actor(attempt.person),
            "verb": {"id": f"{_VERBS}/{verb}", "display": {"en": verb}},
            "object": self._activity(attempt, published),
            "result": _result(attempt, result),
            "context": {
                "platform": "Plumbline",
                "revision": str(attempt.version),
                "extensions": {f"{self.home}/xapi/standard-hash": attempt.hash},
            },
            "timestamp": show_instant(at),
            "version": VERSION,
        }

    def _actor(self, person: str) -> Statement:
        """An agent has one way to tell them, never two."""
        email = self.emails.get(person)
        if email is not None:
            return {"objectType": "Agent", "mbox": f"mailto:{email}"}
        account = {"homePage": self.home, "name": person}
        return {"objectType": "Agent", "account": account}

    def _activity(self, attempt: Try, published: Published | None) -> Statement:
        definition: Statement = {"type": _ASSESSMENT}
        title = _title(published)
        if title:
            definition["name"] = dict(title)
        there = f"{self.home}/standards/{quote(attempt.code, safe='')}/{attempt.version}"
        return {"objectType": "Activity", "id": there, "definition": definition}


def home_of(config: Config) -> str:
    """Where the firm's pages are, as far as the settings know."""
    if config.address is not None:
        return config.address
    host = f"[{config.host}]" if ":" in config.host else config.host
    return f"http://{host}:{config.port}"


def _result(attempt: Try, result: Result) -> Statement:
    told: Statement = {"success": result.passed, "completion": True}
    if result.score is not None:
        told["score"] = {
            "scaled": result.score,
            "raw": result.right,
            "min": 0,
            "max": len(result.answers),
        }
    return told


def _title(published: Published | None) -> Mapping[str, str]:
    try:
        return {} if published is None else published.standard().title
    except Unreadable:
        return {}
