"""Which defects a question is about: those of the milestone, or those raised after a day, where it asks for that.

A defect counts unless it is known to belong elsewhere: a zero must not come from a field that nobody filled in.
"""

from collections.abc import Callable, Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.reading import Parameters
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import Instant, day, end_of_day
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.signals.signal import Parameter
from readiness_gate.signals.views.backlog import Backlog, backlog, issues_at
from readiness_gate.signals.views.once import once

SCOPE = Parameter(
    "scope", "choice", None, "`milestone`: only those of its version or components; left out: all", ("milestone", "all")
)
SINCE = Parameter("since", "day", None, "only defects raised after this day; left out: all")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which defects a question asks for."""

    of_milestone: bool = False
    since: str = ""
    """Only those raised after this day; "" for all."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The defects that count, and for the end of a sentence, which do not and why others do."""

    defects: Backlog
    said: str = ""


def selection(parameters: Parameters) -> Selection:
    """Which defects the parameters of a question ask for."""
    since = parameters.get("since")
    return Selection(parameters.get("scope") == "milestone", "" if since is None else str(since))


def counting(facts: Facts, as_of: Instant, parameters: Parameters) -> Counting:
    """The defects that a question is about. Raises CannotMeasure when they may not be all."""
    return selected(facts, as_of, selection(parameters))


@once
def selected(facts: Facts, as_of: Instant, which: Selection) -> Counting:
    """The defects of a selection. Raises CannotMeasure when they may not be all."""
    every = backlog(facts, as_of)
    if which == Selection():
        return Counting(every)
    recent = [one for one in every.defects if _is_recent(one, which, facts)]
    why_all = _why_all(facts, as_of) if which.of_milestone else ""
    milestone = facts.milestone if which.of_milestone and not why_all else None
    kept = [one for one in recent if milestone is None or _may_belong(one, milestone)]
    said = why_all if milestone is None else "".join(_said(milestone, recent, kept))
    old = f"; only those raised after {which.since} count" if which.since else ""
    return Counting(Backlog(tuple(kept), tuple(one for one in kept if not one.done)), f"{said}{old}")


@once
def selector(facts: Facts, as_of: Instant, which: Selection) -> Callable[[Issue], bool]:
    """Says of an issue, as it was at any time, whether a selection counted it then; what decides is as of an instant.
    Raises CannotMeasure when the issues of that instant are not known."""
    milestone = facts.milestone if which.of_milestone and not _why_all(facts, as_of) else None

    def counts(issue: Issue) -> bool:
        return _is_recent(issue, which, facts) and (milestone is None or _may_belong(issue, milestone))

    return counts


def _is_recent(issue: Issue, which: Selection, facts: Facts) -> bool:
    """Whether an issue was raised after the day of a selection, or may have been."""
    if not which.since or issue.created is None:
        return True
    return issue.created > end_of_day(day(which.since), facts.settings.calendar)


def _why_all(facts: Facts, as_of: Instant) -> str:
    """Why all defects count although those of the milestone are asked for, for the end of a sentence; "" where only
    these count."""
    milestone = facts.milestone
    if milestone is None:
        return "; all defects count, because no milestone is asked about"
    if not milestone.version and not milestone.components:
        return f"; all defects count, because milestones.{milestone.name} has no version"
    if not any(_belongs(one, milestone) for one in issues_at(facts, as_of)):
        return f"; all defects count, because no issue is of {_named(milestone)}"
    return ""


def _belongs(issue: Issue, milestone: Milestone) -> bool:
    """Whether an issue has the milestone's version, as one to fix it in or as one affected, or a component of it."""
    versions, components = issue.versions | (issue.affected or frozenset()), issue.components or frozenset()
    return milestone.version in versions or not components.isdisjoint(milestone.components)


def _may_belong(issue: Issue, milestone: Milestone) -> bool:
    """Whether an issue belongs to the milestone, or is not known to belong elsewhere."""
    return _belongs(issue, milestone) or not _is_elsewhere(issue, milestone)


def _is_elsewhere(issue: Issue, milestone: Milestone) -> bool:
    """Whether an issue that does not belong to the milestone is known to belong to something else."""
    if issue.affected is None or (milestone.components and issue.components is None):
        return False
    return bool(issue.versions or issue.affected or (milestone.components and issue.components))


def _said(milestone: Milestone, defects: list[Issue], kept: list[Issue]) -> Iterator[str]:
    """What a reader must know of the open defects that do not count, and of those that do and may not belong here."""
    open_ones = [one for one in kept if not one.done and not _belongs(one, milestone)]
    left_out = sum(not one.done for one in defects) - sum(not one.done for one in kept)
    if left_out:
        yield f"; {counted(left_out, 'more open defect')} {agreeing(left_out, 'is', 'are')} not of {_named(milestone)}"
    unread = [one for one in open_ones if one.affected is None or (milestone.components and one.components is None)]
    if unread:
        yield (
            f"; {len(unread)} may not be of {_named(milestone)} and count, because not all fields that say so were "
            "read: export the fix versions, the affected versions and the components"
        )
    elif open_ones:
        yield f"; {len(open_ones)} without a version {agreeing(len(open_ones), 'counts', 'count')}, too"


def _named(milestone: Milestone) -> str:
    """What a milestone's issues have: `version "1.0"`, `version "1.0" or component Quoting`."""
    versions = [f'version "{milestone.version}"'] if milestone.version else []
    return " or ".join([*versions, *(f"component {one}" for one in milestone.components)])
