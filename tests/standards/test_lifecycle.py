"""The life of a version: who may do what when, and what an approval is worth."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from standards.lifecycle import (
    MAY,
    Controlled,
    State,
    Step,
    StepRefused,
    Taken,
    after,
    begun,
)
from standards.model import Area, Governance

BOTH = Governance({"en": "Ann"}, date(2027, 1, 1), (Area.LAW, Area.SERVICE))
NOBODY = Governance({"en": "Ann"}, date(2027, 1, 1))
ALONE = Governance({"en": "Ann"}, date(2027, 1, 1), (Area.LAW,), own_approval=True)


def walked(steps: str, governance: Governance = BOTH) -> Controlled:
    """A draft of ann's after steps such as `submit ann, approve bob law, edit ann v2`."""
    version = begun("ann", 0, "v1", "a first draft")
    for at, each in enumerate(filter(None, steps.split(", ")), 1):
        word, by, *more = each.split()
        area = next((Area(one) for one in more if one in Area.__members__.values()), None)
        hash_ = next((one for one in more if one.startswith("v")), version.hash)
        step = Taken(Step(word), by, at, hash_, "because", area)
        version = after(version, step, governance)
    return version


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ("", State.DRAFT),
        ("submit ann", State.IN_REVIEW),
        ("submit ann, approve bob law", State.IN_REVIEW),
        ("submit ann, approve bob law, approve cid service", State.APPROVED),
        ("submit ann, approve bob law, approve bob service", State.APPROVED),
        ("submit ann, approve bob law, return cid", State.DRAFT),
        ("submit ann, approve bob law, edit ann v2", State.DRAFT),
        ("submit ann, approve bob law, approve cid service, edit ann v2", State.DRAFT),
        ("submit ann, approve bob law, approve cid service, publish ann", State.PUBLISHED),
        ("drop ann", State.DROPPED),
        ("submit ann, approve bob law, approve cid service, drop ann", State.DROPPED),
        ("submit ann, approve bob law, drop cid, edit bob v2", State.DRAFT),
    ],
)  # fmt: skip
def test_a_version_goes_its_way(steps: str, state: State) -> None:
    assert walked(steps).state is state


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ("publish ann", "that is draft takes no publish; it has to be approved"),
        ("submit ann, publish ann", "that is in_review takes no publish"),
        ("approve bob law", "it has to be in_review"),
        ("submit ann, submit ann", "it has to be draft"),
        ("drop ann, submit ann", "that is dropped takes no submit"),
        ("drop ann, drop bob", "that is dropped takes no drop"),
        ("submit ann, approve bob law, approve cid service, publish ann, drop ann", "published"),
        ("submit ann, approve ann law", "ann wrote of it; somebody else has to approve it"),
        ("edit bob v2, submit ann, approve bob law", "bob wrote of it"),
        ("submit ann, approve bob hr", "asks for the approval of law or service"),
        ("submit ann, approve bob", "say for which"),
        ("submit ann, approve bob law, approve cid law", "law has approved it already"),
        ("submit ann, approve bob law v0", "says something else by now"),
    ],
)
def test_what_may_not_be_done_is_told(steps: str, says: str) -> None:
    with pytest.raises(StepRefused, match=says):
        walked(steps)


def test_an_approval_is_of_what_it_was_given_to() -> None:
    version = walked("submit ann, approve bob law, edit ann v2, submit ann")
    assert version.missing(BOTH) == (Area.LAW, Area.SERVICE)
    back = walked("submit ann, approve bob law, edit ann v2, edit ann v1, submit ann")
    assert back.approvals == (), "also where it says again what it said then"


def test_where_nobody_has_to_approve_it_is_approved_at_once() -> None:
    assert walked("submit ann", NOBODY).state is State.APPROVED


def test_who_wrote_it_approves_only_where_the_standard_lets_them() -> None:
    assert walked("submit ann, approve ann law", ALONE).state is State.APPROVED


@pytest.mark.parametrize("step", [Step.EDIT, Step.SUBMIT, Step.DROP])
def test_a_change_says_why(step: Step) -> None:
    with pytest.raises(StepRefused, match="has to say why"):
        after(walked(""), Taken(step, "ann", 1, "v1"), BOTH)
    with pytest.raises(StepRefused, match="has to say why"):
        begun("ann", 0, "v1", "  ")


class AnyLife(RuleBasedStateMachine):
    """Whatever people try, nothing is published that not all have approved as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.version = begun("ann", 0, "v0", "a first draft")

    @rule(
        step=st.sampled_from(Step),
        by=st.sampled_from(["ann", "bob", "cid"]),
        hash_=st.sampled_from(["v0", "v1"]),
        area=st.none() | st.sampled_from(Area),
    )
    def attempt(self, step: Step, by: str, hash_: str, area: Area | None) -> None:
        taken = Taken(step, by, len(self.version.history), hash_, "because", area)
        was = self.version
        try:
            self.version = after(was, taken, BOTH)
        except StepRefused:
            return
        assert was.state in MAY[step]
        assert self.version.history == (*was.history, taken)

    @invariant()
    @precondition(lambda self: self.version.state is State.APPROVED)
    def approved_by_all_and_not_by_authors(self) -> None:
        approvals = self.version.approvals
        assert {each.area for each in approvals} == set(BOTH.approvals)
        assert not {each.by for each in approvals} & self.version.authors
        assert {each.hash for each in approvals} == {self.version.hash}


TestAnyLife = AnyLife.TestCase
