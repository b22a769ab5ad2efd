"""What the YAML reader says of a text that is no YAML, as templates that can be told in any tongue.

It says so in English, put together as it goes; the table takes its sentences apart again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from standards.said import N_, Said

# Every sentence of the scanner and the parser of ruamel.yaml; the parts in it are names and signs.
SENTENCES = (
    N_("found character {sign} that cannot start any token"),
    N_("expected alphabetic or numeric character, but found {sign}"),
    N_("expected a digit or '.', but found {sign}"),
    N_("expected a digit, but found {sign}"),
    N_("expected ' ', but found {sign}"),
    N_("expected a comment or a line break, but found {sign}"),
    N_("expected chomping or indentation indicators, but found {sign}"),
    N_("expected indentation indicator in the range 1-9, but found 0"),
    N_("more indented follow up line than first in a block scalar"),
    N_("found unexpected end of stream"),
    N_("found unexpected document separator"),
    N_("found unexpected ':'"),
    N_("expected '!', but found {sign}"),
    N_("expected '!' but found {sign}"),
    N_("expected '>' but found {sign}"),
    N_("expected URI, but found {sign}"),
    N_("expected URI escape sequence of 2 hexdecimal numbers, but found {sign}"),
    N_("found unknown escape character {sign}"),
    N_("expected escape sequence of {count} hexdecimal numbers, but found {sign}"),
    N_("could not find expected ':'"),
    N_("sequence entries are not allowed here"),
    N_("mapping keys are not allowed here"),
    N_("mapping values are not allowed here"),
    N_("expected <block end>, but found {sign}"),
    N_("expected '<document start>', but found {sign}"),
    N_("found non-comment content after document end marker, {sign}"),
    N_("found undefined tag handle {sign}"),
    N_("found duplicate YAML directive"),
    N_("found incompatible YAML document (version 1.* is required)"),
    N_("expected ',' or ']', but got {sign}"),
    N_("expected ',' or '}}', but got {sign}"),
    N_("duplicate tag handle {sign}"),
    N_("expected the node content, but found {sign}"),
    # what Python says of bytes in a tag's escapes
    N_("'utf-8' codec can't decode {sign}"),
)
_PART = re.compile(r"\\\{(\w+)\\\}")


def problem_said(problem: str) -> Said:
    """What the reader says; in its own words alone where it says what no table knows."""
    for template, pattern in _PATTERNS:
        found = pattern.fullmatch(problem)
        if found is not None:
            return Said(template, **found.groupdict())
    return Said("the YAML reader says “{words}”", words=problem)


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for template in SENTENCES:
        plain = re.escape(template.replace("}}", "}"))
        yield template, re.compile(_PART.sub(r"(?P<\1>.+)", plain), re.DOTALL)


_PATTERNS = tuple(_patterns())
