"""A published version as its standard's page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import g, url_for

from mobile_api.permissions import Action
from plugin.catalogue.names import AREAS
from plugin.language import N_, Language
from plugin.pages.standards.documents import Documents, standard_of, way
from plugin.pages.standards.words import STANDINGS
from plugin.stores.versions.drafts import DraftVersion
from plugin.stores.versions.standards import Published
from standards.kinds import Instrument
from standards.lifecycle import Standing, Taken, begins, standing

# What is said of a version beside its page, and what it is called there.
_BESIDE = (
    ("handbook", N_("Handbook")),
    ("quality", N_("Quality of its criteria")),
    ("training", N_("Training")),
)
_OF_PEOPLE = frozenset({Instrument.VISIT, Instrument.REVIEW})


@dataclass(frozen=True, slots=True)
class Approved:
    """An approval: for which part of the firm, by whom, when, and the comment."""

    area: str
    who: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A version ready to be read; what there is none of is empty or None."""

    number: int
    standing: Standing
    named: str
    begins: str
    until: str
    published: str
    who: str
    why: str
    approvals: tuple[Approved, ...]
    ended: str
    ended_by: str
    ended_why: str
    never_began: bool
    ways: tuple[tuple[str, str], ...]
    changed: str | None
    withdraw: str | None


@dataclass(frozen=True, slots=True)
class Versions:
    """The published versions of one code, with the drafts that they were."""

    documents: Documents
    versions: Sequence[Published]
    drafts: Iterable[DraftVersion]
    language: Language

    def shown(self) -> Iterator[Shown]:
        """Each version, the latest first."""
        called = self.documents.called()
        written = {each.version: each for each in self.drafts}
        for each in reversed(self.versions):
            yield self._shown(each, called, written.get(each.version))

    def _shown(
        self, version: Published, called: Mapping[str, str], draft: DraftVersion | None
    ) -> Shown:
        where = standing(version, self.versions, self.documents.now)
        ended_by, moment = version.withdrawn_by or "", self._moment
        return Shown(
            number=version.version,
            standing=where,
            named=self.language.gettext(STANDINGS[where]),
            begins=moment(version.effective_from),
            until=self._until(version),
            published=moment(version.published_at),
            who=called.get(version.published_by, version.published_by),
            why=version.why,
            approvals=tuple(
                approvals_shown(
                    () if draft is None else draft.control.approvals,
                    self.documents,
                    called,
                    self.language,
                )
            ),
            ended="" if version.withdrawn_at is None else moment(version.withdrawn_at),
            ended_by=called.get(ended_by, ended_by),
            ended_why=version.withdrawn_why or "",
            never_began=not begins(version),
            ways=tuple(self._ways(version)),
            changed=self._changed(version),
            withdraw=self._withdraw(version, where),
        )

    def _moment(self, at: int) -> str:
        return self.documents.moment(at, self.language)

    def _until(self, version: Published) -> str:
        """When it ceased or ceases to judge what is opened; empty where nothing says so."""
        later = [
            each.effective_from
            for each in self.versions
            if each.version > version.version and begins(each)
        ]
        ends = [*later[:1], *([version.withdrawn_at] if version.withdrawn_at is not None else [])]
        return self._moment(min(ends)) if ends else ""

    def _before(self, version: Published) -> Published | None:
        before = [each for each in self.versions if each.version < version.version]
        return before[-1] if before else None

    def _ways(self, version: Published) -> Iterator[tuple[str, str]]:
        at, language = ("standards", version.code, version.version), self.language
        for part, named in _BESIDE:
            address = way(*at, part)
            if address is not None:
                yield address, language.gettext(named)
        yield from self._judging(version)
        before = self._before(version)
        if before is not None:
            address = way(*at, "leaflet", query=f"since={before.version}")
            if address is not None:
                yield address, language.gettext("What changed, on a leaflet")

    def _judging(self, version: Published) -> Iterator[tuple[str, str]]:
        """Its questionnaire as a file, where it asks somebody, and recounts by it."""
        found = standard_of(version)
        if found is not None and any(not _OF_PEOPLE.isdisjoint(each.of) for each in found.criteria):
            address = way("standards", version.code, version.version, "xlsform")
            if address is not None:
                yield address, self.language.gettext("Questionnaire as an XLSForm")
        asked = f"version={version.version}"
        address = way("standards", version.code, "draft", "backtests", query=asked)
        if address is not None:
            yield address, self.language.gettext("Recount past contacts by it")

    def _changed(self, version: Published) -> str | None:
        before = self._before(version)
        if before is None:
            return None
        return url_for(
            "pages.texts", code=version.code, was=str(before.version), now=str(version.version)
        )

    def _withdraw(self, version: Published, where: Standing) -> str | None:
        if where not in {Standing.COMING, Standing.IN_FORCE}:
            return None
        if g.caller.scope(Action.WITHDRAW_STANDARDS) is None:
            return None
        return url_for("pages.withdraw_version", code=version.code, version=version.version)


def approvals_shown(
    approvals: Iterable[Taken],
    documents: Documents,
    called: Mapping[str, str],
    language: Language,
) -> Iterator[Approved]:
    """The approvals in the order in which they were given."""
    for each in approvals:
        yield Approved(
            "" if each.area is None else language.gettext(AREAS[each.area]),
            called.get(each.by, each.by),
            documents.moment(each.at, language),
            each.why,
        )
