"""The addresses of the page for teams who use ODK Collect."""

from __future__ import annotations

from flask import Blueprint

from plugin.house import House
from plugin.pages.odk.page import OdkPage


def add_odk(pages: Blueprint, house: House) -> None:
    """Adds the page, and what is done on it."""
    odk = OdkPage.of(house)
    add = pages.add_url_rule
    add("/odk", view_func=odk.odk)
    add("/odk", view_func=odk.make_odk_key, methods=["POST"])
    add("/odk/keys/<key>/revoked", view_func=odk.revoke_odk_key, methods=["POST"])
    add("/odk/instances/<uuid:uuid>/visit", view_func=odk.release_instance, methods=["POST"])
