"""The addresses of document control."""

from __future__ import annotations

from flask import Blueprint

from plugin.house import House
from plugin.pages.standards.documents import Documents
from plugin.pages.standards.draft import DraftPage
from plugin.pages.standards.listed import ListPage
from plugin.pages.standards.standard import StandardPage
from plugin.pages.standards.steps import Steps
from plugin.pages.standards.texts import TextsPage


def add_standards(pages: Blueprint, house: House) -> None:
    """Adds the pages of standards."""
    documents = Documents.of(house)
    one, steps = StandardPage(documents), Steps(documents)
    add = pages.add_url_rule
    add("/standards", view_func=ListPage(documents).standards)
    add("/standards/<code>", view_func=one.standard)
    add("/standards/<code>/<int:version>", view_func=one.version)
    add(
        "/standards/<code>/<int:version>/withdrawal",
        view_func=one.withdraw_version,
        methods=["POST"],
    )
    add("/standards/<code>/difference", view_func=TextsPage(documents).texts)
    add("/standards/<code>/draft", view_func=DraftPage(documents).draft)
    add("/standards/<code>/draft/submission", view_func=steps.submit_draft, methods=["POST"])
    add("/standards/<code>/draft/return", view_func=steps.return_draft, methods=["POST"])
    add("/standards/<code>/draft/drop", view_func=steps.drop_draft, methods=["POST"])
    add("/standards/<code>/draft/approval", view_func=steps.approve_draft, methods=["POST"])
    add("/standards/<code>/draft/publication", view_func=steps.publish_draft, methods=["POST"])
