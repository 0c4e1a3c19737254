"""Signals on the scope of a milestone, the issues with its fix version, and on what was taken out of sight: issues
moved to another version, defects lowered in severity."""

from collections.abc import Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.issue_types import of_types
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.settings.jira import SEVERITIES, Severity
from readiness_gate.model.time import Instant, iso_day
from readiness_gate.model.wording import counted
from readiness_gate.signals.defects.open_defects import defects_at, evidence, needs, needs_window, of_severity
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.issues import Move, approved, is_marked, moves, stood

_GRAVE = "sev1+sev2"
_GRAVES: tuple[Severity, ...] = ("sev1", "sev2")


def open_work(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """How many issues of the scope are open and no defects."""
    version = _version(facts)
    issues = stood(facts.require_jira(), as_of)
    scope = [issue for issue in issues if version in issue.versions]
    if not scope:
        raise _nowhere("has", version)
    unclear = [issue.key for issue in scope if issue.done is None]
    if unclear:
        raise CannotMeasure(f"nobody can tell whether {unclear[0]} is open: its status has no category")
    types = facts.settings.defect_types
    defects = {issue.key for issue in of_types(scope, types)}
    left = [issue for issue in scope if not issue.done and issue.key not in defects]
    told = f'{len(left)} of {counted(len(scope), "issue")} with the fix version "{version}" are open, and no defects.'
    return Measured(len(left), told, tuple(_issue(issue, issue.type) for issue in left))


def removed(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many issues were taken out of the scope in a window, and carry no approval."""
    jira = facts.require_jira()
    issues = stood(jira, as_of)
    return _left_scope(facts, jira, issues, as_of, parameters)


def moved(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many grave defects that are still open were taken out of the scope in a window, and carry no approval."""
    jira, defects = facts.require_jira(), defects_at(facts, as_of)
    grave = of_severity([issue for issue in defects if not issue.done], _GRAVE)
    return _left_scope(facts, jira, grave, as_of, parameters)


def _left_scope(facts: Facts, jira: JiraFacts, issues: list[Issue], as_of: Instant, parameters: Parameters) -> Measured:
    version, marks = _version(facts), approved(facts.settings.jira)
    if not any(version in each.versions for issue in jira.issues for each in (issue, *_before(issue))):
        raise _nowhere("ever had", version)
    outside = {issue.key: issue for issue in issues if version not in issue.versions}
    became = _became(jira, outside, as_of, parameters)
    when = {move.after.key: move.at for move in reversed(became) if version in move.before.versions}
    left = [outside[key] for key in sorted(when) if not is_marked(outside[key], marks)]
    told = (
        f'{counted(len(left), "issue")} left the fix version "{version}" in the {parameters.text("window")} to '
        f"{iso_day(as_of)} without approval{_without(len(when) - len(left))}."
    )
    return Measured(len(left), told, tuple(_issue(issue, _now_in(issue, when[issue.key])) for issue in left))


def _before(issue: Issue) -> tuple[Issue, ...]:
    return tuple(each.issue for each in issue.past)


def _nowhere(had: str, version: str) -> CannotMeasure:
    return CannotMeasure(
        f'no issue {had} the fix version "{version}", so a zero would prove nothing: correct the version of the '
        'milestone, or export the field "fixVersions"'
    )


def _now_in(issue: Issue, when: Instant) -> str:
    return f"left it {iso_day(when)}, and is now in {', '.join(sorted(issue.versions)) or 'no version'}"


def downgrades(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many issues are less than they were in a window, when they were grave defects: of a lower severity, or no
    defects any more; without approval. A severity that nobody mapped says nothing, and the one before it goes on."""
    jira = facts.require_jira()
    issues, defects = stood(jira, as_of), defects_at(facts, as_of)
    marks = approved(facts.settings.jira)
    stand = {issue.key: issue for issue in issues}
    became = _became(jira, stand, as_of, parameters)
    types = facts.settings.defect_types
    worst = _worst(jira, became, types)
    still = {issue.key for issue in defects}
    lowered = [key for key, grave in worst.items() if key not in still or _rank(stand[key].severity) > _rank(grave)]
    left = [stand[key] for key in sorted(lowered) if not is_marked(stand[key], marks)]
    told = (
        f"{counted(len(left), 'defect')} lowered from sev1 or sev2 in the {parameters.text('window')} to "
        f"{iso_day(as_of)} without approval{_without(len(lowered) - len(left))}."
    )
    return Measured(
        len(left),
        told,
        tuple(
            _issue(issue, f"from {worst[issue.key]} to {issue.severity if issue.key in still else issue.type}")
            for issue in left
        ),
    )


def _worst(jira: JiraFacts, became: list[Move], types: Sequence[str]) -> dict[str, Severity]:
    """The gravest severity, 1 or 2, that each issue had as a defect before any of its moves."""
    read = {issue.key: issue for issue in jira.issues}
    worst: dict[str, Severity] = {}
    for move in became:
        severity = _severity_before(read[move.before.key], move)
        if of_types([move.before], types) and severity is not None and severity in _GRAVES:
            known = worst.get(move.before.key)
            worst[move.before.key] = severity if known is None or _rank(severity) < _rank(known) else known
    return worst


def _severity_before(issue: Issue, move: Move) -> Severity | None:
    """The severity before a move, or when nobody mapped that, the last one that was mapped."""
    for past in issue.past:
        if past.until <= move.at and past.issue.severity is not None:
            return past.issue.severity
    return None


def _rank(severity: Severity | None) -> int:
    """The lower, the graver; what nobody mapped counts as gravest."""
    return SEVERITIES.index(severity) if severity else 0


def _became(jira: JiraFacts, issues: dict[str, Issue], as_of: Instant, parameters: Parameters) -> list[Move]:
    as_read = [issue for issue in jira.issues if issue.key in issues]
    return moves(as_read, jira, as_of - parameters.seconds("window"), as_of)


def _version(facts: Facts) -> str:
    milestone = facts.milestone
    if milestone is None:
        raise CannotMeasure("there is no milestone whose scope is meant: configure one, with a date that lies ahead")
    if not milestone.version:
        raise CannotMeasure(
            f"which issues are the scope is not configured: provide version = … in [milestones.{milestone.name}]"
        )
    return milestone.version


def _without(approved_ones: int) -> str:
    return f"; {approved_ones} more with approval" if approved_ones else ""


def _issue(issue: Issue, note: str) -> Evidence:
    told = evidence(issue)
    return Evidence(told.kind, told.id, f"{note}: {issue.summary}".strip(": "), told.url)


_WINDOW = Parameter("window", "window", "28d", "how far back to look")

SIGNALS = (
    Signal(
        "scope.open-work",
        "issues",
        ("jira",),
        "Open issues of the milestone's version that are no defects.",
        needs,
        open_work,
    ),
    Signal(
        "scope.removed",
        "issues",
        ("jira",),
        "Issues that were taken out of the milestone's version in a window, without approval.",
        needs_window,
        removed,
        (_WINDOW,),
    ),
    Signal(
        "defects.moved",
        "issues",
        ("jira",),
        "Open defects of severity 1 and 2 that left the milestone's version in a window, without approval.",
        needs_window,
        moved,
        (_WINDOW,),
    ),
    Signal(
        "severity.downgrades",
        "issues",
        ("jira",),
        "Defects that were lowered from severity 1 or 2 in a window, without approval.",
        needs_window,
        downgrades,
        (_WINDOW,),
    ),
)
