"""What a helpdesk is told of cards, and which tags there are ours."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.finding import Finding
from scoring.judge import Verdict
from scoring.scorecard import JudgedBy, Outcome, Scorecard, Standing
from scoring.tags import LONGEST_TAG, is_ours, is_prefix, tags_of
from standards.kinds import Instrument
from standards.model import Severity
from standards.schema.values import LONGEST_CODE
from tests.tables import rows


def card(outcome: Outcome, *findings: tuple[str, Verdict], code: str = "contact-mail") -> Scorecard:
    return Scorecard(
        contact="zd-acme/ticket/1",
        standard=JudgedBy(code, 3, "a" * 64),
        tzdata="2026a",
        as_of=1_772_439_240,
        evidence_hash="b" * 64,
        instrument=Instrument.TICKET,
        standing=Standing.PROVISIONAL,
        verdict=outcome,
        score=None,
        coverage=None,
        next_deadline=None,
        opened_at=None,
        facts={},
        flags=(),
        findings=tuple(
            Finding(code, Severity.MAJOR, verdict, None, 1.0, ()) for code, verdict in findings
        ),
    )


# card    | findings                             | tags  | why it is here
TOLD = """
passed    | RSP-01 met                           | -     | all is well
passed    | RSP-01 missed                        | pl-rsp-01-missed | a miss, but no critical one
failed    | RSP-01 missed, RES-01 met            | pl-rsp-01-missed, pl-contact-mail-failed |
                                                           a miss that is critical
undecided | RSP-01 pending, RES-01 unknown       | -     | nothing is known yet
undecided | RSP-01 missed, RES-01 pending        | pl-rsp-01-missed | known before the rest
passed    | RSP-01 partly, RES-01 not_applicable | -     | less than a miss is not told
undecided | -                                    | -     | nothing was asked
"""


@pytest.mark.parametrize(("outcome", "findings", "tags"), rows(TOLD))
def test_what_is_told(outcome: str, findings: str, tags: str) -> None:
    found = [each.split() for each in findings.split(", ") if each != "-"]
    made = card(Outcome(outcome), *[(code, Verdict(verdict)) for code, verdict in found])
    assert tags_of([made], "pl") == {each for each in tags.split(", ") if each != "-"}


def test_a_card_that_is_withdrawn_says_nothing() -> None:
    failed = card(Outcome.FAILED, ("RSP-01", Verdict.MISSED))
    assert tags_of([replace(failed, standing=Standing.WITHDRAWN)], "pl") == frozenset()


def test_a_final_card_says_what_it_said_before() -> None:
    failed = card(Outcome.FAILED, ("RSP-01", Verdict.MISSED))
    assert tags_of([replace(failed, standing=Standing.FINAL)], "pl") == tags_of([failed], "pl")


def test_cards_of_several_standards_speak_together() -> None:
    mail = card(Outcome.PASSED, ("RSP-01", Verdict.MISSED))
    complaints = card(Outcome.FAILED, ("CMP-01", Verdict.MISSED), code="complaints")
    told = {"pl-rsp-01-missed", "pl-cmp-01-missed", "pl-complaints-failed"}
    assert tags_of([mail, complaints], "pl") == told


@pytest.mark.parametrize("prefix", ["", "PL", "pl-", "p l", "plumblin", "pł"])
def test_what_cannot_begin_a_tag_is_refused(prefix: str) -> None:
    assert not is_prefix(prefix)
    with pytest.raises(ValueError, match="cannot begin a tag"):
        tags_of([], prefix)


_CODES = st.from_regex(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", fullmatch=True).filter(
    lambda code: len(code) <= LONGEST_CODE
)
_PREFIXES = st.from_regex(r"[a-z0-9]{1,7}", fullmatch=True)


@given(_CODES, _CODES, _PREFIXES)
def test_every_tag_is_short_and_plain_and_ours(code: str, criterion: str, prefix: str) -> None:
    tags = tags_of([card(Outcome.FAILED, (criterion, Verdict.MISSED), code=code)], prefix)
    assert len(tags) == 2
    for tag in tags:
        assert len(tag) <= LONGEST_TAG
        assert re.fullmatch(r"[a-z0-9-]+", tag)
        assert is_ours(tag, prefix)


# tag                  | prefix | ours | why it is here
OURS = """
pl-rsp-01-missed       | pl     | yes  | a miss
pl-contact-mail-failed | pl     | yes  | a failure
pl-rsp-01-met          | pl     | yes  | a verdict that is not told today
pl-a-not-applicable    | pl     | yes  | a verdict of two words
pl-vip                 | pl     | no   | an agent's own, with our letters
pl-missed              | pl     | no   | a verdict of nothing
pl--missed             | pl     | no   | a verdict of an empty code
plus-rsp-01-missed     | pl     | no   | a longer prefix
qa-rsp-01-missed       | pl     | no   | another prefix
rsp-01-missed          | pl     | no   | no prefix
pl-rsp_01-missed       | pl     | no   | a letter that we do not use
PL-RSP-01-MISSED       | pl     | no   | capitals, which no helpdesk keeps
"""


@pytest.mark.parametrize(("tag", "prefix", "ours"), rows(OURS))
def test_which_tags_are_ours(tag: str, prefix: str, ours: str) -> None:
    assert is_ours(tag, prefix) is (ours == "yes")
