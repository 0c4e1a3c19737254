"""The day from which people use the system, of milestones that do not give one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from readiness_gate.model.settings import Milestone

KIND = "go-live"


def with_go_live(milestones: Mapping[str, Milestone]) -> dict[str, Milestone]:
    """The milestones, each with its day of go-live: the one given, the own date of a go-live, or the date of the only
    go-live there is. With several, it is unknown which one is meant."""
    days = [milestone.date for milestone in milestones.values() if milestone.kind == KIND]
    only = days[0] if len(days) == 1 else None
    return {name: replace(milestone, go_live=_day(milestone, only)) for name, milestone in milestones.items()}


def _day(milestone: Milestone, only: dt.date | None) -> dt.date | None:
    if milestone.go_live is not None:
        return milestone.go_live
    return milestone.date if milestone.kind == KIND else only
