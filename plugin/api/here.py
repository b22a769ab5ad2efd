"""What the resources for admins work with: the house of the app that answers."""

from __future__ import annotations

from flask import current_app, g

from mobile_api.permissions import Caller
from plugin.authoring.allowance import Allowance
from plugin.directory.registering import Registering
from plugin.doors import doors
from plugin.house import House
from plugin.stores.people.directory import Directory
from plugin.stores.versions.standards import Standards


def house() -> House:
    """The house of this app."""
    found: House = current_app.extensions["house"]
    return found


def caller() -> Caller:
    """Who asks; the doors let nobody unknown through."""
    known: Caller = g.caller
    return known


def standards() -> Standards:
    """The standards as they stand at this moment."""
    return Standards(house().database)


def directory() -> Directory:
    """The directory."""
    return Directory(house().database)


def checking() -> Allowance:
    """What each user has left to have checked of texts."""
    found: Allowance = current_app.extensions["checking"]
    return found


def registering() -> Registering:
    """What is done to users; it reaches this process at once."""
    return Registering(doors().signing_in, directory())
