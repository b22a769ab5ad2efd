"""The addresses of the exchange of files, and of the library."""

from __future__ import annotations

from flask import Blueprint

from plugin.house import House
from plugin.pages.exchange.files import FilesPage
from plugin.pages.exchange.library import LibraryPage
from plugin.pages.standards.documents import Documents


def add_exchange(pages: Blueprint, house: House) -> None:
    """Adds the pages of files and of the library."""
    documents = Documents.of(house)
    files, library = FilesPage(documents), LibraryPage(documents)
    add = pages.add_url_rule
    add("/library", view_func=library.library)
    add("/library/taken", view_func=library.take_criterion, methods=["POST"])
    add("/standards/<code>/<int:version>/xlsform", view_func=files.published_form)
    add("/standards/<code>/draft/exchange", view_func=files.exchange)
    add("/standards/<code>/draft/exchange", view_func=files.read_form, methods=["POST"])
    add("/standards/<code>/draft/exchange/text", view_func=files.write_text, methods=["POST"])
    add("/standards/<code>/draft/exchange/yaml", view_func=files.write_yaml, methods=["POST"])
