"""Names of versions: which are the same, and which of two is known to be the later one."""

import re

from readiness_gate.model.wording import folded

_NAME = re.compile(r"([^0-9]*)([0-9]+(?:[._-][0-9]+)*)", re.ASCII)
_NUMBER = re.compile(r"[0-9]+", re.ASCII)
_YEAR = 1900
"""A first number from here on is assumed to be a year."""


def is_later(name: str, than: str) -> bool:
    """Return whether a version is known to come after another: both have the same words before their numbers, as in
    `Wave 3` and `Wave 2`, and the numbers are higher. For other names, such as `1.0-RC1` or `Backlog`, that is
    unknown."""
    one, other = _NAME.fullmatch(folded(name)), _NAME.fullmatch(folded(than))
    if one is None or other is None or one[1].strip() != other[1].strip():
        return False
    ours, theirs = ([int(number) for number in _NUMBER.findall(match[2])] for match in (one, other))
    if (ours[0] >= _YEAR) != (theirs[0] >= _YEAR):
        return False  # a year and a number are of two ways to count
    length = max(len(ours), len(theirs))
    return ours + [0] * (length - len(ours)) > theirs + [0] * (length - len(theirs))
