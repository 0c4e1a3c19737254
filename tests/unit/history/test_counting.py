"""Which verdict of a gate counts: the latest, and the worse one of those that contradict each other."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.histories import fill, in_file, recordings

from readiness_gate.history import recording
from readiness_gate.history.counting import SKEW, counting, decision_by_rules, is_ahead, of_each_gate
from readiness_gate.history.rows import Recorded, Recording

ONE = recordings(1)[0].verdict
DAY = 86_400
Given = tuple[str, int, int]
"""What was decided, as of when, and when that was recorded by the clock of whoever did."""


def recorded(*verdicts: Given) -> list[Recorded]:
    """Verdicts of one gate in the order in which they were recorded, each on other evidence."""
    return [
        Recorded(
            number,
            replace(ONE, decision=decision, as_of=as_of, recorded_at=at, evidence_digest=f"sha256:{number:064}"),
            "",
        )
        for number, (decision, as_of, at) in enumerate(verdicts, 1)
    ]


@pytest.mark.parametrize(
    ("verdicts", "counts", "instead_of"),
    [
        ([("no-go", 100, 100), ("go", 200, 200)], 2, []),
        ([("go", 200, 200), ("no-go", 100, 300)], 1, []),  # recorded afterwards, as of an earlier time
        ([("no-go", 100, 100), ("go", 100, 200)], 1, [2]),
        ([("go", 100, 100), ("undecided", 100, 200)], 2, [1]),
        ([("undecided", 100, 100), ("anything", 100, 200)], 2, []),  # edited: undecided as well
        ([("go", 100, 100), ("go", 100, 200)], 2, []),
        ([("go", 240, 240), ("no-go", 100, 100)], 2, [1]),  # a clock that is ahead
        ([("no-go", 240, 240), ("go", 100, 100)], 1, [2]),
        ([("go", 240, 240), ("go", 100, 100)], 2, []),
        ([("go", 9 * DAY, 9 * DAY), ("no-go", DAY, DAY), ("go", 2 * DAY, 2 * DAY)], 3, []),  # repaired since
        ([("no-go", 100, 100), ("go", 240, 240)], 2, []),
    ],
)
def test_one_verdict_counts(verdicts: Sequence[Given], counts: int, instead_of: Sequence[int]) -> None:
    """In whatever order they are given."""
    for ordered in (recorded(*verdicts), recorded(*verdicts)[::-1]):
        found = counting(ordered)
        assert (found.recorded.number, [one.number for one in found.instead_of]) == (counts, list(instead_of))
        assert len(found.remarks) == len(instead_of)


def test_what_contradicts_is_said() -> None:
    """By what it was judged, or which was recorded first."""
    one, two = recorded(("no-go", 0, 0), ("go", 0, 60))
    both = "judged twice as of 1970-01-01T00:00:00Z: no-go, and go {}. The worse one counts"
    assert counting([one, two]).remarks == (both.format("on other evidence"),)
    other = replace(two, verdict=replace(two.verdict, policy_digest="another"))
    assert counting([one, other]).remarks == (both.format("by another policy"),)
    [clock] = counting(recorded(("go", 60, 60), ("no-go", 0, 0))).remarks
    assert clock == (
        "a clock was wrong: go as of 1970-01-01T00:01:00Z was recorded before no-go as of 1970-01-01T00:00:00Z. "
        "The worse one counts"
    )


@pytest.mark.parametrize(
    ("outcomes", "decision"),
    [
        ([], "undecided"),
        ([("pass", False), ("warn", False), ("fail", True)], "go"),
        ([("pass", False), ("unknown", False)], "undecided"),
        ([("unknown", False), ("fail", False)], "no-go"),
        ([("pass", False), ("anything", False)], "undecided"),
        ([("unknown", True)], "undecided"),
    ],
)
def test_what_rules_decide(outcomes: Sequence[tuple[str, bool]], decision: str) -> None:
    """A fail that is accepted does not count, and what is no outcome is unknown."""
    assert decision_by_rules(outcomes) == decision


def test_a_go_may_not_be_ahead() -> None:
    """Anything else may by a few minutes, so that nobody waits to see it."""
    [go, no_go] = recorded(("go", 1, 1), ("no-go", SKEW, SKEW))
    assert [is_ahead(go.verdict, now) for now in (0, 1)] == [True, False]
    assert [is_ahead(no_go.verdict, now) for now in (-1, 0)] == [True, False]


_TIMES = st.integers(0, 5)
_VERDICTS = st.lists(st.tuples(st.sampled_from(["go", "no-go", "undecided"]), _TIMES, _TIMES), min_size=1, max_size=8)


@given(_VERDICTS)
@law(60)
def test_a_history_gives_what_counts(verdicts: Sequence[Given]) -> None:
    """The statement chooses as the function does, and no better verdict is as of a later time without a word."""
    with TemporaryDirectory() as folder:
        store = in_file(Path(folder))
        all_of = fill(store, [Recording(one.verdict, ()) for one in recorded(*verdicts)])
        with store.reading() as rows:
            found = recording.counting(rows)
            assert found == of_each_gate(all_of)
            assert recording.latest(rows) == recording.latest_of_program(rows, ONE.program)
    [one] = found.values()
    latest = max(of.verdict.as_of for of in all_of)
    newest = {of.verdict.decision for of in all_of if of.verdict.as_of == latest}
    assert "no-go" not in newest or one.recorded.verdict.decision == "no-go"
