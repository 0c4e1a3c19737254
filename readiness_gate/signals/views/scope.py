"""The scope of a milestone, which is the issues with its fix version, and what left it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.levers import work
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Parameter
from readiness_gate.signals.views.backlog import keys, noted
from readiness_gate.signals.views.issues import approved, is_marked, moves

WINDOW = Parameter("window", "window", "28d", "how far back to look")


def version_of(facts: Facts) -> str:
    """Return the fix version of the milestone's scope. Raises CannotMeasure if it is not configured."""
    milestone = facts.require_milestone("scope")
    if not milestone.version:
        raise CannotMeasure(
            f"which issues are the scope is not configured: provide version = … in [milestones.{milestone.name}]"
        )
    return milestone.version


def _was_ever(version: str, issues: Iterable[Issue]) -> bool:
    """Return whether any issue has or had a fix version."""
    return any(version in state.versions for issue in issues for state in _states(issue))


def left_scope(
    facts: Facts,
    issues: Iterable[Issue],
    as_of: Instant,
    parameters: Parameters,
    called: str,
    also: Callable[[Issue, Issue], bool] = lambda _before, _now: False,
) -> Measured:
    """Return how many of the issues were removed from the scope in the window without approval; `also` returns
    whether an issue, before and now, left in another way."""
    jira, version, marks = facts.require_jira(), version_of(facts), approved(facts.settings.jira)
    if not _was_ever(version, jira.issues):
        raise nowhere("ever had", version)
    outside = {issue.key: issue for issue in issues if version not in issue.versions}
    changes = moves(outside.values(), jira, as_of - parameters.seconds("window"), as_of)
    left_it = (
        move
        for move in reversed(changes)
        if version in move.before.versions or also(move.before, outside[move.after.key])
    )
    when = {move.after.key: move.at for move in left_it}
    left = [outside[key] for key in sorted(when) if not is_marked(outside[key], marks)]
    summary = (
        f'{counted(len(left), "issue")} left the fix version "{version}" in the {parameters.in_words("window")} to '
        f"{facts.day(as_of)} without approval{with_approval(len(when) - len(left))}."
    )
    moved = tuple(noted(issue, _now_in(issue, facts.day(when[issue.key]))) for issue in left)
    shortfall = f"{counted(len(left), called)} taken out of the version without approval"
    levers = (work("get approval for the removal of", "issue", keys(left)),)
    return Measured(len(left), summary, moved, shortfall=shortfall, levers=levers)


def _states(issue: Issue) -> Iterator[Issue]:
    yield issue
    yield from (past.issue for past in issue.past)


def nowhere(had: str, version: str) -> CannotMeasure:
    """Return the error that no issue has the version, so that the scope is unknown."""
    return CannotMeasure(
        f'no issue {had} the fix version "{version}", so a zero would prove nothing: correct the version of the '
        'milestone, or export the field "fixVersions"'
    )


def _now_in(issue: Issue, when: date) -> str:
    return f"left it {when}, and is now in {', '.join(sorted(issue.versions)) or 'no version'}"


def with_approval(amount: int) -> str:
    """Return a clause on how many more there are that somebody approved."""
    return f"; {amount} more with approval" if amount else ""
