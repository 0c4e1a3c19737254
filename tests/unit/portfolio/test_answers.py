"""The answer of a program's process is believed only where it is whole and agrees with itself."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from readiness_gate.model.portfolio import GateState, Member
from readiness_gate.portfolio.answers import state_of
from readiness_gate.portfolio.process import undecided

DIGEST = "sha256:" + 64 * "a"
FINDING = {
    "rule": "OUR-01",
    "title": "Everybody is trained",
    "dimension": "training",
    "enforcement": "block",
    "outcome": "pass",
    "waived": False,
    "message": "8 of 8",
    "owner": None,
}
VERDICT: dict[str, object] = {
    "schema": 1,
    "milestone": {"name": "go-live", "kind": "go-live", "date": "2026-06-01"},
    "as-of": "2026-04-01T08:00:00Z",
    "decision": "go",
    "sentence": "Go.",
    "findings": [FINDING],
    "not-measured": {},
    "policy": {"digest": DIGEST, "weakened": []},
    "evidence-digest": DIGEST,
}
MEMBER = Member("Wave 1", "wave-1", "readiness-gate.toml", ("go-live",))


def gate(answer: str, member: Member = MEMBER) -> GateState:
    """The one gate of a program by its answer."""
    [found] = state_of(member, answer).gates
    return found


def answered(change: Callable[[Any], None] | None = None) -> str:
    """An answer with one verdict, with a change of it."""
    verdict = deepcopy(VERDICT)
    if change is not None:
        change(verdict)
    return json.dumps({"gates": [{"verdict": verdict}]})


def finding(**parts: object) -> Callable[[Any], None]:
    """Change the one finding."""
    return lambda verdict: verdict["findings"][0].update(parts)


def test_reservations() -> None:
    """In how many places the policy is weakened is counted as in the program's own report, and accepted risks are."""
    weakened = ["OUR-01 warns only", "data is not measured: later"]
    policy = {"digest": DIGEST, "weakened": weakened}
    found = gate(answered(lambda one: one.update({"policy": policy, "not-measured": {"data": "later"}})))
    assert (found.decision, found.weakened, found.reservations) == ("go", 1, ("policy weakened in 1 place",))
    found = gate(answered(finding(outcome="fail", waived=True)))
    assert (found.decision, found.decision_without_waivers) == ("go", "no-go")
    assert found.reservations == ("1 accepted risk (no-go without waivers)",)


def no_rules(verdict: Any) -> None:
    """Remove the one finding."""
    verdict["findings"] = []


def test_a_whole_answer() -> None:
    """Is the verdict of the gate."""
    found = gate(answered())
    assert (found.decision, found.sentence, found.passed, found.open) == ("go", "Go.", 1, ())
    assert found.has_verdict


@pytest.mark.parametrize(
    ("change", "decision"),
    [
        (finding(outcome="fail"), "no-go"),
        (finding(outcome="unknown"), "undecided"),
        (finding(outcome="fail", waived=True), "go"),
        (finding(outcome="not-applicable"), "undecided"),
        (finding(enforcement="warn", outcome="fail"), "undecided"),
        (no_rules, "undecided"),
    ],
)
def test_a_decision_must_be_that_of_its_rules(change: Callable[[Any], None], decision: str) -> None:
    """The decision that follows from the rules is taken; every other makes the gate undecided, without a verdict."""
    for said in ("go", "no-go", "undecided"):

        def both(verdict: Any, said: str = said) -> None:
            change(verdict)
            verdict["decision"] = said

        found = gate(answered(both))
        assert (found.decision, found.has_verdict) == ((decision, True) if said == decision else ("undecided", False))


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[",
        "null",
        "[]",
        "{}",
        '{"gates": []}',
        '{"gates": [{}]}',
        '{"gates": [{"milestone": "go-live"}]}',
        "[" * 100_000,
        answered(lambda verdict: verdict.update(schema=2)),
        answered(lambda verdict: verdict.update(decision="GO")),
        answered(lambda verdict: verdict.pop("evidence-digest")),
        answered(lambda verdict: verdict.update({"evidence-digest": ""})),
        answered(lambda verdict: verdict.update({"as-of": "2026-13-01T08:00:00Z"})),
        answered(lambda verdict: verdict["milestone"].update(name="training-start")),
        answered(finding(waived="yes")),
        answered(finding(outcome="passed")),
        json.dumps({"gates": [{"verdict": VERDICT}, {"verdict": VERDICT}]}),
    ],
)
def test_anything_else_is_undecided(answer: str) -> None:
    """With the reason, and what to do."""
    found = gate(answer)
    assert (found.decision, found.has_verdict, found.milestone) == ("undecided", False, "go-live")
    assert "Run `readiness-gate check` in its checkout" in found.sentence


def test_a_reason() -> None:
    """Is the sentence of every gate that was asked for."""
    member = Member("Wave 1", "wave-1", "readiness-gate.toml", ("training-start", "go-live"))
    states = state_of(member, undecided("it hangs")).gates
    assert [(one.milestone, one.decision, one.sentence) for one in states] == [
        ("training-start", "undecided", "it hangs"),
        ("go-live", "undecided", "it hangs"),
    ]
    assert gate(undecided("it hangs"), Member("Wave 1", "wave-1", "x.toml")).milestone == ""
    assert gate('{"gates": [{"milestone": "go-live", "undecided": "no such"}]}').sentence == "no such"


def test_the_next_milestone() -> None:
    """Is one verdict about any milestone."""
    assert gate(answered(), Member("Wave 1", "wave-1", "x.toml")).milestone == "go-live"
