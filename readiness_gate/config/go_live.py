"""The day from which people use the system, for milestones that do not name one."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from readiness_gate.config.packs.overrides import AFTER_GO_LIVE
from readiness_gate.model.settings import Milestone
from readiness_gate.model.wording import counted

KIND = "go-live"
_DAYS_AFTER = re.compile(r"adoption-d([0-9]{1,4})")
_CLOSE = 7
"""The number of days by which a milestone may be early for its kind, as an audit may."""


def with_go_live(milestones: Mapping[str, Milestone]) -> dict[str, Milestone]:
    """Return the milestones, each with its day of go-live: the given one, the own date of a go-live, or the date of the
    only go-live. If there are several, or the only one is later than the milestone, the day is unknown."""
    days = [milestone.date for milestone in milestones.values() if milestone.kind == KIND]
    only = days[0] if len(days) == 1 else None
    return {name: replace(milestone, go_live=_day(milestone, only)) for name, milestone in milestones.items()}


def _day(milestone: Milestone, only: dt.date | None) -> dt.date | None:
    if milestone.go_live is not None:
        return milestone.go_live
    if milestone.kind == KIND:
        return milestone.date
    is_of_another = only is not None and milestone.kind in AFTER_GO_LIVE and only >= milestone.date
    return None if is_of_another else only


def judged_early(milestone: Milestone) -> Iterator[str]:
    """Yield a warning that a milestone is sooner after its go-live than its kind implies, so that hardly anybody can
    have stopped using the system."""
    kind = _DAYS_AFTER.fullmatch(milestone.kind)
    if kind is None or milestone.go_live is None:
        return
    days, due = (milestone.date - milestone.go_live).days, int(kind[1])
    if days < due - _CLOSE:
        when = f"{counted(abs(days), 'day')} {'after' if days >= 0 else 'before'} the go-live on {milestone.go_live}"
        yield f"{milestone.name} is {when}, and its kind {milestone.kind} is for {due} days after it"
