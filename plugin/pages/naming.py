"""What contacts, people and verdicts are called on pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from plugin.language import N_, Language
from scoring.explaining.steps import Said, Shown, Step
from scoring.explaining.words import VERDICTS
from scoring.judge import Verdict
from scoring.scorecard import Outcome, Standing

OUTCOMES: Mapping[str, str] = {
    Outcome.PASSED: N_("passed"),
    Outcome.FAILED: N_("failed"),
    Outcome.UNDECIDED: N_("undecided"),
}
STANDINGS: Mapping[str, str] = {
    Standing.FINAL: N_("final"),
    Standing.PROVISIONAL: N_("provisional"),
    Standing.WITHDRAWN: N_("withdrawn"),
}
# The part of an id that says what it is of: `zd-acme/ticket/35436`, `visit/<uuid>`.
_CONTACTS: Mapping[str, str] = {
    "ticket": N_("Ticket {number}"),
    "visit": N_("Visit {number}"),
    "review": N_("Review {number}"),
}
KINDS: Mapping[str, str] = {
    "ticket": N_("Ticket"),
    "visit": N_("Visit"),
    "review": N_("Review"),
}
# What a card says is odd about its evidence, by the whole flag or by what stands before an id.
_FLAGS: Mapping[str, str] = {
    "opening unknown": N_("Nothing tells of its opening; it may be incomplete."),
    "employee uncertain": N_("Who was seen is too uncertain; it counts for nobody in person."),
    "future visit": N_("The visit is told to be later than the moment of judging."),
    "undated": N_("Nobody wrote down when it was."),
}
_FLAGS_OF: Mapping[str, str] = {
    "future ": N_("{event} is told to be later than the moment of judging; it is left out."),
    "reconstructed ": N_("{event} was not told; it follows from what stood before and after it."),
    "before opening ": N_("{event} is told to be earlier than the opening."),
}
_SHORT = 8  # letters of a UUID that tell one from another


def contact_said(contact: str, language: Language) -> str:
    """The contact in a word with its number, or the first letters of a long one."""
    *_, kind, number = ["", *contact.split("/")]
    if kind not in _CONTACTS:
        return contact
    shown = number if kind == "ticket" else number[:_SHORT]
    return language.gettext(_CONTACTS[kind], number=shown)


def verdict_said(verdict: str, language: Language) -> str:
    """The verdict of a finding or an occurrence in a word."""
    return language.gettext(VERDICTS[Verdict(verdict)])


def flag_said(flag: str, language: Language) -> str:
    """What is odd about the evidence, in a sentence."""
    if flag in _FLAGS:
        return language.gettext(_FLAGS[flag])
    for start, said in _FLAGS_OF.items():
        if flag.startswith(start):
            return language.gettext(said, event=flag.removeprefix(start))
    return flag


@dataclass(frozen=True, slots=True)
class Names:
    """The names of people, teams and locations by identity, as the directory knows them."""

    known: Mapping[str, str]

    def of(self, identity: str) -> str:
        """The name, or the identity itself where nobody knows it."""
        return self.known.get(identity, identity)

    def whose(self, employee: str | None, team: str | None) -> str:
        """Who is accountable: the employee, otherwise the team; empty where it is neither."""
        accountable = employee if employee is not None else team
        return "" if accountable is None else self.of(accountable)

    def in_steps(self, steps: Iterable[Step]) -> Iterator[Step]:
        """The steps with names in place of identities."""
        for step in steps:
            yield replace(step, values=self._named(step.values))

    def _named(self, values: Mapping[str, Shown]) -> Mapping[str, Shown]:
        return {name: self._shown(value) for name, value in values.items()}

    def _shown(self, value: Shown) -> Shown:
        match value:
            case str():
                return self.known.get(value, value)
            case Said():
                return Said(value.text, self._named(value.values))
            case tuple():
                return tuple(self._shown(each) for each in value)
            case _:
                return value
