"""The page of one assignment: what was agreed on, the visits that came, and how it is ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, abort, make_response, redirect, request, url_for

from mobile_api.assigning import Assignment, AssignmentState
from mobile_api.permissions import Action, needs
from plugin.house import House
from plugin.language import N_, Language
from plugin.pages.moments import moment
from plugin.pages.rendering import page
from plugin.pages.shopping.certified import certified_in_words
from plugin.pages.shopping.shown import shoppers_called, shown
from plugin.pages.shopping.words import STATES
from plugin.pages.speaking import reader
from plugin.shopping.assigning import Assigning
from plugin.stores.shopping.assignments import AlreadyEnded, ChangedMeanwhile, UnknownAssignment

QUICKER = N_("Somebody was quicker, and what you sent was not taken. Below is how it stands.")
ENDED = N_("It is {state} now, and what you sent was not taken.")


@dataclass(frozen=True, slots=True)
class OnePage:
    """An assignment."""

    house: House

    @property
    def assigning(self) -> Assigning:
        """Who is to visit what, as it stands at this moment."""
        return Assigning.of(self.house)

    @needs(Action.KEEP_ASSIGNMENTS)
    def assignment(self, assignment: str) -> Response:
        """The assignment as it stands."""
        return self._shown(found(self.assigning, assignment))

    @needs(Action.KEEP_ASSIGNMENTS)
    def close_assignment(self, assignment: str) -> Response:
        """Says that nobody expects a visit any more."""
        return self._ended(assignment, self.assigning.close)

    @needs(Action.KEEP_ASSIGNMENTS)
    def withdraw_assignment(self, assignment: str) -> Response:
        """Says that it was a mistake."""
        return self._ended(assignment, self.assigning.withdraw)

    def _ended(self, assignment: str, end: Callable[[str, int], Assignment]) -> Response:
        try:
            end(assignment, number_seen())
        except UnknownAssignment:
            abort(404)
        except (ChangedMeanwhile, AlreadyEnded) as error:
            return self._shown(error.assignment, not_taken(error, reader()), 409)
        return make_response(redirect(url_for("pages.assignment", assignment=assignment), 303))

    def _shown(self, kept: Assignment, fault: str = "", status: int = 200) -> Response:
        house, language = self.house, reader()
        (told,) = shown((kept,), house, language)
        written = page(
            "shopping/assignment",
            told=told,
            fault=fault,
            scenario=tuple(
                (Language(code).name, code, text) for code, text in sorted(kept.scenario.items())
            ),
            made=moment(kept.at, house.config.zone, language),
            certified=certified_in_words(kept, house, language),
            by=shoppers_called(house, {kept.by})[kept.by],
            changes=kept.state in (AssignmentState.OPEN, AssignmentState.DONE),
            withdraws=kept.state is AssignmentState.OPEN,
        )
        return make_response(written, status)


def found(assigning: Assigning, assignment: str) -> Assignment:
    """The assignment of that id; 404 where there is none."""
    try:
        return assigning.found(assignment)
    except UnknownAssignment:
        abort(404)


def number_seen() -> int:
    """The state that the form was made of; 400 where it says none."""
    told = request.form.get("changed", "")
    if not (told.isascii() and told.isdecimal() and len(told) <= 15):
        abort(400)
    return int(told)


def not_taken(error: ChangedMeanwhile | AlreadyEnded, language: Language) -> str:
    """Why nothing was taken, in the reader's words."""
    if isinstance(error, ChangedMeanwhile):
        return language.gettext(QUICKER)
    return language.gettext(ENDED, state=language.gettext(STATES[error.assignment.state]))
