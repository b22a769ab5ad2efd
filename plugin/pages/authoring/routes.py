"""The addresses of writing a standard."""

from __future__ import annotations

from flask import Blueprint

from plugin.house import House
from plugin.pages.authoring.beginning import NewPage
from plugin.pages.authoring.editing import EditingPage
from plugin.pages.authoring.preview import PreviewPage
from plugin.pages.standards.documents import Documents


def add_authoring(pages: Blueprint, house: House) -> None:
    """Adds the pages on which standards are written."""
    documents = Documents.of(house)
    new, editing = NewPage(documents), EditingPage(documents)
    add = pages.add_url_rule
    add("/standards/new", view_func=new.new_standard)
    add("/standards/new", view_func=new.begin_draft, methods=["POST"])
    add("/standards/<code>/draft/edit", view_func=editing.edit_draft)
    add("/standards/<code>/draft/edit", view_func=editing.write_draft, methods=["POST"])
    add("/standards/<code>/draft/preview", view_func=PreviewPage(documents).preview_draft)
