"""The verdict as JUnit XML, for the test reports of Jenkins, GitLab and others: a test case for each rule.

A case fails if its rule blocks, and is an error if a blocking rule is unknown, so that the suite is green exactly for a
go. The first case is the decision itself, because a suite without any case would be green, too.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.amounts import limit_in_words
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Decision, Finding, Verdict
from readiness_gate.reports.footnote import MUST_KNOW
from readiness_gate.reports.json import reading_of
from readiness_gate.reports.page import Requirement, page
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.words import LABELS, parameters_in_words, short, shown
from readiness_gate.reports.xml import DECLARATION, element, leaf

_Result: TypeAlias = Literal["failure", "error", "skipped", ""]
_HEAD, _TAIL = f'{DECLARATION}<testsuites name="readiness-gate">\n', "</testsuites>\n"
_EVIDENCE = 20
_LONGEST = 4_000
_COUNTED: Mapping[str, _Result] = {"failures": "failure", "errors": "error", "skipped": "skipped"}
_OF_DECISION: Mapping[Decision, _Result] = {"go": "", "no-go": "failure", "undecided": "error"}


@dataclass(frozen=True, slots=True)
class _Case:
    """A test case: its result is `failure`, `error`, `skipped`, or empty for one that passes."""

    group: str
    name: str
    result: _Result
    message: str
    details: Sequence[str]
    properties: Mapping[str, str]


def report(_display: Display) -> Report:
    """Return the report for readers of test results."""
    return Report("junit", "application/xml", lambda verdict: render(verdict).encode(), (".xml",), together)


def render(verdict: Verdict) -> str:
    """Return the verdict as a suite of test cases."""
    return f"{_HEAD}{_suite(verdict)}{_TAIL}"


def together(reports: Sequence[bytes]) -> bytes:
    """Return the suites of several verdicts in one report."""
    head, tail = _HEAD.encode(), _TAIL.encode()
    return head + b"".join(one.removeprefix(head).removesuffix(tail) for one in reports) + tail


def _suite(verdict: Verdict) -> str:
    cases = [_decision(verdict), *_rules(verdict)]
    counts = {name: str(sum(case.result == result for case in cases)) for name, result in _COUNTED.items()}
    attributes = {
        "name": short(verdict.milestone.name),
        "tests": str(len(cases)),
        **counts,
        "time": "0",
        "timestamp": iso(verdict.as_of).removesuffix("Z"),
    }
    return element(
        "testsuite",
        attributes,
        _properties(_of_suite(verdict), "    "),
        *(_drawn(case, verdict) for case in cases),
        indent="  ",
    )


def _of_suite(verdict: Verdict) -> dict[str, str]:
    return {
        "program": verdict.program,
        "milestone": verdict.milestone.name,
        "date": verdict.milestone.date.isoformat(),
        "as-of": iso(verdict.as_of),
        "decision": verdict.decision,
        "decision-without-waivers": verdict.decision_without_waivers,
        "policy-digest": verdict.policy.digest,
        "evidence-digest": verdict.evidence_digest,
    }


def _properties(named: Mapping[str, str], indent: str) -> str:
    items = ((name, short(value)) for name, value in named.items())
    drawn = [element("property", {"name": name, "value": value}, indent=f"{indent}  ") for name, value in items]
    return element("properties", {}, *drawn, indent=indent) if drawn else ""


def _decision(verdict: Verdict) -> _Case:
    """Return the case of the decision, with what nobody may miss about it. Some readers show the text of a failure
    but not its message, so the text begins with it."""
    drawn = page(verdict)
    notes = [short(note.text) for note in drawn.footnotes if note.kind in MUST_KNOW]
    said = [] if verdict.decision == "go" else [short(verdict.sentence, _LONGEST)]
    return _Case("decision", "Decision", _OF_DECISION[verdict.decision], verdict.sentence, [*said, *notes], {})


def _rules(verdict: Verdict) -> Iterator[_Case]:
    for item, finding in zip(page(verdict).requirements, verdict.findings, strict=True):
        rule = finding.rule
        yield _Case(
            group=rule.dimension,
            name=f"{rule.id} {rule.title}",
            result=_result(item, finding),
            message=f"{LABELS[item.status]}: {item.accepted or item.unavailable or item.message}",
            details=_details(item),
            properties=_of_rule(item, finding, verdict),
        )


def _result(item: Requirement, finding: Finding) -> _Result:
    """Return how readers count a rule. A rule that cannot block the milestone does not fail the suite; unknown,
    waived and inapplicable rules never count as passed."""
    if finding.outcome == "unknown":
        return "error" if finding.rule.enforcement == "block" else "skipped"
    if item.status in ("waived", "not-applicable"):
        return "skipped"
    return "failure" if item.status == "fail" else ""


def _details(item: Requirement) -> list[str]:
    """Return what a reader sees when opening a case."""
    evidence, more = shown(item.evidence, _EVIDENCE)
    lines = [
        item.message if item.status in ("fail", "unknown", "waived") else "",
        item.to_do,
        *(f"- {piece.id}  {piece.note}  {piece.url}".rstrip() for piece in evidence),
        more and f"- {more}",
        item.same_as and f"Evidence: as for {item.same_as}.",
    ]
    return [short(line, _LONGEST) for line in lines if line]


def _of_rule(item: Requirement, finding: Finding, verdict: Verdict) -> dict[str, str]:
    """Return the properties of a rule; those without a value are left out."""
    rule = finding.rule
    value = (reading_of(finding) or {}).get("value")
    found = {
        "outcome": item.status,
        "enforcement": rule.enforcement,
        "signal": rule.signal,
        "with": parameters_in_words(rule.parameters),
        "value": "" if value is None else str(value).lower(),
        "unit": rule.unit,
        "limit": limit_in_words(rule.limit, rule.unit),
        "owner": rule.owner,
        "due": rule.due(verdict.milestone).isoformat(),
    }
    return {name: value for name, value in found.items() if value}


def _drawn(case: _Case, verdict: Verdict) -> str:
    """Return a case; one that passes or is skipped has its details in the output, if the reader shows any."""
    message = {"message": short(case.message, _LONGEST)}
    if case.result == "failure":
        result = leaf("failure", {**message, "type": "no-go"}, case.details, "      ")
    elif case.result == "error":
        result = leaf("error", {**message, "type": "unknown"}, case.details, "      ")
    elif case.result == "skipped":
        result = element("skipped", message, indent="      ") + _output(case.details)
    else:
        result = _output([message["message"], *case.details])
    group = f"readiness-gate.{short(verdict.milestone.name)}.{case.group}"
    attributes = {"classname": group, "name": short(case.name), "time": "0"}
    return element("testcase", attributes, _properties(case.properties, "      "), result, indent="    ")


def _output(lines: Sequence[str]) -> str:
    return leaf("system-out", {}, lines, "      ")
