"""How somebody signs in, and who they are then."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

from mobile_api.forms.parts import INSTANT, text


class SignInForm(Schema):
    """Who signs in."""

    name = text(required=True, validate=validate.Length(1, 200))
    password = text(required=True, load_only=True, validate=validate.Length(1, 1_000))


class RenewalForm(Schema):
    """The newest token of a sign-in; the one before it, once more, where its answer was lost."""

    refresh_token = text(required=True, validate=validate.Length(1, 1_000))


class TokensForm(Schema):
    """What a sign-in gives."""

    access_token = text("Goes into `Authorization: Bearer …`.", required=True)
    token_type = text(required=True, validate=validate.Equal("Bearer"))
    access_until = fields.String(required=True, metadata=INSTANT)
    refresh_token = text(required=True)
    refresh_until = fields.String(required=True, metadata=INSTANT)


class SignInsQueryForm(Schema):
    """Whose sign-ins are wanted."""

    class Meta:
        """What nobody knows is left unread."""

        unknown = EXCLUDE

    user = text("By the name that they sign in with; one's own where it is left out.")


class SignedInForm(Schema):
    """A sign-in that stands."""

    id = text(required=True)
    begun_at = fields.String(required=True, metadata=INSTANT)
    seen_at = fields.String(required=True, metadata=INSTANT)
    until = fields.String(required=True, metadata=INSTANT)
    device = text("As its User-Agent says, in English.", required=True)
    door = text(required=True, validate=validate.OneOf(["api", "pages"]))
    current = fields.Boolean(required=True, metadata={"description": "Whether it is this one."})


class SignInsForm(Schema):
    """Sign-ins, the last used first."""

    sessions = fields.List(fields.Nested(SignedInForm), required=True)


class AccountForm(Schema):
    """Who the caller is and what they may do."""

    user = text(required=True)
    name = text(required=True)
    language = text(required=True)
    roles = fields.List(fields.String(), required=True)
    may = fields.Dict(
        keys=fields.String(),
        values=fields.String(validate=validate.OneOf(["own", "team", "all"])),
        required=True,
        metadata={"description": "Action -> the scope in which the caller may do it."},
    )
