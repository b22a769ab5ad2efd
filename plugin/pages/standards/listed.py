"""The page of all standards: what is in force, what is coming, what is written, what waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from flask import g, url_for

from mobile_api.permissions import Action, needs
from plugin.authoring.drafting import form_of
from plugin.catalogue.names import AREAS
from plugin.language import Language
from plugin.pages.listing import day_said
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.pages.standards.documents import Documents, standard_of, title_of, way
from plugin.pages.standards.words import STATES
from plugin.stores.versions.drafts import DraftVersion
from plugin.stores.versions.standards import Published
from standards.languages import in_language
from standards.lifecycle import Standing, State, standing
from standards.model import Governance


@dataclass(frozen=True, slots=True)
class Listed:
    """A standard in the list; what there is none of is empty."""

    code: str
    title: str
    address: str
    in_force: str
    coming: str
    draft: str
    draft_address: str
    owner: str
    review_by: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that somebody has to do: about what, what, and whether the reader may do it."""

    code: str
    title: str
    address: str
    what: str
    whom: str
    mine: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """Every standard, with what waits for whom above."""

    documents: Documents

    @needs(Action.SEE_STANDARDS)
    def standards(self) -> str:
        """The list."""
        language = reader()
        known, drafts = self.documents.standards.known(), self._drafts()
        by_code = {code: tuple(each) for code, each in groupby(known, key=lambda each: each.code)}
        codes = sorted({*by_code, *drafts})
        rows = tuple(
            self._row(each, by_code.get(each, ()), drafts.get(each), language) for each in codes
        )
        waits = [
            *(each for one in drafts.values() for each in self._of_draft(one, language)),
            *(each for row in rows for each in _of_row(row, language)),
        ]
        return page(
            "standards/standards",
            rows=rows,
            waits=tuple(sorted(waits, key=lambda each: not each.mine)),
            sees_drafts=g.caller.scope(Action.SEE_DRAFTS) is not None,
            new=way("standards", "new", unlike="pages.standard"),
            library=way("library"),
        )

    def _drafts(self) -> Mapping[str, DraftVersion]:
        """The open drafts by code, for whoever may see them."""
        if g.caller.scope(Action.SEE_DRAFTS) is None:
            return {}
        return {each.code: each for each in self.documents.drafts.open()}

    def _row(
        self,
        code: str,
        versions: tuple[Published, ...],
        draft: DraftVersion | None,
        language: Language,
    ) -> Listed:
        now = self.documents.now
        found = {standing(each, versions, now): each for each in versions}
        stands, comes = found.get(Standing.IN_FORCE), found.get(Standing.COMING)
        last = stands or comes or (versions[-1] if versions else None)
        governance = _governance(last, draft)
        review = "" if governance is None else governance.review_by.isoformat()
        return Listed(
            code=code,
            title=code if last is None else title_of(last, language),
            address=url_for("pages.standard", code=code),
            in_force="" if stands is None else self._since(stands, language),
            coming="" if comes is None else self._since(comes, language),
            draft="" if draft is None else _draft_said(draft, language),
            draft_address="" if draft is None else url_for("pages.draft", code=code),
            owner="" if governance is None else in_language(governance.owner, language.code),
            review_by=day_said(review, language) if review else "",
            overdue=stands is not None and review < self.documents.today,
        )

    def _since(self, published: Published, language: Language) -> str:
        return language.gettext(
            "version {version} from {moment}",
            version=published.version,
            moment=self.documents.moment(published.effective_from, language),
        )

    def _of_draft(self, draft: DraftVersion, language: Language) -> Iterator[Waits]:
        form = form_of(draft)
        title = draft.code if form is None else in_language(form.title, language.code)
        what, whom, action = self._next(draft, language)
        mine = g.caller.scope(action) is not None and (
            action is not Action.APPROVE_STANDARDS or self._may_approve(draft)
        )
        address = url_for("pages.draft", code=draft.code)
        yield Waits(draft.code, title, address, what, whom, mine)

    def _next(self, draft: DraftVersion, language: Language) -> tuple[str, str, Action]:
        """What is to be done with it, by whom, and which action that is."""
        names = self.documents.called()
        authors = language.all_of(sorted(names.get(each, each) for each in draft.control.authors))
        match draft.control.state:
            case State.IN_REVIEW:
                form = form_of(draft)
                missing = () if form is None else draft.control.missing(form.governance)
                areas = language.all_of(language.gettext(AREAS[each]) for each in missing)
                return language.gettext("to be approved"), areas, Action.APPROVE_STANDARDS
            case State.APPROVED:
                said = language.gettext("approved, to be published")
                return said, language.gettext("trainers"), Action.PUBLISH_STANDARDS
        return language.gettext("being written"), authors, Action.WRITE_STANDARDS

    def _may_approve(self, draft: DraftVersion) -> bool:
        form = form_of(draft)
        own = form is not None and form.governance.own_approval
        missing = () if form is None else draft.control.missing(form.governance)
        is_theirs = form is None or any(map(g.caller.approves_for, missing))
        return is_theirs and (own or g.caller.user not in draft.control.authors)


def _of_row(row: Listed, language: Language) -> Iterator[Waits]:
    """What a published standard waits for: its review, or a version in force."""
    if row.overdue:
        what = language.gettext("to be looked at again since {day}", day=row.review_by)
        yield Waits(row.code, row.title, row.address, what, row.owner, mine=False)
    elif not row.in_force and not row.coming and not row.draft:
        what = language.gettext("nothing is in force; publish another version")
        yield Waits(row.code, row.title, row.address, what, row.owner, mine=False)


def _governance(last: Published | None, draft: DraftVersion | None) -> Governance | None:
    """What the version asks for, or the draft where there is no version that can be read."""
    found = None if last is None else standard_of(last)
    if found is not None:
        return found.governance
    form = None if draft is None else form_of(draft)
    return None if form is None else form.governance


def _draft_said(draft: DraftVersion, language: Language) -> str:
    state = language.gettext(STATES[draft.control.state])
    return language.gettext("version {version}: {state}", version=draft.version, state=state)
