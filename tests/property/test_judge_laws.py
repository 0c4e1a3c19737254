"""The laws of the decision: nothing but better evidence opens a gate."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from support import judge_oracle as oracle
from support.effort import law
from support.gates import AS_OF, UNKNOWN
from support.strategies import Case, Choices, cases, changed_for_the_worse, choices, some_answers, some_case, some_rule

from readiness_gate.judge import questions
from readiness_gate.model.policy import OUTCOMES
from readiness_gate.model.reading import Question
from readiness_gate.model.time import DAY

MANY = law(1_000)
DECISIONS = ("go", "no-go", "undecided")
STATES = (
    "in-force",
    "expired",
    "not-yet-approved",
    "over-long",
    "self-approved",
    "unknown-approver",
    "not-waivable",
    "superseded",
    "worsened",
    "new-evidence",
    "unmatched",
)


def _blocks(case: Case) -> bool:
    return any(each.enforcement == "block" and oracle.applies(each, case.gate) for each in case.gate.rules)


@pytest.mark.heavy
@pytest.mark.masses
def test_the_strategies_give_everything() -> None:
    """Every decision, outcome and state of a waiver is frequent, or the laws below would prove little."""
    seen: Counter[str] = Counter()

    @settings(max_examples=2_000)
    @given(cases())
    def _count(case: Case) -> None:
        verdict = case.judged()
        seen.update([verdict.decision, f"without: {verdict.decision_without_waivers}"])
        seen.update({f"rule: {each.outcome}" for each in verdict.findings})
        seen.update({f"waiver: {each.state}" for each in verdict.waivers})

    _count()
    assert min(seen[each] for each in DECISIONS) >= 200
    assert min(seen[f"without: {each}"] for each in DECISIONS) >= 200
    assert min(seen[f"rule: {each}"] for each in OUTCOMES) >= 200
    assert min(seen[f"waiver: {each}"] for each in STATES) >= 10


@MANY
@given(cases())
def test_the_decision_is_the_contracts(case: Case) -> None:
    """With and without waivers, the decision is what the contract's own words give."""
    verdict = case.judged()
    assert verdict.decision == oracle.decision(case)
    assert verdict.decision_without_waivers == oracle.decision(case, waivers=False)
    for each in verdict.findings:
        assert each.waived == (
            oracle.applies(each.rule, case.gate)
            and oracle.outcome(each.rule, case) == "fail"
            and oracle.waived(each.rule, case)
        )


@MANY
@given(choices())
def test_worse_evidence_opens_no_gate(chosen: Choices) -> None:
    """A reading that is worse, unavailable or gone never turns a gate that is not go into go."""
    change = changed_for_the_worse(chosen)
    assume(change)
    before, after = (each.judged() for each in change or ())
    assert after.decision != "go" or before.decision == "go"
    assert after.decision_without_waivers != "go" or before.decision_without_waivers == "go"


@MANY
@given(choices())
def test_another_blocking_rule_opens_no_gate(chosen: Choices) -> None:
    """A blocking rule more never turns a gate that is not go into go, be it passing or waived; but for the first
    one of a gate that had nothing to say yes with."""
    case = some_case(chosen)
    assume(_blocks(case))
    another = replace(some_rule(chosen, "R-9"), enforcement="block")
    more = replace(case.gate, rules=(*case.gate.rules, another))
    given_ = some_answers(chosen, replace(case.gate, rules=(another,)))
    before, after = case.judged(), Case(more, {**case.readings, **given_}).judged()
    assert after.decision != "go" or before.decision == "go"
    assert after.decision_without_waivers != "go" or before.decision_without_waivers == "go"


@MANY
@given(choices())
def test_unknown_in_never_go_out(chosen: Choices) -> None:
    """Whatever else was measured and waived: one answer of a blocking rule that is missing, and nothing goes."""
    case = some_case(chosen)
    assume(_blocks(case))
    blocking = [each for each in case.gate.rules if each.enforcement == "block" and oracle.applies(each, case.gate)]
    missing = chosen.of(questions(replace(case.gate, rules=tuple(blocking)), AS_OF))
    readings = {**case.readings, missing: UNKNOWN}
    if chosen.of((False, True)):
        del readings[missing]
    verdict = Case(case.gate, readings).judged()
    assert "go" not in (verdict.decision, verdict.decision_without_waivers)


@law(250)
@given(cases())
def test_nothing_but_the_questions_matters(case: Case) -> None:
    """Readings that nobody asked for change nothing; nor do rules that do not apply."""
    asked = set(questions(case.gate, AS_OF))
    more = {Question(each.signal, each.as_of - 5 * DAY): UNKNOWN for each in asked}
    applying = tuple(each for each in case.gate.rules if oracle.applies(each, case.gate))
    verdict, other = case.judged(), Case(replace(case.gate, rules=applying), {**more, **case.readings}).judged()
    assert (verdict.decision, verdict.sentence) == (other.decision, other.sentence)
    assert [each for each in verdict.findings if each.outcome != "not-applicable"] == list(other.findings)
