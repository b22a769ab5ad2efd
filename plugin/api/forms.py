"""The forms of what admins send and are answered, made once: the document is written of them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from mobile_api.blueprint import AskedFlag, Flag
from mobile_api.forms.parts import INSTANT, text
from mobile_api.permissions import Role
from plugin.directory.passwords import LEAST, MOST
from standards.instants import parse_instant
from standards.languages import LANGUAGES
from standards.lifecycle import Standing
from standards.model import Area

_ROLES = [role.value for role in Role]
_AREAS = [area.value for area in Area]


def _readable(name: str) -> None:
    if not name.strip() or not name.isprintable():
        raise ValidationError("Write it in one line of plain text.")


# What the house holds users to, told to whoever reads the document; the house says it in its words.
_ID = {"description": "What they type to sign in.", "pattern": r"^\s*[\w.@+-]{2,64}\s*$"}
_PASSWORD = {"minLength": LEAST, "maxLength": MOST}

# What people are called: on pages, where no sign may turn or hide the rest of the line.
_CALLED = (validate.Length(1, 200), _readable)


class Instant(fields.Field[int]):
    """An ISO 8601 instant with an offset, as UTC seconds."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        try:
            return parse_instant(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


class PublishQueryForm(Schema):
    """From when on the standard judges."""

    effective_from = Instant(
        data_key="from",
        metadata={
            "type": "string",
            "format": "date-time",
            "description": "Contacts opened from this instant on are judged by it; now without it.",
        },
    )
    why = text(
        "What changes and what for; the first version of a standard may go without.",
        load_default="",
        validate=validate.Length(0, 2_000),
    )


class WithdrawalForm(Schema):
    """Why a version is withdrawn."""

    why = text("What is wrong with it.", required=True, validate=validate.Length(1, 2_000))


class PublishedForm(Schema):
    """A published version of a standard."""

    code = text(required=True)
    version = fields.Integer(strict=True, required=True)
    standing = text(
        "Where it stands now; of each code one version at most is in force.",
        required=True,
        validate=validate.OneOf([each.value for each in Standing]),
    )
    hash = text("SHA-256 over the content.", required=True)
    effective_from = fields.String(required=True, metadata=INSTANT)
    published_at = fields.String(required=True, metadata=INSTANT)
    published_by = text(required=True)
    why = text("What changed and what for; empty where nobody was asked.", required=True)
    withdrawn_at = fields.String(required=True, allow_none=True, metadata=INSTANT)
    withdrawn_by = text(required=True, allow_none=True)
    withdrawn_why = text(required=True, allow_none=True)


class PublishedTextForm(PublishedForm):
    """A published version with its source."""

    text = text("The YAML as it was published.", required=True)


class PublishedListForm(Schema):
    """Every published version, by code and number."""

    standards = fields.List(fields.Nested(PublishedForm), required=True)


class ImportQueryForm(Schema):
    """Whether the sheet is all there is."""

    replace = AskedFlag(
        load_default=False,
        metadata={"description": "Take away whatever the sheet does not name."},
    )


class BroughtForm(Schema):
    """What became of one kind of thing: ids."""

    added = fields.List(fields.String(), required=True)
    changed = fields.List(fields.String(), required=True)
    same = fields.List(fields.String(), required=True)
    removed = fields.List(fields.String(), required=True)


class ImportedForm(Schema):
    """What became of the directory."""

    people = fields.Nested(BroughtForm, required=True)
    teams = fields.Nested(BroughtForm, required=True)
    locations = fields.Nested(BroughtForm, required=True)


class IdentityForm(Schema):
    """By which id a person is known, from an instant until just before another."""

    id = text(required=True)
    since = fields.String(required=True, allow_none=True, data_key="from", metadata=INSTANT)
    until = fields.String(required=True, allow_none=True, metadata=INSTANT)


class PersonForm(Schema):
    """Somebody whose work is looked at."""

    id = text(required=True)
    name = text(required=True)
    team = text(required=True, allow_none=True)
    location = text(required=True, allow_none=True)
    identities = fields.List(fields.Nested(IdentityForm), required=True)
    email = text("Where reminders are sent to.", required=True, allow_none=True)


class GroupForm(Schema):
    """A team or a location."""

    id = text(required=True)
    name = text(required=True)
    identities = fields.List(fields.String(), required=True)


class LocationForm(GroupForm):
    """A location; degrees are null where nobody wrote down where it lies."""

    latitude = fields.Float(required=True, allow_none=True, validate=validate.Range(-90, 90))
    longitude = fields.Float(required=True, allow_none=True, validate=validate.Range(-180, 180))


class DirectoryForm(Schema):
    """Everybody that is known."""

    people = fields.List(fields.Nested(PersonForm), required=True)
    teams = fields.List(fields.Nested(GroupForm), required=True)
    locations = fields.List(fields.Nested(LocationForm), required=True)


class UserForm(Schema):
    """Somebody who may sign in."""

    id = text("What they type to sign in.", required=True)
    name = text("How pages call them.", required=True)
    roles = fields.List(text(validate=validate.OneOf(_ROLES)), required=True)
    person = text("Who they are in the directory.", required=True, allow_none=True)
    language = text(required=True, validate=validate.OneOf(sorted(LANGUAGES)))
    active = fields.Boolean(required=True)
    areas = fields.List(
        text(validate=validate.OneOf(_AREAS)),
        required=True,
        metadata={"description": "What they approve standards for; empty: any part of the firm."},
    )


class UserListForm(Schema):
    """Every user, by name."""

    users = fields.List(fields.Nested(UserForm), required=True)


class NewUserForm(Schema):
    """A user to be."""

    id = fields.String(required=True, validate=validate.Length(1, 64), metadata=_ID)
    password = fields.String(
        required=True, load_only=True, validate=validate.Length(1, 1_000), metadata=_PASSWORD
    )
    roles = fields.List(
        text(validate=validate.OneOf(_ROLES)), required=True, metadata={"minItems": 1}
    )
    name = text("How pages call them; else the person's name.", validate=_CALLED)
    person = text("Who they are: an id of the directory.", validate=validate.Length(1, 64))
    language = text(load_default="en", validate=validate.OneOf(sorted(LANGUAGES)))
    areas = fields.List(text(validate=validate.OneOf(_AREAS)), load_default=list)


class UserChangeForm(Schema):
    """What of a user is to be otherwise; what is left out stays."""

    roles = fields.List(text(validate=validate.OneOf(_ROLES)), metadata={"minItems": 1})
    name = text(validate=_CALLED)
    person = text(allow_none=True, validate=validate.Length(1, 64))
    language = text(validate=validate.OneOf(sorted(LANGUAGES)))
    active = Flag()
    areas = fields.List(text(validate=validate.OneOf(_AREAS)))


class PasswordForm(Schema):
    """Another password."""

    password = fields.String(
        required=True, load_only=True, validate=validate.Length(1, 1_000), metadata=_PASSWORD
    )


class EndedForm(Schema):
    """How many sign-ins were ended."""

    ended = fields.Integer(strict=True, required=True)
