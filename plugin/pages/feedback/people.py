"""The page of people side by side: what each one's contacts came to, and what stands out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import Response, abort, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, Scope, needs
from plugin.feedback.reporting import Beside, Reporting
from plugin.language import N_, Language
from plugin.pages.counts.figures import Bar, bar_of, between, percent
from plugin.pages.feedback.asked import days_of, period_of, periods_of, today_in, version_asked
from plugin.pages.feedback.reach import people_for
from plugin.pages.feedback.words import FEW_CONTACTS, period_said
from plugin.pages.periods import Period
from plugin.pages.rendering import page
from plugin.pages.sources import Sources
from plugin.pages.speaking import reader
from plugin.stores.people.directory import Person
from plugin.stores.versions.standards import Published
from scoring.feedback import LEAST
from scoring.statistics.interval import CONFIDENCE
from standards.languages import in_language
from standards.model import Standard

MOST = 50  # people on one page
OTHER_VERSION = N_("version {version} counts on the last of these days")
SORTS = {"name": N_("By name"), "share": N_("By share")}
Choice = tuple[str, str, bool]  # what a link says, where it leads, and whether it leads here


@dataclass(frozen=True, slots=True)
class Sign:
    """A criterion that stands out: its code, what it is called, and a word for why."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person in the table; `note` says why their share is not judged.

    `other` says that another version counts for them.
    """

    name: str
    address: str
    team: str
    decided: int
    share: str
    met: str
    interval: str
    bar: Bar | None
    note: str
    other: str
    strengths: tuple[Sign, ...]
    to_work_on: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people whose feedback the caller sees."""

    sources: Sources
    reporting: Reporting

    @needs(Action.SEE_FEEDBACK)
    def employees(self) -> Response:
        """The people of the team; who sees nobody else's is shown their own page."""
        if g.caller.scope(Action.SEE_FEEDBACK) is Scope.OWN:
            return make_response(redirect(url_for("pages.own_feedback"), 303))
        language, known = reader(), self.sources.standards.known()
        if not known:
            told = language.gettext("Whoever keeps your standards has to publish one first.")
            heading = language.gettext("No standard is published yet")
            return make_response(page("message", heading=heading, told=told))
        return make_response(self._shown(known, language))

    def _shown(self, known: Sequence[Published], language: Language) -> str:
        period, fault = period_of(request.args, today_in(self.sources.house), language)
        team = request.args.get("team", "")
        people = people_for(self.sources.directory, g.caller)
        teams = self._teams(people)
        wanted = [each for each in people if not team or each.team == team]
        standard = self._standard(known, period)
        sort = request.args.get("sort") if request.args.get("sort") in SORTS else "name"
        first = max(request.args.get("after", 0, type=int), 0)
        asked = _Asked(standard, period, team, sort or "name")
        found = self._beside(asked, wanted, first)
        return page(
            "people/employees",
            asked=asked,
            title=in_language(standard.title, language.code),
            standards=self._standards(known, language),
            teams=tuple(teams.items()),
            periods=tuple(self._periods(asked, language)),
            sorts=tuple(_sorts(asked, language)),
            days=period_said(period, language),
            fault=fault,
            people=tuple(self._somebody(each, asked, teams, language) for each in found),
            onward=asked.address(after=first + MOST) if len(wanted) > first + MOST else "",
            number=language.ngettext("{number} person", "{number} people", len(wanted)),
            least=language.number(LEAST),
            confidence=language.share(CONFIDENCE),
        )

    def _beside(self, asked: _Asked, wanted: Sequence[Person], first: int) -> Sequence[Beside]:
        """Those that stand on the page; by name nobody else's figures are read."""
        if asked.sort == "name":
            on_page = wanted[first : first + MOST]
            return self.reporting.beside(on_page, asked.standard, asked.period)
        every = self.reporting.beside(wanted, asked.standard, asked.period)
        return sorted(every, key=_rank)[first : first + MOST]

    def _standard(self, known: Sequence[Published], period: Period) -> Standard:
        """The version asked for; else the last that judged anything, of the first code that did."""
        code, version = request.args.get("standard"), version_asked()
        codes = dict.fromkeys(each.code for each in known)
        living = code or next((each for each in codes if self._judged(known, each, period)), None)
        versions = [each.version for each in known if each.code == (living or known[0].code)]
        judging = [each for each in versions if self._judged_by(living, each, period)]
        number = version if version is not None else (judging or versions or [0])[-1]
        standard = self.sources.standard(living or known[0].code, number)
        if standard is None:
            abort(404)
        return standard

    def _judged(self, known: Sequence[Published], code: str, period: Period) -> bool:
        versions = (each.version for each in known if each.code == code)
        return any(self._judged_by(code, each, period) for each in versions)

    def _judged_by(self, code: str | None, version: int, period: Period) -> bool:
        first, last = str(period.first), str(period.last)
        return code is not None and self.reporting.judged_any(code, version, first, last)

    def _standards(
        self, known: Iterable[Published], language: Language
    ) -> tuple[tuple[str, str], ...]:
        latest = {each.code: each.version for each in known}
        titles = {code: self.sources.standard(code, version) for code, version in latest.items()}
        return tuple(
            (code, code if found is None else in_language(found.title, language.code))
            for code, found in titles.items()
        )

    def _teams(self, people: Iterable[Person]) -> dict[str, str]:
        """The names of the teams that these people are in."""
        ids = sorted({each.team for each in people if each.team})
        found = {each: self.sources.directory.team(each) for each in ids}
        return {name: name if team is None else team.name for name, team in found.items()}

    def _periods(self, asked: _Asked, language: Language) -> Iterator[Choice]:
        for name, period in periods_of(today_in(self.sources.house), language):
            now = (period.first, period.last) == (asked.period.first, asked.period.last)
            yield name, asked.address(**days_of(period)), now

    def _other(self, person: Person, asked: _Asked, language: Language) -> str:
        """Which older version counts for the person on the last of the days, in grace."""
        number = self.reporting.owning.in_grace_by(person, asked.standard.code, asked.period)
        if number is None or number == asked.standard.version:
            return ""
        return language.gettext(OTHER_VERSION, version=language.number(number))

    def _somebody(
        self, beside: Beside, asked: _Asked, teams: dict[str, str], language: Language
    ) -> Somebody:
        whole, person, feedback = beside.whole, beside.person, beside.feedback
        few, contacts = whole.contacts < LEAST, language.number(whole.contacts)
        met, decided = language.number(whole.met), language.number(whole.decided)
        return Somebody(
            name=person.name,
            address=url_for(
                "pages.employee",
                person=person.id,
                standard=asked.standard.code,
                version=asked.standard.version,
                **days_of(asked.period),
            ),
            team=teams.get(person.team or "", ""),
            decided=whole.decided,
            share=percent(whole.share, language),
            met=language.gettext("{met} of {decided}", met=met, decided=decided),
            interval="" if whole.interval is None else between(*whole.interval, language),
            bar=bar_of(whole, None),
            note=language.gettext(FEW_CONTACTS, number=contacts, least=language.number(LEAST))
            if few and whole.decided
            else "",
            other=self._other(person, asked, language),
            strengths=_signs(feedback.strengths, asked.standard, language),
            to_work_on=_signs(feedback.to_work_on, asked.standard, language),
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for: by which standard, which days, which team (empty: any), in which order."""

    standard: Standard
    period: Period
    team: str
    sort: str

    def address(self, **other: object) -> str:
        """Where it is shown, with what is to be otherwise."""
        told: dict[str, object] = {"standard": self.standard.code, **days_of(self.period)}
        if self.team:
            told["team"] = self.team
        if self.sort != "name":
            told["sort"] = self.sort
        return url_for("pages.employees", **{**told, **other})  # type: ignore[arg-type]


def _sorts(asked: _Asked, language: Language) -> Iterator[Choice]:
    for name, said in SORTS.items():
        yield language.gettext(said), asked.address(sort=name), name == asked.sort


def _rank(beside: Beside) -> tuple[bool, float]:
    """The highest share first; whose contacts are too few stand behind, in the order of names."""
    few = beside.whole.contacts < LEAST
    return few, 0.0 if few else -(beside.whole.share or 0.0)


def _signs(codes: Iterable[str], standard: Standard, language: Language) -> tuple[Sign, ...]:
    titles = {each.code: in_language(each.title, language.code) for each in standard.criteria}
    return tuple(Sign(code, titles[code]) for code in codes)
