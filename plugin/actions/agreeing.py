"""Sets tasks and closes them: what is said of one is checked against what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from mobile_api.permissions import Action, Caller
from plugin.actions.scopes import seeing_of
from plugin.house import House
from plugin.language import N_
from plugin.pages.scope import whose_of
from plugin.stores.filed.reports import Reports
from plugin.stores.people.actions import (
    Actions,
    Change,
    Concern,
    Proof,
    Seeing,
    State,
    Task,
)
from plugin.stores.people.directory import Directory
from plugin.stores.versions.standards import Standards, Unreadable

LONGEST_WHAT, LONGEST_NOTE = 500, 2_000
_FURTHEST = timedelta(days=3_660)

EMPTY = N_("Say what is to be done.")
TOO_LONG = N_("That is too long; say it in fewer words.")
NO_OWNER = N_("Choose somebody whom you may give it to.")
NO_DAY = N_("Choose a day, today or later.")
NO_CRITERION = N_("There is no such criterion.")
NO_PERSON = N_("There is no such person, or they are not in your team.")
NO_TEAM = N_("There is no such team, or it is not yours.")
NO_PROOF = N_("Say what shows that it is done, or name the contact that does.")
NO_CONTACT = N_("There is no such contact, or it is not yours to see.")
NO_REASON = N_("Say why.")


class TaskUnfit(Exception):
    """What was said of a task cannot be taken: messages by field, yet to be translated."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults

    @property
    def errors(self) -> tuple[Mapping[str, str], ...]:
        """The same, each with its place in the body."""
        return tuple({"pointer": f"/{name}", "detail": said} for name, said in self.faults.items())


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of a new task; `due` as `YYYY-MM-DD`."""

    what: str
    owner: str
    due: str
    about: Concern = field(default_factory=Concern)


@dataclass(frozen=True, slots=True)
class Agreeing:
    """The tasks of a house, as its people may deal with them."""

    house: House
    actions: Actions
    directory: Directory
    standards: Standards
    reports: Reports

    @classmethod
    def of(cls, house: House) -> Agreeing:
        """Over the house's database."""
        database = house.database
        return cls(
            house,
            Actions(database),
            Directory(database),
            Standards(database),
            Reports(database),
        )

    @property
    def today(self) -> date:
        """The day that it is in the firm."""
        return datetime.fromtimestamp(self.house.clock(), self.house.config.zone).date()

    def seeing(self, caller: Caller, action: Action = Action.SEE_ACTIONS) -> Seeing | None:
        """Whose tasks the caller may do it to; None: everybody's."""
        return seeing_of(caller, action, self.directory)

    def find(self, caller: Caller, task: str, action: Action = Action.SEE_ACTIONS) -> Task:
        """The task, where the caller may do the action to it. UnknownTask otherwise."""
        return self.actions.find(task, self.seeing(caller, action))

    def add(self, caller: Caller, given: Given) -> Task:
        """A new task. TaskUnfit when it says too little, or what is not the caller's to say."""
        given = _trimmed(given)
        _refuse(dict(self._faults(given, self.seeing(caller, Action.SET_ACTIONS))))
        change = Change(State.OPEN, caller.user, self.house.clock())
        return self.actions.add(given.what, given.owner, given.due, given.about, change)

    def finish(self, caller: Caller, task: str, revision: int, proof: Proof) -> Task:
        """The task done. TaskUnfit without a proof; ChangedMeanwhile when somebody was quicker."""
        found = self.find(caller, task, Action.CLOSE_ACTIONS)
        proof = Proof(_sound(proof.text), _contact(proof.contact))
        _refuse(dict(self._proof_faults(caller, proof)))
        return self._change(caller, found, revision, Change(State.DONE, "", 0, proof.text, proof))

    def drop(self, caller: Caller, task: str, revision: int, why: str) -> Task:
        """The task given up. TaskUnfit without a reason."""
        return self._turned(caller, task, revision, State.DROPPED, why)

    def reopen(self, caller: Caller, task: str, revision: int, why: str) -> Task:
        """The task to be done again. TaskUnfit without a reason."""
        return self._turned(caller, task, revision, State.OPEN, why)

    def _turned(self, caller: Caller, task: str, revision: int, state: State, why: str) -> Task:
        found, why = self.find(caller, task, Action.SET_ACTIONS), _sound(why)
        if not why:
            raise TaskUnfit({"why": NO_REASON})
        _refuse({"why": TOO_LONG} if len(why) > LONGEST_NOTE else {})
        return self._change(caller, found, revision, Change(state, "", 0, why))

    def _change(self, caller: Caller, found: Task, revision: int, change: Change) -> Task:
        told = Change(change.state, caller.user, self.house.clock(), change.note, change.proof)
        return self.actions.change(found.id, revision, told)

    def _faults(self, given: Given, allowed: Seeing | None) -> Iterator[tuple[str, str]]:
        if not given.what or len(given.what) > LONGEST_WHAT:
            yield "what", TOO_LONG if given.what else EMPTY
        ours = allowed is None or given.owner in allowed.owners
        if not ours or self.directory.person(given.owner) is None:
            yield "owner", NO_OWNER
        if not self.today <= _day(given.due) <= self.today + _FURTHEST:
            yield "due", NO_DAY
        yield from self._concern_faults(given.about, allowed)

    def _concern_faults(self, about: Concern, allowed: Seeing | None) -> Iterator[tuple[str, str]]:
        if not self._has(about.standard, about.criterion):
            yield "criterion", NO_CRITERION
        if (person := about.person) is not None:
            ours = allowed is None or person in allowed.people
            if not ours or self.directory.person(person) is None:
                yield "person", NO_PERSON
        if (team := about.team) is not None:
            ours = allowed is None or team in allowed.teams
            if not ours or team not in self.directory.everybody().teams:
                yield "team", NO_TEAM

    def _has(self, standard: str | None, criterion: str | None) -> bool:
        """Whether any published version of the standard has the criterion, if they are named."""
        if standard is None:
            return criterion is None
        versions = [each for each in self.standards.known() if each.code == standard]
        if criterion is None:
            return bool(versions)
        return any(criterion in self._codes(each.code, each.version) for each in versions)

    def _codes(self, code: str, version: int) -> frozenset[str]:
        try:
            standard = self.standards.version(code, version)
        except Unreadable:
            return frozenset()
        return frozenset(each.code for each in standard.criteria) if standard else frozenset()

    def _proof_faults(self, caller: Caller, proof: Proof) -> Iterator[tuple[str, str]]:
        if not proof.text and proof.contact is None:
            yield "proof", NO_PROOF
        if len(proof.text) > LONGEST_NOTE:
            yield "proof", TOO_LONG
        if proof.contact is not None:
            whose = whose_of(caller, Action.SEE_CARDS)
            if not self.reports.cards_of(proof.contact, whose):
                yield "contact", NO_CONTACT


def _refuse(faults: Mapping[str, str]) -> None:
    if faults:
        raise TaskUnfit(faults)


def _trimmed(given: Given) -> Given:
    about = given.about
    named = (about.standard, about.criterion, about.person, about.team)
    concern = Concern(*(_sound(each) or None if each else None for each in named))
    return Given(_sound(given.what), _sound(given.owner), given.due.strip(), concern)


def _sound(text: str) -> str:
    """The text without blanks around it, and with nothing in it that is half a character."""
    return text.strip().encode("utf-8", errors="replace").decode().replace("\0", "")


def _day(text: str) -> date:
    """The day; long ago for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _contact(named: str | None) -> str | None:
    """The contact by its id, or by the address of its page."""
    name = _sound(named or "")
    return name.partition("/contacts/")[2] or name or None
