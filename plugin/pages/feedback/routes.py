"""The addresses of people and their feedback."""

from __future__ import annotations

from flask import Blueprint

from plugin.actions.agreeing import Agreeing
from plugin.feedback.reporting import Reporting
from plugin.house import House
from plugin.pages.feedback.page import FeedbackPage
from plugin.pages.feedback.people import PeoplePage
from plugin.pages.sources import Sources
from plugin.stores.people.acknowledgements import Acknowledgements


def add_feedback(pages: Blueprint, house: House) -> None:
    """Adds the pages of people."""
    sources, reporting = Sources.of(house), Reporting.of(house)
    said = Acknowledgements(house.database, house.sealer)
    one = FeedbackPage(sources, reporting, Agreeing.of(house), said)
    people = PeoplePage(sources, reporting)
    add = pages.add_url_rule
    add("/me", view_func=one.own_feedback)
    add("/employees", view_func=people.employees)
    add("/employees/<person>", view_func=one.employee)
    add("/employees/<person>/read", view_func=one.confirm_feedback, methods=["POST"])
    add("/employees/<person>/reply", view_func=one.reply_to_feedback, methods=["POST"])
    add("/employees/<person>/answer", view_func=one.answer_feedback, methods=["POST"])
