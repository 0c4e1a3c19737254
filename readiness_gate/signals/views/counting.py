"""Which defects a question is about: those of the milestone, or those raised after a day, where it asks for that.

A defect counts unless it is known to belong elsewhere: a zero must not come from a field that nobody filled in.
"""

from collections.abc import Iterator

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
class Counting:
    """The defects that count, and for the end of a sentence, which do not and why others do."""

    defects: Backlog
    said: str = ""


def counting(facts: Facts, as_of: Instant, parameters: Parameters) -> Counting:
    """The defects that a question is about. Raises CannotMeasure when they may not be all."""
    since = parameters.get("since")
    return _counting(facts, as_of, parameters.get("scope") == "milestone", "" if since is None else str(since))


@once
def _counting(facts: Facts, as_of: Instant, of_milestone: bool, since: str) -> Counting:  # noqa: FBT001 - a view's key
    every = backlog(facts, as_of)
    if not of_milestone and not since:
        return Counting(every)
    after = end_of_day(day(since), facts.settings.calendar) if since else None
    recent = [one for one in every.defects if after is None or one.created is None or one.created > after]
    kept, said = _of_milestone(facts, as_of, recent) if of_milestone else (recent, "")
    old = f"; only those raised after {since} count" if since else ""
    return Counting(Backlog(tuple(kept), tuple(one for one in kept if not one.done)), f"{said}{old}")


def _of_milestone(facts: Facts, as_of: Instant, defects: list[Issue]) -> tuple[list[Issue], str]:
    """Those of some defects that belong to the milestone, or may, and what to say of that."""
    milestone = facts.milestone
    if milestone is None:
        return defects, "; all defects count, because no milestone is asked about"
    if not milestone.version and not milestone.components:
        return defects, f"; all defects count, because milestones.{milestone.name} has no version"
    if not any(_belongs(one, milestone) for one in issues_at(facts, as_of)):
        return defects, f"; all defects count, because no issue is of {_named(milestone)}"
    kept = [one for one in defects if _belongs(one, milestone) or not _is_elsewhere(one, milestone)]
    return kept, "".join(_said(milestone, defects, kept))


def _belongs(issue: Issue, milestone: Milestone) -> bool:
    """Whether an issue has the milestone's version, as one to fix it in or as one affected, or a component of it."""
    versions, components = issue.versions | (issue.affected or frozenset()), issue.components or frozenset()
    return milestone.version in versions or not components.isdisjoint(milestone.components)


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
