"""The page on which an action is agreed on: what, by whom, until when, about what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Response, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, needs
from plugin.actions.agreeing import LONGEST_WHAT, Agreeing, Given, TaskUnfit
from plugin.language import Language
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.stores.people.actions import Concern, Seeing
from plugin.stores.versions.standards import Unreadable
from standards.languages import in_language

Choice = tuple[str, str]  # a value and what it is called
_FIELDS = ("what", "owner", "due", "criterion", "person", "team")


@dataclass(frozen=True, slots=True)
class NewPage:
    """A form for a new task."""

    agreeing: Agreeing

    @needs(Action.SET_ACTIONS)
    def new_task(self) -> Response:
        """The form, filled with what a report leads here about."""
        about = request.args
        criterion = " ".join(filter(None, (about.get("standard"), about.get("criterion"))))
        filled = {**{name: about.get(name, "") for name in _FIELDS}, "criterion": criterion}
        filled["owner"] = filled["owner"] or filled["person"]
        return self._asked(filled, {}, 200)

    @needs(Action.SET_ACTIONS)
    def add_task(self) -> Response:
        """The task that was agreed on, or the form with what is wrong with it."""
        filled = {name: request.form.get(name, "") for name in _FIELDS}
        standard, _, criterion = filled["criterion"].partition(" ")
        about = Concern(standard, criterion, filled["person"], filled["team"])
        given = Given(filled["what"], filled["owner"], filled["due"], about)
        try:
            task = self.agreeing.add(g.caller, given)
        except TaskUnfit as unfit:
            return self._asked(filled, unfit.faults, 422)
        return make_response(redirect(url_for("pages.task", task=task.id), 303))

    def _asked(self, filled: Mapping[str, str], faults: Mapping[str, str], status: int) -> Response:
        language = reader()
        allowed = self.agreeing.seeing(g.caller, Action.SET_ACTIONS)
        written = page(
            "people/new_task",
            filled=filled,
            faults={name: language.gettext(said) for name, said in faults.items()},
            owners=self._people(None if allowed is None else allowed.owners),
            people=self._people(None if allowed is None else allowed.people),
            teams=self._teams(allowed),
            criteria=tuple(self._criteria(language)),
            today=self.agreeing.today.isoformat(),
            longest=LONGEST_WHAT,
        )
        return make_response(written, status)

    def _people(self, allowed: frozenset[str] | None) -> tuple[Choice, ...]:
        return tuple(self.agreeing.directory.called(allowed).items())

    def _teams(self, allowed: Seeing | None) -> tuple[Choice, ...]:
        teams = self.agreeing.directory.everybody().teams
        return tuple(
            (name, each.name)
            for name, each in teams.items()
            if allowed is None or name in allowed.teams
        )

    def _criteria(self, language: Language) -> Iterator[tuple[str, tuple[Choice, ...]]]:
        """Of each standard its title, and its criteria as they stand in its latest version."""
        latest = {each.code: each.version for each in self.agreeing.standards.known()}
        for code, version in latest.items():
            try:
                standard = self.agreeing.standards.version(code, version)
            except Unreadable:
                continue
            if standard is not None:
                title = in_language(standard.title, language.code)
                yield (
                    title,
                    (
                        (code, title),
                        *(
                            (
                                f"{code} {each.code}",
                                f"{each.code} {in_language(each.title, language.code)}",
                            )
                            for each in standard.criteria
                        ),
                    ),
                )
