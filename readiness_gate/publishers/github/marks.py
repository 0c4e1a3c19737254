"""Marks on a status or a check run: which gate it shows, and as of when, so that a success does not replace anything
newer."""

import re
from collections.abc import Iterable

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, instant, iso
from readiness_gate.publishers.github.bodies import LONGEST_STATUS

_OURS = "readiness-gate:"
"""The prefix of our check runs' ids: a job is a check run, too."""
_UNKNOWN, _SEVERAL = "unknown", "several"
_OF_STATUS = re.compile(r" \[([0-9a-f]{8}) as of ([0-9T:-]+Z)\]$")
_OF_CHECK_RUN = re.compile(rf"{_OURS}([0-9a-f]{{8}}|{_SEVERAL}):([0-9]{{1,11}}):")


@dataclass(frozen=True, slots=True)
class Mark:
    """The origin of a status or a check run."""

    gate: str = ""
    """The key of the program and its milestone, or `several`; "" if unknown."""
    as_of: Instant = 0
    """The time of the verdict; 0 if unknown."""


def described(title: str, mark: Mark) -> str:
    """Return the description of a status: a title, and a mark if the gate is known."""
    end = f" [{mark.gate} as of {iso(mark.as_of)}]" if mark.gate else ""
    return cut(title, LONGEST_STATUS - len(end)) + end


def of_status(description: str) -> Mark:
    """Return the mark in the description of a status."""
    found = _OF_STATUS.search(description)
    try:
        return Mark(found[1], instant(found[2])) if found else Mark()
    except ValueError:
        return Mark()


def external_id(mark: Mark, verdict: str, before: Iterable[Mark]) -> str:
    """Return the id of a check run. It is updated in place, so the id also names the gates that wrote it before and,
    for an error, the time of the last verdict."""
    before = tuple(before)
    as_of = mark.as_of if mark.gate else max((one.as_of for one in before), default=0)
    gates = {one.gate for one in (mark, *before) if one.gate}
    gate = _SEVERAL if len(gates) > 1 else next(iter(gates), _UNKNOWN)
    return f"{_OURS}{gate}:{as_of}:{verdict}"


def is_ours(id_: str) -> bool:
    """Return whether the id of a check run is ours."""
    return id_.startswith(_OURS)


def of_check_run(id_: str) -> Mark:
    """Return the mark in the id of a check run."""
    found = _OF_CHECK_RUN.match(id_)
    return Mark(found[1], int(found[2])) if found else Mark()


def cut(text: str, most: int) -> str:
    """Return a text cut to a length in UTF-16 units, as GitHub counts."""
    while len(text.encode("utf-16-le")) // 2 > most:
        text = text[:-2].rstrip() + "…"
    return text


__all__ = ["Mark", "cut", "described", "external_id", "is_ours", "of_check_run", "of_status"]
