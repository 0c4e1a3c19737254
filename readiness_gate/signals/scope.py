"""Signals on the scope of a milestone: what is open in it, and what was removed from it."""

from collections.abc import Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.issue_types import of_types
from readiness_gate.model.levers import work
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.backlog import issues_at, keys, needs, needs_window, noted
from readiness_gate.signals.views.scope import WINDOW, left_scope, nowhere, version_of


def open_work(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many issues of the scope are open and are not defects."""
    version = version_of(facts)
    scope = [issue for issue in issues_at(facts, as_of) if version in issue.versions]
    if not scope:
        raise nowhere("has", version)
    defects = {issue.key for issue in of_types(scope, facts.settings.defect_types)}
    left = [issue for issue in _still_open(scope) if issue.key not in defects]
    summary = (
        f'{len(left)} of {counted(len(scope), "issue")} with the fix version "{version}" are open, and no defects.'
    )
    levers = (work("finish", "issue", keys(left)),)
    shortfall = f"{counted(len(left), 'issue')} of the scope still open"
    pieces = tuple(noted(issue, issue.type) for issue in left)
    return Measured(len(left), summary, pieces, shortfall=shortfall, levers=levers)


OPEN_WORK = Signal(
    name="scope.open-work",
    unit="issues",
    sources=("jira",),
    meaning="Open issues of the milestone's version that are not defects.",
    needs=needs,
    measure=open_work,
    topic="how much work in scope is open",
)


def _still_open(scope: Sequence[Issue]) -> list[Issue]:
    unclear = [issue.key for issue in scope if issue.done is None]
    if unclear:
        raise CannotMeasure(f"it is unknown whether {unclear[0]} is open: its status has no category")
    return [issue for issue in scope if not issue.done]


def removed(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many issues were removed from the scope in a window without approval."""
    return left_scope(facts, issues_at(facts, as_of), as_of, parameters, "issue")


REMOVED = Signal(
    name="scope.removed",
    unit="issues",
    sources=("jira",),
    meaning="Issues that were taken out of the milestone's version in a window, without approval.",
    needs=needs_window,
    measure=removed,
    parameters=(WINDOW,),
    topic="which work was taken out of the scope",
)


def benefit_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of issues that benefit users, among the issues in scope labeled as such or as reporting only."""
    version, label, other = version_of(facts), parameters.text("label"), parameters.text("other")
    scope = [issue for issue in issues_at(facts, as_of) if version in issue.versions]
    labeled = [issue for issue in scope if not issue.labels.isdisjoint((label, other))]
    if not labeled:
        raise CannotMeasure(
            f'no issue with the fix version "{version}" has the label {label} or {other}: label its stories'
        )
    for_users = [issue for issue in labeled if label in issue.labels]
    counts = f"{len(for_users)} of {counted(len(labeled), 'labeled issue')}"
    return Measured(
        len(for_users) / len(labeled),
        f"{counts} of the scope help users in their own work.",
        tuple(noted(issue, other) for issue in labeled if issue not in for_users),
        shortfall=f"{counts} for users",
    )


BENEFIT_SHARE = Signal(
    name="scope.benefit-share",
    unit="share",
    sources=("jira",),
    meaning="The share of the labeled issues of the milestone's version that help users in their own work.",
    needs=needs,
    measure=benefit_share,
    topic="how much of the scope helps users",
    parameters=(
        Parameter("label", "text", "user-benefit", "the label of issues that help users"),
        Parameter("other", "text", "reporting-only", "the label of issues that only help to report"),
    ),
)

SIGNALS = (OPEN_WORK, REMOVED, BENEFIT_SHARE)
