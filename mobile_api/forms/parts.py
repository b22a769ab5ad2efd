"""What forms are put together of: texts, numbers and instants, each with what is said of it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

INSTANT = {"description": "An instant, ISO 8601.", "format": "date-time"}


def text(said: str = "", **more: Any) -> fields.String:
    """A text; `said` describes it."""
    return fields.String(metadata={"description": said} if said else {}, **more)


def whole(said: str = "", **more: Any) -> fields.Integer:
    """A whole number; `said` describes it."""
    return fields.Integer(strict=True, metadata={"description": said} if said else {}, **more)


def number(said: str, most: float, **more: Any) -> fields.Float:
    """A number of at most that size, on either side of zero; `said` describes it."""
    bounds = validate.Range(-most, most)
    return fields.Float(validate=bounds, metadata={"description": said}, **more)
