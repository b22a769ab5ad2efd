"""What a refusal at a door of the house must be: a problem of a kind, and nothing changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugin.problems import MEDIA_TYPE
from plugin.stores.layout import Mongo
from tests.mobile_api.service import PASSWORD

# Counted up by every request that says who it is; nothing of them is anybody's data.
_PASSING = frozenset({"tries", "sessions"})
_TELLTALE = ("Traceback", 'File "', "pymongo", "site-packages", PASSWORD)


def assert_problem(answer: Any, status: int, slug: str, said: str = "") -> None:
    """The answer is that problem, and `said` (parts with ` & ` between) stands in it."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == MEDIA_TYPE
    told = answer.get_json()
    assert (told["type"], told["status"]) == (f"urn:plumbline:problem:{slug}", status)
    assert told["title"]
    words = f"{told.get('detail', '')} {told.get('errors', '')}"
    assert [part for part in said.split(" & ") if part not in words] == [], answer.text
    assert [each for each in _TELLTALE if each in answer.text] == []


def kept(database: Mongo) -> Mapping[str, Any]:
    """All that is kept, by collection."""
    names = sorted(set(database.list_collection_names()) - _PASSING)
    return {name: list(database[name].find(sort=[("_id", 1)])) for name in names}
