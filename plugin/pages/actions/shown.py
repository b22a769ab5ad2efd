"""Tasks as pages and reports show them: people by name, days in words, overdue marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from mobile_api.permissions import Action, Caller
from plugin.actions.agreeing import Agreeing
from plugin.language import N_, Language
from plugin.pages.listing import day_said
from plugin.reports.document import Column, Day, Kind, Section, Table, Text, Tone
from plugin.stores.people.actions import Concern, Scope, State, Task
from plugin.stores.people.directory import Directory

STATES: Mapping[State, str] = {
    State.OPEN: N_("open"),
    State.DONE: N_("done"),
    State.DROPPED: N_("dropped"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A task ready to be read; `about` is empty where it is about nothing in particular."""

    task: Task
    what: str
    owner: str
    about: str
    due: str
    state: str
    overdue: bool
    address: str


def shown(
    tasks: Iterable[Task], directory: Directory, today: date, language: Language
) -> tuple[Shown, ...]:
    """The tasks in their order."""
    tasks = tuple(tasks)
    people = {each.owner for each in tasks} | {each.about.person or "" for each in tasks}
    names = directory.called(people)
    teams = _teams(tasks, directory)
    return tuple(
        Shown(
            task=each,
            what=each.what,
            owner=names.get(each.owner, each.owner),
            about=about_said(each.about, names, teams),
            due=day_said(date.fromisoformat(each.due), language),
            state=language.gettext(STATES[each.state]),
            overdue=each.is_overdue(today.isoformat()),
            address=url_for("pages.task", task=each.id),
        )
        for each in tasks
    )


def about_said(about: Concern, names: Mapping[str, str], teams: Mapping[str, str]) -> str:
    """What a task is about, by the names of people and teams and by the codes of standards."""
    parts = (
        " ".join(filter(None, (about.standard, about.criterion))),
        names.get(about.person or "", about.person or ""),
        teams.get(about.team or "", about.team or ""),
    )
    return " · ".join(filter(None, parts))


def open_tasks(
    agreeing: Agreeing,
    caller: Caller,
    language: Language,
    *,
    standard: str | None = None,
    person: str | None = None,
) -> tuple[Shown, ...]:
    """The open tasks about the standard, and about or of the person, that the caller may see."""
    if caller.scope(Action.SEE_ACTIONS) is None:
        return ()
    scope = Scope(standard, person, agreeing.seeing(caller))
    found = agreeing.actions.open_of(scope)
    return shown(found, agreeing.directory, agreeing.today, language)


def adding(caller: Caller, **about: str | None) -> str | None:
    """Where the caller agrees on a task about these; None for who sets none."""
    if caller.scope(Action.SET_ACTIONS) is None:
        return None
    said: dict[str, Any] = {name: each for name, each in about.items() if each}
    return url_for("pages.new_task", **said)


def section_of(tasks: Iterable[Shown], language: Language) -> Section:
    """The open tasks as the last part of a report."""
    rows = tuple(
        (
            Text(each.what),
            Text(each.owner),
            Text(each.about),
            Day(date.fromisoformat(each.task.due)),
            Text(language.gettext("overdue"), Tone.BAD) if each.overdue else Text(each.state),
        )
        for each in tasks
    )
    heading = language.gettext("What was agreed on")
    columns = (
        Column(language.gettext("Action"), breadth=3),
        Column(language.gettext("Owner"), breadth=1.5),
        Column(language.gettext("About"), breadth=1.7),
        Column(language.gettext("Due"), Kind.DAY, 1.1),
        Column(language.gettext("State")),
    )
    if not rows:
        return Section(heading, (language.gettext("Nothing is open."),))
    return Section(heading, tables=(Table(language.gettext("Open actions"), columns, rows),))


def _teams(tasks: Iterable[Task], directory: Directory) -> Mapping[str, str]:
    if not any(each.about.team for each in tasks):
        return {}
    return {name: each.name for name, each in directory.everybody().teams.items()}
