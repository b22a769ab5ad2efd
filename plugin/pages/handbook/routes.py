"""The addresses of handbooks and leaflets."""

from __future__ import annotations

from flask import Blueprint

from plugin.handbook.editions import Editions
from plugin.house import House
from plugin.pages.handbook.pages import HandbookPages


def add_handbook(pages: Blueprint, house: House) -> None:
    """Adds the pages of handbooks."""
    shown = HandbookPages(Editions.of(house))
    add = pages.add_url_rule
    add("/standards/<code>/<int:version>/handbook", view_func=shown.handbook)
    add("/standards/<code>/draft/handbook", view_func=shown.draft_handbook)
    add("/standards/<code>/<int:version>/leaflet", view_func=shown.leaflet)
