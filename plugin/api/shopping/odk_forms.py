"""The forms of app keys for ODK Collect, and of what it sends until that is a visit."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from mobile_api.forms.parts import text
from mobile_api.openrosa.instances import InstanceState
from plugin.shopping.odk_keys import LONGEST_NAME

_AT = {"format": "date-time"}


class NewOdkKeyForm(Schema):
    """A new app key."""

    name = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_NAME),
        metadata={"description": "What the key is called: whose phone it is for."},
    )
    user = text("For which shopper; left out: for oneself.")


class OdkKeyForm(Schema):
    """An app key; the key itself is told once, when it is made."""

    id = text(required=True)
    user = text("Whose it is.", required=True)
    name = text(required=True)
    made_at = fields.String(required=True, metadata=_AT)
    made_by = text(required=True)
    used_at = fields.String(required=True, allow_none=True, metadata=_AT)
    revoked_at = fields.String(required=True, allow_none=True, metadata=_AT)


class MadeOdkKeyForm(OdkKeyForm):
    """A key that was made just now, and how Collect is set up with it."""

    key = text("The key itself; it is told this once.", required=True)
    server = text("The server's address to type into Collect.", required=True)
    sign_in = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "Address, name and password, where the address bears no key."},
    )
    settings = text("What a QR code with Collect's settings holds.", required=True)


class OdkKeyListForm(Schema):
    """App keys, the newest first."""

    keys = fields.List(fields.Nested(OdkKeyForm), required=True)


class InstanceFileForm(Schema):
    """A file that an instance names; `sha256` and `bytes` are null until it comes."""

    name = text(required=True)
    question = fields.String(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True)
    bytes = fields.Integer(required=True, allow_none=True)


class InstanceForm(Schema):
    """A submission of ODK Collect's, on its way to be a visit."""

    uuid = text(required=True)
    state = fields.String(required=True, validate=validate.OneOf([e.value for e in InstanceState]))
    submitted_by = text(required=True)
    questionnaire = fields.Dict(required=True)
    received_at = fields.String(required=True, metadata=_AT)
    changed_at = fields.String(required=True, metadata=_AT)
    files = fields.List(fields.Nested(InstanceFileForm), required=True)
    missing = fields.List(fields.String(), required=True)
    faults = fields.List(fields.String(), required=True)
    edits = fields.String(required=True, allow_none=True)
    superseded_by = fields.String(required=True, allow_none=True)
    released_by = fields.String(required=True, allow_none=True)
    visit = fields.String(required=True, allow_none=True)


class InstanceListForm(Schema):
    """Instances, the newest first."""

    instances = fields.List(fields.Nested(InstanceForm), required=True)


class InstancesQueryForm(Schema):
    """Which instances."""

    state = fields.String(
        validate=validate.OneOf([each.value for each in InstanceState]),
        metadata={"description": "Left out: those that are no visits yet."},
    )
