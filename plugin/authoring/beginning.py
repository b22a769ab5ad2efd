"""The text that a new draft begins with: an empty one, one we ship, or the version in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from plugin.authoring.written.printing import lines
from plugin.authoring.written.rewriting import headed
from plugin.stores.versions.standards import Published, Standards
from standards.lifecycle import begins
from standards.source import Plain

# The standards that we ship, by the name of their file.
LIBRARY = ("contact", "complaints", "shop_visit")


@dataclass(frozen=True, slots=True)
class Head:
    """What a new standard says of itself; `review_by` is a date, `zone` that of its hours."""

    code: str
    titles: Mapping[str, str]
    languages: Sequence[str]
    owner: str
    review_by: str
    zone: str


def empty(head: Head) -> str:
    """A standard without criteria, open on weekdays."""
    office: dict[str, Plain] = {"zone": head.zone, "hours": {"mon-fri": ["09:00-17:00"]}}
    titles: dict[str, Plain] = {each: head.titles.get(each, "") for each in head.languages}
    told: dict[str, Plain] = {
        "form": 1,
        "code": head.code,
        "version": 1,
        "languages": list(head.languages),
        "title": {name: text for name, text in titles.items() if text},
        "governance": {"owner": head.owner, "review_by": head.review_by},
        "calendars": {"office": office},
        "criteria": [],
    }
    return "\n".join(lines(told, 0)) + "\n"


def shipped(name: str, code: str, version: int) -> str:
    """A standard that we ship, under the code and version. NotRewritten never, for it is ours."""
    text = files("standards").joinpath("library", f"{name}.yaml").read_text("utf-8")
    return headed(text, {"code": code, "version": version})


def following(standards: Standards, code: str, now: int) -> str | None:
    """The version in force at `now`, or the last one, under the next number; None: there is none.

    NotRewritten when its text says its number in a way of its own.
    """
    versions = standards.versions(code)
    if not versions:
        return None
    return headed(_in_force(versions, now).text, {"version": versions[-1].version + 1})


def next_version(standards: Standards, code: str) -> int:
    """The number behind the last one published; 1 where there is none."""
    return max((each.version for each in standards.versions(code)), default=0) + 1


def _in_force(versions: Sequence[Published], now: int) -> Published:
    begun = [each for each in versions if begins(each) and each.effective_from <= now]
    return begun[-1] if begun else versions[-1]
