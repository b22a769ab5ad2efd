"""Cards in brief, made up: small enough to count by hand, and any number of random ones."""

from __future__ import annotations

from hypothesis import strategies as st

from scoring.judge import DECIDED, Verdict
from scoring.scorecard import JudgedBy, Standing
from scoring.tally.brief import BriefCard, BriefOccurrence
from standards.conditions import Facts
from standards.kinds import Instrument

MAIL = JudgedBy("mail", 3, "a" * 64)
EARNED = {Verdict.MET: 1_000_000, Verdict.PARTLY: 333_333}
MARCH_2 = 1_772_439_240  # 2026-03-02T08:14:00Z


def occurrence(
    verdict: Verdict,
    criterion: str = "RSP-01",
    employee: str | None = "anna",
    team: str | None = "shop",
) -> BriefOccurrence:
    return BriefOccurrence(criterion, employee, team, verdict, EARNED.get(verdict, 0))


def card(
    *occurrences: BriefOccurrence,
    contact: str = "zd-acme/ticket/1",
    standard: JudgedBy = MAIL,
    standing: Standing = Standing.FINAL,
    opened_at: int | None = MARCH_2,
    facts: Facts | None = None,
) -> BriefCard:
    told = facts or {}
    return BriefCard(contact, standard, standing, Instrument.TICKET, opened_at, told, occurrences)


def _occurrences() -> st.SearchStrategy[BriefOccurrence]:
    verdicts = st.sampled_from(list(Verdict))
    criteria, people = st.sampled_from(["RSP-01", "RES-01"]), st.sampled_from(["anna", "jan", None])

    @st.composite
    def drawn(draw: st.DrawFn) -> BriefOccurrence:
        verdict = draw(verdicts)
        earned = draw(st.integers(0, 1_000_000)) if verdict in DECIDED else 0
        return BriefOccurrence(draw(criteria), draw(people), draw(people), verdict, earned)

    return drawn()


CARDS = st.builds(
    BriefCard,
    contact=st.sampled_from(["a/ticket/1", "a/ticket/2", "a/ticket/3"]),
    standard=st.sampled_from([MAIL, JudgedBy("mail", 4, "b" * 64), JudgedBy("visit", 3, "c" * 64)]),
    standing=st.sampled_from(Standing),
    instrument=st.sampled_from(Instrument),
    opened_at=st.none() | st.integers(1_700_000_000, 1_800_000_000),
    facts=st.fixed_dictionaries({}, optional={"channel": st.sampled_from(["email", "chat"])}),
    occurrences=st.lists(_occurrences(), max_size=4).map(tuple),
)
