"""Jira's query language, as far as needed to embed a query in another one."""

import re

_ORDER = re.compile(r"(?<![\w.])order\s+by(?![\w.])", re.IGNORECASE)
_QUOTES = "\"'"


def quoted(text: str) -> str:
    """Return a name quoted for a query, so that it is nothing but a name."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def why_no_part(text: str) -> str | None:
    """Return why a query cannot be put in parentheses inside another one, and what to do; None if it can."""
    bare = _without_texts(text)
    if bare is None:
        return "must close each quotation mark"
    if _ORDER.search(bare):
        return "must be without ORDER BY: the order of issues does not matter here"
    depth = 0
    for letter in bare:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0:
            break
    return None if depth == 0 else "must have matching brackets: a ( or ) is missing"


def _without_texts(text: str) -> str | None:
    """Return a query without its quoted texts; None if a quotation mark is not closed."""
    bare, quote, letters = "", "", iter(text)
    for letter in letters:
        if letter == "\\":
            next(letters, "")
        elif quote:
            quote = "" if letter == quote else quote
        elif letter in _QUOTES:
            quote = letter
        else:
            bare += letter
    return None if quote else bare
