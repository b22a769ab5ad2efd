"""The addresses of mystery shopping's pages."""

from __future__ import annotations

from flask import Blueprint

from plugin.house import House
from plugin.pages.shopping.listed import ListPage
from plugin.pages.shopping.one import OnePage
from plugin.pages.shopping.sheets import SheetPage
from plugin.pages.shopping.written import WrittenPage


def add_shopping(pages: Blueprint, house: House) -> None:
    """Adds the pages of assignments."""
    listed, one = ListPage(house), OnePage(house)
    written, sheet = WrittenPage(house), SheetPage(house)
    add = pages.add_url_rule
    add("/assignments", view_func=listed.assignments)
    add("/assignments/new", view_func=written.new_assignment)
    add("/assignments/new", view_func=written.add_assignment, methods=["POST"])
    add("/assignments/imports", view_func=sheet.assignments_sheet)
    add("/assignments/imports", view_func=sheet.import_assignments, methods=["POST"])
    add("/assignments/<assignment>", view_func=one.assignment)
    add("/assignments/<assignment>/change", view_func=written.change_assignment)
    add("/assignments/<assignment>/change", view_func=written.write_assignment, methods=["POST"])
    add("/assignments/<assignment>/closed", view_func=one.close_assignment, methods=["POST"])
    add("/assignments/<assignment>/withdrawn", view_func=one.withdraw_assignment, methods=["POST"])
