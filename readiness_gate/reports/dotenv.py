"""What later steps of a pipeline need from a verdict, as variables: `NAME=VALUE`, one on each line.

GitLab reads such a file as a report (`artifacts:reports:dotenv`), the action turns it into outputs, and a shell can
read it. So no value has a line break or needs quotes: they are decisions, numbers, digests, and ids of rules.
"""

import json
from collections.abc import Mapping

from readiness_gate.judge.sentence import blocking
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.spec import Display, Report

PREFIX = "READINESS_GATE_"


def report(_display: Display) -> Report:
    """Return the report for later steps."""
    return Report("dotenv", "text/plain; charset=utf-8", lambda verdict: render(verdict).encode(), (".env",), join=None)


def render(verdict: Verdict) -> str:
    """Return the variables of a verdict."""
    return "".join(f"{PREFIX}{name}={value}\n" for name, value in variables(verdict).items())


def variables(verdict: Verdict) -> Mapping[str, str]:
    """Return the values by name; those on rules are about applicable blocking ones."""
    rules = blocking(verdict.findings)
    failed = [one.rule.id for one in rules if one.outcome == "fail" and not one.waived]
    return {
        "DECISION": verdict.decision,
        "DECISION_WITHOUT_WAIVERS": verdict.decision_without_waivers,
        "RULES_TOTAL": str(len(rules)),
        "RULES_FAILED": str(len(failed)),
        "RULES_UNKNOWN": str(sum(one.outcome == "unknown" for one in rules)),
        "RULES_WAIVED": str(sum(one.waived for one in rules)),
        "FAILED_RULES": json.dumps(failed, separators=(",", ":")),
        "POLICY_DIGEST": verdict.policy.digest,
        "EVIDENCE_DIGEST": verdict.evidence_digest,
    }
