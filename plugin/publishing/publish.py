"""Publishes a standard: from then on its version is what it is for ever.

PublishRefused
├── StandardFaulty    it cannot be read, or breaks its own examples: all faults at once
├── VersionTaken      the version was published with other content
├── VersionPassed     a later version was published already
├── BeginsTooEarly    it would begin before the version that it follows
├── ApprovalsMissing  it asks for approvals, which only a draft under control can have
├── NoteMissing       it follows another version and does not say what changes and what for
└── PromiseBroken     a code would not mean any more what it meant when it was published
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugin.faults import broken_examples, line_of
from plugin.stores.versions.standards import Also, Published, Standards
from scoring.proof import contradictions
from standards.instants import show_instant
from standards.lifecycle import begins
from standards.loader import Reading, holidays_of, read
from standards.model import Draft
from standards.promises import broken
from standards.source import Fault
from standards.wording import listed


class PublishRefused(Exception):
    """The standard is not published; the message says why and what to do."""


class StandardFaulty(PublishRefused):
    """It cannot be read, or breaks its own examples; `faults` are all of them, in order."""

    def __init__(self, reading: Reading, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(line_of("standard", fault) for fault in faults[:3]))
        self.reading, self.faults = reading, tuple(faults)
        self.errors = tuple(map(_told, faults))


def _told(fault: Fault) -> dict[str, str]:
    """The fault with the place in the file, and the JSON pointer of what it is about."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in fault.path)
    pointer = "".join(f"/{step}" for step in steps)
    return {"pointer": pointer, "detail": line_of("standard", fault)}


class VersionTaken(PublishRefused):
    """The version was published with other content."""


class VersionPassed(PublishRefused):
    """A later version was published already."""


class BeginsTooEarly(PublishRefused):
    """It would begin before the version that it follows."""


class ApprovalsMissing(PublishRefused):
    """The version asks for approvals, and was not put through them."""


class NoteMissing(PublishRefused):
    """The version follows another and does not say what changes and what for."""


class PromiseBroken(PublishRefused):
    """A code would not mean any more what it meant in a published version."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of it: the version as it is kept, and whether it was not so before."""

    published: Published
    is_new: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a version is published: it judges what was opened from `effective_from` on.

    None: from `now` (UTC seconds). `why` is the note of what changes and what for.
    """

    effective_from: int | None
    by: str
    now: int
    why: str = ""


def publish(  # noqa: PLR0913  # all but the first two are named where it is called
    standards: Standards,
    raw: bytes,
    *,
    effective_from: int | None,
    by: str,
    now: int,
    why: str = "",
) -> Publication:
    """The version, kept from now on; it judges what was opened from `effective_from` (None: now).

    The same content again changes nothing. PublishRefused otherwise. `why` is the note of what
    changes, which the first version may go without.
    """
    draft = read_draft(raw, now)
    versions = standards.versions(draft.code)
    is_known = any(each.version == draft.version for each in versions)
    if draft.governance.approvals and not is_known:
        raise ApprovalsMissing(_asking(draft))
    return _kept(standards, raw, draft, Terms(effective_from, by, now, why.strip()))


def publish_approved(
    standards: Standards, raw: bytes, terms: Terms, also: Also | None = None
) -> Publication:
    """As `publish`, of a version that all have approved whom it asks.

    `also` is written in the same transaction; what it raises undoes both.
    """
    return _kept(standards, raw, read_draft(raw, terms.now), terms, also)


def _kept(
    standards: Standards, raw: bytes, draft: Draft, terms: Terms, also: Also | None = None
) -> Publication:
    versions = standards.versions(draft.code)
    standing = next((each for each in versions if each.version == draft.version), None)
    if standing is not None:
        return Publication(_same(standing, raw), is_new=False)
    wanted = Published(
        code=draft.code,
        version=draft.version,
        hash=draft.hash,
        text=draft.text,
        effective_from=terms.now if terms.effective_from is None else terms.effective_from,
        published_at=terms.now,
        published_by=terms.by,
        holidays=holidays_of(draft),
        tzdata=draft.tzdata,
        why=terms.why,
    )
    _refuse_before(versions, wanted)
    _refuse_broken(versions, draft)
    _refuse_unsaid(versions, wanted)
    if standards.keep(wanted, versions[-1].version if versions else 0, also):
        return Publication(wanted, is_new=True)
    # Somebody published another version of it meanwhile: look again.
    return _kept(standards, raw, draft, terms, also)


def read_draft(raw: bytes, now: int) -> Draft:
    """The draft in the bytes. StandardFaulty when it has faults or breaks its examples."""
    reading = read(raw)
    found = contradictions(reading.form, now) if reading.form is not None else ()
    faults = [*reading.faults, *broken_examples(reading, found)]
    if faults or reading.draft is None:
        raise StandardFaulty(reading, sorted(faults, key=lambda fault: fault.line))
    return reading.draft


def _same(standing: Published, raw: bytes) -> Published:
    """The version that stands, when the bytes say the same with the holidays of then."""
    again = read(raw, standing.holidays).draft
    if again is None or again.hash != standing.hash:
        said = f"{standing.code} version {standing.version} was published with other content"
        raise VersionTaken(f"{said}; give what you changed the version {standing.version + 1}")
    return standing


def _refuse_before(versions: Sequence[Published], wanted: Published) -> None:
    if not versions:
        return
    latest = versions[-1]
    if wanted.version < latest.version:
        said = f"{wanted.code} has version {latest.version} already"
        raise VersionPassed(f"{said}; version {wanted.version} comes too late")
    begun = [each for each in versions if begins(each)]
    if begun and wanted.effective_from < begun[-1].effective_from:
        shown = show_instant(begun[-1].effective_from)
        said = f"{wanted.code} version {begun[-1].version} begins on {shown}"
        raise BeginsTooEarly(f"{said}; a later version cannot begin before it")


def _refuse_unsaid(versions: Sequence[Published], wanted: Published) -> None:
    if versions and not wanted.why:
        said = f"{wanted.code} has version {versions[-1].version} already"
        raise NoteMissing(f"{said}; say what changes and what for")


def _refuse_broken(versions: Sequence[Published], draft: Draft) -> None:
    known = [read(each.text.encode(), each.holidays).form for each in versions]
    found = broken(draft, [each for each in known if each is not None])
    if found:
        said = "; ".join(f"{each.criterion}: {each.why}" for each in found)
        raise PromiseBroken(f"{said}; give what is asked now a code of its own")


def _asking(draft: Draft) -> str:
    areas = listed(area.value for area in draft.governance.approvals).replace(" or ", " and ")
    said = f"{draft.code} version {draft.version} asks for the approval of {areas}"
    return f"{said}; make it a draft, have it approved, and publish that"
