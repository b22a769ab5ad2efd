"""The page of one person's feedback, and what is said to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import uuid4

from flask import Response, abort, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, Caller, needs
from plugin.actions.agreeing import Agreeing
from plugin.feedback.choosing import Chosen, Wanted, choose
from plugin.feedback.report import Report
from plugin.feedback.reporting import Reporting
from plugin.feedback.telling import about, hash_of, written
from plugin.language import N_, Language
from plugin.pages.actions.shown import adding, open_tasks, section_of
from plugin.pages.asked import Query
from plugin.pages.bindings import Saying
from plugin.pages.exports import form_asked, handed_on
from plugin.pages.feedback.asked import days_of, period_of, periods_of, today_in, version_asked
from plugin.pages.feedback.reach import person_for
from plugin.pages.feedback.shown import Showing
from plugin.pages.feedback.talk import talk_of
from plugin.pages.feedback.words import period_said
from plugin.pages.listing import day_said
from plugin.pages.periods import Period
from plugin.pages.rendering import page
from plugin.pages.scope import whose_of
from plugin.pages.sources import Sources
from plugin.pages.speaking import reader
from plugin.reports.feedback import document_of
from plugin.stores.people.acknowledgements import About, Acknowledgements, Full, Reading, Words
from plugin.stores.people.directory import Person
from scoring.feedback import LEAST_OTHERS
from scoring.statistics.interval import CONFIDENCE
from standards.languages import in_language

LONGEST = 2_000  # letters of what somebody says
_HASH, _ONCE = re.compile("[0-9a-f]{64}"), re.compile("[0-9a-f]{32}")

CHANGED = N_(
    "The figures have changed since you opened this page, so nothing was confirmed. Read them as"
    " they are now, then confirm."
)
NOBODY = (
    N_("There is no feedback here for you"),
    N_("Nobody in the directory is tied to your account; whoever runs Plumbline can change that."),
)
EMPTY = N_("Write something first.")
TOO_LONG = N_("That is too long; say it in fewer words.")
FULL = N_("So much was said to this report already that no more is taken; talk to each other.")


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """What one person is told of a period."""

    sources: Sources
    reporting: Reporting
    agreeing: Agreeing
    said: Acknowledgements

    @needs(Action.SEE_FEEDBACK)
    def own_feedback(self) -> Response:
        """On to the caller's own page."""
        if g.caller.employee is None:
            heading, told = (reader().gettext(each) for each in NOBODY)
            return make_response(page("message", heading=heading, told=told))
        asked: Query = request.args.to_dict()
        there = url_for("pages.employee", person=g.caller.employee, **asked)
        return make_response(redirect(there, 303))

    @needs(Action.SEE_FEEDBACK)
    def employee(self, person: str) -> Response:
        """The person's feedback; 404 as well when it is not the caller's to see."""
        asked = self._asked(person, Action.SEE_FEEDBACK)
        report = self._report(asked)
        form = form_asked()
        if report is not None and form is not None:
            return self._file(report, form)
        return self._shown(asked, report)

    @needs(Action.CONFIRM_FEEDBACK)
    def confirm_feedback(self, person: str) -> Response:
        """Keeps that the person has read what is shown."""
        asked = self._asked(person, Action.CONFIRM_FEEDBACK)
        report = self._report(asked)
        if report is None:
            abort(404)
        if request.form.get("hash") != hash_of(report):
            return self._shown(asked, report, CHANGED, 409)
        now = self.sources.house.clock()
        reading = Reading(hash_of(report), g.caller.user, now, written(report))
        return self._kept(asked, report, reading)

    @needs(Action.CONFIRM_FEEDBACK)
    def reply_to_feedback(self, person: str) -> Response:
        """Keeps what the person says to their own feedback."""
        return self._told(self._asked(person, Action.CONFIRM_FEEDBACK), own=True)

    @needs(Action.ANSWER_FEEDBACK)
    def answer_feedback(self, person: str) -> Response:
        """Keeps what somebody else says to the person's feedback."""
        return self._told(self._asked(person, Action.ANSWER_FEEDBACK), own=False)

    def _told(self, asked: _Asked, *, own: bool) -> Response:
        report, form = self._report(asked), request.form
        hash_, once = form.get("hash", ""), form.get("once", "")
        if report is None or not (_HASH.fullmatch(hash_) and _ONCE.fullmatch(once)):
            abort(400)
        text = form.get("text", "").replace("\r\n", "\n").strip()
        if not text or len(text) > LONGEST:
            return self._shown(asked, report, TOO_LONG if text else EMPTY, 422)
        now = self.sources.house.clock()
        return self._kept(asked, report, Words(once, hash_, g.caller.user, own, now, text))

    def _kept(self, asked: _Asked, report: Report, said: Reading | Words) -> Response:
        try:
            if isinstance(said, Reading):
                self.said.read(about(report), said)
            else:
                self.said.say(about(report), said)
        except Full:
            return self._shown(asked, report, FULL, 409)
        return make_response(redirect(asked.address(_anchor="said"), 303))

    def _asked(self, name: str, action: Action) -> _Asked:
        person = person_for(self.sources.directory, g.caller, action, name)
        if person is None:
            abort(404)
        language, today = reader(), today_in(self.sources.house)
        period, fault = period_of(request.args, today, language)
        wanted = Wanted(request.args.get("standard") or None, version_asked())
        known = self.sources.standards.known()
        chosen = choose(self.reporting, known, person, period, wanted)
        if chosen is None and known:
            abort(404)
        return _Asked(person, period, fault, chosen, g.caller, language)

    def _report(self, asked: _Asked) -> Report | None:
        """The report; None where no standard is published yet."""
        if asked.chosen is None:
            return None
        standard = self.sources.standard(asked.chosen.code, asked.chosen.version)
        if standard is None:
            abort(404)
        return self.reporting.report(asked.person, standard, asked.period)

    def _file(self, report: Report, form: str) -> Response:
        language = reader()
        tasks = open_tasks(self.agreeing, g.caller, language, person=report.person.id)
        agreed = (section_of(tasks, language),)
        return handed_on(document_of(report, language, request.url_root, agreed), form)

    def _shown(
        self, asked: _Asked, report: Report | None, fault: str = "", status: int = 200
    ) -> Response:
        language, caller = asked.language, asked.caller
        if report is None:
            told = language.gettext("Whoever keeps your standards has to publish one first.")
            heading = language.gettext("No standard is published yet")
            return make_response(page("message", heading=heading, told=told), status)
        sees = whose_of(caller, Action.SEE_CARDS)
        shown = Showing(report, language, sees).shown()
        talk = talk_of(self.said, about(report), hash_of(report), self.sources.house, language)
        text = page(
            "people/employee",
            person=report.person,
            team=report.team or "",
            asked=asked,
            title=in_language(report.standard.title, language.code),
            standards=self._standards(language),
            periods=tuple(self._periods(asked)),
            versions=tuple(_versions(asked)),
            days=period_said(asked.period, language),
            shown=shown,
            provisional=report.provisional,
            binding=tuple(Saying(report.zone, language).report(report)),
            least=language.number(report.feedback.least),
            others=language.number(LEAST_OTHERS),
            confidence=language.share(CONFIDENCE),
            fault=asked.fault or (language.gettext(fault) if fault else ""),
            tasks=open_tasks(self.agreeing, caller, language, person=report.person.id),
            add_task=adding(caller, person=report.person.id, standard=report.standard.code),
            adding_about={
                code: adding(
                    caller,
                    person=report.person.id,
                    standard=report.standard.code,
                    criterion=code,
                )
                for code in report.feedback.to_work_on
            },
            talk=talk,
            earlier=self._earlier(report, language),
            hash=hash_of(report),
            once=uuid4().hex,
            written=request.form.get("text", "") if status != 200 else "",
            longest=LONGEST,
            confirms=self._may(Action.CONFIRM_FEEDBACK, report.person),
            answers=self._may(Action.ANSWER_FEEDBACK, report.person),
            team_address=url_for("pages.employees", **asked.query)
            if self._sees_others(caller)
            else "",
        )
        return make_response(text, status)

    def _may(self, action: Action, person: Person) -> bool:
        return person_for(self.sources.directory, g.caller, action, person.id) is not None

    def _sees_others(self, caller: Caller) -> bool:
        return caller.scope(Action.ANSWER_FEEDBACK) is not None

    def _standards(self, language: Language) -> tuple[tuple[str, str], ...]:
        latest = {each.code: each.version for each in self.sources.standards.known()}
        titles = {code: self.sources.standard(code, version) for code, version in latest.items()}
        return tuple(
            (code, code if found is None else in_language(found.title, language.code))
            for code, found in titles.items()
        )

    def _periods(self, asked: _Asked) -> Iterator[tuple[str, str, bool]]:
        for name, period in periods_of(today_in(self.sources.house), asked.language):
            now = (period.first, period.last) == (asked.period.first, asked.period.last)
            yield name, asked.address(**days_of(period)), now

    def _earlier(self, report: Report, language: Language) -> tuple[Mapping[str, str], ...]:
        """Other reports about the person to which something was said."""
        return tuple(
            {
                "name": " · ".join(
                    (
                        each.about.code,
                        f"{day_said(each.about.first, language)} – "
                        f"{day_said(each.about.last, language)}",
                    )
                ),
                "address": url_for(
                    "pages.employee",
                    person=report.person.id,
                    standard=each.about.code,
                    version=each.about.version,
                    **_days(each.about),
                ),
            }
            for each in self.said.last_of(report.person.id, 7)
            if each.about != about(report)
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose feedback is asked for, of which days, by which standard (None: there is none)."""

    person: Person
    period: Period
    fault: str
    chosen: Chosen | None
    caller: Caller
    language: Language

    @property
    def query(self) -> Query:
        """The standard and the days as an address says them."""
        code = {} if self.chosen is None else {"standard": self.chosen.code}
        return {**code, **days_of(self.period)}

    def address(self, **other: str) -> str:
        """Where it is shown, with what is to be otherwise."""
        return url_for("pages.employee", person=self.person.id, **{**self._whole, **other})

    def sent_to(self, view: str) -> str:
        """Where what is said to it is sent."""
        return url_for(f"pages.{view}", person=self.person.id, **self._whole)

    @property
    def _whole(self) -> Query:
        version = {} if self.chosen is None else {"version": str(self.chosen.version)}
        return {**self.query, **version}


def _days(report: About) -> Query:
    return {"from": report.first, "until": report.last}


def _versions(asked: _Asked) -> Iterator[tuple[str, str, bool]]:
    """The versions that judged the person in the period, and that shown, where it is several."""
    chosen = asked.chosen
    judging = () if chosen is None else sorted({*chosen.judging, chosen.version})
    for number in judging if len(judging) > 1 else ():
        name = asked.language.gettext("version {version}", version=number)
        is_it = asked.chosen is not None and number == asked.chosen.version
        yield name, asked.address(version=str(number)), is_it
