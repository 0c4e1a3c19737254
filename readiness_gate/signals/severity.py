"""The signal on defects whose severity was lowered."""

from collections.abc import Iterable, Sequence

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.issue_types import of_types
from readiness_gate.model.levers import work
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.settings.jira import SEVERITIES, Severity
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Signal
from readiness_gate.signals.views.backlog import backlog, issues_at, keys, needs_window, noted
from readiness_gate.signals.views.issues import Move, approved, is_marked, moves
from readiness_gate.signals.views.scope import WINDOW, with_approval

_GRAVE: tuple[Severity, ...] = ("sev1", "sev2")


def downgrades(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many severe defects were downgraded in a window without approval: to a lower severity, or to an
    issue that is not a defect. An unmapped severity is ignored: the previous one stays in effect."""
    jira, issues = facts.require_jira(), {issue.key: issue for issue in issues_at(facts, as_of)}
    still_defects = {defect.key for defect in backlog(facts, as_of).defects}
    marks = approved(facts.settings.jira)
    changes = moves(issues.values(), jira, as_of - parameters.seconds("window"), as_of)
    worst = _worst(jira, changes, facts.settings.defect_types)
    lowered = [
        key for key, was in worst.items() if key not in still_defects or _rank(issues[key].severity) > _rank(was)
    ]
    left = [issues[key] for key in sorted(lowered) if not is_marked(issues[key], marks)]
    now = {issue.key: issue.severity if issue.key in still_defects else issue.type for issue in left}
    summary = (
        f"{counted(len(left), 'defect')} lowered from sev1 or sev2 in the {parameters.in_words('window')} to "
        f"{facts.day(as_of)} without approval{with_approval(len(lowered) - len(left))}."
    )
    lower = tuple(noted(issue, f"from {worst[issue.key]} to {now[issue.key]}") for issue in left)
    levers = (work("get approval for the lower severity of", "defect", keys(left)),)
    shortfall = f"{counted(len(left), 'severe defect')} lowered without approval"
    return Measured(len(left), summary, lower, shortfall=shortfall, levers=levers)


DOWNGRADES = Signal(
    name="severity.downgrades",
    unit="issues",
    sources=("jira",),
    meaning="Defects that were lowered from severity 1 or 2 in a window, without approval.",
    needs=needs_window,
    measure=downgrades,
    parameters=(WINDOW,),
    topic="which severe defects were downgraded",
)


def _worst(jira: JiraFacts, moves: Iterable[Move], types: Sequence[str]) -> dict[str, Severity]:
    """Return the highest severity, 1 or 2, that each issue had as a defect before any of its moves."""
    as_read = {issue.key: issue for issue in jira.issues}
    worst: dict[str, Severity] = {}
    for move in moves:
        key, severity = move.before.key, _severity_before(as_read[move.before.key], move)
        if severity in _GRAVE and of_types([move.before], types):
            worst[key] = min(severity, worst.get(key, severity), key=_rank)
    return worst


def _severity_before(issue: Issue, move: Move) -> Severity | None:
    """Return the severity before a move, or if that is not mapped, the last one that was."""
    for past in issue.past:
        if past.until <= move.at and past.issue.severity is not None:
            return past.issue.severity
    return None


def _rank(severity: Severity | None) -> int:
    """Return the sort key of a severity: lower is more severe; unmapped counts as most severe."""
    return SEVERITIES.index(severity) if severity else 0


SIGNALS = (DOWNGRADES,)
