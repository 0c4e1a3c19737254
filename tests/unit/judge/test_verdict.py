"""Findings make the decision, as the contract has it; and what a verdict tells beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from support.gates import AS_OF, TODAY, UNKNOWN, answered, finding_of, gate, judged, measured, rule, waiver

from readiness_gate.judge import judge
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.policy import Applies, Enforcement, Limit, Outcome, Rule
from readiness_gate.model.reading import Evidence, Reading
from readiness_gate.model.time import instant
from readiness_gate.model.verdict import Decision, Verdict

LIMIT = Limit("at-most", 2, 1)
READINGS: dict[str, Reading | Sequence[Reading]] = {
    "pass": measured(0),
    "warn": measured(2),
    "fail": measured(3),
    "unknown": UNKNOWN,
    "missing": (),
    "not-applicable": measured(0),
}
NEVER = Applies(days_to_go_at_most=0)


def _verdict(*kinds: str, waivers: Sequence[Any] = ()) -> Verdict:
    """A gate with one rule for each `enforcement outcome`, called R-1, R-2 and so on; "waived" is a fail."""
    rules: list[Rule] = []
    given: dict[str, Reading | Sequence[Reading]] = {}
    covered = list(waivers)
    for number, kind in enumerate(kinds, 1):
        enforcement, outcome = kind.split()
        id_ = f"R-{number}"
        when = NEVER if outcome == "not-applicable" else Applies()
        rules.append(rule(id_, LIMIT, enforcement=enforcement, when=when))
        given[id_] = READINGS["fail" if outcome == "waived" else outcome]
        covered += [waiver(id_)] if outcome == "waived" else []
    return judged(gate(*rules, waivers=tuple(covered)), given)


DECISIONS: list[tuple[Sequence[str], Decision, Decision]] = [
    ((), "undecided", "undecided"),
    (("block pass",), "go", "go"),
    (("block warn",), "go", "go"),
    (("block fail",), "no-go", "no-go"),
    (("block waived",), "go", "no-go"),
    (("block unknown",), "undecided", "undecided"),
    (("block missing",), "undecided", "undecided"),
    (("block not-applicable",), "undecided", "undecided"),
    (("block not-applicable", "block pass"), "go", "go"),
    (("block pass", "block fail"), "no-go", "no-go"),
    (("block pass", "block unknown"), "undecided", "undecided"),
    (("block unknown", "block fail"), "no-go", "no-go"),
    (("block unknown", "block waived"), "undecided", "no-go"),
    (("block waived", "block fail"), "no-go", "no-go"),
    (("block waived", "block waived", "block pass"), "go", "no-go"),
    (("warn pass",), "undecided", "undecided"),
    (("info pass",), "undecided", "undecided"),
    (("warn pass", "info pass", "block not-applicable"), "undecided", "undecided"),
    (("block pass", "warn fail"), "go", "go"),
    (("block pass", "warn unknown"), "go", "go"),
    (("block pass", "info fail", "info unknown"), "go", "go"),
    (("block pass", "warn waived"), "go", "go"),
    (("warn fail", "info fail"), "undecided", "undecided"),
]


@pytest.mark.parametrize(("kinds", "decision", "without"), DECISIONS, ids=str)
def test_the_decision(kinds: Sequence[str], decision: Decision, without: Decision) -> None:
    """An unwaived blocking fail is a no-go, else a blocking unknown undecided, else go; nothing to say yes with is
    undecided."""
    verdict = _verdict(*kinds)
    assert (verdict.decision, verdict.decision_without_waivers) == (decision, without)


@pytest.mark.parametrize(
    ("kinds", "outcome"),
    [
        (("block pass", "block warn", "block unknown", "block fail"), "fail"),
        (("block pass", "block warn", "block unknown"), "unknown"),
        (("block pass", "block warn", "warn pass"), "warn"),
        (("block pass", "warn pass"), "pass"),
        (("block pass", "block not-applicable"), "pass"),
        (("block not-applicable",), "not-applicable"),
        (("block pass", "warn fail"), "warn"),
        (("block pass", "warn unknown"), "warn"),
        (("block pass", "info fail", "info unknown"), "pass"),
        (("block waived", "block unknown"), "fail"),
    ],
    ids=str,
)
def test_the_outcome_of_a_dimension(kinds: Sequence[str], outcome: Outcome) -> None:
    """The worst of its rules; those that warn count at most as a warning, those that inform not at all."""
    assert [(each.name, each.outcome) for each in _verdict(*kinds).dimensions] == [("defects", outcome)]


def test_dimensions_stand_in_one_order() -> None:
    """Only dimensions with a rule that counts are told, in the order of the contract."""
    rules = (
        rule("A", dimension="governance"),
        rule("B", dimension="change"),
        rule("C", dimension="data", enforcement="info"),
        rule("D", dimension="defects"),
    )
    assert [each.name for each in judged(gate(*rules), {}).dimensions] == ["defects", "change", "governance"]


def test_findings_stand_worst_first() -> None:
    """What blocks stands before what could not be measured, what is waived after what is not, then by id."""
    kinds = [
        "info pass",
        "block pass",
        "block not-applicable",
        "warn fail",
        "info fail",
        "block warn",
        "block unknown",
        "block waived",
        "block fail",
        "block fail",
    ]
    ids = [each.rule.id for each in _verdict(*kinds).findings]
    assert ids == ["R-10", "R-9", "R-8", "R-7", "R-6", "R-4", "R-5", "R-2", "R-1", "R-3"]


@pytest.mark.parametrize("enforcement", ["block", "warn", "info"])
def test_a_waiver_stands_beside_its_fail(enforcement: Enforcement) -> None:
    """The finding keeps its outcome, and names the waiver."""
    of = gate(rule(enforcement=enforcement), waivers=(waiver(),))
    found = finding_of(judged(of, {"R-1": measured(1)}))
    assert (found.outcome, found.waived, found.waiver) == ("fail", True, waiver())


def test_two_rules_of_one_id() -> None:
    """A rule that is named twice counts once; two different rules of one id are refused, whatever they say."""
    one = rule()
    assert judged(gate(one, one, replace(one)), {"R-1": measured(0)}).sentence.endswith(" 1 of 1 blocking rule passes.")
    for other in (rule(waivable=False), rule(limit=Limit("at-most", False)), rule(title="Other")):
        with pytest.raises(ValueError, match="two different rules are called R-1"):
            judged(gate(one, other), {"R-1": measured(0)})


def _digest(given: Mapping[str, Reading], *rules: Rule, as_of: int = AS_OF) -> str:
    return judged(gate(*(rules or (rule(), rule("R-2")))), given, as_of).evidence_digest


def test_the_digest_of_the_evidence() -> None:
    """It is over rules, outcomes, values and ids of evidence: not over times, words, order or what is told twice."""
    given: dict[str, Reading] = {"R-1": measured(2, "A", "B"), "R-2": UNKNOWN}
    known = _digest(given)
    assert known == _digest({"R-1": measured(2, "B", "A", "B"), "R-2": replace(UNKNOWN, reason="other")})
    assert known == _digest(given, rule("R-2"), rule("R-1"))
    assert known == _digest({**given, "R-1": measured(2, "A", "B", summary="Other words.")}, as_of=AS_OF + 5)
    twice = (Evidence("issue", "A"), Evidence("issue", "A", "another note"), Evidence("issue", "B"))
    assert known == _digest({**given, "R-1": measured(2, evidence=twice)})
    others = [
        _digest({**given, "R-1": measured(3, "A", "B")}),
        _digest({**given, "R-1": measured(2, "A", "C")}),
        _digest({**given, "R-1": measured(2, "A")}),
        _digest({**given, "R-2": measured(0)}),
        _digest(given, rule("R-1", Limit("at-most", 2)), rule("R-2")),
        _digest(given, rule("R-1"), rule("R-3")),
    ]
    assert len({known, *others}) == 1 + len(others)


def test_what_a_verdict_carries() -> None:
    """Gate, instant, sources and what is not measured are told as they were given, sources by name and once."""
    jira, git = Provenance("jira", "me", "issues", 3), Provenance("git", "", "landings", 2)
    of = gate(rule(), not_measured={"feedback": "measured by the board"})
    verdict = judge(of, answered(of.rules, {"R-1": measured(0)}), AS_OF, [jira, git, jira])
    assert (verdict.program, verdict.zone, verdict.milestone, verdict.policy) == (
        of.program,
        of.zone,
        of.milestone,
        of.policy,
    )
    assert (verdict.as_of, verdict.not_measured, verdict.sources) == (AS_OF, of.not_measured, (git, jira))


GAP = "business not ready"


@pytest.mark.parametrize(
    ("technical", "people", "told"),
    [
        ("pass", "fail", True),
        ("warn", "fail", True),
        ("fail", "fail", False),
        ("unknown", "fail", False),
        ("pass", "unknown", False),
        ("pass", "pass", False),
        ("pass", "waived", False),
        ("not-applicable", "fail", False),
    ],
)
def test_a_system_that_is_ready_for_people_who_are_not(technical: str, people: str, told: bool) -> None:  # noqa: FBT001
    """A go-live is then a technical milestone, and no business one: in words, before the date and after it."""
    when = Applies(tags=frozenset({"another"})) if technical == "not-applicable" else Applies()
    rules = (
        rule("R-1", LIMIT, dimension="change", when=when),
        rule("R-2", LIMIT, dimension="training"),
        rule("R-3", LIMIT, dimension="governance"),
    )
    covered = (waiver("R-2"),) if people == "waived" else ()
    given = {
        "R-1": READINGS[technical],
        "R-2": READINGS["fail" if people == "waived" else people],
        "R-3": READINGS["pass"],
    }
    for days, words in ((0, "Technically ready, "), (62, "Technically live, ")):
        at = AS_OF + days * 86_400
        later = gate(*rules, waivers=tuple(replace(each, expires=TODAY + timedelta(days=70)) for each in covered))
        found = judged(replace(later, terms=replace(later.terms, max_days=366)), given, at)
        assert (f"{words}{GAP}. " in found.sentence) == told
        assert (GAP in found.sentence) == told


def test_governance_is_neither() -> None:
    """What fails of the evidence alone says nothing of the people."""
    rules = (rule("R-1", LIMIT, dimension="change"), rule("R-2", LIMIT, dimension="governance"))
    assert GAP not in judged(gate(*rules), {"R-1": READINGS["pass"], "R-2": READINGS["fail"]}).sentence


def test_the_day_of_the_milestone_is_not_after_it() -> None:
    """Its whole day is before the go-live is told as live."""
    rules = (rule("R-1", LIMIT, dimension="change"), rule("R-2", LIMIT, dimension="training"))
    given = {"R-1": READINGS["pass"], "R-2": READINGS["fail"]}
    assert "Technically ready" in judged(gate(*rules), given, AS_OF + 61 * 86_400).sentence
    last = instant("2026-06-01T21:59:59Z")
    assert "Technically ready" in judged(gate(*rules), given, last).sentence
    assert "Technically live" in judged(gate(*rules), given, last + 1).sentence
