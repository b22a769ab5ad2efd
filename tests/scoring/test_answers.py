"""Answers of visits and reviews, case by case: what each is worth, and which are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scoring.evidence import NA, Answer, EvidenceInvalid, NotApplicable, Seen, Visit
from scoring.finding import Finding, finding_of
from scoring.measure import measure_visit
from scoring.occurrence import Measure
from standards.conditions import Facts
from standards.kinds import (
    Asked,
    Better,
    Choice,
    Duration,
    Instrument,
    Number,
    Photo,
    Scale,
    Text,
    YesNo,
)
from standards.model import Accountable, Criterion
from tests.scoring.criteria import clock, condition, criterion
from tests.tables import rows

_SAME: dict[str, Any] = {
    "question": {"en": "Any?"},
    "of": frozenset({Instrument.VISIT, Instrument.REVIEW}),
}
CHOICE = {"asked": 1.0, "hinted": 0.5, "no": 0.0, "3": 0.75}
ASKED: dict[str, Asked] = {
    "yes_no": YesNo(**_SAME),
    "no_yes": YesNo(**_SAME, good=False),
    "choice": Choice(**_SAME, answers=CHOICE),
    "either": Choice(**_SAME, answers={"yes": 1.0, "no": 0.25}),
    "scale": Scale(**_SAME, least=1, most=5),
    "number": Number(**_SAME),
    "more": Number(**_SAME, better=Better.MORE),
    "duration": Duration(**_SAME),
    "longer": Duration(**_SAME, better=Better.MORE),
    "text": Text(**_SAME),
    "photo": Photo(**_SAME),
    "must": YesNo(**_SAME, na=False, required=True),
}

# question | limits | answer | finding | share | why it is here
ANSWERS = """
yes_no | | "yes" | met | 1.0 | the good answer
yes_no | | "no" | missed | 0.0 | the other one
yes_no | | true | met | 1.0 | as JSON says yes
yes_no | | false | missed | 0.0 | as JSON says no
no_yes | | "no" | met | 1.0 | no may be good
no_yes | | true | missed | 0.0 | and yes bad
choice | | "asked" | met | 1.0 | the whole share
choice | | "hinted" | partly | 0.5 | half of it
choice | | "no" | missed | 0.0 | none of it
choice | | 3 | partly | 0.75 | an answer that is a figure
either | | true | met | 1.0 | a choice of yes and no, as JSON says it
either | | false | partly | 0.25 | no may earn something
scale | | 5 | met | 1.0 | the top
scale | | 1 | missed | 0.0 | the bottom
scale | | 4 | partly | 0.75 | between
scale | | 4.0 | partly | 0.75 | a whole number however it is written
scale | 4..2 | 4 | met | 1.0 | limits of its own
scale | 4..2 | 3 | partly | 0.5 | half way between them
scale | 4..2 | 2 | missed | 0.0 | the lower one earns nothing
scale | 4 | 3 | missed | 0.0 | equal limits
number | 2..6 | 0 | met | 1.0 | less is better
number | 2..6 | 2 | met | 1.0 | exactly full
number | 2..6 | 5 | partly | 0.25 | between
number | 2..6 | 6 | partly | 0.0 | exactly none is not yet missed
number | 2..6 | 6.5 | missed | 0.0 | beyond
more | 6..2 | 6 | met | 1.0 | more is better
more | 6..2 | 3 | partly | 0.25 | between
more | 6..2 | 2 | missed | 0.0 | none earns nothing
more | 6..2 | -1 | missed | 0.0 | below
duration | PT5M..PT10M | "PT5M" | met | 1.0 | exactly full
duration | PT5M..PT10M | "PT7M30S" | partly | 0.5 | half way
duration | PT5M..PT10M | "PT10M1S" | missed | 0.0 | too long
longer | PT10M..PT5M | "PT10M" | met | 1.0 | longer may be better
longer | PT10M..PT5M | "PT4M" | missed | 0.0 | too short
text | | "polite, and quick" | met | 1.0 | words were given
photo | | "shelf.jpg" | met | 1.0 | a picture was given
yes_no | | null | unknown | None | not answered: unknown, not bad
text | | "" | unknown | None | nothing said is no answer
must | | null | unknown | None | required and not answered
yes_no | | {"na": true} | not_applicable | None | it did not arise
number | segment=key: 2 | 1 | not_applicable | None | no limit fits
"""


@pytest.mark.parametrize(("ask", "said", "given", "verdict", "share"), rows(ANSWERS))
def test_an_answer_earns_its_share(
    ask: str, said: str, given: str, verdict: str, share: str
) -> None:
    finding = answered(criterion(ASKED[ask], said), {"C-1": answer(given)})
    assert finding.verdict == verdict
    assert finding.share == (None if share == "None" else float(share))


# question | limits | answer | what is said | why it is here
REFUSED = """
yes_no | | "maybe" | 'maybe' is not one of yes, no | neither
yes_no | | 1 | '1' is not one of yes, no | a figure
choice | | "asket" | 'asket' is not one of asked, hinted, no, 3 | misspelt
choice | | true | 'True' is not one of asked, hinted, no, 3 | yes is none of them
scale | | 6 | '6' is not a whole number from 1 to 5 | above the scale
scale | | 0 | '0' is not a whole number from 1 to 5 | below it
scale | | 4.5 | '4.5' is not a whole number from 1 to 5 | between two steps
scale | | "4" | '4' is not a number | a figure in quotes
scale | | true | 'True' is not a number | yes is no figure
number | 2 | "many" | 'many' is not a number | words
number | 2 | NaN | 'nan' is not a number | no number at all
number | 2 | Infinity | 'inf' is not a number | without end
duration | PT5M | 300 | '300' is not a duration such as PT7M30S | seconds
duration | PT5M | "five minutes" | 'five minutes' is not a duration such as PT7M30S | words
duration | PT5M | "PT" | 'PT' is not a duration such as PT7M30S | an empty one
text | | 3 | '3' is not words | a figure
photo | | true | 'True' is not words | no name of a file
must | | {"na": true} | this question must be answered, not na | na is not allowed
"""


@pytest.mark.parametrize(("ask", "said", "given", "text"), rows(REFUSED))
def test_an_answer_that_is_none_is_refused(ask: str, said: str, given: str, text: str) -> None:
    with pytest.raises(EvidenceInvalid) as refused:
        answered(criterion(ASKED[ask], said), {"C-1": answer(given)})
    assert str(refused.value) == f"answers.C-1: {text}"


def test_a_number_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(EvidenceInvalid, match="is not a number"):
        answered(criterion(ASKED["number"], "2"), {"C-1": 10**400})


# shown if | other answers | answer | finding | why it is here
SHOWN = """
Q-1=yes | {"Q-1": true} | "yes" | met | asked because of the answer before
Q-1=yes | {"Q-1": "yes"} | "yes" | met | however that is written
Q-1=yes | {"Q-1": false} | null | not_applicable | not asked
Q-1=yes | {"Q-1": false} | "yes" | not_applicable | answered although it was not asked
Q-1=yes | {"Q-1": false} | {"na": true} | not_applicable | na to what was not asked
Q-1=yes | {} | null | not_applicable | the one before was not answered
Q-1=None | {} | null | not_applicable | not answered is no answer called None
Q-1=na | {"Q-1": {"na": true}} | null | unknown | na is an answer to hang on
Q-1=asked/hinted | {"Q-1": "hinted"} | "yes" | met | one of several
Q-1=yes Q-2=3 | {"Q-1": true, "Q-2": 3} | "yes" | met | both
Q-1=yes Q-2=3 | {"Q-1": true, "Q-2": 4} | "yes" | not_applicable | both must fit
"""


@pytest.mark.parametrize(("shown_if", "others", "given", "verdict"), rows(SHOWN))
def test_a_question_hangs_on_earlier_answers(
    shown_if: str, others: str, given: str, verdict: str
) -> None:
    pairs = (each.partition("=") for each in shown_if.split())
    wanted = {code: frozenset(words.split("/")) for code, _, words in pairs}
    asked = criterion(YesNo(**_SAME, na=False, shown_if=wanted))
    answers = {code: answer(json.dumps(each)) for code, each in json.loads(others).items()}
    assert answered(asked, {**answers, "C-1": answer(given)}).verdict == verdict


def test_a_criterion_whose_facts_do_not_fit_does_not_apply() -> None:
    asked = criterion(ASKED["yes_no"], applies=condition("segment=key"))
    assert answered(asked, {"C-1": True}, segment="retail").verdict == "not_applicable"
    assert answered(asked, {"C-1": True}, segment="key").verdict == "met"


def test_the_rows_of_limits_hang_on_the_facts() -> None:
    asked = criterion(ASKED["number"], "segment=key: 1, 5")
    assert answered(asked, {"C-1": 3}, segment="key").verdict == "missed"
    assert answered(asked, {"C-1": 3}).verdict == "met"


def test_a_question_of_tickets_is_not_asked_of_a_visit() -> None:
    asked = criterion(clock("first_reply"), "PT1H")
    assert answered(asked, {}).verdict == "not_applicable"


# accountable | employee | team | whose | why it is here
WHOSE = """
default | anna | first line | anna, first line | the judged employee and the team
default | | first line | None, first line | nobody was recognised: it is the location's
nobody | anna | first line | None, first line | nobody's by the rule
default | anna | | anna, None | no team is known
"""


@pytest.mark.parametrize(("wanted", "employee", "team", "whose"), rows(WHOSE))
def test_an_answer_is_the_judged_employees_own(
    wanted: str, employee: str, team: str, whose: str
) -> None:
    asked = criterion(ASKED["yes_no"], accountable=Accountable(wanted))
    visit = looked({"C-1": True}, {"group": team} if team else {})
    [each] = measure_visit(asked, visit, employee or None).occurrences
    assert f"{each.employee}, {each.team}" == whose


def test_an_answer_shows_what_was_said_and_limits_only_where_they_are_written() -> None:
    [said] = answered(criterion(ASKED["choice"]), {"C-1": "hinted"}).occurrences
    [timed] = answered(criterion(ASKED["duration"], "PT5M..PT10M"), {"C-1": "PT6M"}).occurrences
    assert isinstance(said, Measure)
    assert isinstance(timed, Measure)
    assert (said.value, said.full, said.none) == ("hinted", None, None)
    assert (timed.value, timed.full, timed.none) == ("PT6M", 300, 600)


def answer(given: str) -> Answer | NotApplicable | None:
    """What the JSON says; None when nothing was answered."""
    told = json.loads(given)
    found: Answer | NotApplicable | None = NA if told == {"na": True} else told
    return found


def answered(
    asked: Criterion, answers: dict[str, Answer | NotApplicable | None], **facts: str
) -> Finding:
    """What the criterion finds in the answers that were given."""
    given = {code: each for code, each in answers.items() if each is not None}
    return finding_of(asked, measure_visit(asked, looked(given, facts), "anna"))


def looked(answers: dict[str, Answer | NotApplicable], facts: Facts) -> Visit:
    """A visit with these answers."""
    seen = Seen("anna", "badge", 1.0)
    return Visit("visit/1", Instrument.VISIT, "shop", 1, answers, employee=seen, facts=facts)
