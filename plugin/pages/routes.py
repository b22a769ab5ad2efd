"""The addresses of the pages."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, make_response, redirect, url_for
from flask.sansio.app import App

from mobile_api.permissions import Action, needs
from plugin.house import House
from plugin.language import N_
from plugin.pages.account.routes import add_account
from plugin.pages.actions.routes import add_actions
from plugin.pages.authoring.routes import add_authoring
from plugin.pages.backtests.routes import add_backtests
from plugin.pages.contacts.contact_page import ContactPage
from plugin.pages.contacts.contacts_page import ContactsPage
from plugin.pages.counts.compliance_page import CompliancePage
from plugin.pages.counts.criterion_page import CriterionPage
from plugin.pages.door import DoorPages
from plugin.pages.exchange.routes import add_exchange
from plugin.pages.faults import error_page, show_faults
from plugin.pages.feedback.routes import add_feedback
from plugin.pages.handbook.routes import add_handbook
from plugin.pages.odk.routes import add_odk
from plugin.pages.rendering import TYPES, content_of, page
from plugin.pages.shopping.routes import add_shopping
from plugin.pages.sources import Sources
from plugin.pages.speaking import reader, speak
from plugin.pages.standards.flagging import raise_flags
from plugin.pages.standards.routes import add_standards
from plugin.pages.training.routes import add_training

_ELSEWHERE = (
    N_("There are no figures here for you"),
    N_("Visits and reviews are sent with the app; figures are for those who lead or train people."),
)
_SHOPPING = (
    N_("Your visits are in the app"),
    N_("Open it on the phone that you take to the shop, and put it on its home screen: after the "
       "first sign-in it works without a network."),
)  # fmt: skip


def blueprint(house: House) -> Blueprint:
    """The pages of the house."""
    pages, door = Blueprint("pages", __name__), DoorPages(house)
    sources = Sources.of(house)
    pages.record_once(lambda state: _settle(state.app))
    pages.record_once(lambda state: raise_flags(state.app, house))
    show_faults(pages)
    add = pages.add_url_rule
    add("/", view_func=first)
    add("/static/<name>", view_func=asset)
    add("/sign-in", view_func=door.sign_in, methods=["GET", "POST"])
    add("/sign-out", view_func=door.leave, methods=["POST"])
    add("/language", view_func=door.choose_language, methods=["POST"])
    add("/compliance", view_func=CompliancePage(sources).compliance)
    add("/compliance/<code>/<int:version>/<criterion>", view_func=ContactsPage(sources).behind)
    add(
        "/compliance/<code>/<int:version>/<criterion>/figures",
        view_func=CriterionPage(sources).criterion,
    )
    add("/contacts/<path:contact>", view_func=ContactPage(sources).contact)
    add_account(pages, house)
    add_actions(pages, house)
    add_authoring(pages, house)
    add_backtests(pages, house)
    add_feedback(pages, house)
    add_exchange(pages, house)
    add_handbook(pages, house)
    add_odk(pages, house)
    add_standards(pages, house)
    add_training(pages, house)
    add_shopping(pages, house)
    return pages


def _settle(app: App) -> None:
    """Lets Flask-Babel speak as the pages do, and whoever looks at pages be told in words."""
    speak(app)
    app.extensions["error_page"] = error_page


@needs(Action.SEE_OWN_ACCOUNT)
def first() -> Response:
    """The first page that the caller has any part in."""
    if g.caller.scope(Action.SEE_COMPLIANCE) is not None:
        return make_response(redirect(url_for("pages.compliance"), 303))
    visits = g.caller.scope(Action.SUBMIT_VISITS) is not None
    heading, told = (reader().gettext(each) for each in (_SHOPPING if visits else _ELSEWHERE))
    app = url_for("phone.first") if visits else None
    return make_response(page("message", heading=heading, told=told, app=app))


@needs(Action.SEE_FRONT)
def asset(name: str) -> Response:
    """A style or an icon; its address changes with it, so that it is kept for good."""
    content = content_of(name)
    if content is None:
        abort(404)
    answer = make_response(content)
    answer.headers["Content-Type"] = TYPES[name.rpartition(".")[2]]
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
