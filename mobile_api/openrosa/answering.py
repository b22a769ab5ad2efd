"""A submission's fields as the body of a visit, the same that our own app would send.

Whatever can be read is handed on, right or wrong: what a visit may say is checked in one place, for
every way in. Only what a phone adds by itself is left out where it makes no sense.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from mobile_api.openrosa import names
from mobile_api.openrosa.instances import Instance, NamedFile
from mobile_api.openrosa.reading import Sent
from standards.durations import MOST_SECONDS, show_duration
from standards.instants import parse_instant, show_instant
from standards.kinds import Choice, Duration, Number, Photo, Scale, YesNo
from standards.model import Criterion, Form

LONGEST_APP = 200  # characters of what a visit says of the app
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,9})?")
_NA: Mapping[str, bool] = {"na": True}


def file_fields(form: Form) -> Mapping[str, str | None]:
    """The fields that hold the name of a file, with the code of the question of each."""
    asked = names.asked_in(form)
    photos = {names.name_of(each.code): each.code for each in asked if isinstance(each.ask, Photo)}
    return {**photos, names.SOUND: None}


def files_named(sent: Sent, form: Form) -> tuple[NamedFile, ...]:
    """The files that the submission names, in the order of its fields, each name once."""
    found: dict[str, NamedFile] = {}
    holding = file_fields(form)
    for field, text in sent.fields.items():
        if field in holding:
            found.setdefault(text, NamedFile(text, holding[field]))
    return tuple(found.values())


def unknown_fields(sent: Sent, form: Form) -> tuple[str, ...]:
    """The fields that the form does not have."""
    known = set(names.META)
    for each in names.asked_in(form):
        known |= {names.name_of(each.code), names.name_of(each.code) + names.NA_SUFFIX}
    return tuple(each for each in sent.fields if each not in known)


def body_of(
    instance: Instance, sent: Sent, form: Form, files: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """The visit as it is submitted; `files` are those to name, as a submission names them.

    An answer that is a photo is left out where its file is not among them.
    """
    named = list(files)
    here = {each["name"] for each in named}
    told: dict[str, Any] = {
        "type": "visit",
        "questionnaire": {"standard": form.code, "version": form.version},
        "assignment": instance.assignment,
        "location": sent.fields.get(names.LOCATION),
        **_times(sent),
        "answers": _answers(sent, form, here),
        "employee": _employee(sent),
        "replaces": instance.replaces,
        "files": named,
        "positions": _positions(sent),
        "device": _device(instance, sent),
    }
    return {name: value for name, value in told.items() if value not in (None, {}, [])} | {
        "answers": told["answers"]
    }


def _answers(sent: Sent, form: Form, here: set[str]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for each in names.asked_in(form):
        answer = _answer(each, sent.fields)
        is_missing_photo = isinstance(each.ask, Photo) and answer not in here
        if answer is not None and not (is_missing_photo and answer != _NA):
            answers[each.code] = answer
    return answers


def _answer(criterion: Criterion, fields: Mapping[str, str]) -> Any:
    """The answer to the question as a visit says it; None where there is none."""
    ask, name = criterion.ask, names.name_of(criterion.code)
    if fields.get(name + names.NA_SUFFIX) == names.NA:
        return dict(_NA)
    text = fields.get(name)
    match ask:
        case YesNo() | Choice() | Scale() if text == names.NA:
            return dict(_NA)
        case Scale() | Number():
            return None if text is None else _number(text)
        case Duration():
            return None if text is None else _minutes(text)
    return text


def _number(text: str) -> int | float | str:
    """The number; the text as it is where it is none, for whoever checks it to say so."""
    if not _NUMBER.fullmatch(text):
        return text
    number = float(text)
    return int(number) if number.is_integer() else number


def _minutes(text: str) -> str:
    """So many minutes as an ISO 8601 duration; the text as it is where it is no number."""
    if not _NUMBER.fullmatch(text):
        return text
    seconds = round(float(text) * 60)
    return show_duration(seconds) if 0 <= seconds <= MOST_SECONDS else text


def _employee(sent: Sent) -> dict[str, Any] | None:
    """Who served, and how surely they were recognised."""
    means = sent.fields.get(names.MEANS)
    identity = sent.fields.get(names.EMPLOYEE) or sent.fields.get(names.UNLISTED)
    if means is None or means == names.NOBODY or identity is None:
        return None
    confidence = names.CONFIDENCES.get(sent.fields.get(names.CONFIDENCE, ""), 0.0)
    return {"identity": identity, "means": means, "confidence": confidence}


def _times(sent: Sent) -> dict[str, str]:
    """When the form was opened and left; an end before its start is a clock that was put back."""
    told: dict[str, int] = {}
    for name, field in (("started_at", names.START), ("ended_at", names.END)):
        with suppress(ValueError):
            told[name] = parse_instant(sent.fields.get(field, ""))
    if told.get("ended_at", 0) < told.get("started_at", 0):
        told.pop("ended_at", None)
    return {name: show_instant(at) for name, at in told.items()}


def _positions(sent: Sent) -> dict[str, Any]:
    """`latitude longitude altitude accuracy` of where the form was opened; degrees and metres."""
    parts = sent.fields.get(names.POSITION, "").split()
    try:
        latitude, longitude, *more = map(float, parts)
    except ValueError:
        return {}
    accuracy = more[1] if len(more) > 1 else 0.0
    found = (latitude, longitude, accuracy)
    if not all(map(math.isfinite, found)) or abs(latitude) > 90 or abs(longitude) > 180:
        return {}
    return {
        "start": {
            "latitude": latitude,
            "longitude": longitude,
            "accuracy": max(0.0, accuracy),
            "age": 0,
        }
    }


def _device(instance: Instance, sent: Sent) -> dict[str, Any]:
    app = " ".join(filter(None, (instance.app, sent.fields.get(names.DEVICE))))
    plain = "".join(each for each in app if each.isprintable())[:LONGEST_APP]
    told: dict[str, Any] = {"clock_ahead": instance.clock_ahead, "app": plain or None}
    return {name: value for name, value in told.items() if value is not None}
