"""What a view may refuse with, said once for the API's document."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., object])


def refuses(blueprint: Any, *statuses: int) -> Callable[[F], F]:
    """Declares the statuses, besides the answer, that the view's callers have to reckon with."""

    def declared(view: F) -> F:
        for status in reversed(statuses):
            view = blueprint.alt_response(status, HTTPStatus(status).name)(view)
        return view

    return declared
