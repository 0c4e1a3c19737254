"""What a syntax error of TOML means in plain words, and how to fix it."""

import re

_TYPOGRAPHIC = re.compile(r"[=\[,]\s*[\u2018-\u201f\u00ab\u00bb\u2039\u203a]")
_BOOLEAN = re.compile(r"=\s*(?:yes|no|on|off|true|false)\b", re.IGNORECASE)
_NO_VALUE = re.compile(r"=\s*(?:#.*)?$")
_STRAIGHT = 'text is written in straight quotes, such as name = "main"'
_OPEN = "the text has no closing quote: add it"
_BACKSLASH = 'a backslash in "…" begins a code such as \\n: write \\\\ for a backslash, or use single quotes'

# The beginning of what the parser says, and what it means.
_MEANINGS = (
    ("Invalid hex value", _BACKSLASH),
    ("Unescaped '\\'", _BACKSLASH),
    ("Illegal character '\\n'", _OPEN),
    ("Unterminated string", _OPEN),
    (
        "Expected newline or end of document",
        "something follows the value: write one value per line, text in quotes, a day as 2027-02-14, comments after #",
    ),
    ("Unclosed array", "the list is not complete: write a comma between its values, and ] at its end"),
    ("Unclosed inline table", "the table is not complete: write a comma between its values, and } at its end"),
    ("Cannot overwrite a value", "this name already has a value above: keep one of the two"),
    ("Cannot declare", "this table has already begun above: write its keys below that line"),
    ("Expected ']", "the name of the table has no closing bracket: write [table] or [[list]]"),
    ("Expected '='", "a line is written as name = value"),
    ("Invalid statement", "a line is a table in brackets, name = value, or a comment after #"),
    ("Invalid date or datetime", "there is no such day or time; a day is written as 2027-02-14"),
)


def explained(said: str, line: str) -> str:
    """Return what an error of the parser means for a line of the file; the parser's own words for a rare error."""
    if _TYPOGRAPHIC.search(line):
        return f"the quotes are typographic: {_STRAIGHT}"
    if said.startswith("Invalid value"):
        return _of_value(line)
    return next((meaning for begin, meaning in _MEANINGS if said.startswith(begin)), said)


def _of_value(line: str) -> str:
    if _BOOLEAN.search(line):
        return "write true or false, in lower case"
    if _NO_VALUE.search(line):
        return "the value is missing: write it after =, or remove the line"
    return f"this is no value: {_STRAIGHT}"
