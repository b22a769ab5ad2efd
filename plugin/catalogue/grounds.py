"""Why a criterion is there, in words: the expectation it answers, what it rests on, who owns it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugin.catalogue.words import phrase
from plugin.language import N_, Language
from standards.model import Expectation, Grounds

EXPECTATION: Mapping[Expectation, str] = {
    Expectation.ACCESSIBLE: N_("that we can be reached"),
    Expectation.COURTEOUS: N_("courtesy"),
    Expectation.RESPONSIVE: N_("that we answer"),
    Expectation.ANTICIPATING: N_("that we think ahead"),
    Expectation.PROMPT: N_("that we do quickly what is asked"),
    Expectation.INFORMED: N_("staff who know"),
    Expectation.KEEPS_PROMISES: N_("that we keep our promises"),
    Expectation.RIGHT_FIRST_TIME: N_("that it is right the first time"),
    Expectation.EASY_TO_FOLLOW: N_("a website that is easy to follow"),
    Expectation.ETHICAL: N_("that we act responsibly"),
    Expectation.SURROUNDINGS: N_("pleasant surroundings"),
    Expectation.EXPLANATION: N_("an explanation of why it happened"),
    Expectation.PUT_RIGHT: N_("that it is put right"),
    Expectation.THANKS: N_("thanks for staying with us"),
    Expectation.ASSURANCE: N_("an assurance that it will not happen again"),
    Expectation.APOLOGY: N_("an apology"),
    Expectation.HEARING: N_("to be heard"),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A line: what it is, what it says, and the page where it stands (empty: none).

    `elsewhere` is the language that it says it in where that is not the reader's.
    """

    name: str
    says: str
    link: str = ""
    elsewhere: str = ""


def grounds_in_words(grounds: Grounds, language: Language) -> Iterator[Ground]:
    """A line for each thing that the grounds say."""
    if grounds.expectation is not None:
        expected = language.gettext(EXPECTATION[grounds.expectation])
        yield Ground(language.gettext(N_("Customers expect")), expected)
    for each in grounds.basis:
        title = phrase(each.title, language)
        looked_up = language.gettext(N_("looked up on {day}"), day=language.day(each.checked))
        says = f"{title.text} ({looked_up})"
        yield Ground(language.gettext(N_("Rests on")), says, each.link, title.elsewhere)
    for name, words in (
        (N_("A survey found"), grounds.finding),
        (N_("Taught by"), grounds.training),
        (N_("Owner"), grounds.owner),
    ):
        if words:
            found = phrase(words, language)
            yield Ground(language.gettext(name), found.text, "", found.elsewhere)
