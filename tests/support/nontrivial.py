"""`python -m support.nontrivial` prints the report of a verdict with much in it that could come in another order."""

import sys

from readiness_gate.judge import judge
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.policy import DIMENSIONS
from support.gates import AS_OF, answered, gate, measured, reported, rule, waiver

SOURCES = (
    Provenance("git", "", "landings", 3),
    Provenance("jira", "me", "issues", 7),
    Provenance("git", "", "more", 3),
)
_SETS = [frozenset(each) for each in ("AB", "AC", "BC", "ABC", "DEFG", "DEFGH")]


def report() -> str:
    """The report, with waivers that differ in nothing but sets."""
    rules = [rule(f"R-{number}", dimension=name) for number, name in enumerate(DIMENSIONS)]
    waivers = [waiver("R-0", evidence=each) for each in _SETS] + [waiver("R-1", evidence=each) for each in _SETS]
    readings = answered(
        rules, {"R-0": measured(3, *"ABC"), "R-1": measured(2, *"DEFGHI"), "R-2": measured(1, "Ä\udce9")}
    )
    of = gate(
        *set(rules), waivers=tuple(set(waivers)), not_measured=dict.fromkeys({"feedback", "clarity"}, "by others")
    )
    return reported(judge(of, readings, AS_OF, set(SOURCES)))


if __name__ == "__main__":
    sys.stdout.write(report())
