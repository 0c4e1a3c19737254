"""The defects that a question counts: all, those of the milestone, or those raised after a day.

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
    """The selection of defects that a question asks for."""

    of_milestone: bool = False
    since: str = ""
    """Select only defects raised after this day; "" for all."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The defects that count, the open ones that do not, and a clause on why others count."""

    defects: Backlog
    elsewhere: tuple[Issue, ...] = ()
    said: str = ""

    def not_counted(self, severity: str) -> str:
        """Return a sentence on the open defects of a severity that do not count; "" if all do."""
        left_out = sorted(of_severity(self.elsewhere, severity), key=order)
        if not left_out:
            return ""
        named = [named_with_plan(one) for one in left_out]
        are = f"{counted(len(left_out), 'more open defect')} {agreeing(len(left_out), 'is', 'are')}"
        return f"{are} planned for later and not counted: {listed(named, _NAMED)}."


def selection(parameters: Parameters) -> Selection:
    """Return the selection of defects that the parameters of a question describe."""
    since = parameters.get("since")
    return Selection(parameters.get("scope") == "milestone", "" if since is None else str(since))


def counting(facts: Facts, as_of: Instant, parameters: Parameters) -> Counting:
    """Return the defects that a question counts. Raises CannotMeasure if some may be missing."""
    return selected(facts, as_of, selection(parameters))


@once
def selected(facts: Facts, as_of: Instant, which: Selection) -> Counting:
    """Return the defects of a selection. Raises CannotMeasure if some may be missing."""
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
    """Return the defects that count for a milestone, and the open ones that do not. Many defects share the versions
    and components that decide, so each combination is checked once."""
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
    """Return a function that says whether a selection counted an issue in the given state; the decisive
    configuration is as of an instant. Raises CannotMeasure if the issues of that instant are unknown."""
    milestone = facts.milestone if which.of_milestone and not why_all(facts, as_of) else None

    def counts(issue: Issue) -> bool:
        return _is_recent(issue, which, facts) and (milestone is None or _may_belong(issue, milestone))

    return counts


def _is_recent(issue: Issue, which: Selection, facts: Facts) -> bool:
    """Return whether an issue was, or may have been, raised after the day of a selection."""
    if not which.since or issue.created is None:
        return True
    return issue.created > end_of_day(day(which.since), facts.settings.calendar)


def why_all(facts: Facts, as_of: Instant, what: str = "defects") -> str:
    """Return a clause on why everything counts although only the milestone's was requested; "" if only that counts."""
    milestone = facts.milestone
    if milestone is None:
        return f"; all {what} count, because no milestone is asked about"
    if not milestone.version and not milestone.components:
        return f"; all {what} count, because milestones.{milestone.name} has no version"
    if not any(_belongs(one, milestone) for one in issues_at(facts, as_of)):
        return f"; all {what} count, because no issue is of {_named(milestone)}"
    return ""


def named_with_plan(issue: Issue) -> str:
    """Return an issue that does not belong to the milestone, with what it is planned for."""
    return f"{issue.key} ({', '.join(sorted(issue.versions)) or 'another component'})"


def _belongs(issue: Issue, milestone: Milestone) -> bool:
    """Return whether an issue has the milestone's version, as fix version or affected version, or one of its
    components."""
    versions = map(folded, issue.versions | (issue.affected or frozenset()))
    own = "" if milestone.version is None else folded(milestone.version)
    components = set(map(folded, issue.components or ()))
    return own in versions or not components.isdisjoint(map(folded, milestone.components))


def _may_belong(issue: Issue, milestone: Milestone) -> bool:
    """Return whether an issue belongs to the milestone, or is not known to be planned for later."""
    return _belongs(issue, milestone) or not _is_elsewhere(issue, milestone)


def _is_elsewhere(issue: Issue, milestone: Milestone) -> bool:
    """Return whether an issue that does not belong to the milestone is known to belong elsewhere: all its fix
    versions are later, and it does not affect the milestone's version. For a milestone without a version, other
    components decide. An issue planned for or found in an earlier version that is still open belongs to this one,
    too."""
    if milestone.components and issue.components is None:
        return False
    if milestone.version is None:
        return bool(issue.components)
    known = set(map(folded, milestone.later_versions))
    are_later = (folded(one) in known or is_later(one, milestone.version) for one in issue.versions)
    return issue.affected is not None and bool(issue.versions) and all(are_later)


def _said(milestone: Milestone, kept: list[Issue]) -> str:
    """Return what readers must know about open defects that count but may belong elsewhere."""
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
    """Return what a milestone's issues have: `version "1.0"`, `version "1.0" or component Quoting`."""
    versions = [f'version "{milestone.version}"'] if milestone.version else []
    return " or ".join([*versions, *(f"component {one}" for one in milestone.components)])


def left(milestone: Milestone, before: Issue, now: Issue) -> bool:
    """Return whether a defect counted for a milestone and no longer does."""
    return _may_belong(before, milestone) and not _may_belong(now, milestone)
