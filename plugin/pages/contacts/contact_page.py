"""The page of a contact: its cards with the arithmetic in words, and what was said about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from flask import abort, g, request, url_for

from mobile_api.permissions import Action, needs
from plugin.catalogue.names import FACTS, STATUS
from plugin.language import Language
from plugin.pages.asked import FILTERS, Query
from plugin.pages.bindings import card_notes
from plugin.pages.contacts.card import Judged, card_in_words
from plugin.pages.contacts.marks import in_words, marks_seen
from plugin.pages.counts.figures import short
from plugin.pages.moments import moment, zone_in
from plugin.pages.naming import KINDS, OUTCOMES, STANDINGS, Names, contact_said
from plugin.pages.rendering import page
from plugin.pages.scope import whose_of
from plugin.pages.sources import Sources
from plugin.pages.speaking import reader
from plugin.stores.filed.reports import Filed
from scoring.evidence import Evidence, Visit
from standards.kinds import Instrument

# Of the facts of a contact those that help to know it again.
_SHOWN = (
    "channel",
    "status",
    "priority",
    "segment",
    "contact_type",
    "assignee",
    "group",
    "location",
)
_BACK = ("instrument", "verdict", *FILTERS, "period", "from", "until", "standing")


@dataclass(frozen=True, slots=True)
class Review:
    """The card of somebody's look at the contact, in words."""

    address: str
    name: str
    outcome: str
    verdict: str
    score: str
    standing: str


@dataclass(frozen=True, slots=True)
class ContactPage:
    """A contact's cards."""

    sources: Sources

    @needs(Action.SEE_CARDS)
    def contact(self, contact: str) -> str:
        """The contact's cards; 404 as well when they are not the caller's to see."""
        whose = whose_of(g.caller, Action.SEE_CARDS)
        filed = self.sources.reports.cards_of(contact, whose)
        judged = [each for each in map(self._judged, filed) if each is not None]
        if not judged:
            abort(404)
        reviews = self.sources.reports.reviews_of(contact, whose)
        return self._shown(contact, judged, reviews, reader())

    def _judged(self, filed: Filed) -> Judged | None:
        standard = self.sources.standard(filed.code, filed.version)
        evidence = self.sources.evidence(filed)
        if standard is None or evidence is None:
            return None
        return Judged.of(filed, standard, evidence)

    def _shown(
        self, contact: str, judged: list[Judged], reviews: tuple[Filed, ...], language: Language
    ) -> str:
        first, zone = judged[0], self.sources.house.config.zone
        bound = frozenset(one for each in judged for one in each.filed.bound or ())
        names = self.sources.names(bound.union(*(each.identities for each in judged)))
        filed = [each.filed for each in judged]
        is_visit = first.filed.instrument is Instrument.VISIT
        seen = marks_seen(self.sources.visits, [contact]) if is_visit else {}
        return page(
            "contacts/card",
            contact=contact,
            name=contact_said(contact, language),
            kind=language.gettext(KINDS[first.filed.instrument]),
            link=self.sources.link(contact),
            about=_about(first.evidence, language),
            back=_back(language),
            facts=tuple(_facts(first, zone, names, language)),
            marks=in_words(seen.get(contact, ()), language),
            cards=tuple(
                (
                    card_in_words(each, zone, names, language),
                    card_notes(each.filed, filed, names, language),
                    each.filed.bound is not None,
                )
                for each in judged
            ),
            sought=request.args.get("criterion", ""),
            reviews=tuple(_review(each, language) for each in reviews),
        )


def _facts(
    judged: Judged, zone: tzinfo, names: Names, language: Language
) -> Iterator[tuple[str, str]]:
    card = judged.card
    if card.opened_at is not None:
        clock = zone_in(judged.standard, zone)
        yield language.gettext("Opened"), moment(card.opened_at, clock, language)
    for name in _SHOWN:
        value = card.facts.get(name)
        if isinstance(value, str) and value:
            said = language.gettext(FACTS[name])
            yield said[:1].upper() + said[1:], _fact(name, value, names, language)


def _fact(name: str, value: str, names: Names, language: Language) -> str:
    if name == "status":
        return language.gettext(dict(STATUS).get(value, value))  # type: ignore[call-overload]
    return names.of(value)


def _about(evidence: Evidence, language: Language) -> Mapping[str, str] | None:
    """The contact that a review is about, and where it is shown."""
    if not isinstance(evidence, Visit) or evidence.about is None:
        return None
    address = url_for("pages.contact", contact=evidence.about)
    return {"name": contact_said(evidence.about, language), "address": address}


def _back(language: Language) -> Mapping[str, str] | None:
    """The list that the reader came from; None when they came otherwise."""
    told: Query = {name: request.args.get(name) for name in ("code", "criterion")}
    version = request.args.get("version", type=int)
    if version is None or not all(told.values()):
        return None
    kept: Query = {name: request.args[name] for name in _BACK if name in request.args}
    address = url_for("pages.behind", version=version, **told, **kept)
    return {
        "name": language.gettext("Contacts of {code}", code=told["criterion"]),
        "address": address,
    }


def _review(filed: Filed, language: Language) -> Review:
    outcome = filed.card["verdict"]
    return Review(
        address=url_for("pages.contact", contact=filed.contact),
        name=contact_said(filed.contact, language),
        outcome=outcome,
        verdict=language.gettext(OUTCOMES[outcome]),
        score=short(filed.card["score"], language),
        standing=language.gettext(STANDINGS[filed.standing]),
    )
