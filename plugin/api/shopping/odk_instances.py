"""What ODK Collect has sent and is no visit yet: which files are missing, or what does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.needs import house as mobile_house
from mobile_api.openrosa.instances import Held, InstanceState, held_of
from mobile_api.openrosa.needs import openrosa
from mobile_api.openrosa.receiving import Receiving
from mobile_api.permissions import Action, Caller, Scope, needs
from mobile_api.refusals import NotFound
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.here import caller
from plugin.api.shopping.odk_forms import InstanceForm, InstanceListForm, InstancesQueryForm
from standards.instants import show_instant

MOST = 200
UNFINISHED = (InstanceState.WAITING.value, InstanceState.REFUSED.value)

blueprint = Blueprint(
    "odk_instances",
    __name__,
    url_prefix="/api/v1/odk-instances",
    description="What ODK Collect has sent, until it is a visit.",
)
_ONE, _LIST, _WHICH = InstanceForm(), InstanceListForm(), InstancesQueryForm()


@blueprint.route("")
class Every(MethodView):
    """The instances that the caller may see."""

    @needs(Action.SEE_SUBMISSIONS)
    @blueprint.arguments(_WHICH, location="query")
    @blueprint.response(200, _LIST)
    @refuses(blueprint, 401)
    def get(self, which: Mapping[str, str]) -> Response:
        """List what Collect has sent

        The newest first, at most 200: one's own, or everybody's for a coordinator. Without a state
        those that are no visits yet: what waits for files, and what does not fit its
        questionnaire.
        """
        states = (which["state"],) if "state" in which else UNFINISHED
        return json_of({"instances": [told_instance(e) for e in held_for(caller(), states)]})


@blueprint.route("/<uuid:uuid>")
class One(MethodView):
    """One instance."""

    @needs(Action.SEE_SUBMISSIONS)
    @blueprint.response(200, _ONE)
    @refuses(blueprint, 401, 404)
    def get(self, uuid: UUID) -> Response:
        """Show what Collect has sent"""
        instance = openrosa().instances.find(str(uuid))
        if instance is None or not (_sees_all(caller()) or instance.user == caller().user):
            raise NotFound(f"there is no instance {uuid}")
        return json_of(told_instance(held_of(instance, openrosa().instances.files(str(uuid)))))


@blueprint.route("/<uuid:uuid>/visit")
class Visit(MethodView):
    """That it is a visit although files are missing."""

    @needs(Action.ACCEPT_SUBMISSIONS)
    @blueprint.response(200, _ONE)
    @refuses(blueprint, 401, 404, 409, 422, 423)
    def post(self, uuid: UUID) -> Response:
        """Make it a visit without what is missing

        Answers whose photo never came are left out; where the questionnaire requires one, 422 says
        so and everything stays as it is. Doing it again changes nothing.
        """
        receiving = Receiving(mobile_house(), openrosa())
        return json_of(told_instance(receiving.release(str(uuid), caller().user, "en")))


def held_for(reader: Caller, states: tuple[str, ...]) -> tuple[Held, ...]:
    """The instances in the states that the reader may see, the newest first."""
    instances = openrosa().instances
    user = None if _sees_all(reader) else reader.user
    found = instances.page(user, states, MOST)
    return tuple(
        held_of(each, instances.files(each.uuid)) for each in found if each.superseded_by is None
    )


def told_instance(held: Held) -> dict[str, Any]:
    """The instance as JSON."""
    instance = held.instance
    came = {each.name: each for each in held.files}
    return {
        "uuid": instance.uuid,
        "state": instance.state.value,
        "submitted_by": instance.user,
        "questionnaire": {"standard": instance.form, "version": instance.version},
        "received_at": show_instant(instance.received_at),
        "changed_at": show_instant(instance.changed_at),
        "files": [
            {
                "name": each.name,
                "question": each.question,
                "sha256": came[each.name].sha256 if each.name in came else None,
                "bytes": came[each.name].bytes if each.name in came else None,
            }
            for each in instance.named
        ],
        "missing": list(held.missing),
        "faults": list(instance.faults),
        "edits": instance.deprecates,
        "superseded_by": instance.superseded_by,
        "released_by": instance.released_by,
        "visit": instance.contact if instance.state is InstanceState.SENT else None,
    }


def _sees_all(reader: Caller) -> bool:
    return reader.scope(Action.SEE_SUBMISSIONS) is Scope.ALL
