"""The committee's sentence is in words, with the decision first and the counts last."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.gates import AS_OF, MILESTONE, TODAY, UNKNOWN, gate, judged, measured, rule, waiver

from readiness_gate.judge.sentence import parts
from readiness_gate.model.policy import Limit, Rule, Waiver
from readiness_gate.model.reading import Reading
from readiness_gate.model.verdict import Verdict

LIMIT = Limit("at-most", 2, 1)
READINGS: dict[str, Reading] = {"pass": measured(0), "warn": measured(2), "fail": measured(3), "unknown": UNKNOWN}
NO_RULE = "Undecided, 61 days before wave-2. No blocking rule applies to this milestone."
BEYOND = "(3 issues; 2 allowed)"


def _verdict(*kinds: str, waivers: Sequence[Waiver] = ()) -> Verdict:
    """A gate with one rule for each `enforcement outcome`, called R-1, R-2 and so on; "waived" is a fail."""
    rules: list[Rule] = []
    given: dict[str, Reading | Sequence[Reading]] = {}
    covered = list(waivers)
    for number, kind in enumerate(kinds, 1):
        enforcement, outcome = kind.split()
        rules.append(rule(f"R-{number}", LIMIT, enforcement=enforcement))
        given[f"R-{number}"] = READINGS["fail" if outcome == "waived" else outcome]
        covered += [waiver(f"R-{number}")] if outcome == "waived" else []
    return judged(gate(*rules, waivers=tuple(covered)), given)


SENTENCES = [
    ((), NO_RULE),
    (("info fail",), NO_RULE),
    (("warn fail",), NO_RULE),
    (("block pass",), "Go, 61 days before wave-2. 1 of 1 blocking rule passes."),
    (("block pass", "block warn"), "Go, 61 days before wave-2. 2 of 2 blocking rules pass; 1 warning."),
    (("block pass", "warn pass", "info warn"), "Go, 61 days before wave-2. 1 of 1 blocking rule passes."),
    (
        ("block pass", "warn unknown"),
        "Go, 61 days before wave-2. 1 of 1 blocking rule passes; 1 warning rule unknown.",
    ),
    (
        ("block fail",),
        f"No-go, 61 days before wave-2. In the way: Title of R-1 {BEYOND}. 1 of 1 blocking rule fails, 0 pass.",
    ),
    (
        ("block fail", "block fail", "block pass"),
        (
            f"No-go, 61 days before wave-2. In the way: Title of R-1 {BEYOND}; Title of R-2 {BEYOND}. "
            "2 of 3 blocking rules fail, 1 passes."
        ),
    ),
    (
        ("block unknown", "block unknown"),
        (
            "Undecided, 61 days before wave-2. Unknown: Title of R-1; Title of R-2. 2 of 2 blocking rules are unknown, "
            "0 pass."
        ),
    ),
    (
        ("block waived", "block pass"),
        (
            f"Go, 61 days before wave-2. 1 risk is accepted until 2026-04-10: Title of R-1 {BEYOND}. "
            "1 of 2 blocking rules is an accepted risk, 1 passes."
        ),
    ),
    (
        ("block fail", "block unknown", "block waived", "block pass", "warn fail", "warn unknown", "info fail"),
        (
            f"No-go, 61 days before wave-2. In the way: Title of R-1 {BEYOND}. Unknown: Title of R-2. "
            f"1 risk is accepted until 2026-04-10: Title of R-3 {BEYOND}. "
            "1 of 4 blocking rules fails, 1 is unknown, 1 is an accepted risk, 1 passes; 1 warning; "
            "1 warning rule unknown."
        ),
    ),
]


@pytest.mark.parametrize(("kinds", "sentence"), SENTENCES, ids=str)
def test_the_sentence(kinds: Sequence[str], sentence: str) -> None:
    """It names what is in the way, what is unknown and what was accepted, and counts the rules."""
    verdict = _verdict(*kinds)
    assert verdict.sentence == sentence == " ".join(parts(verdict))


@pytest.mark.parametrize(
    ("days", "lead"),
    [
        (-1, "Go, 1 day after wave-2. "),
        (-30, "Go, 30 days after wave-2. "),
        (0, "Go, on the day of wave-2. "),
        (1, "Go, 1 day before wave-2. "),
        (5, "Go, 5 days before wave-2. "),
    ],
)
def test_how_far_off_the_milestone_is(days: int, lead: str) -> None:
    """In days of the program's calendar, before and after."""
    milestone = replace(MILESTONE, date=TODAY + timedelta(days=days))
    assert judged(gate(rule(), milestone=milestone), {"R-1": measured(0)}).sentence.startswith(lead)


def test_a_long_list_is_cut_and_counted() -> None:
    """Five are named, and the rest is counted, in each group."""
    sentence = _verdict(*["block fail"] * 7, *["block unknown"] * 6).sentence
    assert f"Title of R-5 {BEYOND}; and 2 more. Unknown: Title of R-10;" in sentence
    assert "; and 1 more. 7 of 13 blocking rules fail" in sentence


def test_risks_that_expire_on_several_days() -> None:
    """The sentence names the first of the days."""
    rules = (rule("R-1"), rule("R-2"))
    covered = (waiver("R-1", expires=date(2026, 4, 9)), waiver("R-2"))
    sentence = judged(gate(*rules, waivers=covered), {"R-1": measured(1), "R-2": measured(2)}).sentence
    assert "2 risks are accepted, the first until 2026-04-09: Title of R-1 (1 issue; 0 allowed); " in sentence
    same = judged(gate(*rules, waivers=(waiver("R-1"), waiver("R-2"))), {"R-1": measured(1), "R-2": measured(2)})
    assert "2 risks are accepted until 2026-04-10: " in same.sentence


def test_the_day_of_a_rule_that_must_hold_for_days() -> None:
    """A value of an earlier day is given with that day, not as the current one."""
    held = rule("R-1", title="No open severity 1 defects", held_for=2 * 86_400)
    verdict = judged(gate(held), {"R-1": [measured(0), measured(3), measured(0)]})
    assert "In the way: 3 open severity 1 defects on 2026-03-31. " in verdict.sentence
    other = judged(gate(replace(held, title="Calm")), {"R-1": [measured(0), measured(3), measured(0)]})
    assert "In the way: Calm (3 issues on 2026-03-31; 0 allowed). " in other.sentence
    assert verdict.as_of == AS_OF
