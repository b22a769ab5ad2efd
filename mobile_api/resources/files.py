"""Files of a submission: sent by tus 1.0.0 or whole, kept once they are looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from flask_smorest import abort

from mobile_api.blueprint import Blueprint
from mobile_api.forms.submissions import HeldFileForm
from mobile_api.needs import caller, house
from mobile_api.permissions import Action, needs
from mobile_api.refusals import (
    AlreadyReplaced,
    FileDiffers,
    FileNotNamed,
    HeaderUnreadable,
    NotFound,
    UploadGone,
)
from mobile_api.refusing import refuses
from mobile_api.resources import files_said as said
from mobile_api.taking import body_of, takes
from mobile_api.telling import held_file_of, json_of
from mobile_api.uploads import tus
from mobile_api.uploads.uploading import LARGEST_PIECE, taken_in
from mobile_api.visits.submissions import FileState, HeldFile, Submitted, Upload
from mobile_api.visits.submitting import found, own
from scoring.evidence import Attachment
from scoring.submission import LARGEST_FILE
from standards.kinds import Instrument

_ANSWER = HeldFileForm()


def files_of(instrument: Instrument, submit_action: Action, plural: str) -> Blueprint:
    """The addresses below `/api/v1/PLURAL/UUID/files`."""
    blueprint = Blueprint(
        f"{plural[:-1]}_files",
        __name__,
        url_prefix=f"/api/v1/{plural}/<uuid:uuid>/files",
        description=f"The files that a {instrument} names.",
    )
    blueprint.before_request(_check_version)
    blueprint.after_request(_with_version)
    _all(blueprint, instrument, submit_action)
    _one(blueprint, instrument, submit_action)
    return blueprint


def _all(blueprint: Any, instrument: Instrument, submit_action: Action) -> None:
    @blueprint.route("")
    class All(MethodView):
        """The named files together."""

        @needs(submit_action)
        @blueprint.doc(responses={204: said.ABILITIES})
        @refuses(blueprint, 401)
        def options(self, uuid: UUID) -> Response:
            """Ask how files may be sent

            By tus 1.0.0; its extensions, checksums and the largest file stand in the headers.
            """
            return Response(status=204, headers=tus.ABILITIES)

        @needs(submit_action)
        @takes("application/octet-stream", tus.PIECE)
        @blueprint.doc(
            parameters=[said.LENGTH, said.METADATA],
            requestBody=said.FIRST_PIECE,
            responses={201: said.BEGUN},
        )
        @refuses(blueprint, 400, 401, 404, 409, 412, 413, 415, 422, tus.CHECKSUM_STATUS)
        def post(self, uuid: UUID) -> Response:
            """Begin to send a file

            By tus: `Upload-Metadata` says the `filename` that the submission names, and
            `Upload-Length` its bytes. `Location` says where its pieces go; a body is the first of
            them. Until `Upload-Expires` the rest is waited for. Beginning again changes nothing,
            but for what has expired.
            """
            submitted, file = _of_mine(instrument, uuid, tus.name_in(_header("Upload-Metadata")))
            _check_length(file)
            held = house().files.begin(submitted, file.name)
            if request.content_length or "Transfer-Encoding" in request.headers:
                held = taken_in(submitted, file, 0)
            told = tus.standing_of(held)
            told["Location"] = f"{request.path}/{quote(file.name, safe='')}"
            return Response(status=201, headers=told)


def _one(blueprint: Any, instrument: Instrument, submit_action: Action) -> None:
    @blueprint.route("/<name>")
    class OneFile(MethodView):
        """One named file."""

        @needs(submit_action)
        @blueprint.doc(responses={204: said.ABILITIES})
        @refuses(blueprint, 401)
        def options(self, uuid: UUID, name: str) -> Response:
            """Ask how the file may be sent

            As for the files together.
            """
            return Response(status=204, headers=tus.ABILITIES)

        @needs(Action.SEE_SUBMISSIONS)
        @blueprint.doc(responses={200: said.KEPT})
        @refuses(blueprint, 401, 404)
        def get(self, uuid: UUID, name: str) -> Response:
            """Show a kept file

            A picture as JPEG, without what the camera wrote into the file; a sound as it came. 404
            until it has arrived.
            """
            submitted = found(house(), f"{instrument}/{uuid}", caller())
            kept = house().files.kept(submitted.contact, _named(submitted, name).name)
            if kept is None:
                raise NotFound(f"{name} has not arrived")
            return Response(kept.content, headers=_shown(name, kept.type))

        @needs(submit_action)
        @blueprint.doc(responses={200: said.STANDING})
        @refuses(blueprint, 401, 404, 410, 412)
        def head(self, uuid: UUID, name: str) -> Response:
            """Ask how much of a file is held

            `Upload-Offset` says how many bytes are here for good: go on from there. 410 says that
            it has expired or was given up: begin anew.
            """
            submitted = own(house(), f"{instrument}/{uuid}", caller())
            held = house().files.one(submitted, _named(submitted, name).name)
            if held.is_gone(house().clock()):
                raise UploadGone
            return _at(held, 200, {"Upload-Metadata": tus.metadata_of(name)})

        @needs(submit_action)
        @takes("application/octet-stream", "image/*", "audio/*")
        @blueprint.doc(requestBody=said.WHOLE)
        @blueprint.response(201, _ANSWER)
        @blueprint.alt_response(200, schema=_ANSWER)
        @refuses(blueprint, 401, 404, 409, 412, 413, 415, 422)
        def put(self, uuid: UUID, name: str) -> Response:
            """Send a file in one piece

            At most 8 MiB; larger ones go piece by piece with PATCH. The bytes must be those whose
            SHA-256 the submission names. What type of file it is, its content says. Sending the
            same file again is safe and answered 200.
            """
            submitted, file = _of_mine(instrument, uuid, name)
            content = body_of(LARGEST_PIECE)
            upload = Upload(submitted.contact, file, 0, content, house().clock())
            is_new = house().files.whole(upload)
            told = house().files.one(submitted, name) if not is_new else _all_of(file)
            return json_of(held_file_of(told), 201 if is_new else 200)

        @needs(submit_action)
        @takes("application/octet-stream", tus.PIECE)
        @blueprint.doc(
            requestBody=said.PIECE,
            parameters=[said.OFFSET_SENT, said.CHECKSUM],
            responses={204: said.MOVED_ON},
        )
        @refuses(blueprint, 400, 401, 404, 409, 410, 412, 413, 415, 422, tus.CHECKSUM_STATUS)
        def patch(self, uuid: UUID, name: str) -> Response:
            """Send a piece of a file

            By tus, or plainly as `application/octet-stream`. The piece is here for good when it is
            answered; where the network broke before, HEAD says how far it came. A piece from
            another byte is answered 409 with the right `Upload-Offset`. With `Upload-Checksum` a
            piece is taken whole or not at all, and has at most 8 MiB.
            """
            submitted, file = _of_mine(instrument, uuid, name)
            return _at(taken_in(submitted, file, _number("Upload-Offset")), 204)

        @needs(submit_action)
        @blueprint.response(204)
        @refuses(blueprint, 401, 404, 409, 412)
        def delete(self, uuid: UUID, name: str) -> Response:
            """Give up a file

            What is held of it is forgotten, until it is begun anew. What has arrived stays: 409.
            """
            submitted, file = _of_mine(instrument, uuid, name)
            house().files.give_up(submitted, file.name)
            return Response(status=204)

        @needs(submit_action)
        @takes("application/octet-stream", tus.PIECE)
        @blueprint.doc(
            requestBody=said.FIRST_PIECE,
            parameters=[said.METHOD],
            responses={204: said.MOVED_ON},
        )
        @refuses(blueprint, 400, 401, 404, 409, 410, 412, 413, 415, 422, tus.CHECKSUM_STATUS)
        def post(self, uuid: UUID, name: str) -> Response:
            """Send a piece where nothing but GET and POST passes

            `X-HTTP-Method-Override` says `PATCH` or `DELETE`, and it is taken as that.
            """
            meant: dict[str, Callable[[UUID, str], Response]] = {
                "PATCH": self.patch,
                "DELETE": self.delete,
            }
            method = meant.get((_header(tus.OVERRIDE) or "").upper())
            if method is None:
                raise HeaderUnreadable(f"the header {tus.OVERRIDE} says {', '.join(meant)}")
            return method(uuid, name)


def _check_version() -> None:
    """Nothing. TusVersionUnknown; whoever asks what is spoken need not know."""
    if request.method != "OPTIONS":
        tus.check_version(_header("Tus-Resumable"))


def _with_version(answer: Response) -> Response:
    answer.headers["Tus-Resumable"] = tus.VERSION
    return answer


def _check_length(file: Attachment) -> None:
    length = _number("Upload-Length")
    if length > LARGEST_FILE:
        abort(413, message=f"a file has at most {LARGEST_FILE:,} bytes")
    if length != file.bytes:
        raise FileDiffers(f"{file.name} is to have {file.bytes} bytes, not {length}")


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


def _header(name: str) -> str | None:
    return request.headers.get(name)


def _number(name: str) -> int:
    return tus.number_in(_header(name), name)


def _all_of(file: Attachment) -> HeldFile:
    """A file all of whose bytes have just come."""
    return HeldFile(file, FileState.ARRIVING, file.bytes)


def _at(held: HeldFile, status: int, more: dict[str, str] | None = None) -> Response:
    headers = {**tus.standing_of(held), **(more or {}), "Cache-Control": "no-store"}
    return Response(status=status, headers=headers)


def _shown(name: str, type_: str) -> dict[str, str]:
    """The headers of what is kept: nothing but a picture is shown as part of a page."""
    is_picture = type_.startswith("image/")
    how = f"{'inline' if is_picture else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"
    return {"Content-Type": type_, "Content-Disposition": how}


visit_files = files_of(Instrument.VISIT, Action.SUBMIT_VISITS, "visits")
review_files = files_of(Instrument.REVIEW, Action.SUBMIT_REVIEWS, "reviews")
