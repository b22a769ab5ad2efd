"""The page of what was agreed on: what is open, what is done, what was dropped."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, request, url_for

from mobile_api.permissions import Action, needs
from plugin.actions.agreeing import Agreeing
from plugin.language import N_
from plugin.pages.actions.shown import adding, shown
from plugin.pages.rendering import page
from plugin.pages.speaking import reader
from plugin.stores.people.actions import MOST, Scope, State, cursor_of

# What each list is called.
LISTS = {
    State.OPEN: N_("Open"),
    State.DONE: N_("Done"),
    State.DROPPED: N_("Dropped"),
}


@dataclass(frozen=True, slots=True)
class TasksPage:
    """The tasks that the reader may see, those due first coming first."""

    agreeing: Agreeing

    @needs(Action.SEE_ACTIONS)
    def tasks(self) -> str:
        """The tasks in one state."""
        language, caller = reader(), g.caller
        state = next((each for each in State if each == request.args.get("state")), State.OPEN)
        scope = Scope(seeing=self.agreeing.seeing(caller))
        found = self.agreeing.actions.listed(scope, state, request.args.get("after"))
        has_more = len(found) > MOST
        onward = cursor_of(found[MOST - 1]) if has_more else None
        today = self.agreeing.today
        return page(
            "people/tasks",
            lists=tuple(
                (language.gettext(name), url_for("pages.tasks", state=each.value), each is state)
                for each, name in LISTS.items()
            ),
            tasks=shown(found[:MOST], self.agreeing.directory, today, language),
            onward=onward and url_for("pages.tasks", state=state.value, after=onward),
            add_task=adding(caller),
        )
