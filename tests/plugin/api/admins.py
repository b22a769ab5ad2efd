"""The app as an admin's program speaks to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask

from mobile_api.permissions import Role
from plugin.app import create_app
from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from standards.zones import load_zone
from tests.plugin.directory.people import CHEAP, NOW, PASSWORD, register


@dataclass(slots=True)
class Program:
    """Speaks to the API with the token of whoever it has signed in."""

    app: Flask
    token: str = ""

    def sign_in(self, name: str, password: str = PASSWORD) -> Any:
        answer = self.ask("POST", "/sessions", json={"name": name, "password": password})
        if answer.status_code == 201:
            self.token = answer.json["access_token"]
        return answer

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """The response, its `json` whatever was told."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= more.pop("headers", {})
        client = self.app.test_client()
        return client.open(f"/api/v1{path}", method=method, headers=headers, **more)


def house_over(database: Mongo, **settings: Any) -> House:
    config = Config(keys=(new_key(),), zone=load_zone("Europe/Warsaw"), **settings)
    return House(config, database, Sealer(config.keys), lambda: NOW)


def program(database: Mongo, **settings: Any) -> Program:
    return Program(create_app(house_over(database, **settings), CHEAP))


def admin(database: Mongo, **settings: Any) -> Program:
    """The program of an admin who has signed in."""
    register(database, "root", Role.ADMIN)
    made = program(database, **settings)
    assert made.sign_in("root").status_code == 201
    return made
