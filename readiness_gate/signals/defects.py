"""Signals on defects: issues whose type the configuration counts as a defect."""

from readiness_gate.model.facts import Facts, Issue, JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings import SEVERITIES, Severity
from readiness_gate.model.time import Instant, iso
from readiness_gate.signals.spec import Parameter, Signal, some

STRICTEST: Severity = "sev1"


def _needs(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs(frozenset({"jira"}))


def open_defects(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """How many defects of a severity are not in the done category; one without a usable severity counts as sev1."""
    jira = facts.jira
    if isinstance(jira, Unavailable):
        return jira
    defects = _defects(facts, jira, as_of)
    if isinstance(defects, Unavailable):
        return defects
    severity = parameters.text("severity")
    wanted = set(SEVERITIES) if severity == "any" else set(severity.split("+"))
    still_open = [issue for issue in defects if not issue.done]
    counted = sorted((issue for issue in still_open if (issue.severity or STRICTEST) in wanted), key=_order)
    unmapped = sum(issue.severity is None for issue in counted)
    strict = f"; {unmapped} of these without a usable severity, counted as {STRICTEST}" if unmapped else ""
    told = "of any severity" if severity == "any" else severity
    return Measured(
        len(counted),
        f"{len(counted)} of {len(still_open)} open defects are {told}{strict}"
        f" ({len(defects)} defects among {len(jira.issues)} issues read).",
        tuple(_evidence(issue) for issue in counted),
    )


def _defects(facts: Facts, jira: JiraFacts, as_of: Instant) -> list[Issue] | Unavailable:
    settings = facts.settings.jira
    types = settings.defect_types if settings else ()
    if as_of < jira.known_from:
        return Unavailable(
            f"the issues are known as they stood at {iso(jira.known_from)}, and not at {iso(as_of)}: "
            "an export without histories cannot tell the past; ask as of a later time, or export at that time"
        )
    defects = [issue for issue in jira.issues if issue.type in types]
    if not defects:
        seen = ", ".join(sorted({issue.type for issue in jira.issues})[:8])
        return Unavailable(
            f"none of {len(jira.issues)} issues is of a type in jira.defect-types ({', '.join(types)}), so a zero "
            f"would prove nothing; the types seen are: {seen}"
        )
    unclear = [issue.key for issue in defects if issue.done is None]
    if unclear:
        return Unavailable(
            f"{len(unclear)} of {len(defects)} defects have no status category ({some(unclear)}), so nobody can tell "
            'whether they are open; export the whole field "status"'
        )
    return defects


def _order(issue: Issue) -> tuple[str, str, int, str]:
    project, _, number = issue.key.rpartition("-")
    return issue.severity or f"{STRICTEST}, unmapped", project, int(number) if number.isdecimal() else 0, issue.key


def _evidence(issue: Issue) -> Evidence:
    return Evidence("issue", issue.key, f"{_severity(issue)}: {issue.summary}".strip(": "), issue.url)


def _severity(issue: Issue) -> str:
    given = f' ("{issue.severity_given}")' if issue.severity_given else ""
    return issue.severity or f"no usable severity{given}"


SIGNALS = (
    Signal(
        "defects.open",
        "issues",
        ("jira",),
        "Open defects of a severity: issues of a defect type whose status category is not done.",
        _needs,
        open_defects,
        (Parameter("severity", "severity", STRICTEST, "which severities count"),),
    ),
)
