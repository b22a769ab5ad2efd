"""The addresses of accounts."""

from __future__ import annotations

from flask import Blueprint

from plugin.house import House
from plugin.pages.account.account_page import AccountPage


def add_account(pages: Blueprint, house: House) -> None:
    """Adds the page on which everybody sees where they are signed in."""
    account = AccountPage(house)
    add = pages.add_url_rule
    add("/account", view_func=account.account)
    add("/account/sign-ins/end", view_func=account.end_others, methods=["POST"])
    add("/account/sign-ins/<session>/end", view_func=account.end_sign_in, methods=["POST"])
