"""What authors and approvers do with a draft, each on the state that they have seen.

Every one of them raises UnknownDraft where there is no draft, DraftChanged where somebody else was
quicker (plugin.stores.versions.drafts), and StepRefused where its state or its approvals do not
allow it (standards.lifecycle).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from plugin.publishing.publish import Publication, Terms, publish_approved, read_draft
from plugin.stores.versions.drafts import DraftChanged, Drafts, DraftVersion, hash_of
from plugin.stores.versions.standards import Published, Standards, Unreadable
from standards.content import mapping
from standards.difference import Difference, difference
from standards.lifecycle import NO_GOVERNANCE, Step, Taken, after, begun, submitted_why
from standards.loader import read
from standards.model import Area, Draft, Form, Governance
from standards.said import Said, both
from standards.schema.standard import LATEST_VERSION
from standards.wording import listed

LARGEST_TEXT = 1_000_000  # characters
_MOST_READ = 32


class NotTheirArea(Exception):
    """The user approves for other parts of the firm; the message names them."""


class DraftUnfit(Exception):
    """There can be no such draft; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """The drafts and the published standards that they follow, for the user `by` at `now`.

    `seen` is the revision of the draft that the user has seen. `areas` are the parts of the firm
    that the user approves for; empty: any.
    """

    drafts: Drafts
    standards: Standards
    by: str
    now: int
    areas: frozenset[Area] = frozenset()

    def begin(self, code: str, text: str, why: str) -> DraftVersion:
        """A new draft of the standard. DraftUnfit, DraftStands or StepRefused."""
        version = self._version(code, text)
        control = begun(self.by, self.now, hash_of(text), why)
        return self.drafts.begin(DraftVersion(code, version, text, control))

    def edit(self, code: str, seen: int, text: str, why: str) -> DraftVersion:
        """The draft with another text; whatever was approved has to be approved anew."""
        was = self._seen(code, seen)
        if self._version(code, text) != was.version:
            what = Said("this draft is of version {version}", version=was.version)
            raise DraftUnfit(both(what, Said("leave the number as it is")))
        taken = self._taken(Step.EDIT, hash_of(text), why)
        control = after(was.control, taken, NO_GOVERNANCE)
        return self.drafts.change(was, replace(was, text=text, control=control))

    def submit(self, code: str, seen: int, why: str) -> DraftVersion:
        """The draft in review. StandardFaulty when it has faults or breaks its examples."""
        was = self._seen(code, seen)
        return self._step(was, self._taken(Step.SUBMIT, was.control.hash, why))

    def send_back(self, code: str, seen: int, why: str) -> DraftVersion:
        """The draft with its authors again."""
        was = self._seen(code, seen)
        return self._step(was, self._taken(Step.RETURN, was.control.hash, why), NO_GOVERNANCE)

    def drop(self, code: str, seen: int, why: str) -> None:
        """Ends the draft; its number may be taken up again by another."""
        was = self._seen(code, seen)
        self._step(was, self._taken(Step.DROP, was.control.hash, why), NO_GOVERNANCE)

    def approve(self, code: str, seen: int, area: Area, why: str) -> DraftVersion:
        """The draft with the area's approval. NotTheirArea where it is not theirs to give."""
        if self.areas and area not in self.areas:
            theirs = listed(sorted(each.value for each in self.areas))
            raise NotTheirArea(f"{self.by} approves for {theirs}, not for {area.value}")
        was = self._seen(code, seen)
        return self._step(was, self._taken(Step.APPROVE, was.control.hash, why, area))

    def publish(
        self, code: str, seen: int, effective_from: int | None, why: str = ""
    ) -> Publication:
        """The version, published. PublishRefused when it cannot follow those before it.

        Without a note of its own it bears the one that it was submitted with.
        """
        was = self._seen(code, seen)
        note = why.strip() or submitted_why(was.control)
        control = after(
            was.control,
            self._taken(Step.PUBLISH, was.control.hash, note),
            self.governance(was),
        )
        terms, now = Terms(effective_from, self.by, self.now, note), replace(was, control=control)
        outcome = publish_approved(
            self.standards,
            was.text.encode(),
            terms,
            # Together: who edits at the same moment is told, and edits nothing that is published.
            lambda session: self.drafts.change(was, now, session),
        )
        if not outcome.is_new:
            self.drafts.change(was, now)
        return outcome

    def governance(self, draft: DraftVersion) -> Governance:
        """What the draft itself asks for. StandardFaulty when it cannot be read."""
        return read_draft(draft.text.encode(), self.now).governance

    def against_published(self, draft: DraftVersion) -> Difference | None:
        """What changes from the last published version; None: there is none, or it has faults."""
        versions = self.standards.versions(draft.code)
        return None if not versions else difference_of(form_of(versions[-1]), form_of(draft))

    def _seen(self, code: str, seen: int) -> DraftVersion:
        was = self.drafts.of(code)
        if was.revision != seen:
            raise DraftChanged(was)
        return was

    def _taken(self, step: Step, content: str, why: str, area: Area | None = None) -> Taken:
        return Taken(step, self.by, self.now, content, why.strip(), area)

    def _step(
        self, was: DraftVersion, taken: Taken, governance: Governance | None = None
    ) -> DraftVersion:
        asked = self.governance(was) if governance is None else governance
        return self.drafts.change(was, replace(was, control=after(was.control, taken, asked)))

    def _version(self, code: str, text: str) -> int:
        """The version that the text says it is. DraftUnfit when it cannot be told."""
        if len(text) > LARGEST_TEXT:
            what = Said("the text has more than {most:,} characters", most=LARGEST_TEXT)
            raise DraftUnfit(both(what, Said("write less")))
        parts = mapping(read(text.encode()).source.data)
        told, version = parts.get("code"), parts.get("version")
        if told != code:
            what = Said("the text is to say `code: {code}`", code=code)
            raise DraftUnfit(both(what, Said("it says {value}", value=repr(told))))
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise DraftUnfit(Said("the text is to say its version, a whole number: `version: 2`"))
        if version > LATEST_VERSION:
            what = Said("no version is above {most:,}", most=LATEST_VERSION)
            raise DraftUnfit(both(what, Said("give it the next number")))
        last = max((each.version for each in self.standards.versions(code)), default=0)
        if version <= last:
            what = Said("version {version} is published", version=last)
            mend = Said("give this one the number {number}", number=last + 1)
            raise DraftUnfit(both(what, mend))
        return version


def form_of(told: DraftVersion | Published | str) -> Form | None:
    """What the text says; None when it has faults."""
    if isinstance(told, Published):
        try:
            return told.standard()
        except Unreadable:
            return read(told.text.encode(), told.holidays).draft
    return _draft(told if isinstance(told, str) else told.text)


@lru_cache(maxsize=_MOST_READ)
def _draft(text: str) -> Draft | None:
    return read(text.encode("utf-8", "surrogatepass")).draft


def difference_of(was: Form | None, now: Form | None) -> Difference | None:
    """What changes from the one to the other; None where one of them has faults."""
    return None if was is None or now is None else difference(was, now)
