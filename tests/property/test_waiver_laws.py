"""The laws of waivers: they cover fails in force, and change nothing else."""

from dataclasses import replace

from hypothesis import given
from support.effort import law
from support.gates import AS_OF
from support.strategies import Case, Choices, cases, choices, some_case, some_waivers

from readiness_gate.judge.sentence import blocking
from readiness_gate.model.approval import why_not_approved
from readiness_gate.model.policy import Gate, Waiver
from readiness_gate.model.time import day_of

MANY = law(500)


@MANY
@given(choices())
def test_more_waivers(chosen: Choices) -> None:
    """Whatever waivers are added: what was found stays, the decision without waivers stays, an unknown still does not
    go, and a gate goes only when each blocking fail has a waiver in force. What people sign is another thing once
    another risk is accepted, and only then."""
    case = some_case(chosen)
    more = replace(case.gate, waivers=(*case.gate.waivers, *some_waivers(chosen, case)))
    before, after = case.judged(), replace(case, gate=more).judged()
    assert after.decision_without_waivers == before.decision_without_waivers
    assert {each.rule.id: each.outcome for each in after.findings} == {
        each.rule.id: each.outcome for each in before.findings
    }
    assert (after.evidence_digest == before.evidence_digest) == (_accepted(more) == _accepted(case.gate))
    outcomes = {each.outcome for each in blocking(after.findings)}
    assert "unknown" not in outcomes or after.decision != "go"
    if after.decision == "go":
        in_force = {each.waiver.rule for each in after.waivers if each.state == "in-force"}
        assert {each.rule.id for each in blocking(after.findings) if each.outcome == "fail"} <= in_force


def _accepted(gate: Gate) -> set[Waiver]:
    """The waivers for the milestone that are properly approved and in time."""
    today = day_of(AS_OF, gate.zone)
    here = [each for each in gate.waivers if each.milestone in (None, gate.milestone.name)]
    return {each for each in here if why_not_approved(each, gate.terms, today) is None}


@MANY
@given(cases())
def test_waivers_are_all_told(case: Case) -> None:
    """Every waiver is listed once with its state; the fails that are waived are those with one in force, each with
    the waiver that covers it, on a rule that may be waived; and no waiver makes a decision worse."""
    verdict = case.judged()
    assert {each.waiver for each in verdict.waivers} == set(case.gate.waivers)
    assert len(verdict.waivers) == len(set(case.gate.waivers))
    in_force = {each.waiver for each in verdict.waivers if each.state == "in-force"}
    waived = [each for each in verdict.findings if each.waived]
    assert {each.rule.id for each in waived} == {each.rule for each in in_force}
    assert all(each.waiver in in_force and each.rule.waivable and each.outcome == "fail" for each in waived)
    assert verdict.decision == verdict.decision_without_waivers or waived
    assert verdict.decision_without_waivers != "go" or verdict.decision == "go"


@MANY
@given(cases())
def test_a_void_waiver_might_as_well_not_be_there(case: Case) -> None:
    """What is waived stays waived without the waivers that are unmatched or were never properly approved."""
    verdict = case.judged()
    states = {each.waiver: each.state for each in verdict.waivers}
    kept = tuple(
        each for each in case.gate.waivers if states[each] in ("in-force", "superseded", "worsened", "new-evidence")
    )
    other = replace(case, gate=replace(case.gate, waivers=kept)).judged()
    assert (other.decision, other.findings) == (verdict.decision, verdict.findings)
