"""The issues of all quarters, as an export of the search API with their histories."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import DAY, HOUR, Instant, iso
from readiness_gate.sample.issues import SITE, STATUSES, SYMPTOMS
from readiness_gate.sample.releases.calendar import AS_OF, RELEASES, Release, day, went_wrong, workday
from readiness_gate.sample.story import AREAS, Area

_DEFECTS, _STORIES = 70, 12
"""How many are raised in a quarter; defects besides those that have a reason."""
_AFTER_WRONG = ("High", "Medium", "High", "Medium", "Medium", "High", "Highest", "Medium", "High", "Medium", "High")
"""The priorities of the defects that users raise in the days after a go-live that went wrong."""
_PRIORITIES = ("Highest", "High", "Medium", "Low", "Lowest")
_SEVERE, _LEFT_FROM, _CLOSED_BY = 11, 4, 80
_TEAM_STEP = 17


@dataclass(frozen=True, slots=True)
class _Work:
    """A defect or a story, from when it was raised until it was closed."""

    raised: Instant
    closed: Instant
    priority: str
    version: str
    """The release that it was planned for."""
    affected: str = ""
    """The release that has the defect; empty where it was found before a go-live."""
    kind: str = "Bug"


def export() -> str:
    """The export's text: one answer of the search, with one issue on each line."""
    works = [work for quarter, release in enumerate(RELEASES) for work in _of_quarter(quarter, release)]
    raised = sorted((work for work in works if work.raised < AS_OF), key=lambda work: work.raised)
    issues = (json.dumps(_issue(number, work)) for number, work in enumerate(raised, start=1))
    return '{"isLast": true, "issues": [\n' + ",\n".join(issues) + "\n]}\n"
