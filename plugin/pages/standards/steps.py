"""What the forms on a draft's page do: submit, send back, approve, publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, tzinfo

from flask import Response, make_response, redirect, request, url_for

from mobile_api.permissions import Action, needs
from plugin.authoring.drafting import Drafting, NotTheirArea
from plugin.authoring.history import What
from plugin.language import N_, Language
from plugin.pages.speaking import reader
from plugin.pages.standards.documents import Documents
from plugin.pages.standards.draft import DraftPage, Sent
from plugin.pages.standards.standard import LONGEST_WHY, NO_REASON, TOO_LONG
from plugin.pages.standards.words import HAPPENED
from plugin.publishing.publish import (
    BeginsTooEarly,
    NoteMissing,
    PromiseBroken,
    PublishRefused,
    StandardFaulty,
    VersionPassed,
    VersionTaken,
)
from plugin.stores.versions.drafts import DraftChanged, UnknownDraft
from standards.instants import EARLIEST, LATEST
from standards.lifecycle import StepRefused
from standards.localtime import clock, instant
from standards.model import Area

CHANGED = N_(
    "{name} was quicker: {what}. What you sent was not taken; below is how it stands now, and what"
    " you wrote is still in its place."
)
_GONE = N_("Somebody was quicker: it is published, or there is no such draft any more.")
_NOT_NOW = N_("That cannot be done with the draft as it stands; look at what is still missing.")
_NO_AREA = N_("Choose for which part of the firm you approve it.")
_NOT_THEIRS = N_("That part of the firm is for others to approve for.")
_NO_DAY = N_("Write a day and a time, or leave both empty to begin at once.")
_SKIPPED = N_("There is no such time on that day: the clocks go forward over it. Choose another.")
_REFUSED: Mapping[type[PublishRefused], str] = {
    StandardFaulty: N_("It has faults; they are listed below. Nothing was done."),
    VersionTaken: N_("This version was published with other content; give yours the next number."),
    VersionPassed: N_("A later version is published already; give this one the next number."),
    BeginsTooEarly: N_("It cannot begin before the version that it follows; choose a later day."),
    NoteMissing: N_("Say what changes and what for."),
    PromiseBroken: N_(
        "A code would not mean any more what it meant when it was published; give what is asked now"
        " a code of its own."
    ),
}
_FIELDS = ("why", "area", "day", "time")


class Unfit(Exception):
    """What was sent cannot be taken: messages by field, yet to be translated."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults


_REFUSALS = (Unfit, UnknownDraft, DraftChanged, NotTheirArea, StepRefused, PublishRefused)


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of drafts; whatever is refused stands on the page, with what was written."""

    documents: Documents

    @needs(Action.WRITE_STANDARDS)
    def submit_draft(self, code: str) -> Response:
        """Puts the draft into review."""
        return self._done(
            code, "submit", lambda drafting, seen: drafting.submit(code, seen, _reason())
        )

    @needs(Action.APPROVE_STANDARDS)
    def return_draft(self, code: str) -> Response:
        """Sends the draft back to its authors."""
        return self._done(
            code, "return", lambda drafting, seen: drafting.send_back(code, seen, _reason())
        )

    @needs(Action.WRITE_STANDARDS)
    def drop_draft(self, code: str) -> Response:
        """Ends the draft."""
        return self._done(code, "drop", lambda drafting, seen: drafting.drop(code, seen, _reason()))

    @needs(Action.APPROVE_STANDARDS)
    def approve_draft(self, code: str) -> Response:
        """Approves the draft for a part of the firm."""
        return self._done(
            code,
            "approve",
            lambda drafting, seen: drafting.approve(code, seen, _area(), _comment()),
        )

    @needs(Action.PUBLISH_STANDARDS)
    def publish_draft(self, code: str) -> Response:
        """Publishes the draft, at once or from a day and a time on the firm's clock."""
        zone = self.documents.zone
        return self._done(
            code,
            "publish",
            lambda drafting, seen: drafting.publish(code, seen, begins_asked(zone), _comment()),
        )

    def _done(self, code: str, step: str, act: Callable[[Drafting, int], object]) -> Response:
        drafting = self.documents.drafting()
        try:
            act(drafting, _seen())
        except _REFUSALS as error:
            faults, status = self._told(error)
            sent = Sent(step, {name: request.form.get(name, "") for name in _FIELDS}, faults)
            return DraftPage(self.documents).shown(code, sent, status)
        return make_response(redirect(self._after(code, step), 303))

    def _after(self, code: str, step: str) -> str:
        """Where the reader goes on: to the standard where there is no draft any more."""
        if step not in {"publish", "drop"}:
            return url_for("pages.draft", code=code)
        return url_for("pages.standard", code=code)

    def _told(self, error: Exception) -> tuple[Mapping[str, str], int]:
        """What is wrong by field in the reader's words, and the status."""
        language = reader()
        match error:
            case Unfit():
                return {name: language.gettext(each) for name, each in error.faults.items()}, 422
            case NotTheirArea():
                return {"area": language.gettext(_NOT_THEIRS)}, 403
            case DraftChanged():
                return {"": self._quicker(error, language)}, 412
            case UnknownDraft():
                return {"": language.gettext(_GONE)}, 409
            case PublishRefused():
                said = next(said for kind, said in _REFUSED.items() if isinstance(error, kind))
                return {"": language.gettext(said)}, 422
        return {"": language.gettext(_NOT_NOW)}, 409

    def _quicker(self, error: DraftChanged, language: Language) -> str:
        last = error.standing.control.history[-1]
        name = self.documents.called().get(last.by, last.by)
        what = language.gettext(HAPPENED[What(last.step.value)])
        return language.gettext(CHANGED, name=name, what=what)


def _seen() -> int:
    """The revision that the form was made of; 0, which no draft has, when it says none."""
    told = request.form.get("revision", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= len("999999999") else 0


def _reason() -> str:
    why = _comment()
    if not why:
        raise Unfit({"why": NO_REASON})
    return why


def _comment() -> str:
    why = request.form.get("why", "").strip()
    if len(why) > LONGEST_WHY:
        raise Unfit({"why": TOO_LONG})
    return why


def _area() -> Area:
    told = request.form.get("area", "")
    found = next((each for each in Area if each == told), None)
    if found is None:
        raise Unfit({"area": _NO_AREA})
    return found


def begins_asked(zone: tzinfo) -> int | None:
    """The UTC second that `day` and `time` name on the zone's clock; None where both are empty.

    A time that the clocks show twice is the first of the two. Unfit when there is no such time.
    """
    day, at = (request.form.get(name, "").strip() for name in ("day", "time"))
    if not day and not at:
        return None
    try:
        found, told = date.fromisoformat(day), time.fromisoformat(at or "00:00")
    except ValueError:
        raise Unfit({"day": _NO_DAY}) from None
    second = told.hour * 3_600 + told.minute * 60 + told.second
    begins = instant(found, second, zone)
    if told.tzinfo is not None or not EARLIEST <= begins <= LATEST:
        raise Unfit({"day": _NO_DAY})
    if clock(begins, zone) != (found, second):
        raise Unfit({"day": _SKIPPED})
    return begins
