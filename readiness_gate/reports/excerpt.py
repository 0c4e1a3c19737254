"""The first entries of each list of a committee's page, for reports with little room."""

from collections.abc import Mapping, Sequence
from typing import Any

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.wording import and_more
from readiness_gate.reports.committee import Brief

_MET = "Nothing: every rule passes, informs only, or is an accepted risk."
_NO_RULES = "At least one blocking rule must apply to this milestone, and pass."
_EMPTY = {
    "uncovered": "Every dimension has a rule.",
    "sources": "No source was read.",
    "dimensions": _NO_RULES,
    "settled": "Nothing: what was in the way then still is.",
}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A committee's page with shortened lists."""

    brief: Brief
    lists: Mapping[str, Sequence[Any]]
    """The first entries of each list, by the list's name."""
    more: Mapping[str, str]
    """How many more entries each list has: `and 4 more`; empty if it has none."""


def excerpt(brief: Brief, most: Mapping[str, int]) -> Excerpt:
    """Return the page with at most this many entries of each named list."""
    return Excerpt(
        brief,
        {name: getattr(brief, name)[:count] for name, count in most.items()},
        {name: and_more(len(getattr(brief, name)) - count).strip() for name, count in most.items()},
    )


def without(name: str, brief: Brief) -> str:
    """Return the text in place of an empty list."""
    if name == "musts":
        return _MET if brief.headline.decision == "go" else _NO_RULES
    return _EMPTY.get(name, "None.")


__all__ = ["Excerpt", "excerpt", "without"]
