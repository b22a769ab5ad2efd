"""Codes for criteria that come from elsewhere: readable, allowed, and not taken."""

from __future__ import annotations

import re
from collections.abc import Iterable

from standards.schema.values import LONGEST_CODE

_OTHER = re.compile(r"[^A-Za-z0-9]+")


def code_like(name: str, or_else: str) -> str:
    """The name as a code; `or_else` where nothing of it can be one."""
    plain = _OTHER.sub("-", name).strip("-")
    return plain[:LONGEST_CODE].strip("-") or or_else


def free_code(wanted: str, taken: Iterable[str]) -> str:
    """The code, with a number behind it where it is taken; capitals make no difference."""
    known = {each.casefold() for each in taken}
    found, number = wanted, 2
    while found.casefold() in known:
        end = f"-{number}"
        found = wanted[: LONGEST_CODE - len(end)].rstrip("-") + end
        number += 1
    return found
