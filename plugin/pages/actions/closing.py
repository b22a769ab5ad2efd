"""The page of one task: what was agreed on, what became of it, and how it is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, abort, g, make_response, redirect, request, url_for

from mobile_api.permissions import Action, needs
from plugin.actions.agreeing import LONGEST_NOTE, Agreeing, TaskUnfit
from plugin.language import N_, Language
from plugin.pages.actions.shown import STATES, shown
from plugin.pages.moments import moment
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.stores.people.actions import ChangedMeanwhile, Proof, State, Task, UnknownTask
from plugin.stores.people.users import Users

CHANGED = N_(
    "{name} was quicker: the action is {state} now, and what you sent was not taken. Below is how"
    " it stands."
)


@dataclass(frozen=True, slots=True)
class Happened:
    """Something in a task's history: when, who, what it became, and why."""

    when: str
    who: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """A task with its history."""

    agreeing: Agreeing

    @needs(Action.SEE_ACTIONS)
    def task(self, task: str) -> Response:
        """The task as it stands."""
        return self._shown(self._found(task))

    @needs(Action.CLOSE_ACTIONS)
    def finish_task(self, task: str) -> Response:
        """Says that it is done, with what proves it."""
        proof = Proof(request.form.get("proof", ""), request.form.get("contact"))
        return self._changed(
            task, lambda revision: self.agreeing.finish(g.caller, task, revision, proof)
        )

    @needs(Action.SET_ACTIONS)
    def drop_task(self, task: str) -> Response:
        """Says that it will not be done, and why."""
        why = request.form.get("why", "")
        return self._changed(
            task, lambda revision: self.agreeing.drop(g.caller, task, revision, why)
        )

    @needs(Action.SET_ACTIONS)
    def reopen_task(self, task: str) -> Response:
        """Says that it is to be done after all, and why."""
        why = request.form.get("why", "")
        return self._changed(
            task, lambda revision: self.agreeing.reopen(g.caller, task, revision, why)
        )

    def _changed(self, task: str, change: Callable[[int], Task]) -> Response:
        """On to the task when it is changed; the page with what was wrong when it is not."""
        revision = request.form.get("revision", type=int)
        if revision is None or not 0 < revision < 2**31:
            abort(400)
        try:
            change(revision)
        except UnknownTask:
            abort(404)
        except TaskUnfit as unfit:
            return self._shown(self._found(task), unfit.faults, 422)
        except ChangedMeanwhile as changed:
            return self._shown(changed.task, {"": self._quicker(changed.task)}, 409)
        return make_response(redirect(url_for("pages.task", task=task), 303))

    def _found(self, task: str) -> Task:
        try:
            return self.agreeing.find(g.caller, task)
        except UnknownTask:
            abort(404)

    def _quicker(self, task: Task) -> str:
        language, last = reader(), task.history[-1]
        state = language.gettext(STATES[last.state])
        return language.gettext(CHANGED, name=self._name(last.by), state=state)

    def _shown(
        self, task: Task, faults: Mapping[str, str] | None = None, status: int = 200
    ) -> Response:
        language = reader()
        agreeing = self.agreeing
        written = page(
            "people/task",
            task=shown((task,), agreeing.directory, agreeing.today, language)[0],
            happened=tuple(self._happened(task, language)),
            proof=task.proof,
            seen=g.caller.scope(Action.SEE_CARDS) is not None,
            faults={name: language.gettext(said) for name, said in (faults or {}).items()},
            sent=request.form if faults else {},
            closes=self._may(task, Action.CLOSE_ACTIONS) and task.state is State.OPEN,
            drops=self._may(task, Action.SET_ACTIONS) and task.state is State.OPEN,
            reopens=self._may(task, Action.SET_ACTIONS) and task.state is not State.OPEN,
            longest=LONGEST_NOTE,
        )
        return make_response(written, status)

    def _may(self, task: Task, action: Action) -> bool:
        allowed = self.agreeing.seeing(g.caller, action)
        return allowed is None or allowed.holds(task)

    def _happened(self, task: Task, language: Language) -> list[Happened]:
        zone = self.agreeing.house.config.zone
        return [
            Happened(
                moment(each.at, zone, language),
                self._name(each.by),
                language.gettext(STATES[each.state]),
                each.note,
            )
            for each in task.history
        ]

    def _name(self, user: str) -> str:
        """What the user is called; what they sign in by where they have no name."""
        found = Users(self.agreeing.house.database).find(user)
        return found.name if found is not None and found.name else user
