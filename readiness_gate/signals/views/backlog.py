"""The issues, and the defects among them, as of an instant."""

from collections.abc import Iterable

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.issue_types import of_types
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Parameters
from readiness_gate.model.settings.jira import SEVERITIES, JiraSettings, SeverityScheme
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.views.defect_types import check_all_counted, check_statuses, project, types_of
from readiness_gate.signals.views.issues import issues_as_of
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.unmapped import STRICTEST

_NOT_CONFIGURED = JiraSettings(SeverityScheme("priority", {}), defect_types=())


def needs(_parameters: Parameters, as_of: Instant) -> Needs:
    """Return the need for the issues as of an instant."""
    return Needs(frozenset({"jira"}), issues_since=as_of)


def needs_window(parameters: Parameters, as_of: Instant) -> Needs:
    """Return the need for the issues and their history in a window."""
    return Needs(frozenset({"jira"}), issues_since=as_of - parameters.seconds("window"))


@dataclass(frozen=True, slots=True)
class Backlog:
    """The defects as of an instant, in their state at that time."""

    defects: tuple[Issue, ...]
    still_open: tuple[Issue, ...]
    """The defects that are not in the done category."""

    def open_of(self, severity: str) -> list[Issue]:
        """Return the open defects of a severity, most severe first."""
        return sorted(of_severity(self.still_open, severity), key=order)


@once
def issues_at(facts: Facts, as_of: Instant) -> tuple[Issue, ...]:
    """Return the issues as of an instant, in their state at that time. Raises CannotMeasure if it is unknown."""
    return tuple(issues_as_of(facts.require_jira(), as_of))


@once
def everything(facts: Facts, as_of: Instant) -> tuple[Issue, ...]:
    """Return the issues as of an instant, including those that `jira.filter` does not select: a commit may name an
    issue outside the scope."""
    jira = facts.require_jira()
    return tuple(issues_as_of(jira.unfiltered, as_of)) if jira.outside else issues_at(facts, as_of)


@once
def backlog(facts: Facts, as_of: Instant) -> Backlog:
    """Return the defects as of an instant. Raises CannotMeasure if some may be missing, or it is unknown which are
    open."""
    issues = issues_at(facts, as_of)
    if not issues:
        raise CannotMeasure(f"no issue had been raised by {iso(as_of)}, so a zero would prove nothing")
    as_read = checked(facts)
    defects = of_types(issues, facts.settings.defect_types)
    check_statuses(defects, as_read)
    return Backlog(tuple(defects), tuple(defect for defect in defects if not defect.done))


def checked(facts: Facts) -> tuple[Issue, ...]:
    """Return all issues that were read. Raises CannotMeasure if defects may be missing among them. That depends on
    all issues, whenever they were raised, so it is the same for every instant."""
    jira = facts.require_jira().unfiltered
    seen = jira.always(types_of, lambda: types_of(jira.issues))
    facts.always(check_all_counted, lambda: check_all_counted(seen, facts.settings.jira or _NOT_CONFIGURED))
    return jira.issues


def check_created(issues: Iterable[Issue]) -> None:
    """Raise CannotMeasure if it is unknown when some issues were raised."""
    undated = [issue.key for issue in issues if issue.created is None]
    if undated:
        raise CannotMeasure(
            f'{counted(len(undated), "issue")} have no time of creation ({some(undated)}): export the field "created"'
        )


def of_severity(defects: Iterable[Issue], severity: str) -> list[Issue]:
    """Return the defects of one severity, of several (`sev1+sev2`), or of any. Unmapped severities may be any of
    them, so they always count."""
    wanted = set(SEVERITIES) if severity == "any" else set(severity.split("+"))
    return [defect for defect in defects if defect.severity is None or defect.severity in wanted]


def order(issue: Issue) -> tuple[str, str, int, str]:
    """Return the sort key of an issue: severity, then key."""
    number = issue.key.rpartition("-")[2]
    severity = issue.severity or f"{STRICTEST}, unmapped"
    return severity, project(issue.key), int(number) if number.isdecimal() else 0, issue.key


def keys(issues: Iterable[Issue]) -> tuple[str, ...]:
    """Return the keys of the issues."""
    return tuple(issue.key for issue in issues)


def evidence(issue: Issue) -> Evidence:
    """Return an issue as evidence."""
    given = f' ("{issue.severity_given}")' if issue.severity_given else ""
    severity = issue.severity or f"no usable severity{given}"
    return noted(issue, severity)


def noted(issue: Issue, note: str) -> Evidence:
    """Return an issue as evidence with a note."""
    return Evidence("issue", issue.key, f"{note}: {issue.summary}".strip(": "), issue.url)
