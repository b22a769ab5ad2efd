"""The addresses of the OpenRosa protocol: below `/openrosa/KEY/`, or with the key as a password.

GET  formList                                the questionnaires, as forms
GET  forms/CODE/VERSION.xml                  a form
GET  forms/CODE/VERSION/manifest             the files it needs
GET  forms/CODE/VERSION/NAME                 one of them
HEAD submission                              where to submit, and how much at once
POST submission                              a submission, or some of its files
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from mobile_api.needs import caller, house
from mobile_api.openrosa.instances import InstanceState, Taken
from mobile_api.openrosa.needs import openrosa
from mobile_api.openrosa.reading import LARGEST_XML
from mobile_api.openrosa.receiving import Posted, Receiving
from mobile_api.openrosa.refusals import FileTooLarge, FormUnknown, Rejected, XmlUnreadable
from mobile_api.openrosa.telling import Offered, list_of, manifest_of, message_of
from mobile_api.permissions import Action, needs
from mobile_api.refusals import Refusal
from mobile_api.taking import takes
from scoring.submission import LARGEST_FILE
from standards.languages import in_language
from standards.model import Standard

ROOT = "/openrosa"
ACCEPTED = 10_000_000  # bytes of one POST, beyond which an app sends the rest in another
LARGEST_POST = LARGEST_FILE + LARGEST_XML + 1024 * 1024  # one large file goes alone
MOST_PARTS = 200
_XML = "text/xml; charset=utf-8"
_SUBMISSION = "xml_submission_file"
_LONGEST_APP = 120  # characters of a User-Agent
_log = logging.getLogger("plumbline.openrosa")
_FURTHEST = 10 * 366 * 86_400  # seconds of skew beyond which the header Date says nothing


def blueprint() -> Blueprint:
    """The addresses, each with the key in it and without."""
    made = Blueprint("openrosa", __name__)
    for prefix, end in ((f"{ROOT}/<key>", ""), (ROOT, "_signed_in")):
        _add(made, prefix, end)
    made.after_request(_headed)
    made.register_error_handler(Rejected, lambda error: _answer(error.status, "error", str(error)))
    made.register_error_handler(Refusal, lambda error: _answer(409, "error", str(error)))
    made.register_error_handler(HTTPException, _http_error)
    made.register_error_handler(403, _http_error)  # the house knows one of its own
    made.register_error_handler(Exception, _failed)
    return made


def _add(made: Blueprint, prefix: str, end: str) -> None:
    form = f"{prefix}/forms/<code>/<int:version>"
    for path, name, view in (
        (f"{prefix}/formList", "form_list", form_list),
        (f"{form}.xml", "form", form_xml),
        (f"{form}/manifest", "manifest", manifest),
        (f"{form}/<name>", "form_file", form_file),
    ):
        made.add_url_rule(path, f"{name}{end}", view)
    path = f"{prefix}/submission"
    made.add_url_rule(path, f"submission{end}", submission, methods=["POST"])
    made.add_url_rule(path, f"submission_head{end}", submission_head, methods=["HEAD"])


@needs(Action.SEE_QUESTIONNAIRES)
def form_list(key: str | None = None) -> Response:
    """The questionnaires that the caller may fill in."""
    wanted = request.args.get("formID")
    forms = openrosa().forms.listed(house().clock(), caller().user)
    offered = [
        _offered(each, xml, key)
        for each in forms
        if wanted in (None, each.code) and (xml := openrosa().forms.xml(each)) is not None
    ]
    return Response(list_of(offered), content_type=_XML)


@needs(Action.SEE_QUESTIONNAIRES)
def form_xml(code: str, version: int, key: str | None = None) -> Response:
    """The XForm of a questionnaire."""
    return Response(_form(code, version)[1], content_type=_XML)


@needs(Action.SEE_QUESTIONNAIRES)
def manifest(code: str, version: int, key: str | None = None) -> Response:
    """The files that the form needs: who and where there is to choose from."""
    _form(code, version)
    at = partial(_address, "form_file", key, code=code, version=version)
    lists = openrosa().forms.lists(house().clock())
    files = {name: (content, at(name=name)) for name, content in lists.items()}
    return Response(manifest_of(files), content_type=_XML)


@needs(Action.SEE_QUESTIONNAIRES)
def form_file(code: str, version: int, name: str, key: str | None = None) -> Response:
    """One of the form's files."""
    _form(code, version)
    content = openrosa().forms.lists(house().clock()).get(name)
    if content is None:
        raise FormUnknown(f"the form has no file {name[:80]}")
    return Response(content, content_type="text/csv; charset=utf-8")


@needs(Action.SUBMIT_VISITS)
def submission_head(key: str | None = None) -> Response:
    """Where to submit, and how much at once."""
    return Response(status=204, headers={"Location": _address("submission", key)})


@needs(Action.SUBMIT_VISITS)
@takes("multipart/form-data")
def submission(key: str | None = None) -> Response:
    """What became of a submission, in words that Collect shows."""
    taken = Receiving(house(), openrosa()).take(_posted(), caller())
    answer = _answer(201 if taken.is_new else 202, "submit_success", _said(taken))
    answer.headers["Location"] = _address("submission", key)
    return answer


def _posted() -> Posted:
    if request.mimetype != "multipart/form-data":
        raise XmlUnreadable("a submission comes as multipart/form-data")
    request.max_content_length = LARGEST_POST
    request.max_form_parts = MOST_PARTS
    found = request.files.getlist(_SUBMISSION)
    if len(found) != 1:
        raise XmlUnreadable(f"it must have one part {_SUBMISSION}, not {len(found)}")
    xml = found[0].read(LARGEST_XML + 1)
    if len(xml) > LARGEST_XML:
        raise FileTooLarge(f"the XML has more than {LARGEST_XML:,} bytes")
    return Posted(xml, _files(), request.user_agent.string[:_LONGEST_APP], _clock_ahead())


def _files() -> dict[str, Callable[[], bytes]]:
    """The other files by the names that they bear; their parts are called so as well."""
    files: dict[str, Callable[[], bytes]] = {}
    for part, file in request.files.items(multi=True):
        if part == _SUBMISSION:
            continue
        name = file.filename or part
        if name in files:
            raise XmlUnreadable(f"the file {name[:80]} stands twice in one request")
        if _size(file) > LARGEST_FILE:
            raise FileTooLarge(f"{name[:80]} has more than {LARGEST_FILE:,} bytes")
        if _size(file):
            files[name] = file.read
    return files


def _size(file: FileStorage) -> int:
    size = file.stream.seek(0, 2)
    file.stream.seek(0)
    return size


def _clock_ahead() -> int | None:
    """How far the phone's clock is before ours, by the header that OpenRosa asks for."""
    try:
        sent = parsedate_to_datetime(request.headers.get("Date", ""))
    except (ValueError, IndexError, TypeError):
        return None
    ahead = int(sent.replace(tzinfo=sent.tzinfo or UTC).timestamp()) - house().clock()
    return ahead if abs(ahead) <= _FURTHEST else None


def _said(taken: Taken) -> str:
    held = taken.held
    if held.instance.state is InstanceState.SENT:
        return "The visit is here, with all its files."
    return f"The answers are kept; still to come: {', '.join(held.missing)}"


def _form(code: str, version: int) -> tuple[Standard, bytes]:
    """The published form that is not withdrawn. FormUnknown."""
    forms = openrosa().forms
    found = forms.find(code, version)
    xml = None if found is None or forms.is_closed(code, version) else forms.xml(found)
    if found is None or xml is None:
        raise FormUnknown(f"there is no form {code[:80]} version {version} here")
    return found, xml


def _offered(standard: Standard, xml: bytes, key: str | None) -> Offered:
    at = {"code": standard.code, "version": standard.version}
    return Offered(
        standard.code,
        standard.version,
        in_language(standard.title, caller().language),
        xml,
        _address("form", key, **at),
        _address("manifest", key, **at),
    )


def _address(view: str, key: str | None, /, **parts: Any) -> str:
    """The whole address, by the same way in as the request."""
    if key is None:
        return url_for(f"openrosa.{view}_signed_in", _external=True, **parts)
    return url_for(f"openrosa.{view}", _external=True, key=key, **parts)


def _http_error(error: HTTPException) -> Response:
    answer = _answer(error.code or 500, "error", _words(error))
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers.add(name, value)
    return answer


def _failed(error: Exception) -> Response:
    """The answer to what nobody reckoned with; the log has no address, for that bears the key."""
    _log.error("an OpenRosa request failed", exc_info=error)
    return _answer(500, "error", _WORDS[500])


_WORDS = {
    401: "Sign in with your name and an app key as the password; the account's own will not do.",
    403: "This key is not good here: it was revoked, is mistyped, or is nobody's who may do this.",
    413: f"This is larger than is taken at once: at most {LARGEST_POST:,} bytes.",
    500: "Something went wrong on our side; it has been logged. What you sent may be sent again.",
}


def _words(error: HTTPException) -> str:
    if error.description and not type(error).__module__.startswith("werkzeug"):
        return error.description  # the house says itself what is wrong
    return _WORDS.get(error.code or 500) or error.description or error.name


def _answer(status: int, nature: str, text: str) -> Response:
    return Response(message_of(nature, text), status, content_type=_XML)


def _headed(answer: Response) -> Response:
    """The answer with what every answer of the protocol bears."""
    now = datetime.fromtimestamp(house().clock(), UTC)
    answer.headers["X-OpenRosa-Version"] = "1.0"
    answer.headers["X-OpenRosa-Accept-Content-Length"] = str(ACCEPTED)
    answer.headers.setdefault("Date", format_datetime(now, usegmt=True))
    return answer
