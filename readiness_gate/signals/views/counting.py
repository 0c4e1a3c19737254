"""Which defects a question is about: those of the milestone, or those raised after a day, where it asks for that.

A defect counts unless it is known to belong elsewhere: a zero must not come from a field that nobody filled in.
"""

from collections.abc import Callable

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.reading import Parameters
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import Instant, day, end_of_day
from readiness_gate.model.version_names import is_later
from readiness_gate.model.wording import agreeing, counted, folded, listed
from readiness_gate.signals.signal import Parameter
from readiness_gate.signals.views.backlog import Backlog, backlog, issues_at, of_severity, order
from readiness_gate.signals.views.once import once

SCOPE = Parameter(
    "scope", "choice", None, "`milestone`: only those of its version or components; left out: all", ("milestone", "all")
)
SINCE = Parameter("since", "day", None, "only defects raised after this day; left out: all")

_NAMED = 10


@dataclass(frozen=True, slots=True)
class Selection:
    """Which defects a question asks for."""

    of_milestone: bool = False
    since: str = ""
    """Only those raised after this day; "" for all."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The defects that count, and the open ones that do not; for the end of a sentence, why others count."""

    defects: Backlog
    elsewhere: tuple[Issue, ...] = ()
    said: str = ""

    def not_counted(self, severity: str) -> str:
        """Which open defects of a severity do not count, as a sentence; "" where all do."""
        left_out = sorted(of_severity(self.elsewhere, severity), key=order)
        if not left_out:
            return ""
        named = [named_with_plan(one) for one in left_out]
        are = f"{counted(len(left_out), 'more open defect')} {agreeing(len(left_out), 'is', 'are')}"
        return f"{are} planned for later and not counted: {listed(named, _NAMED)}."


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
    everything_counts = why_all(facts, as_of) if which.of_milestone else ""
    milestone = facts.milestone if which.of_milestone and not everything_counts else None
    kept, elsewhere = (recent, ()) if milestone is None else _divided(recent, milestone)
    said = everything_counts if milestone is None else _said(milestone, kept)
    old = f"; only those raised after {which.since} count" if which.since else ""
    return Counting(Backlog(tuple(kept), tuple(one for one in kept if not one.done)), elsewhere, f"{said}{old}")


def _divided(defects: list[Issue], milestone: Milestone) -> tuple[list[Issue], tuple[Issue, ...]]:
    """The defects that count for a milestone, and the open ones of the others. Many have the same versions and
    components, which decide: each of these is looked at once."""
    known: dict[object, bool] = {}
    kept: list[Issue] = []
    elsewhere: list[Issue] = []
    for one in defects:
        decides = one.versions, one.affected, one.components
        if decides not in known:
            known[decides] = _may_belong(one, milestone)
        if known[decides]:
            kept.append(one)
        elif not one.done:
            elsewhere.append(one)
    return kept, tuple(elsewhere)


@once
def selector(facts: Facts, as_of: Instant, which: Selection) -> Callable[[Issue], bool]:
    """Says of an issue, as it was at any time, whether a selection counted it then; what decides is as of an instant.
    Raises CannotMeasure when the issues of that instant are not known."""
    milestone = facts.milestone if which.of_milestone and not why_all(facts, as_of) else None

    def counts(issue: Issue) -> bool:
        return _is_recent(issue, which, facts) and (milestone is None or _may_belong(issue, milestone))

    return counts


def _is_recent(issue: Issue, which: Selection, facts: Facts) -> bool:
    """Whether an issue was raised after the day of a selection, or may have been."""
    if not which.since or issue.created is None:
        return True
    return issue.created > end_of_day(day(which.since), facts.settings.calendar)


def why_all(facts: Facts, as_of: Instant, what: str = "defects") -> str:
    """Why all of something counts although only what is the milestone's is asked for, for the end of a sentence; ""
    where only that counts."""
    milestone = facts.milestone
    if milestone is None:
        return f"; all {what} count, because no milestone is asked about"
    if not milestone.version and not milestone.components:
        return f"; all {what} count, because milestones.{milestone.name} has no version"
    if not any(_belongs(one, milestone) for one in issues_at(facts, as_of)):
        return f"; all {what} count, because no issue is of {_named(milestone)}"
    return ""


def named_with_plan(issue: Issue) -> str:
    """An issue that does not belong to the milestone, with what it is planned for."""
    return f"{issue.key} ({', '.join(sorted(issue.versions)) or 'another component'})"


def _belongs(issue: Issue, milestone: Milestone) -> bool:
    """Whether an issue has the milestone's version, as one to fix it in or as one affected, or a component of it."""
    versions = map(folded, issue.versions | (issue.affected or frozenset()))
    own = "" if milestone.version is None else folded(milestone.version)
    components = set(map(folded, issue.components or ()))
    return own in versions or not components.isdisjoint(map(folded, milestone.components))


def _may_belong(issue: Issue, milestone: Milestone) -> bool:
    """Whether an issue belongs to the milestone, or is not known to be planned for later."""
    return _belongs(issue, milestone) or not _is_elsewhere(issue, milestone)


def _is_elsewhere(issue: Issue, milestone: Milestone) -> bool:
    """Whether an issue that does not belong to the milestone is known to belong to something else: all its fix versions
    come later, and it does not affect the milestone's. Of a milestone without a version, other components say so. What
    was planned for an earlier version, or found in one, and is still open, is in this one, too."""
    if milestone.components and issue.components is None:
        return False
    if milestone.version is None:
        return bool(issue.components)
    known = set(map(folded, milestone.later_versions))
    are_later = (folded(one) in known or is_later(one, milestone.version) for one in issue.versions)
    return issue.affected is not None and bool(issue.versions) and all(are_later)


def _said(milestone: Milestone, kept: list[Issue]) -> str:
    """What a reader must know of open defects that count and may not belong here."""
    open_ones = [one for one in kept if not one.done and not _belongs(one, milestone)]
    unread = [one for one in open_ones if one.affected is None or (milestone.components and one.components is None)]
    if unread:
        return (
            f"; {len(unread)} may not be of {_named(milestone)} and count, because not all fields that say so were "
            "read: export the fix versions, the affected versions and the components"
        )
    other = sum(bool(one.versions) for one in open_ones)
    parts = [f"{other} of other versions that are not known to be later"] if other else []
    parts += [f"{len(open_ones) - other} without a version"] if len(open_ones) > other else []
    return f"; {' and '.join(parts)} {agreeing(len(open_ones), 'counts', 'count')}, too" if parts else ""


def _named(milestone: Milestone) -> str:
    """What a milestone's issues have: `version "1.0"`, `version "1.0" or component Quoting`."""
    versions = [f'version "{milestone.version}"'] if milestone.version else []
    return " or ".join([*versions, *(f"component {one}" for one in milestone.components)])


def left(milestone: Milestone, before: Issue, now: Issue) -> bool:
    """Whether a defect counted for a milestone, and no longer does."""
    return _may_belong(before, milestone) and not _may_belong(now, milestone)
