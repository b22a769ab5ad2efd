"""Texts with columns in them."""

from __future__ import annotations

import pytest

from plugin.imports.template import of_column, of_text
from tests.tables import rows

# text | literals | columns | why it is here
TEXTS = """
ticket/{Id}        | ticket/,         | Id        | a column behind a text
{Id}               | ,                | Id        | a column alone
{A}-{B}            | ,-,              | A,B       | two columns
plain              | plain            |           | no column at all
{{Id}}             | {Id}             |           | doubled braces are braces
{ Created at }     | ,                | Created at | blanks around a name are not part of it
{case:concept:name} | ,               | case:concept:name | a name with colons
"""


@pytest.mark.parametrize(("text", "literals", "columns"), rows(TEXTS))
def test_a_text_becomes_literals_and_columns(text: str, literals: str, columns: str) -> None:
    template = of_text(text)
    assert ",".join(template.literals) == literals
    assert ",".join(template.columns) == columns


@pytest.mark.parametrize("text", ["{Id", "Id}", "{}", "a { b"])
def test_a_single_brace_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a single"):
        of_text(text)


def test_a_bare_name_is_a_column_where_only_columns_stand() -> None:
    assert of_column("Created at").columns == ("Created at",)
    assert of_column("{Date} {Time}").columns == ("Date", "Time")
    assert of_text("Created at").constant == "Created at"
