"""Signals on defects: issues whose type the configuration counts as a defect."""

from bisect import insort
from collections.abc import Iterable, Sequence
from math import log

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.issue_types import not_counted, of_types
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.settings.jira import SEVERITIES, JiraSettings, Marks, SeverityScheme
from readiness_gate.model.time import DAY, Instant, iso, iso_day
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.defect_types import check_all_counted, check_statuses
from readiness_gate.signals.views.issues import stood
from readiness_gate.signals.views.unmapped import STRICTEST, unmapped_in

_DAYS_AHEAD = 28
_CONFIDENCE = 0.05


def needs(_parameters: Parameters, as_of: Instant) -> Needs:
    """The issues as they stood at an instant."""
    return Needs(frozenset({"jira"}), issues_since=as_of)


def needs_window(parameters: Parameters, as_of: Instant) -> Needs:
    """The issues, and what became of them in a window."""
    return Needs(frozenset({"jira"}), issues_since=as_of - parameters.seconds("window"))


def open_defects(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many defects of a severity are not in the done category; one without a usable severity counts."""
    defects = defects_at(facts, as_of)
    severity = parameters.text("severity")
    still_open = [issue for issue in defects if not issue.done]
    found = sorted(of_severity(still_open, severity), key=order)
    strict = unmapped_in(found, facts, severity)
    read = len(facts.require_jira().issues)
    others = _others(facts, as_of)
    return Measured(
        len(found),
        f"{len(found)} of {len(still_open)} open defects are {_told(severity)} ({len(defects)} defects among {read}"
        f" issues read){others}.{strict.said}",
        tuple(evidence(issue) for issue in found),
        remedy="" if severity == "any" else strict.remedy,
    )


def _others(facts: Facts, as_of: Instant) -> str:
    """Which severe issues of other types are open as of an instant, for the end of a sentence."""
    issues, jira = stood(facts.require_jira(), as_of), facts.settings.jira
    return "".join(f"; {line}" for line in (not_counted(issues, jira) if jira else ()))


def without_workaround(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many open defects of a severity leave people without a way around them."""
    marks = facts.settings.jira.workaround if facts.settings.jira else Marks()
    if not marks.labels and marks.field is None:
        raise CannotMeasure(
            "what tells that a defect has a workaround is not configured: provide workaround = { labels = […] }, or "
            "{ field = … }, in [jira]"
        )
    defects = defects_at(facts, as_of)
    severity = parameters.text("severity")
    asked = of_severity([issue for issue in defects if not issue.done], severity)
    left = sorted((issue for issue in asked if not (issue.workaround or issue.labels & marks.labels)), key=order)
    told = f"{len(left)} of {counted(len(asked), 'open defect')} ({_told(severity)}) have no workaround."
    strict = unmapped_in(left, facts, severity)
    told += strict.said
    return Measured(
        len(left), told, tuple(evidence(issue) for issue in left), remedy="" if severity == "any" else strict.remedy
    )


def unmapped(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """How many open defects have a severity that nobody mapped, or none."""
    defects = defects_at(facts, as_of)
    still_open = [issue for issue in defects if not issue.done]
    left = sorted((issue for issue in still_open if issue.severity is None), key=order)
    told = f"{len(left)} of {counted(len(still_open), 'open defect')} have no usable severity."
    return Measured(len(left), told, tuple(evidence(issue) for issue in left))


def age(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How old open defects of a severity are: the nearest-rank percentile of the days since they were raised."""
    defects = defects_at(facts, as_of)
    severity, percentile = parameters.text("severity"), parameters.number("percentile")
    found = _oldest_of(of_severity([issue for issue in defects if not issue.done], severity), percentile)
    if not found:
        raise CannotMeasure(f"no open defect is {_told(severity)}, so there is no age to tell")
    check_created(found)
    value = (as_of - (_percentile(found, percentile).created or 0)) / DAY
    told = (
        f"{percentile} % of {counted(len(found), 'open defect')} ({_told(severity)}) are at most {value:.1f} days old."
    )
    return Measured(value, told, tuple(evidence(issue) for issue in found))


def _oldest_of(defects: Iterable[Issue], percentile: int) -> list[Issue]:
    """The defects, oldest first, with those of no usable severity only as far as they do not make the percentile less:
    one that is young must not hide how old the others are."""
    oldest = sorted(defects, key=_raised)
    mapped = [issue for issue in oldest if issue.severity is not None]
    for issue in (each for each in oldest if each.severity is None):
        if mapped and _raised(issue) > _raised(_percentile(mapped, percentile)):
            break
        insort(mapped, issue, key=_raised)
    return mapped


def _percentile(oldest: Sequence[Issue], percentile: int) -> Issue:
    """The issue at the nearest rank of a percentile of the ages."""
    return oldest[len(oldest) + (-percentile * len(oldest) // 100)]


def _raised(issue: Issue) -> tuple[Instant, str]:
    return issue.created or 0, issue.key


def quiet_days(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Days since the last defect of a severity was raised, or when there never was one, since the first issue.

    With no event in d days, -ln(0.05) / d a day is the exact 95 % upper bound of the rate of a Poisson process.
    """
    defects = defects_at(facts, as_of)
    severity = parameters.text("severity")
    found = of_severity(defects, severity)
    check_created(found)
    last = max(found, key=lambda issue: (issue.created or 0, issue.key), default=None)
    since = last.created if last else first_created(facts, as_of)
    if since is None:
        raise CannotMeasure('no issue has a time of creation: export the field "created"')
    days = (as_of - since) / DAY
    day = iso_day(since)
    none = f"No defect is {_told(severity)} since the first issue of {day}"
    told = f"The last defect that is {_told(severity)} was raised on {day}" if last else none
    told += f"{_bound(days)}."
    return Measured(days, told, (evidence(last),) if last else ())


def _bound(days: float) -> str:
    """How many more may come, for the end of a sentence."""
    if days <= 0:
        return ""
    most = -log(_CONFIDENCE) / days * _DAYS_AHEAD
    return f"; no more than {most:.1f} are to be expected in the next {_DAYS_AHEAD} days (95 %)"


def check_created(issues: Iterable[Issue]) -> None:
    """Raises CannotMeasure where nobody knows when some issues were raised."""
    undated = [issue.key for issue in issues if issue.created is None]
    if undated:
        raise CannotMeasure(
            f'{counted(len(undated), "issue")} have no time of creation ({some(undated)}): export the field "created"'
        )


def first_created(facts: Facts, as_of: Instant) -> Instant | None:
    """When the first issue was raised, of any type."""
    issues = facts.require_jira().issues
    return min((each.created for each in issues if each.created is not None and each.created <= as_of), default=None)


def of_severity(defects: Iterable[Issue], severity: str) -> list[Issue]:
    """The defects of a severity, of several (`sev1+sev2`), or of any; what nobody mapped may be of each, and counts."""
    wanted = set(SEVERITIES) if severity == "any" else set(severity.split("+"))
    return [issue for issue in defects if issue.severity is None or issue.severity in wanted]


def _told(severity: str) -> str:
    return "of any severity" if severity == "any" else severity


def defects_at(facts: Facts, as_of: Instant) -> list[Issue]:
    """The defects that there were as of an instant, as they stood then. Raises CannotMeasure when they may not be
    all, or it is not known which of them are open."""
    jira = facts.require_jira()
    issues = stood(jira, as_of)
    if not issues:
        raise CannotMeasure(f"no issue had been raised by {iso(as_of)}, so a zero would prove nothing")
    configured = facts.settings.jira or JiraSettings(SeverityScheme("priority", {}), defect_types=())
    every = jira.unfiltered.issues
    check_all_counted(every, configured)
    defects = of_types(issues, facts.settings.defect_types)
    check_statuses(defects, every)
    return defects


def order(issue: Issue) -> tuple[str, str, int, str]:
    """What issues are in the order of: how grave they are, and then their keys."""
    project, _, number = issue.key.rpartition("-")
    return issue.severity or f"{STRICTEST}, unmapped", project, int(number) if number.isdecimal() else 0, issue.key


def evidence(issue: Issue) -> Evidence:
    """An issue as something that a reader can look at."""
    return Evidence("issue", issue.key, f"{_severity(issue)}: {issue.summary}".strip(": "), issue.url)


def _severity(issue: Issue) -> str:
    given = f' ("{issue.severity_given}")' if issue.severity_given else ""
    return issue.severity or f"no usable severity{given}"


_SEVERITY = Parameter("severity", "severity", STRICTEST, "which severities count")


SIGNALS = (
    Signal(
        "defects.open",
        "issues",
        ("jira",),
        "Open defects of a severity: issues of a defect type whose status category is not done.",
        needs,
        open_defects,
        (_SEVERITY,),
    ),
    Signal(
        "defects.without-workaround",
        "issues",
        ("jira",),
        "Open defects of a severity for which no workaround is known.",
        needs,
        without_workaround,
        (_SEVERITY,),
    ),
    Signal(
        "defects.quiet-days",
        "days",
        ("jira",),
        "Days since the last defect of a severity was raised.",
        needs,
        quiet_days,
        (Parameter("severity", "severity", "sev1+sev2", "which severities count"),),
    ),
    Signal(
        "defects.age",
        "days",
        ("jira",),
        "How old open defects of a severity are.",
        needs,
        age,
        (_SEVERITY, Parameter("percentile", "percent", 50, "the percentile over the open defects")),
    ),
    Signal(
        "defects.unmapped",
        "issues",
        ("jira",),
        "Open defects with a severity that nobody mapped, or none.",
        needs,
        unmapped,
    ),
)
