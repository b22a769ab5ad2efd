"""What a view may refuse with, said once for the API's document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., object])

# Statuses that HTTP's registry does not know, as the document calls their answers.
OWN_STATUSES: Mapping[int, str] = {460: "CHECKSUM_MISMATCH"}  # tus 1.0.0, checksum


def refuses(blueprint: Any, *statuses: int) -> Callable[[F], F]:
    """Declares the statuses, besides the answer, that the view's callers have to reckon with."""

    def declared(view: F) -> F:
        for status in reversed(statuses):
            name = OWN_STATUSES.get(status) or HTTPStatus(status).name
            view = blueprint.alt_response(status, name)(view)
        return view

    return declared
