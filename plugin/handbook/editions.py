"""Which version is to be handed out, and what the house knows of it besides its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.handbook.book import Approved, Issue
from plugin.house import House
from plugin.stores.people.users import Users
from plugin.stores.versions.drafts import Drafts, DraftVersion, UnknownDraft
from plugin.stores.versions.standards import Published, Standards, Unreadable
from standards.lifecycle import State, begins, submitted_why
from standards.loader import Reading, read
from standards.model import Form


@dataclass(frozen=True, slots=True)
class Edition:
    """A version to be handed out: its form, how it stands, and why it changed (may be empty)."""

    form: Form
    issue: Issue
    why: str


@dataclass(frozen=True, slots=True)
class Editions:
    """The versions of the house's standards."""

    house: House
    standards: Standards
    drafts: Drafts
    users: Users

    @classmethod
    def of(cls, house: House) -> Editions:
        """The versions over the house's database."""
        database = house.database
        return cls(house, Standards(database), Drafts(database), Users(database))

    def published(self, code: str, version: int) -> Edition | None:
        """That version; None when there is none, or this release cannot read it any more."""
        found = next((each for each in self.standards.known() if _is(each, code, version)), None)
        if found is None:
            return None
        try:
            form = found.standard()
        except Unreadable:
            return None
        issue = Issue(
            effective_from=found.effective_from,
            approved=self._approved_of(found),
            withdrawn_at=found.withdrawn_at,
            followed=self._followed(found),
        )
        return Edition(form, issue, found.why)

    def before(self, code: str, version: int) -> Edition | None:
        """The version before that one; None when there is none, or it cannot be read."""
        numbers = [each.version for each in self.standards.known() if each.code == code]
        earlier = [each for each in numbers if each < version]
        return self.published(code, max(earlier)) if earlier else None

    def draft(self, code: str) -> DraftVersion | None:
        """The open draft of the standard; None when nobody writes one."""
        try:
            return self.drafts.of(code)
        except UnknownDraft:
            return None

    def of_draft(self, draft: DraftVersion) -> Edition | Reading:
        """The draft as it stands; the reading with its faults where it cannot be told."""
        reading = read(draft.text.encode())
        if reading.draft is None:
            return reading
        issue = Issue(None, self._approved(draft), is_draft=True)
        return Edition(reading.draft, issue, submitted_why(draft.control))

    def _followed(self, published: Published) -> tuple[int, int] | None:
        """The next version that ever begins, and from when."""
        later = (each for each in self.standards.known() if each.code == published.code)
        found = (each for each in later if each.version > published.version and begins(each))
        after = min(found, key=lambda each: each.version, default=None)
        return None if after is None else (after.version, after.effective_from)

    def _approved_of(self, published: Published) -> tuple[Approved, ...]:
        every = self.drafts.every(published.code)
        found = (each for each in every if each.version == published.version)
        told = (each for each in found if each.control.state is State.PUBLISHED)
        draft = next(told, None)
        return () if draft is None else self._approved(draft)

    def _approved(self, draft: DraftVersion) -> tuple[Approved, ...]:
        approvals = draft.control.approvals
        names = self._names(frozenset(each.by for each in approvals))
        return tuple(
            Approved(each.area, names[each.by], each.at)
            for each in approvals
            if each.area is not None
        )

    def _names(self, users: frozenset[str]) -> Mapping[str, str]:
        """What people are called; somebody who is gone by what they signed in with."""
        found = {each: self.users.find(each) for each in users}
        return {each: user.name if user is not None else each for each, user in found.items()}


def _is(published: Published, code: str, version: int) -> bool:
    return published.code == code and published.version == version
