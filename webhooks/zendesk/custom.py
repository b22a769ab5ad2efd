"""The values of the firm's own fields, by their kind: webhooks and audits write them differently.

An audit's values are texts; a webhook's are as the kind has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from standards.conditions import Fact
from webhooks.contract import Account, PayloadInvalid
from webhooks.zendesk.values import Value

_LONGEST = 200  # characters of a value that somebody might want to judge by
_YES: Mapping[str, bool] = {"1": True, "true": True, "0": False, "false": False}
# Fields that people write sentences into: those are words, and do not belong among facts.
FREE_TEXT = frozenset({"text", "textarea", "regexp", "partialcreditcard"})
SEVERAL = frozenset({"multiselect"})


def own_field(kind: str | None) -> Value:
    """Reads the value of a field of that kind: a word, a number, a yes or no; None for none."""
    read = _KINDS.get(kind or "", _as_it_is)
    return lambda found, account: read(_plain(found, account))


def _plain(found: Any, _: Account) -> Fact:
    if isinstance(found, dict):
        found = found.get("value")
    if isinstance(found, list) or found is None or found == "":
        return None
    if isinstance(found, str):
        return found[:_LONGEST]
    if isinstance(found, bool | int | float):
        return found
    raise PayloadInvalid("a custom field's value is neither a word nor a number")


def _as_it_is(found: Fact) -> Fact:
    return found


def _yes_or_no(found: Fact) -> Fact:
    """A box that nobody has ticked yet is not ticked."""
    return False if found is None else _YES.get(str(found).lower(), found)


def _whole(found: Fact) -> Fact:
    text = str(found)
    is_whole = text.removeprefix("-").isdecimal() and text.isascii()
    return int(text) if not isinstance(found, bool) and is_whole else found


def _number(found: Fact) -> Fact:
    if found is None or isinstance(found, bool):
        return found
    try:
        return float(str(found))
    except ValueError:
        return found


def _word(found: Fact) -> Fact:
    """The number of a record that it points to, as a word, as all ids are."""
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else found


_KINDS: Mapping[str, Callable[[Fact], Fact]] = {
    "checkbox": _yes_or_no,
    "integer": _whole,
    "decimal": _number,
    "lookup": _word,
}
