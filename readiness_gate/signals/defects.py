"""Signals on defects: issues whose type the configuration counts as a defect."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from readiness_gate.model.facts import Facts, Issue, JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings import SEVERITIES, Severity
from readiness_gate.model.time import Instant, iso
from readiness_gate.signals.spec import Parameter, Signal, plain, some

STRICTEST: Severity = "sev1"
_CLOSE = 0.8


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
    defects = of_types(jira.issues, types)
    seen = sorted({issue.type for issue in jira.issues})
    if not defects:
        return Unavailable(
            f"none of {len(jira.issues)} issues is of a type in jira.defect-types ({', '.join(types)}), so a zero "
            f"would prove nothing; the types seen are: {some(seen)}"
        )
    misspelt = _misspelt(types, seen)
    if misspelt is not None:
        return misspelt
    unclear = [issue.key for issue in defects if issue.done is None]
    if unclear:
        return Unavailable(
            f"{len(unclear)} of {len(defects)} defects have no status category ({some(unclear)}), so nobody can tell "
            'whether they are open; export the whole field "status"'
        )
    return defects


def of_types(issues: Sequence[Issue], types: Iterable[str]) -> list[Issue]:
    """The issues of any of these types; projects write the same type as Bug and as bug."""
    wanted = {plain(type_) for type_ in types}
    found = {type_ for type_ in {issue.type for issue in issues} if plain(type_) in wanted}
    return [issue for issue in issues if issue.type in found]


def _misspelt(types: Sequence[str], seen: Iterable[str]) -> Unavailable | None:
    """Why the defects may not be all of them: a type that no issue is of, and another that is almost called so."""
    found = {plain(type_): type_ for type_ in seen}
    wanted = {plain(type_): type_ for type_ in types}
    others = sorted(set(found) - set(wanted))
    for absent in sorted(set(wanted) - set(found)):
        close = get_close_matches(absent, others, n=1, cutoff=_CLOSE)
        if close:
            return Unavailable(
                f'no issue is of the type "{wanted[absent]}" that jira.defect-types names, and there are issues of the '
                f'type "{found[close[0]]}": correct the name, or take it out'
            )
    return None


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
