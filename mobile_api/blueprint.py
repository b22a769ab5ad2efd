"""Our flask-smorest: JSON bodies are read strictly, and one that is missing is no empty object."""

from __future__ import annotations

from typing import Any

import flask_smorest
from flask import Request
from marshmallow import Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser

from mobile_api.bodies import object_in


class _Strictly(FlaskParser):
    """Reads bodies as `object_in` does."""

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body. NoJson when it is no JSON object."""
        return object_in(req.get_data(cache=True))


class Blueprint(flask_smorest.Blueprint):
    """Addresses of the API whose arguments are read strictly."""

    ARGUMENTS_PARSER = _Strictly()


class Flag(fields.Boolean):
    """True or false in JSON, and nothing that only looks like one of them."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Whole(fields.Integer):
    """A whole number in JSON, where 1.0 is one as well and a text or a truth is none."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        if type(value) is int or (type(value) is float and value.is_integer()):
            return super()._deserialize(int(value), attr, data, **kwargs)
        raise self.make_error("invalid", input=value)


class Share(fields.Float):
    """A number in JSON, 0..1, where a text or a truth is none."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return float(super()._deserialize(value, attr, data, **kwargs))


class AskedFlag(fields.Boolean):
    """`true` or `false` in an address."""

    _words = {"true": True, "false": False}  # noqa: RUF012 - a table, read only

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if value not in self._words:
            raise self.make_error("invalid", input=value)
        return self._words[value]


class AskedNumber(fields.Integer):
    """A whole number in an address: digits and nothing else."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        text = str(value)
        if not (text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()):
            raise ValidationError(self.error_messages["invalid"])
        return super()._deserialize(value[:20], attr, data, **kwargs)
