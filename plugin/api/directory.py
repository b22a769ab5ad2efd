"""The directory: importing the sheet of people, teams and locations, and what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses
from mobile_api.taking import body_of, takes
from mobile_api.telling import json_of
from plugin.api.forms import DirectoryForm, ImportedForm, ImportQueryForm
from plugin.api.here import directory, house
from plugin.directory.importing import import_sheet
from plugin.stores.people.directory import Group, Person
from standards.instants import show_instant

LARGEST = 8 * 1024 * 1024  # bytes

blueprint = Blueprint(
    "directory",
    __name__,
    url_prefix="/api/v1/directory",
    description="People, teams and locations.",
)
_EVERYBODY, _QUERY, _IMPORTED = DirectoryForm(), ImportQueryForm(), ImportedForm()
_CSV = "text/csv"
_BODY = {
    "required": True,
    "content": {_CSV: {"schema": {"type": "string", "description": "See docs/directory.md."}}},
}


@blueprint.route("")
class Everybody(MethodView):
    """All that is known."""

    @needs(Action.KEEP_DIRECTORY)
    @blueprint.response(200, _EVERYBODY)
    @refuses(blueprint, 401)
    def get(self) -> Response:
        """List people, teams and locations"""
        known = directory().everybody()
        return json_of(
            {
                "people": [_person(each) for each in known.people.values()],
                "teams": [_group(each) for each in known.teams.values()],
                "locations": [_location(each) for each in known.locations.values()],
            }
        )


@blueprint.route("/imports")
class Imports(MethodView):
    """Sheets."""

    @needs(Action.KEEP_DIRECTORY)
    @takes(_CSV)
    @blueprint.doc(requestBody=_BODY)
    @blueprint.arguments(_QUERY, location="query")
    @blueprint.response(200, _IMPORTED)
    @refuses(blueprint, 401)
    def post(self, query: Mapping[str, Any]) -> Response:
        """Import a sheet

        The body is CSV in UTF-8. All of it is taken or, where it has faults, nothing: each fault
        is listed with its row. The same sheet again changes nothing.
        """
        raw, zone = body_of(LARGEST), house().config.zone
        brought = import_sheet(directory(), raw, zone, replace=query["replace"])
        return json_of({things: asdict(became) for things, became in brought.items()})


def _person(person: Person) -> dict[str, Any]:
    identities = [
        {"id": each.id, "from": _instant(each.since), "until": _instant(each.until)}
        for each in person.identities
    ]
    return {
        "id": person.id,
        "name": person.name,
        "team": person.team,
        "location": person.location,
        "identities": identities,
        "email": person.email,
    }


def _group(group: Group) -> dict[str, Any]:
    return {"id": group.id, "name": group.name, "identities": list(group.identities)}


def _location(group: Group) -> dict[str, Any]:
    return {**_group(group), "latitude": group.latitude, "longitude": group.longitude}


def _instant(at: int | None) -> str | None:
    return None if at is None else show_instant(at)
