"""The addresses of what was agreed on."""

from __future__ import annotations

from flask import Blueprint

from plugin.actions.agreeing import Agreeing
from plugin.house import House
from plugin.pages.actions.closing import ClosingPage
from plugin.pages.actions.new import NewPage
from plugin.pages.actions.tasks import TasksPage


def add_actions(pages: Blueprint, house: House) -> None:
    """Adds the pages of tasks."""
    agreeing = Agreeing.of(house)
    listed, new, closing = TasksPage(agreeing), NewPage(agreeing), ClosingPage(agreeing)
    add = pages.add_url_rule
    add("/actions", view_func=listed.tasks)
    add("/actions/new", view_func=new.new_task)
    add("/actions/new", view_func=new.add_task, methods=["POST"])
    add("/actions/<task>", view_func=closing.task)
    add("/actions/<task>/done", view_func=closing.finish_task, methods=["POST"])
    add("/actions/<task>/dropped", view_func=closing.drop_task, methods=["POST"])
    add("/actions/<task>/open", view_func=closing.reopen_task, methods=["POST"])
