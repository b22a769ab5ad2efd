"""What is wrong with what somebody says of an assignment: by field, in words yet to translate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# Where each field stands in the body of a request; its own name is what sheets and forms call it.
POINTERS: Mapping[str, str] = {
    "shopper": "/shopper",
    "location": "/location",
    "from": "/window/from",
    "until": "/window/until",
    "questionnaire": "/questionnaire/standard",
    "version": "/questionnaire/version",
    "fee": "/fee/amount",
    "currency": "/fee/currency",
    "scenario": "/scenario",
    "note": "/note",
}


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One thing wrong: the field by name, what is wrong and what to do, with the values in the words."""

    name: str
    says: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.says.format(**self.values)

    @property
    def pointer(self) -> str:
        """Its place in the body of a request."""
        return POINTERS[self.name]


class AssignmentUnfit(Exception):
    """There cannot be such an assignment; `faults` says why, field by field."""

    def __init__(self, faults: Iterable[FieldFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))

    @property
    def errors(self) -> tuple[Mapping[str, str], ...]:
        """The same, each with its place in the body."""
        return tuple({"pointer": each.pointer, "detail": str(each)} for each in self.faults)
