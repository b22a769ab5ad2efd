"""In which groups the criteria of a standard are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from plugin.catalogue.names import JOURNEY, SATISFACTION
from plugin.language import N_
from standards.model import Criterion, Form

HEADINGS: Mapping[str, Mapping[Any, str]] = {"journey": JOURNEY, "satisfaction": SATISFACTION}
_OTHERS = N_("Everything else")


def grouping_of(form: Form) -> str:
    """By the customer's journey, unless nearly everything falls on one stage of it."""
    stages = Counter(criterion.journey for criterion in form.criteria)
    largest = max(stages.values(), default=0)
    return "journey" if 3 * largest <= 2 * len(form.criteria) else "satisfaction"


def grouped(form: Form) -> Iterator[tuple[str, tuple[Criterion, ...]]]:
    """Headings and their criteria, in the order of the journey or the sources; the rest at the end.

    A heading is still to be put into the reader's language.
    """
    by = grouping_of(form)
    for key, heading in (*HEADINGS[by].items(), (None, _OTHERS)):
        criteria = tuple(each for each in form.criteria if getattr(each, by) == key)
        if criteria:
            yield heading, criteria
