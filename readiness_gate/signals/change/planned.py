"""Landings that are planned for a later milestone, judged by the issues they name.

A landing counts unless it names issues that are all known to be planned for later: a pace must not look quiet because a
commit names no issue, or an issue was not read.
"""

from collections.abc import Iterable, Mapping

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import Commit, GitFacts, Landing
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.reading import available
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, counted, listed
from readiness_gate.signals.signal import Parameter
from readiness_gate.signals.views.backlog import everything
from readiness_gate.signals.views.counting import Selection, named_with_plan, selector, why_all
from readiness_gate.signals.views.history import Touching

SCOPE = Parameter(
    "scope",
    "choice",
    None,
    "`milestone`: without the landings whose issues are all planned for later; left out: all landings",
    ("milestone", "all"),
)
_OF_MILESTONE = Selection(of_milestone=True)
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Later:
    """The landings planned for a later milestone, and why there are none if that is unknown."""

    issues: Mapping[str, tuple[Issue, ...]]
    """The issues that each of these landings names, by commit."""
    why_none: str = ""

    def said(self, landings: Iterable[Touching]) -> str:
        """Return a clause that says what does not count; it names the issues of the last window's landings."""
        if self.why_none or not self.issues:
            return self.why_none
        number = len(self.issues)
        left_out = f"; {counted(number, 'landing')} planned for later {agreeing(number, 'is', 'are')} not counted"
        late = [one.landing.commit for one in landings if one.landing.commit in self.issues]
        issues = {issue.key: issue for commit in late for issue in self.issues[commit]}
        named = listed([named_with_plan(issue) for issue in issues.values()], _NAMED)
        return f"{left_out}, {len(late)} of them in the last window: {named}" if late else left_out


def planned_later(facts: Facts, as_of: Instant, landings: Iterable[Touching]) -> Later:
    """Return which landings are planned for a later milestone. Raises CannotMeasure if the issues, or the commits of
    a landing, are unknown."""
    issues = {issue.key: issue for issue in everything(facts, as_of)}
    why = why_all(facts, as_of, "landings")
    if why:
        return Later({}, why)
    counts = selector(facts, as_of, _OF_MILESTONE)
    later: dict[str, tuple[Issue, ...]] = {}
    for landing, _ in landings:
        mentioned = {key for commit in landed_with(facts.require_git(), landing) for key in commit.mentions}
        theirs = tuple(issues[key] for key in sorted(mentioned & issues.keys()))
        if theirs and len(theirs) == len(mentioned) and not any(map(counts, theirs)):
            later[landing.commit] = theirs
    return Later(later)


def landed_with(git: GitFacts, landing: Landing) -> tuple[Commit, ...]:
    """Return the commits that landed with a landing. Raises CannotMeasure if they are unknown."""
    commits = available(git.commits).get(landing.commit)
    if not commits:
        raise CannotMeasure(f"the commits that landed with {abbreviated(landing.commit, 12)} were not read")
    return commits
