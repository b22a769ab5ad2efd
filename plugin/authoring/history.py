"""All that happened to a standard, across its drafts and versions, and what it said each time.

A text is named as addresses name it: `3` is what was published as version 3, `4-2` what the draft
of version 4 said after it was written for the second time, `draft` what the open draft says now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from plugin.authoring.drafting import difference_of, form_of
from plugin.stores.versions.drafts import Drafts, DraftVersion
from plugin.stores.versions.standards import Published, Standards
from standards.difference import Difference
from standards.lifecycle import OPEN, Step
from standards.model import Area, Form

_NAME = re.compile(r"(?P<version>[1-9][0-9]{0,8})(-(?P<writing>[1-9][0-9]{0,8}))?")
OPEN_DRAFT = "draft"


class UnknownText(Exception):
    """Nothing of the standard bears that name, or what it said was not kept."""


class What(StrEnum):
    """What was done."""

    EDIT = "edit"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    DROP = "drop"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done with a version: what, by whom, when (UTC seconds) and why.

    `text` names what it said then; `was` what it had said before that edit or before that version
    was published, None where there was nothing, or where it was not kept. `effective_from` stands
    with what was published.
    """

    what: What
    version: int
    by: str
    at: int
    why: str
    area: Area | None = None
    text: str | None = None
    was: str | None = None
    effective_from: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What happened to the standard of that code, and what each of its texts said."""

    code: str
    drafts: tuple[DraftVersion, ...]
    versions: tuple[Published, ...]
    kept: Drafts

    @classmethod
    def of(cls, drafts: Drafts, standards: Standards, code: str) -> History:
        """The history as it is kept."""
        return cls(code, drafts.every(code), standards.versions(code), drafts)

    def entries(self) -> tuple[Entry, ...]:
        """Everything that happened, the latest first."""
        told = (*self._drafted(), *self._published(), *self._withdrawn())
        return tuple(sorted(told, key=lambda each: (each.at, each.version))[::-1])

    def difference(self, was: str, now: str) -> Difference | None:
        """What changes from one text to another; None where one has faults. UnknownText."""
        return difference_of(self.form(was), self.form(now))

    def form(self, name: str) -> Form | None:
        """What the text of that name says; None when it has faults. UnknownText."""
        return form_of(self._told(name))

    def text(self, name: str) -> str:
        """The text of that name as it was written. UnknownText."""
        told = self._told(name)
        return told if isinstance(told, str) else told.text

    @property
    def open(self) -> DraftVersion | None:
        """The draft that is written now; None when there is none."""
        return next((each for each in self.drafts if each.control.state in OPEN), None)

    def names(self) -> tuple[str, ...]:
        """The names of all texts, the latest first: of each version what was written before it."""
        written = {each.version: len(_writings(each)) for each in self.drafts}
        published = {each.version for each in self.versions}
        told: list[str] = []
        for number in sorted({*written, *published}, reverse=True):
            told += [str(number)] if number in published else []
            told += [f"{number}-{at}" for at in range(written.get(number, 0), 0, -1)]
        return tuple(told)

    def _told(self, name: str) -> DraftVersion | Published | str:
        draft = self.open
        if name == OPEN_DRAFT and draft is not None:
            return draft
        found = _NAME.fullmatch(name)
        if found is None:
            raise UnknownText(f"{name[:40]!r} names no text of {self.code[:40]!r}")
        number = int(found["version"])
        if found["writing"] is None:
            return self._version(number)
        return self._writing(number, int(found["writing"]))

    def _version(self, number: int) -> Published:
        for each in self.versions:
            if each.version == number:
                return each
        raise UnknownText(f"{self.code[:40]!r} has no published version {number}")

    def _writing(self, number: int, writing: int) -> str:
        draft = next((each for each in self.drafts if each.version == number), None)
        hashes = () if draft is None else _writings(draft)
        text = None
        if draft is not None and writing <= len(hashes):
            text = self.kept.text(draft, hashes[writing - 1])
        if text is None:
            raise UnknownText(f"what {number}-{writing} said is not kept")
        return text

    def _drafted(self) -> Iterator[Entry]:
        for draft in self.drafts:
            writing = 0
            for each in draft.control.history:
                writing += each.step is Step.EDIT
                if each.step is Step.PUBLISH:
                    continue  # told with the version
                text = f"{draft.version}-{writing}"
                was = self._before(draft, writing) if each.step is Step.EDIT else None
                what = What(each.step.value)
                yield Entry(what, draft.version, each.by, each.at, each.why, each.area, text, was)

    def _before(self, draft: DraftVersion, writing: int) -> str | None:
        """What an edit is held against: the writing before it, or the version before the draft."""
        if writing > 1:
            return f"{draft.version}-{writing - 1}"
        return _last_before(self.versions, draft.version)

    def _published(self) -> Iterator[Entry]:
        for each in self.versions:
            yield Entry(
                What.PUBLISH,
                each.version,
                each.published_by,
                each.published_at,
                each.why,
                text=str(each.version),
                was=_last_before(self.versions, each.version),
                effective_from=each.effective_from,
            )

    def _withdrawn(self) -> Iterator[Entry]:
        for each in self.versions:
            if each.withdrawn_at is not None:
                by, why = each.withdrawn_by or "", each.withdrawn_why or ""
                yield Entry(
                    What.WITHDRAW, each.version, by, each.withdrawn_at, why, text=str(each.version)
                )


def _writings(draft: DraftVersion) -> tuple[str, ...]:
    """The hash of each text that the draft has had, in order."""
    return tuple(each.hash for each in draft.control.history if each.step is Step.EDIT)


def _last_before(versions: Sequence[Published], number: int) -> str | None:
    before = [each.version for each in versions if each.version < number]
    return str(before[-1]) if before else None
