"""A scorecard's line read back, in brief: what a tally counts of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoring.evidence import EvidenceInvalid
from scoring.judge import DECIDED, Verdict
from scoring.lines.facts import read_facts
from scoring.lines.fields import instant, optional, shown, text, word
from scoring.scorecard import JudgedBy, Standing
from scoring.tally.brief import BriefCard, BriefOccurrence, millionths_of, team_of
from standards.kinds import Instrument

_STANDINGS = {standing.value: standing for standing in Standing}
_INSTRUMENTS = {instrument.value: instrument for instrument in Instrument}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}
_TEXT = (str, type(None))
_NUMBER = (int, float)


def read_card(given: object) -> BriefCard:
    """The card that the object says, in brief. Keys that it does not know are left unread.

    EvidenceInvalid names the field and what would be right.
    """
    if not isinstance(given, dict):
        raise EvidenceInvalid("", f"a card is one JSON object, not {shown(given)}")
    if "findings" not in given:
        mend = "`plumbline judge` makes cards of evidence"
        raise EvidenceInvalid("", f"this is no scorecard: it has no findings; {mend}")
    facts = read_facts(given.get("facts"))
    opened = given.get("opened_at")
    return BriefCard(
        text(given, "contact"),
        _standard(optional(given, "standard", dict) or {}),
        word(given, "standing", _STANDINGS),
        word(given, "instrument", _INSTRUMENTS),
        None if opened is None else instant(given, "opened_at"),
        facts,
        tuple(_occurrences(optional(given, "findings", list) or (), team_of(facts))),
    )


def _standard(given: Mapping[str, Any]) -> JudgedBy:
    version = given.get("version")
    if type(version) is not int:
        raise EvidenceInvalid("standard.version", f"must be a whole number, not {shown(version)}")
    return JudgedBy(text(given, "code"), version, text(given, "hash"))


def _occurrences(findings: Any, team: str | None) -> Iterator[BriefOccurrence]:
    for finding in findings:
        if type(finding) is not dict:
            raise EvidenceInvalid("findings", f"each is an object, not {shown(finding)}")
        criterion = text(finding, "criterion")
        happened = optional(finding, "occurrences", list)
        if not happened:
            yield BriefOccurrence(criterion, None, team, _undecided(finding), 0)
            continue
        for each in happened:
            yield _occurrence(criterion, each)


def _undecided(finding: Mapping[str, Any]) -> Verdict:
    verdict = word(finding, "verdict", _VERDICTS)
    if verdict in DECIDED:
        raise _refused(finding["criterion"], f"is {verdict}, and rests on no occurrence")
    return verdict


def _occurrence(criterion: str, given: Any) -> BriefOccurrence:
    if type(given) is not dict:
        raise _refused(criterion, f"an occurrence is an object, not {shown(given)}")
    employee, team = given.get("employee"), given.get("team")
    if type(employee) not in _TEXT or type(team) not in _TEXT:
        raise _refused(criterion, "employee and team are texts or null")
    said = given.get("verdict")
    share: Any = given.get("share")
    verdict = Verdict.NOT_APPLICABLE if said is None else _VERDICTS.get(str(said))
    if verdict is None:
        raise _refused(criterion, f"a verdict is one of {', '.join(_VERDICTS)} or null")
    if verdict not in DECIDED:
        share = 0 if share is None else share
    if type(share) not in _NUMBER or not 0 <= share <= 1:
        raise _refused(criterion, f"a share is a number from 0 to 1, not {shown(share)}")
    return BriefOccurrence(criterion, employee, team, verdict, millionths_of(share))


def _refused(criterion: str, text: str) -> EvidenceInvalid:
    return EvidenceInvalid(f"findings.{criterion}", text)
