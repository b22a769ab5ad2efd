"""Every error that leaves the service as a problem (RFC 9457): one table, exception -> problem.

The slug is a promise to clients: `type` is `urn:plumbline:problem:SLUG`. Whoever has an exception
of their own adds a line to PROBLEMS; its message is the `detail`, so no secret stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeAlias

import orjson
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from mobile_api import refusals
from mobile_api.openrosa import refusals as openrosa
from plugin.actions.agreeing import TaskUnfit
from plugin.authoring.allowance import TooMuchToCheck
from plugin.authoring.drafting import DraftUnfit, NotTheirArea
from plugin.authoring.history import UnknownText
from plugin.backtests import asking as backtesting
from plugin.directory import importing, passwords, registering, signing_in
from plugin.exchange.coming_in.adding import Unaddable
from plugin.exchange.going_out.outgoing import NothingAsked
from plugin.exchange.workbooks.refusals import WorkbookRefused
from plugin.in_clear import HttpsRequired
from plugin.publishing import publish
from plugin.publishing.withdraw import UnknownVersion
from plugin.shopping.odk_keys import KeyUnfit
from plugin.shopping.refusals import AssignmentsSheetFaulty, AssignmentUnfit
from plugin.stores.people.actions import ChangedMeanwhile, UnknownTask
from plugin.stores.people.users import NameTaken
from plugin.stores.shopping import assignments
from plugin.stores.versions.drafts import DraftChanged, DraftStands, UnknownDraft
from plugin.tickets.connecting import ConnectRefused
from plugin.training import refusals as training
from standards.lifecycle import StepRefused
from webhooks.contract import PayloadInvalid, SignatureInvalid
from webhooks.needs import NotKept, UnknownConnection

MEDIA_TYPE = "application/problem+json"
Faults: TypeAlias = "Iterable[Mapping[str, str]]"  # a JSON pointer and what is wrong there


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: the status of its answer, its slug, and what it is in a few words."""

    status: int
    slug: str
    title: str

    @property
    def type(self) -> str:
        """The URI by which clients know the kind."""
        return f"urn:plumbline:problem:{self.slug}"


PROBLEMS: Mapping[type[Exception], Problem] = {
    SignatureInvalid: Problem(401, "signature-invalid", "Not signed by its helpdesk"),
    UnknownConnection: Problem(404, "unknown-connection", "There is no such connection"),
    NotKept: Problem(503, "not-kept", "Deliveries cannot be kept now; send it again in a while"),
    PayloadInvalid: Problem(422, "payload-invalid", "The delivery cannot be read"),
    refusals.NoJson: Problem(400, "no-json", "The body is no JSON object"),
    refusals.NotFound: Problem(404, "not-found", "There is no such thing, or it is not yours"),
    refusals.SignInRefused: Problem(401, "sign-in-refused", "Name, password or token do not fit"),
    refusals.SubmissionInvalid: Problem(
        422, "submission-invalid", "The answers do not fit the questionnaire"
    ),
    refusals.OtherBytes: Problem(409, "other-bytes", "The id holds another submission"),
    refusals.ReplacesNothing: Problem(
        409, "replaces-nothing", "There is no submission of yours to replace"
    ),
    refusals.AlreadyReplaced: Problem(409, "already-replaced", "Another submission replaces it"),
    refusals.AlreadyAccepted: Problem(409, "already-accepted", "It is accepted and stays as it is"),
    refusals.AnswersUnfit: Problem(422, "answers-unfit", "The quiz is not answered as asked"),
    refusals.AnsweredOtherwise: Problem(409, "already-answered", "The quiz was answered already"),
    refusals.OwnSubmission: Problem(403, "own-submission", "Somebody else accepts what you sent"),
    refusals.FilesMissing: Problem(409, "files-missing", "Expected files have not arrived"),
    refusals.FileNotNamed: Problem(404, "file-not-named", "The submission names no such file"),
    refusals.FileDiffers: Problem(422, "file-differs", "The bytes are not the file named"),
    refusals.FileComplete: Problem(409, "file-complete", "All of the file is here"),
    refusals.OffsetDiffers: Problem(409, "offset-differs", "The upload stands at another byte"),
    refusals.UploadGone: Problem(410, "upload-gone", "The upload has expired or was given up"),
    refusals.ChecksumDiffers: Problem(460, "checksum-differs", "The piece is another"),
    refusals.BrokenOff: Problem(400, "broken-off", "The body ended before its end"),
    refusals.HeaderUnreadable: Problem(400, "bad-request", "The request cannot be read"),
    refusals.TusVersionUnknown: Problem(412, "tus-version", "Another version of tus is spoken"),
    refusals.TooLarge: Problem(413, "too-large", "The body is too large"),
    HttpsRequired: Problem(403, "https-required", "This has to be asked over HTTPS"),
    signing_in.TooManyTries: Problem(429, "too-many-tries", "Too many tries to sign in"),
    publish.StandardFaulty: Problem(422, "standard-faulty", "The standard has faults"),
    publish.VersionTaken: Problem(409, "version-taken", "The version has other content"),
    publish.VersionPassed: Problem(409, "version-passed", "A later version is published"),
    publish.BeginsTooEarly: Problem(409, "begins-too-early", "It would begin too early"),
    publish.ApprovalsMissing: Problem(409, "approvals-missing", "It has to be approved first"),
    publish.NoteMissing: Problem(409, "note-missing", "It has to say what changes"),
    publish.PromiseBroken: Problem(409, "promise-broken", "A code would mean something else"),
    TooMuchToCheck: Problem(429, "too-much-to-check", "Too much was checked at once"),
    DraftUnfit: Problem(422, "draft-unfit", "There cannot be such a draft"),
    NotTheirArea: Problem(403, "not-your-area", "You approve for other parts of the firm"),
    UnknownText: Problem(404, "not-found", "There is no such thing, or it is not yours"),
    UnknownVersion: Problem(404, "not-found", "There is no such thing, or it is not yours"),
    UnknownDraft: Problem(404, "unknown-draft", "There is no such draft"),
    DraftStands: Problem(409, "draft-stands", "There is a draft already"),
    DraftChanged: Problem(412, "draft-changed", "Somebody else was quicker"),
    StepRefused: Problem(409, "step-refused", "The draft does not allow it now"),
    WorkbookRefused: Problem(422, "workbook-refused", "The workbook cannot be taken"),
    Unaddable: Problem(422, "draft-unaddable", "Nothing can be added to the draft as it stands"),
    NothingAsked: Problem(422, "nothing-asked", "There is no questionnaire in it"),
    importing.SheetFaulty: Problem(422, "sheet-faulty", "The sheet has faults"),
    registering.UserUnfit: Problem(422, "user-unfit", "There cannot be such a user"),
    registering.UnknownUser: Problem(404, "unknown-user", "Nobody signs in by that name"),
    registering.LastAdmin: Problem(409, "last-admin", "The last admin stays"),
    NameTaken: Problem(409, "name-taken", "Somebody signs in by that name already"),
    ConnectRefused: Problem(422, "connection-unfit", "The account cannot be connected so"),
    backtesting.BacktestRefused: Problem(422, "backtest-unfit", "There cannot be such a backtest"),
    backtesting.TooMany: Problem(409, "backtests-running", "Too many backtests are running"),
    training.NotToLearn: Problem(404, "not-found", "There is no such thing, or it is not yours"),
    training.TryRefused: Problem(409, "try-refused", "No try can be begun now"),
    training.AlreadyAnswered: Problem(409, "already-answered", "The try was answered already"),
    training.NothingToSign: Problem(409, "nothing-to-sign", "There is nothing to sign"),
    training.TrainingUnfit: Problem(422, "training-unfit", "It cannot be taken so"),
    TaskUnfit: Problem(422, "action-unfit", "There cannot be such an action"),
    UnknownTask: Problem(404, "not-found", "There is no such thing, or it is not yours"),
    ChangedMeanwhile: Problem(409, "action-changed", "Somebody was quicker to change the action"),
    AssignmentUnfit: Problem(422, "assignment-unfit", "There cannot be such an assignment"),
    AssignmentsSheetFaulty: Problem(422, "sheet-faulty", "The sheet has faults"),
    assignments.UnknownAssignment: Problem(
        404, "not-found", "There is no such thing, or it is not yours"
    ),
    assignments.ChangedMeanwhile: Problem(412, "assignment-changed", "Somebody else was quicker"),
    assignments.AlreadyEnded: Problem(409, "assignment-ended", "It is done, closed or withdrawn"),
    assignments.AlreadyAssigned: Problem(409, "already-assigned", "It is assigned already"),
    openrosa.Superseded: Problem(409, "superseded", "An edit has taken its place"),
    openrosa.FormUnknown: Problem(404, "not-found", "There is no such thing, or it is not yours"),
    openrosa.InstanceFaulty: Problem(422, "instance-faulty", "Its answers do not fit"),
    openrosa.BeingTaken: Problem(423, "being-taken", "It is being taken at this moment"),
    KeyUnfit: Problem(422, "key-unfit", "There cannot be such a key"),
    passwords.PasswordUnfit: Problem(422, "password-unfit", "The password is too short or long"),
}

# What Flask and the libraries raise themselves.
STATUSES: Mapping[int, Problem] = {
    each.status: each
    for each in (
        Problem(400, "bad-request", "The request cannot be read"),
        Problem(401, "not-signed-in", "Sign in first"),
        Problem(403, "not-allowed", "You may not do this"),
        Problem(404, "not-found", "There is no such thing, or it is not yours"),
        Problem(405, "method-not-allowed", "The address knows other methods"),
        Problem(409, "conflict", "It conflicts with what stands"),
        Problem(412, "changed-meanwhile", "It was changed meanwhile"),
        Problem(413, "too-large", "The body is too large"),
        Problem(415, "wrong-content-type", "The body is of another type than is taken here"),
        Problem(422, "invalid", "Some of what was sent is not valid"),
        Problem(428, "condition-missing", "Say which state you have seen"),
        Problem(429, "too-many-requests", "Too many requests; wait a while"),
        Problem(500, "internal-error", "Something went wrong on our side; it has been logged"),
        Problem(503, "not-ready", "The service cannot answer now; try again in a while"),
    )
}


def register_problems(app: Flask, problems: Mapping[type[Exception], Problem] = PROBLEMS) -> None:
    """Has the app answer each of the exceptions as its problem."""
    for kind in problems:
        app.register_error_handler(kind, answer)


def answer(error: Exception) -> Response:
    """The problem that the exception is, as a response. KeyError when the table knows no such."""
    problem = problem_of(error)
    return response_of(
        problem,
        str(error) or None,
        getattr(error, "errors", ()),
        getattr(error, "headers", {}),
    )


def problem_of(error: Exception) -> Problem:
    """The problem of the exception's class, or of the nearest class above it that has one."""
    return next(PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS)


def answer_http(error: HTTPException) -> Response:
    """The problem that Flask, werkzeug or a library raised, with the headers that belong to it."""
    problem = STATUSES.get(error.code or 500) or _plain(error)
    told = getattr(error, "data", None) or {}
    messages = told.get("errors") or told.get("messages") or {}
    headers = {name: value for name, value in error.get_headers() if name not in _OF_THE_PAGE}
    detail = told.get("message") or _own_words(error)
    headers |= told.get("headers") or {}
    return response_of(problem, detail, flattened(messages), headers)


def response_of(
    problem: Problem,
    detail: str | None = None,
    errors: Faults = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The problem as `application/problem+json`."""
    body: dict[str, Any] = {
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
    }
    if detail:
        body["detail"] = detail
    if faults := [dict(each) for each in errors]:
        body["errors"] = faults
    return Response(
        orjson.dumps(body), problem.status, dict(headers or {}), content_type=MEDIA_TYPE
    )


def flattened(messages: Any) -> list[dict[str, str]]:
    """The tree of a library's messages as a list, each with its JSON pointer (RFC 6901)."""
    where = messages if isinstance(messages, dict) else {}
    if len(where) == 1 and next(iter(where)) in _LOCATIONS:
        messages = next(iter(where.values()))
    return [{"pointer": pointer, "detail": text} for pointer, text in _leaves(messages, "")]


_LOCATIONS = frozenset({"json", "query", "headers", "path", "form", "files"})
_OF_THE_PAGE = frozenset({"Content-Type", "Content-Length"})


def _leaves(messages: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, dict):
        for key, below in messages.items():
            step = "" if key == "_schema" else f"/{str(key).replace('~', '~0').replace('/', '~1')}"
            yield from _leaves(below, pointer + step)
    elif isinstance(messages, list | tuple):
        for each in messages:
            yield from _leaves(each, pointer)
    else:
        yield pointer, str(messages)


def _own_words(error: HTTPException) -> str | None:
    """What was said of this error alone; None where it is only what every such error says."""
    said = error.description
    return said if said and said != type(error).description else None


def _plain(error: HTTPException) -> Problem:
    code = error.code or 500
    return Problem(code, f"http-{code}", HTTPStatus(code).phrase)
