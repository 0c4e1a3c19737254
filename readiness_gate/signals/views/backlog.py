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
    """The issues as of an instant."""
    return Needs(frozenset({"jira"}), issues_since=as_of)


def needs_window(parameters: Parameters, as_of: Instant) -> Needs:
    """The issues, and what became of them in a window."""
    return Needs(frozenset({"jira"}), issues_since=as_of - parameters.seconds("window"))


@dataclass(frozen=True, slots=True)
class Backlog:
    """The defects that there were as of an instant, as they were then."""

    defects: tuple[Issue, ...]
    still_open: tuple[Issue, ...]
    """Those that are not in the done category."""

    def open_of(self, severity: str) -> list[Issue]:
        """The open ones of a severity, the gravest first."""
        return sorted(of_severity(self.still_open, severity), key=order)


@once
def issues_at(facts: Facts, as_of: Instant) -> tuple[Issue, ...]:
    """The issues that there were as of an instant, as they were then. Raises CannotMeasure when that is not known."""
    return tuple(issues_as_of(facts.require_jira(), as_of))


@once
def everything(facts: Facts, as_of: Instant) -> tuple[Issue, ...]:
    """The same, with the issues that `jira.filter` does not select: what a commit names may be outside the scope."""
    jira = facts.require_jira()
    return tuple(issues_as_of(jira.unfiltered, as_of)) if jira.outside else issues_at(facts, as_of)


@once
def backlog(facts: Facts, as_of: Instant) -> Backlog:
    """The defects as of an instant. Raises CannotMeasure when they may not be all, or it is not known which of them are
    open."""
    issues = issues_at(facts, as_of)
    if not issues:
        raise CannotMeasure(f"no issue had been raised by {iso(as_of)}, so a zero would prove nothing")
    as_read = checked(facts)
    defects = of_types(issues, facts.settings.defect_types)
    check_statuses(defects, as_read)
    return Backlog(tuple(defects), tuple(defect for defect in defects if not defect.done))


def checked(facts: Facts) -> tuple[Issue, ...]:
    """All issues that were read. Raises CannotMeasure where the defects among them may not be all, which is about all
    issues, whenever they were raised: it is the same as of every instant."""
    jira = facts.require_jira().unfiltered
    seen = jira.always(types_of, lambda: types_of(jira.issues))
    facts.always(check_all_counted, lambda: check_all_counted(seen, facts.settings.jira or _NOT_CONFIGURED))
    return jira.issues


def check_created(issues: Iterable[Issue]) -> None:
    """Raises CannotMeasure where nobody knows when some issues were raised."""
    undated = [issue.key for issue in issues if issue.created is None]
    if undated:
        raise CannotMeasure(
            f'{counted(len(undated), "issue")} have no time of creation ({some(undated)}): export the field "created"'
        )


def of_severity(defects: Iterable[Issue], severity: str) -> list[Issue]:
    """The defects of a severity, of several (`sev1+sev2`), or of any; what is not mapped may be of each, and counts."""
    wanted = set(SEVERITIES) if severity == "any" else set(severity.split("+"))
    return [defect for defect in defects if defect.severity is None or defect.severity in wanted]


def order(issue: Issue) -> tuple[str, str, int, str]:
    """What issues are in the order of: how grave they are, and then their keys."""
    number = issue.key.rpartition("-")[2]
    severity = issue.severity or f"{STRICTEST}, unmapped"
    return severity, project(issue.key), int(number) if number.isdecimal() else 0, issue.key


def keys(issues: Iterable[Issue]) -> tuple[str, ...]:
    """The keys of some issues."""
    return tuple(issue.key for issue in issues)


def evidence(issue: Issue) -> Evidence:
    """An issue as something that a reader can look at."""
    given = f' ("{issue.severity_given}")' if issue.severity_given else ""
    severity = issue.severity or f"no usable severity{given}"
    return noted(issue, severity)


def noted(issue: Issue, note: str) -> Evidence:
    """An issue as something that a reader can look at, with what there is to say of it."""
    return Evidence("issue", issue.key, f"{note}: {issue.summary}".strip(": "), issue.url)
