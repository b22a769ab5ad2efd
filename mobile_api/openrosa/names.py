"""What fields are called in the XForm of a questionnaire; the same for who makes and who reads it.

A question is called by its code. What we ask besides has an underscore, which no code has.
"""

from __future__ import annotations

from collections.abc import Mapping

from standards.kinds import Instrument, Question
from standards.model import Criterion, Form

START = "plumbline_start"  # when the form was opened, by the phone
END = "plumbline_end"  # when it was last left
DEVICE = "plumbline_device"  # the id that the app gives the phone
POSITION = "plumbline_position"  # where the form was opened
LOCATION = "plumbline_location"  # the location, by the word that visits say
MEANS = "plumbline_means"  # how the employee was recognised
EMPLOYEE = "plumbline_employee"  # who it was, of those who work there
UNLISTED = "plumbline_unlisted"  # who it was, where none of those
CONFIDENCE = "plumbline_confidence"  # how sure of it, 0..1
SOUND = "plumbline_sound"  # the name of a recording

LOCATIONS_LIST = "plumbline_locations"  # a file of choices, without its ending
EMPLOYEES_LIST = "plumbline_employees"

META = frozenset(
    {START, END, DEVICE, POSITION, LOCATION, MEANS, EMPLOYEE, UNLISTED, CONFIDENCE, SOUND}
)
NA = "na"
NA_SUFFIX = "_na"  # of the field before a question that cannot itself be answered by `na`
NOBODY = "none"  # of the means: nobody was recognised

# How sure the shopper is, as the form offers it -> 0..1.
CONFIDENCES: Mapping[str, float] = {"certain": 1.0, "fairly": 0.8, "unsure": 0.5, "guess": 0.2}


def name_of(code: str) -> str:
    """What the question is called: an XML name begins with a letter, and `meta` is taken."""
    return code if code[0].isalpha() and code.casefold() != "meta" else f"_{code}"


def asked_in(form: Form) -> tuple[Criterion, ...]:
    """The criteria that a visit's form asks about, in their order.

    One that hangs on a fact which no form knows would be asked in vain, and so would those that
    hang on its answer: they are left out.
    """
    asked: dict[str, Criterion] = {}
    for each in form.criteria:
        if isinstance(each.ask, Question) and Instrument.VISIT in each.ask.of:
            facts = {name for name, _ in each.applies.wanted} - {"location"}
            if not facts and asked.keys() >= each.ask.shown_if.keys():
                asked[each.code] = each
    return tuple(asked.values())
