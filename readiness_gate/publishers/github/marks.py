"""Of which gate a status or a check run is, and as of when: what a success must not be written over."""

import re
from collections.abc import Iterable

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, instant, iso
from readiness_gate.publishers.github.bodies import LONGEST_STATUS

_OURS = "readiness-gate:"
"""What the ids of our check runs begin with: a job is a check run, too."""
_UNKNOWN, _SEVERAL = "unknown", "several"
_OF_STATUS = re.compile(r" \[([0-9a-f]{8}) as of ([0-9T:-]+Z)\]$")
_OF_CHECK_RUN = re.compile(rf"{_OURS}([0-9a-f]{{8}}|{_SEVERAL}):([0-9]{{1,11}}):")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a status or a check run says about its verdict."""

    gate: str = ""
    """The key of the program and its milestone, or `several`; "" where it is not known."""
    as_of: Instant = 0
    """0 where it is not known."""


def described(title: str, mark: Mark) -> str:
    """The description of a status: a title, and a mark if the gate is known."""
    end = f" [{mark.gate} as of {iso(mark.as_of)}]" if mark.gate else ""
    return cut(title, LONGEST_STATUS - len(end)) + end


def of_status(description: str) -> Mark:
    """The mark in the description of a status."""
    found = _OF_STATUS.search(description)
    try:
        return Mark(found[1], instant(found[2])) if found else Mark()
    except ValueError:
        return Mark()


def external_id(mark: Mark, verdict: str, before: Iterable[Mark]) -> str:
    """The id of a check run: also which gates wrote it before, because it is changed in place."""
    gates = {one.gate for one in (mark, *before) if one.gate}
    gate = _SEVERAL if len(gates) > 1 else next(iter(gates), _UNKNOWN)
    return f"{_OURS}{gate}:{mark.as_of}:{verdict}"


def is_ours(id_: str) -> bool:
    """Whether a check run with this id is ours."""
    return id_.startswith(_OURS)


def of_check_run(id_: str) -> Mark:
    """The mark in the id of a check run."""
    found = _OF_CHECK_RUN.match(id_)
    return Mark(found[1], int(found[2])) if found else Mark()


def cut(text: str, most: int) -> str:
    """A text of so many characters, as GitHub counts them: units of UTF-16."""
    while len(text.encode("utf-16-le")) // 2 > most:
        text = text[:-2].rstrip() + "…"
    return text


__all__ = ["Mark", "cut", "described", "external_id", "is_ours", "of_check_run", "of_status"]
