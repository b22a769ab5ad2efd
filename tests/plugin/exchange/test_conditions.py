"""Conditions of forms are read as far as `show_if` can say them, and no further."""

from __future__ import annotations

import pytest

from plugin.exchange.coming_in.relevance import Unsayable, read_relevant
from plugin.exchange.going_out.conditions import quoted

ANSWERS = {
    "a": frozenset({"yes", "no", "na"}),
    "b": frozenset({"1", "2", "3"}),
    "free": frozenset[str](),
}

# expression | what it says | why it is here
SAID = """
${a} = 'yes'                                    | a: yes               | an equality
${a}='yes'                                      | a: yes               | without spaces
${ a } = "yes"                                  | a: yes               | other quotes
selected(${a}, 'yes')                           | a: yes               | as older forms say it
(((${a} = 'yes')))                              | a: yes               | in brackets
${a} = 'yes' or ${a} = 'no'                     | a: no yes            | either answer
${a} = 'yes' and ${b} = 2                       | a: yes; b: 2         | two questions
${a} != 'yes'                                   | a: na no             | any other answer
not(${a} = 'yes' or selected(${a}, 'na'))       | a: no                | neither
${a} = 'yes' and (${a} = 'yes' or ${a} = 'no')  | a: yes               | twice about one
(${b} = '1' or ${b} = '2') and ${a} != 'na'     | a: no yes; b: 1 2    | both kinds
${free} = 'anything'                            | free: anything       | an answer of no list
${b} = -1 or ${b} = 2                           | -                    | an answer that cannot be
${a} = 'yes' or ${b} = '1'                      | -                    | either of two questions
not(${a} = 'yes' and ${b} = '1')                | -                    | not both
not(${free} = 'x')                              | -                    | all the world but one
${a} = 'yes' and ${a} = 'no'                    | -                    | never
${nobody} = 'yes'                               | -                    | a question left out
${a} > 3                                        | -                    | a comparison
${b} >= 2                                       | -                    | another
count-selected(${a}) = 1                        | -                    | a function
${a} = ${b}                                     | -                    | two answers compared
'yes' = ${a}                                    | -                    | the wrong way round
string-length(${a}) > 0                         | -                    | any answer
true()                                          | -                    | always
${a} = 'yes' and                                | -                    | half of one
${a} = 'yes                                     | -                    | a quote that does not end
${a = 'yes'                                     | -                    | a name that does not end
)                                               | -                    | a bracket alone
-                                               | -                    | nothing that is one
"""


def rows() -> list[tuple[str, str, str]]:
    cells = (line.split("|") for line in SAID.strip().splitlines())
    return [(one.strip(), two.strip(), why.strip()) for one, two, why in cells]


@pytest.mark.parametrize(("text", "says", "why"), rows(), ids=[each[2] for each in rows()])
def test_it_is_read(text: str, says: str, why: str) -> None:
    if says == "-":
        with pytest.raises(Unsayable):
            read_relevant(text, ANSWERS)
        return
    found = read_relevant(text, ANSWERS).shown_if
    assert (
        "; ".join(f"{name}: {' '.join(sorted(each))}" for name, each in sorted(found.items()))
        == says
    )


def test_a_denial_is_said_to_be_narrower() -> None:
    assert read_relevant("${a} != 'yes'", ANSWERS).is_narrower
    assert not read_relevant("${a} = 'yes'", ANSWERS).is_narrower


@pytest.mark.parametrize("text", ["(" * 30_000, "not(" * 900, "${a} = 'yes' or " * 2_000])
def test_what_goes_on_and_on_is_not_read(text: str) -> None:
    with pytest.raises(Unsayable):
        read_relevant(text, ANSWERS)


@pytest.mark.parametrize(
    ("text", "written"),
    [("a", "'a'"), ("it's", '"it\'s"'), ('"', "'\"'"), ("${x}", "'$\u2060{x}'")],
)
def test_answers_are_quoted(text: str, written: str) -> None:
    assert quoted(text) == written
