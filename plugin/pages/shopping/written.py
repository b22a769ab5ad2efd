"""The form of an assignment: a new one, or one that is to be otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Response, abort, g, make_response, redirect, request, url_for

from mobile_api.assigning import Assignment
from mobile_api.permissions import Action, needs
from plugin.house import House
from plugin.language import N_, Language
from plugin.pages.rendering import page
from plugin.pages.shopping.one import found, not_taken, number_seen
from plugin.pages.shopping.shown import IN_FORCE, OF_VERSION, shoppers_called, titles_of
from plugin.pages.speaking import SPOKEN, reader
from plugin.shopping.assigning import LONGEST_NOTE, LONGEST_SCENARIO, Assigning
from plugin.shopping.refusals import AssignmentUnfit, FieldFault
from plugin.stores.shopping.assignments import (
    AlreadyAssigned,
    AlreadyEnded,
    ChangedMeanwhile,
    UnknownAssignment,
)

TWIN = N_("{shopper} is to visit this location in this window already.")
_FIELDS = (
    "shopper", "location", "from", "until", "questionnaire", "fee", "currency", "note",
    *(f"scenario_{code}" for code in SPOKEN),
)  # fmt: skip
_EMPTY = {**dict.fromkeys(_FIELDS, ""), "currency": "PLN"}
_FAULTS = tuple[FieldFault, ...]


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A form; what was typed stays until it is taken."""

    house: House

    @property
    def assigning(self) -> Assigning:
        """Who is to visit what, as it stands at this moment."""
        return Assigning.of(self.house)

    @needs(Action.KEEP_ASSIGNMENTS)
    def new_assignment(self) -> Response:
        """An empty form, but for what the address says."""
        told = {name: request.args.get(name, _EMPTY[name]) for name in _FIELDS}
        return self._asked(told, None)

    @needs(Action.KEEP_ASSIGNMENTS)
    def add_assignment(self) -> Response:
        """The assignment that was made, or the form with what is wrong with it."""
        sent, language = _sent(), reader()
        try:
            told = self.assigning.read_texts(_texts(sent), g.caller.user)
            made = self.assigning.assignments.create(told)
        except AssignmentUnfit as unfit:
            return self._asked(sent, None, _said(unfit.faults, language), 422)
        except AlreadyAssigned as error:
            return self._asked(sent, None, self._twin(error, language), 409)
        return make_response(redirect(url_for("pages.assignment", assignment=made.id), 303))

    @needs(Action.KEEP_ASSIGNMENTS)
    def change_assignment(self, assignment: str) -> Response:
        """The form with the assignment as it stands."""
        kept = found(self.assigning, assignment)
        return self._asked(self._filled(kept), kept)

    @needs(Action.KEEP_ASSIGNMENTS)
    def write_assignment(self, assignment: str) -> Response:
        """The assignment as it was changed, or the form with what is wrong with it."""
        kept, language = found(self.assigning, assignment), reader()
        sent, seen = {**_sent(), "shopper": kept.shopper}, number_seen()
        standing = replace(kept, changed=seen)
        try:
            told = self.assigning.read_texts(_texts(sent), g.caller.user)
            self.assigning.change(assignment, seen, self._others(told, kept))
        except AssignmentUnfit as unfit:
            return self._asked(sent, standing, _said(unfit.faults, language), 422)
        except AlreadyAssigned as error:
            return self._asked(sent, standing, self._twin(error, language), 409)
        except (ChangedMeanwhile, AlreadyEnded) as error:
            fault = {"": not_taken(error, language)}
            now = self._filled(error.assignment)
            return self._asked(now, error.assignment, fault, 409, sent)
        except UnknownAssignment:
            abort(404)
        return make_response(redirect(url_for("pages.assignment", assignment=assignment), 303))

    def _others(self, told: Assignment, kept: Assignment) -> Assignment:
        """With the scenarios that the form has no field for, and seconds that nobody changed."""
        others = {code: text for code, text in kept.scenario.items() if code not in SPOKEN}
        return replace(told, scenario={**others, **told.scenario})

    def _asked(
        self,
        filled: Mapping[str, str],
        kept: Assignment | None,
        faults: Mapping[str, str] | None = None,
        status: int = 200,
        sent: Mapping[str, str] | None = None,
    ) -> Response:
        language = reader()
        named = {kept.shopper} if kept is not None else self.assigning.shoppers()
        called = shoppers_called(self.house, named)
        written = page(
            "shopping/written",
            filled=filled,
            sent=_differing(filled, sent or {}),
            faults=faults or {},
            kept=kept,
            shoppers=_choices(called.items()),
            locations=self.assigning.locations.choices(),
            questionnaires=tuple(self._questionnaires(language)),
            tongues=tuple((code, Language(code).name) for code in SPOKEN),
            longest=LONGEST_SCENARIO,
            longest_note=LONGEST_NOTE,
        )
        return make_response(written, status)

    def _questionnaires(self, language: Language) -> Iterator[tuple[str, str]]:
        """Of each standard that asks something of visits the one in force, and each version."""
        titles = titles_of(self.house, language)
        last = ""
        for each in self.assigning.visited():
            title = titles.get(each.code, each.code)
            if each.code != last:
                yield each.code, language.gettext(IN_FORCE, title=title)
            last = each.code
            said = language.gettext(OF_VERSION, title=title, version=each.version)
            yield f"{each.code} {each.version}", said

    def _filled(self, kept: Assignment) -> Mapping[str, str]:
        zone, fee = self.house.config.zone, kept.fee
        opens, closes = (
            datetime.fromtimestamp(at, zone).strftime("%Y-%m-%dT%H:%M:%S").removesuffix(":00")
            for at in (kept.opens_at, kept.closes_at)
        )
        version = "" if kept.version is None else f" {kept.version}"
        return {
            **_EMPTY,
            "shopper": kept.shopper,
            "location": kept.location,
            "from": opens,
            "until": closes,
            "questionnaire": f"{kept.standard}{version}",
            **({} if fee is None else {"fee": fee.amount, "currency": fee.currency}),
            "note": kept.note,
            **{f"scenario_{code}": kept.scenario.get(code, "") for code in SPOKEN},
        }

    def _twin(self, error: AlreadyAssigned, language: Language) -> Mapping[str, str]:
        name = error.assignment.shopper
        called = shoppers_called(self.house, {name})
        return {"": language.gettext(TWIN, shopper=called[name])}


def _sent() -> Mapping[str, str]:
    return {name: request.form.get(name, "").strip() for name in _FIELDS}


def _texts(sent: Mapping[str, str]) -> Mapping[str, str]:
    """The fields as the cells of a sheet tell them; a currency alone is no fee."""
    code, _, version = sent["questionnaire"].partition(" ")
    currency = sent["currency"] if sent["fee"] else ""
    return {**sent, "questionnaire": code, "version": version, "currency": currency}


def _said(faults: _FAULTS, language: Language) -> Mapping[str, str]:
    """What is wrong by field; what is said of a version stands at the questionnaire."""
    told: dict[str, str] = {}
    for each in faults:
        name = "questionnaire" if each.name == "version" else each.name
        said = language.gettext(each.says, **each.values)
        told[name] = f"{told[name]} {said}" if name in told else said
    return told


def _differing(filled: Mapping[str, str], sent: Mapping[str, str]) -> Mapping[str, str]:
    """What was sent and is not what stands: it is shown beside it, so that nothing is lost."""
    return {name: text for name, text in sent.items() if text and text != filled.get(name)}


def _choices(called: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(called, key=lambda pair: (pair[1].casefold(), pair[0])))
