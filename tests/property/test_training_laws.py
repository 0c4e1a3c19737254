"""Whether training holds agrees with loops over everything, and what is worse or less known makes nothing pass."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.training import Program, at
from support.training_worlds import AS_OF, WORSE, some_changes, some_program, stale_people

from readiness_gate.config.packs.catalog import shipped_rules
from readiness_gate.model.policy import Rule
from readiness_gate.model.reading import Measured, Question, Unavailable
from readiness_gate.signals import SIGNALS, measure

PACKS = shipped_rules(SIGNALS)
NAMES = (
    *("TRN-01", "TRN-01-b", "TRN-02", "TRN-04", "TRN-05", "TRN-05-b", "TRN-07"),
    *("LDR-02", "SUP-04", "SUP-04-b", "DOC-02"),
)
BETTER = {"a version more": {"TRN-07"}}
"""The rules for which something is better, and not worse: a new version is what an overdue module needs."""
SEEDS = st.integers(0, 2**32)
RULES: list[Rule] = [rule for rule in PACKS["baseline"] if rule.id in NAMES]


@law(500)
@given(SEEDS, st.sampled_from([40.0, 70.5, AS_OF]))
def test_loops_over_everything_agree(seed: int, on: float) -> None:
    """With the share of trained people whose training is stale, as of any instant."""
    rng = Random(seed)  # noqa: S311 - the same each time
    changes = some_changes(rng)
    program = some_program(rng, changes)
    stale, trained = stale_people(program, changes, on)
    reading = program.read("training.stale-share", on)
    if not trained:
        assert isinstance(reading, Unavailable)
        return
    assert isinstance(reading, Measured), reading
    assert reading.value == stale / trained


def _passing(program: Program) -> set[str]:
    """The rules that pass without a warning."""
    facts = program.facts
    passing: set[str] = set()
    for rule in RULES:
        reading = measure(SIGNALS, facts, Question(rule.signal, at(AS_OF), rule.parameters))
        if isinstance(reading, Measured) and rule.limit.judge(reading.value) == "pass":
            passing.add(rule.id)
    return passing


@law(500)
@given(SEEDS, st.sampled_from(sorted(WORSE)))
def test_what_is_worse_makes_no_rule_pass(seed: int, worse: str) -> None:
    """Nor does what is not known any more."""
    rng = Random(seed)  # noqa: S311 - the same each time
    changes = some_changes(rng)
    program = some_program(rng, changes)
    assert _passing(WORSE[worse](rng, program, changes)) - BETTER.get(worse, set()) <= _passing(program)


def test_every_rule_passes_and_fails_in_some_worlds() -> None:
    """Else the law says nothing about it."""
    worlds = [Random(seed) for seed in range(150)]  # noqa: S311 - the same each time
    passing = Counter(name for rng in worlds for name in _passing(some_program(rng, some_changes(rng))))
    assert len(RULES) == len(NAMES)
    assert {name for name in NAMES if 0 < passing[name] < len(worlds)} == set(NAMES)
