"""Files of a submission: sent whole or piece by piece, kept once they are looked at."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from flask_smorest import abort

from mobile_api.blueprint import Blueprint
from mobile_api.forms import HeldFileForm
from mobile_api.needs import caller, house
from mobile_api.permissions import Action, needs
from mobile_api.refusals import AlreadyReplaced, FileNotNamed, NotFound
from mobile_api.refusing import refuses
from mobile_api.submissions import FileState, HeldFile, Submitted, Upload
from mobile_api.submitting import found, own
from mobile_api.taking import body_of, takes
from mobile_api.telling import held_file_of, json_of
from scoring.evidence import Attachment
from standards.kinds import Instrument

LARGEST_PIECE = 8 * 1024 * 1024  # bytes of one request

_ANSWER = HeldFileForm()
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_BODY = {
    "required": True,
    "content": {"application/octet-stream": _BYTES, "image/*": _BYTES},
}
_OFFSET = {"schema": {"type": "integer", "minimum": 0}, "description": "How many bytes are held."}
_OFFSET_SENT = {
    "in": "header",
    "name": "Upload-Offset",
    "required": True,
    "schema": {"type": "integer", "minimum": 0},
    "description": "Of the first byte of this piece.",
}
_PICTURE = {"description": "OK", "content": {"image/jpeg": _BYTES}}


def files_of(instrument: Instrument, submit_action: Action, plural: str) -> Blueprint:
    """The addresses below `/api/v1/PLURAL/UUID/files`."""
    blueprint = Blueprint(
        f"{plural[:-1]}_files",
        __name__,
        url_prefix=f"/api/v1/{plural}/<uuid:uuid>/files",
        description=f"The files that a {instrument} names.",
    )
    _file(blueprint, instrument, submit_action)
    return blueprint


def _file(blueprint: Any, instrument: Instrument, submit_action: Action) -> None:
    @blueprint.route("/<name>")
    class OneFile(MethodView):
        """One named file."""

        @needs(Action.SEE_SUBMISSIONS)
        @blueprint.doc(responses={200: _PICTURE})
        @refuses(blueprint, 401, 404)
        def get(self, uuid: UUID, name: str) -> Response:
            """Show a kept file

            As JPEG, without what the camera wrote into the file. 404 until it has arrived.
            """
            submitted = found(house(), f"{instrument}/{uuid}", caller())
            picture = house().files.picture(submitted.contact, _named(submitted, name).name)
            if picture is None:
                raise NotFound(f"{name} has not arrived")
            return Response(picture, content_type="image/jpeg")

        @needs(submit_action)
        @blueprint.doc(
            responses={200: {"description": "OK", "headers": {"Upload-Offset": _OFFSET}}}
        )
        @refuses(blueprint, 401, 404)
        def head(self, uuid: UUID, name: str) -> Response:
            """Ask how much of a file is held

            `Upload-Offset` says how many bytes are here for good: go on from there.
            """
            return _at(_mine(instrument, uuid, name), 200)

        @needs(submit_action)
        @takes("application/octet-stream", "image/*")
        @blueprint.doc(requestBody=_BODY)
        @blueprint.response(201, _ANSWER)
        @blueprint.alt_response(200, schema=_ANSWER)
        @refuses(blueprint, 401, 404, 409, 413, 415, 422)
        def put(self, uuid: UUID, name: str) -> Response:
            """Send a file in one piece

            At most 8 MiB; larger ones go piece by piece with PATCH. The bytes must be those whose
            SHA-256 the submission names. What type of file it is, its content says. Sending the
            same file again is safe and answered 200.
            """
            submitted, file = _of_mine(instrument, uuid, name)
            is_new = house().files.whole(_upload(submitted, file, 0))
            told = house().files.one(submitted, name) if not is_new else _held(file)
            return json_of(held_file_of(told), 201 if is_new else 200)

        @needs(submit_action)
        @takes("application/octet-stream", "application/offset+octet-stream")
        @blueprint.doc(
            requestBody={"required": True, "content": {"application/octet-stream": _BYTES}},
            parameters=[_OFFSET_SENT],
            responses={204: {"description": "No Content", "headers": {"Upload-Offset": _OFFSET}}},
        )
        @refuses(blueprint, 400, 401, 404, 409, 413, 415, 422)
        def patch(self, uuid: UUID, name: str) -> Response:
            """Send a piece of a file

            At most 8 MiB. The piece is here for good when it is answered; where the network broke
            before, HEAD says how far it came. A piece from another byte is answered 409 with the
            right `Upload-Offset`.
            """
            submitted, file = _of_mine(instrument, uuid, name)
            held = house().files.append(_upload(submitted, file, _offset()))
            return Response(status=204, headers={"Upload-Offset": str(held)})


def _mine(instrument: Instrument, uuid: UUID, name: str) -> HeldFile:
    """How far the named file of the caller's own submission has come."""
    submitted = own(house(), f"{instrument}/{uuid}", caller())
    return house().files.one(submitted, _named(submitted, name).name)


def _of_mine(instrument: Instrument, uuid: UUID, name: str) -> tuple[Submitted, Attachment]:
    """The caller's own submission, while it stands, and the named file."""
    submitted = own(house(), f"{instrument}/{uuid}", caller())
    if submitted.replaced_by is not None:
        raise AlreadyReplaced(f"{submitted.replaced_by} has taken its place; send it there")
    return submitted, _named(submitted, name)


def _named(submitted: Submitted, name: str) -> Attachment:
    file = submitted.file(name)
    if file is None:
        raise FileNotNamed(f"{submitted.contact} names no file {name}")
    return file


def _upload(submitted: Submitted, file: Attachment, offset: int) -> Upload:
    content = body_of(LARGEST_PIECE)
    return Upload(submitted.contact, file, offset, content, house().clock())


def _offset() -> int:
    said = request.headers.get("Upload-Offset", "")
    if not (said.isascii() and said.isdigit()) or len(said) > 12:
        abort(400, message="the header Upload-Offset says the number of the first byte sent")
    return int(said)


def _held(file: Attachment) -> HeldFile:
    """A file all of whose bytes have just come."""
    return HeldFile(file, FileState.ARRIVING, file.bytes)


def _at(file: HeldFile, status: int) -> Response:
    headers = {"Upload-Offset": str(file.held), "Upload-Length": str(file.file.bytes)}
    return Response(status=status, headers={**headers, "Cache-Control": "no-store"})


visit_files = files_of(Instrument.VISIT, Action.SUBMIT_VISITS, "visits")
review_files = files_of(Instrument.REVIEW, Action.SUBMIT_REVIEWS, "reviews")
