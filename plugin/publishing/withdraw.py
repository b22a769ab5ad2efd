"""Withdraws a published version: from then on it judges nothing that is opened."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plugin.stores.versions.standards import Published, Standards
from standards.lifecycle import StepRefused, refuse_withdrawal


class UnknownVersion(Exception):
    """There is no such published version."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who withdraws a version, as of which UTC second, and why."""

    by: str
    at: int
    why: str


def withdraw(standards: Standards, code: str, version: int, told: Withdrawal) -> Published:
    """The version, withdrawn from that instant on.

    UnknownVersion, or StepRefused when it is withdrawn or superseded already, or nothing is said
    about why. The version before it does not come back; cards of what was opened before stay.
    """
    versions = standards.versions(code)
    found = next((each for each in versions if each.version == version), None)
    if found is None:
        raise UnknownVersion(f"there is no version {version} of {code[:40]!r}")
    refuse_withdrawal(found, versions, told.at, told.why)
    why = told.why.strip()
    if not standards.withdraw(found, told.at, told.by, why):
        raise StepRefused(f"version {version} is withdrawn already")
    return replace(found, withdrawn_at=told.at, withdrawn_by=told.by, withdrawn_why=why)
