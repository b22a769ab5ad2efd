"""A house with a staffed team, filled once for all tests of people's pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pymongo import MongoClient

from plugin.app import create_app
from plugin.stores.layout import Document
from tests.pages.acme import CHEAP, PASSWORD, token_in
from tests.pages.feedback.team import Staffed, staffed

Browsing: TypeAlias = "Callable[..., FlaskClient]"  # whose browser, in which language


@pytest.fixture(scope="package")
def team(mongo: MongoClient[Document]) -> Iterator[Staffed]:
    """Anna falls short and improves, Oleg, Piotr and Marta are good, Julia has too few."""
    with staffed(mongo) as house:
        yield house


@pytest.fixture(scope="package")
def app(team: Staffed) -> Flask:
    """The app over the house."""
    return create_app(team.house, CHEAP)


@pytest.fixture
def browsing(app: Flask) -> Browsing:
    """The browser of each user, signed in for the test, in English or the language named.

    Not for longer: mongod, which knows what day it is, takes sign-ins of last April away.
    """

    def of(name: str, language: str = "en") -> FlaskClient:
        client = app.test_client()
        form = {"name": name, "password": PASSWORD}
        form["csrf_token"] = token_in(client.get("/sign-in").text)
        assert client.post("/sign-in", data=form).status_code == 303
        client.set_cookie("language", language)
        return client

    return of
