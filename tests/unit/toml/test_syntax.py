"""What is said of a syntax error."""

import pytest

from readiness_gate.toml.document import parse
from readiness_gate.toml.problems import Problem

STRAIGHT = 'text is written in straight quotes, such as name = "main"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = main", f"this is no value: {STRAIGHT}"),
        ("a = 1\nb = “main”", f"the quotes are typographic: {STRAIGHT}"),
        ("a = [‘x’]", f"the quotes are typographic: {STRAIGHT}"),
        ("a = [„x“]", f"the quotes are typographic: {STRAIGHT}"),
        ("a = [“x”, “y”]", f"the quotes are typographic: {STRAIGHT}"),
        ("a = yes", "write true or false, in lower case"),
        ("a = True # always", "write true or false, in lower case"),
        ("a =", "the value is missing: write it after =, or remove the line"),
        ("a = # later\r\n", "the value is missing: write it after =, or remove the line"),
        ('a = "C:\\Users"', "write \\\\ for a backslash, or use single quotes"),
        ('a = "\\d"', "write \\\\ for a backslash, or use single quotes"),
        ('a = "main\n', "the text has no closing quote: add it"),
        ('a = """main', "the text has no closing quote: add it"),
        (
            "a = 15.11.2026",
            "something follows the value: write one value per line, text in quotes, a day as 2027-02-14",
        ),
        ("a = 90%", "something follows the value: write one value per line, text in quotes, a day as 2027-02-14"),
        ("a = 1 // old", "comments after #"),
        ('a = ["x" "y"]', "write a comma between its values, and ] at its end"),
        ("a = { b = 1", "write a comma between its values, and } at its end"),
        ("a = 1\na = 2", "this name already has a value above: keep one of the two"),
        ("[a]\n[a]", "this table has already begun above: write its keys below that line"),
        ("[a", "the name of the table has no closing bracket: write [table] or [[list]]"),
        ("[[a]", "the name of the table has no closing bracket: write [table] or [[list]]"),
        ("a: 1", "a line is written as name = value"),
        ('{"a": 1}', "a line is a table in brackets, name = value, or a comment after #"),
        ("a = 2027-02-30", "there is no such day or time; a day is written as 2027-02-14"),
        ('a = "\0"', "Illegal character '\\x00'"),
    ],
)
def test_how_to_fix_a_syntax_error(text: str, said: str) -> None:
    """In words for people who do not know TOML."""
    found = parse("x.toml", text.encode())
    assert isinstance(found, Problem)
    assert found.what.startswith("this is not valid TOML: ")
    assert found.what.endswith(said) or f": {said}" in found.what
