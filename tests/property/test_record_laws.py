"""What speaks against a go never makes a rule on surveys, tests or migrated data pass, and an independent computation
of each value agrees.

A file may give days only, so the order of two runs on one day is unknown. The computations here try every order; the
signals never do.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.records import AT, ask, day, moment, provenance, table

from readiness_gate.model.facts.people import Membership, PeopleFacts
from readiness_gate.model.facts.records.migration import (
    Reconciliation,
    ReconciliationFacts,
    Rehearsal,
    RehearsalFacts,
)
from readiness_gate.model.facts.records.surveys import Answer, SurveyFacts
from readiness_gate.model.facts.records.tests import AcceptanceFacts, AcceptanceTest, RealTask, RealTaskFacts
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import When

Row = TypeVar("Row")
Z = 1.2815515655446004
FUTURE = day(-20)
SHARES = st.sampled_from([0.25, 0.5, 0.6, 0.75, 0.8, 0.95, 1])
WHENS = st.one_of(st.integers(-1, 4).map(day), st.integers(-30, 100).map(moment))
HELD = {"Clerk": 12, "Sales rep": 2}
PEOPLE = PeopleFacts(
    provenance("people", sum(HELD.values())),
    tuple(Membership(f"{role}{number}", role) for role, count in HELD.items() for number in range(count)),
    (),
)


def _value(signal: str, sources: dict[str, Any], **parameters: Any) -> float | None:
    """The value of a signal; None where it has none."""
    reading = ask(signal, sources, **parameters)
    return reading.value if isinstance(reading, Measured) else None


def _orders(rows: Sequence[Row], when: Callable[[Row], When | None]) -> Iterator[list[tuple[int, Row]]]:
    """Every way in which rows may have occurred by the instant, each with its time, the oldest first."""
    spans = [when(row) for row in rows]
    times = [{0} if span is None else {span.start, span.end} for span in spans]
    for chosen in itertools.product(*times):
        yield [
            (time, row) for time, row in sorted(zip(chosen, rows, strict=True), key=lambda one: one[0]) if time <= AT
        ]


def _at_most_as_good(after: float | None, before: float | None, limit: float) -> bool:
    """Whether a rule that did not pass still does not."""
    return (before is not None and before >= limit) or after is None or after < limit


# Acceptance tests.

RESULTS = st.sampled_from(["passed", "passed", "failed", "blocked", "in-progress", "not-run"])


def _run(test: str, result: Any, when: When) -> AcceptanceTest:
    return AcceptanceTest(test, result, None if result == "not-run" else when, critical=test in "AB")


RUNS = st.lists(st.builds(_run, st.sampled_from("ABCD"), RESULTS, WHENS), min_size=1, max_size=6)


def _worst(runs: Sequence[AcceptanceTest], good: Sequence[str]) -> tuple[bool, bool]:
    """Whether a test may have no good newest result, and whether it may have no finished run."""
    not_good = unfinished = False
    for order in _orders(runs, lambda run: run.executed_at):
        newest = [run.result for time, run in order if time == order[-1][0]]
        not_good = not_good or not newest or any(result not in good for result in newest)
        unfinished = unfinished or not any(run.result in ("passed", "failed") for _, run in order)
    return not_good, unfinished


def _naive_tests(rows: Sequence[AcceptanceTest], *, critical: bool) -> tuple[float | None, float | None]:
    """The share of tests run and of those passed, in the worst order."""
    tests = sorted({row.test for row in rows if row.critical or not critical})
    runs = {test: [row for row in rows if row.test == test and row.result != "not-run"] for test in tests}
    if not tests:
        return None, None
    executed = [not _worst(runs[test], ("passed", "failed"))[0] for test in tests]
    ended = [test for test in tests if _ever_finished(runs[test])]
    passed = [not _worst(runs[test], ("passed",))[0] for test in ended]
    return sum(executed) / len(tests), sum(passed) / len(passed) if passed else None


def _ever_finished(runs: Sequence[AcceptanceTest]) -> bool:
    """Whether a test has a run that passed by the end of its day, or may have failed."""
    return any(
        run.executed_at is not None and (run.executed_at.end if run.result == "passed" else run.executed_at.start) <= AT
        for run in runs
        if run.result in ("passed", "failed")
    )


def _uat(rows: Sequence[AcceptanceTest]) -> dict[str, Any]:
    return {"acceptance-tests": table(AcceptanceFacts, *rows)}


@law(200)
@given(rows=RUNS, critical=st.booleans())
def test_acceptance_tests_are_counted_as_in_the_worst_order(*, rows: list[AcceptanceTest], critical: bool) -> None:
    """Of runs, those that may be the newest."""
    sources = _uat(rows)
    measured = tuple(_value(f"tests.uat-{what}", sources, critical=critical) for what in ("executed", "passed"))
    assert measured == _naive_tests(rows, critical=critical)


def _is_a_pass_alone(rows: Sequence[AcceptanceTest], row: AcceptanceTest) -> bool:
    """Whether a run passed by then, and no other run of its test is without an end: a test that never ended has no part
    in the share of those passed."""
    unfinished = any(other.test == row.test and other.result in ("blocked", "in-progress") for other in rows)
    return row.result == "passed" and not unfinished and row.executed_at is not None and row.executed_at.end <= AT


@law(200)
@given(RUNS, st.data(), SHARES)
def test_a_run_that_did_not_pass_makes_nothing_pass(
    rows: list[AcceptanceTest], data: st.DataObject, limit: float
) -> None:
    """Whenever it was, and of whatever test; and neither does a pass that is gone, or is yet to come."""
    added = data.draw(st.builds(_run, st.sampled_from("ABCDE"), st.sampled_from(["failed", "blocked"]), WHENS))
    before = _value("tests.uat-passed", _uat(rows))
    assert _at_most_as_good(_value("tests.uat-passed", _uat([*rows, added])), before, limit)
    blocked = replace(added, result="blocked")
    run = _value("tests.uat-executed", _uat(rows))
    assert _at_most_as_good(_value("tests.uat-executed", _uat([*rows, blocked])), run, limit)
    place = data.draw(st.integers(0, len(rows) - 1))
    if not _is_a_pass_alone(rows, rows[place]):
        return
    fewer = [*rows[:place], *rows[place + 1 :]]
    later = [*rows[:place], replace(rows[place], executed_at=FUTURE), *rows[place + 1 :]]
    for signal, was in (("tests.uat-passed", before), ("tests.uat-executed", run)):
        assert not fewer or _at_most_as_good(_value(signal, _uat(fewer)), was, limit)
        assert _at_most_as_good(_value(signal, _uat(later)), was, limit)


# People who try their own work.

TASKS = st.lists(
    st.builds(
        RealTask,
        st.sampled_from(sorted(HELD)),
        st.sampled_from(["Quote", "Order"]),
        WHENS,
        success=st.just(value=True),
        unaided=st.booleans(),
        fallback=st.booleans(),
    ),
    min_size=1,
    max_size=14,
)


def _tried(rows: Sequence[RealTask]) -> dict[str, Any]:
    return {"real-work-tests": table(RealTaskFacts, *rows), "people": PEOPLE}


def _counting(rows: Sequence[RealTask]) -> list[RealTask]:
    """The tasks that were tried by then: what went well from the end of its day."""
    well = [row.unaided and not row.fallback for row in rows]
    times = [row.tried_at.end if good else row.tried_at.start for row, good in zip(rows, well, strict=True)]
    return [row for row, time in zip(rows, times, strict=True) if time <= AT]


@law(200)
@given(TASKS, st.integers(1, 3))
def test_tasks_are_counted(rows: list[RealTask], least: int) -> None:
    """Of the role with the lowest share; every role must have tried enough."""
    by_role = [[row.unaided for row in _counting(rows) if row.role == role] for role in HELD]
    shares = [sum(unaided) / len(unaided) for unaided in by_role if len(unaided) >= least]
    expected = min(shares) if len(shares) == len(HELD) else None
    assert _value("tests.unaided", _tried(rows), min=least) == expected
    back = [bool(row.fallback) for row in _counting(rows)]
    assert _value("tests.fallback", _tried(rows)) == (sum(back) / len(back) if back else None)


@law(200)
@given(TASKS, st.data(), SHARES)
def test_a_task_that_went_worse_makes_nothing_pass(rows: list[RealTask], data: st.DataObject, limit: float) -> None:
    """Nor does one with help more, a smaller sample, or one that went well and is yet to come."""
    least = data.draw(st.integers(1, 3))
    before = _value("tests.unaided", _tried(rows), min=least)
    place = data.draw(st.integers(0, len(rows) - 1))
    others = [*rows[:place], *rows[place + 1 :]]
    worse = replace(rows[place], unaided=False, fallback=True)
    if rows[place].unaided and rows[place].tried_at.end <= AT:
        for changed in ([*others, worse], others, [*others, replace(rows[place], tried_at=FUTURE)]):
            assert not changed or _at_most_as_good(_value("tests.unaided", _tried(changed), min=least), before, limit)
    if before is not None:
        assert _at_most_as_good(_value("tests.unaided", _tried([*rows, worse]), min=least), before, limit)
    back = _value("tests.fallback", _tried(rows))
    after = _value("tests.fallback", _tried([*others, worse]))
    assert back is None or after is None or after >= back or rows[place].tried_at.end > AT


# Migrated data.


def _comparison(data: str, when: When, counts: tuple[int, int], *, signed: bool, amounts: tuple[int, int]) -> Any:
    source, target = counts
    by = "Finance" if signed else ""
    return Reconciliation(data, when, source, target, None, amounts[0] / 2, amounts[1] / 2, None, by)


COMPARISONS = st.lists(
    st.builds(
        _comparison,
        st.sampled_from(["Customers", "Orders"]),
        WHENS,
        st.tuples(st.integers(1, 5), st.integers(0, 5)),
        signed=st.sampled_from([True, True, False]),
        amounts=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    ),
    min_size=1,
    max_size=6,
)


def _compared(rows: Sequence[Reconciliation]) -> dict[str, Any]:
    return {"reconciliation": table(ReconciliationFacts, *rows)}


def _share(row: Reconciliation) -> float:
    low, high = sorted((row.source_count, row.target_count))
    return low / high if row.signed_by else 0


def _naive_data(rows: Sequence[Reconciliation]) -> tuple[float | None, float | None]:
    """The lowest share, and the number of differences, in the worst order."""
    shares: list[float] = []
    differences = 0
    for data in {row.data for row in rows}:
        of_data = [row for row in rows if row.data == data]
        worst, differs = 1.0, False
        for order in _orders(of_data, lambda row: row.reconciled_at):
            if not order:
                return None, None
            newest = [row for time, row in order if time == order[-1][0]]
            worst = min(worst, *map(_share, newest))
            differs = differs or any(row.source_amount != row.target_amount for row in newest)
        shares.append(worst)
        differences += differs
    return min(shares), differences


@law(200)
@given(COMPARISONS)
def test_comparisons_count_as_in_the_worst_order(rows: list[Reconciliation]) -> None:
    """Of each kind of data, those that may be the newest."""
    measured = tuple(_value(f"data.{what}", _compared(rows)) for what in ("reconciled", "unexplained"))
    assert measured == _naive_data(rows)


@law(200)
@given(COMPARISONS, st.data(), SHARES)
def test_a_worse_comparison_makes_nothing_pass(rows: list[Reconciliation], data: st.DataObject, limit: float) -> None:
    """One record less, no signature, and no match at all in a newer one."""
    place = data.draw(st.integers(0, len(rows) - 1))
    before = _value("data.reconciled", _compared(rows))
    row = rows[place]
    lost = max(min(row.source_count, row.target_count) - 1, 0)
    none = replace(row, matching=0, reconciled_at=data.draw(WHENS))
    for changed in (replace(row, matching=lost), replace(row, signed_by="")):
        after = _value("data.reconciled", _compared([*rows[:place], changed, *rows[place + 1 :]]))
        assert _at_most_as_good(after, before, limit)
    assert before is None or _at_most_as_good(_value("data.reconciled", _compared([*rows, none])), before, limit)
    differs = replace(row, source_amount=1.0, target_amount=99.0)
    open_ones = _value("data.unexplained", _compared(rows))
    after = _value("data.unexplained", _compared([*rows[:place], differs, *rows[place + 1 :]]))
    assert open_ones is None or (after is not None and after >= open_ones)


REHEARSALS = st.lists(
    st.builds(
        Rehearsal,
        st.just("Mock"),
        WHENS,
        st.sampled_from([True, True, False]),
        st.sampled_from([0, 0, 0, 1]),
        st.sampled_from([40.0, 48.0, 49.0]),
        st.just(48.0),
    ),
    min_size=1,
    max_size=6,
)


def _rehearsed(rows: Sequence[Rehearsal]) -> dict[str, Any]:
    return {"rehearsals": table(RehearsalFacts, *rows)}


def _clean(row: Rehearsal) -> bool:
    return row.open_severe == 0 and row.hours <= 48


def _naive_rehearsals(rows: Sequence[Rehearsal]) -> int:
    """The clean rehearsals after the last one that was not, in the worst order; at one time, that one is last."""
    counts: list[int] = []
    for order in _orders([row for row in rows if row.whole], lambda row: row.ended_at):
        in_time = sorted(order, key=lambda one: (one[0], not _clean(one[1])))
        counts.append(len(list(itertools.takewhile(_clean, (row for _, row in reversed(in_time))))))
    return min(counts)


@law(200)
@given(REHEARSALS)
def test_rehearsals_count_as_in_the_worst_order(rows: list[Rehearsal]) -> None:
    """Those that are certainly later than the last that was not clean."""
    assert (_value("data.rehearsals", _rehearsed(rows)) or 0) == _naive_rehearsals(rows)


@law(200)
@given(REHEARSALS, st.data(), st.integers(1, 3))
def test_a_worse_rehearsal_makes_nothing_pass(rows: list[Rehearsal], data: st.DataObject, limit: int) -> None:
    """One more that was not clean, one less, one that took longer, and one that is yet to come."""
    place = data.draw(st.integers(0, len(rows) - 1))
    others = [*rows[:place], *rows[place + 1 :]]
    before = _value("data.rehearsals", _rehearsed(rows))
    unclean = Rehearsal("Mock", data.draw(WHENS), whole=True, open_severe=1, hours=1, window_hours=48)
    worse = replace(rows[place], hours=49)
    changes = [[*rows, unclean], [*others, worse], [*others, replace(worse, ended_at=rows[place].ended_at)]]
    if _clean(rows[place]):
        changes += [others, [*others, replace(rows[place], ended_at=FUTURE)]]
    for changed in filter(None, changes):
        assert _at_most_as_good(_value("data.rehearsals", _rehearsed(changed)), before, limit)


# Surveys.


GIVEN = st.tuples(st.sampled_from([1, 4, 5, 5]), st.one_of(st.integers(1, 3).map(day), st.integers(0, 70).map(moment)))


@st.composite
def _answers(draw: st.DrawFn) -> list[Answer]:
    """Answers of most people of one role, some of them twice, and of everybody in another."""
    people = [*range(draw(st.integers(9, 12))), *draw(st.lists(st.integers(0, 11), max_size=3))]
    given_answers = [(person, *draw(GIVEN)) for person in people]
    of_clerks = [Answer("Clerk", "why", points, when, f"Clerk{person}") for person, points, when in given_answers]
    return [*of_clerks, *(Answer("Sales rep", "why", 5, day(2), f"Sales rep{person}") for person in range(2))]


ANSWERS = _answers()


def _surveyed(rows: Sequence[Answer]) -> dict[str, Any]:
    return {"surveys": table(SurveyFacts, *rows), "people": PEOPLE}


def _bound(favourable: int, sample: int, population: int) -> float:
    """The least share that the sample does not contradict, found by halving; at least what is certain."""
    if sample == population:
        return favourable / population
    worth = sample * (population - 1) / (population - sample)
    share, low, high = favourable / sample, 0.0, favourable / sample
    for _ in range(60):
        middle = (low + high) / 2
        contradicts = share - middle > Z * (middle * (1 - middle) / worth) ** 0.5
        low, high = (middle, high) if contradicts else (low, middle)
    return max(low, favourable / population)


def _naive_clarity(rows: Sequence[Answer]) -> float | None:
    """The lowest bound of all roles, of which each person counts by the worst answer that may be the newest."""
    bounds: list[float] = []
    for role, people in HELD.items():
        given_answers: list[int] = []
        for person in {row.respondent for row in rows if row.role == role}:
            orders = _orders([row for row in rows if row.respondent == person], lambda row: row.answered_at)
            given_answers.append(min(row.points for order in orders for time, row in order if time == order[-1][0]))
        if len(given_answers) < min(people, 10):
            return None
        bounds.append(_bound(sum(points >= 4 for points in given_answers), len(given_answers), people))
    return min(bounds)


@law(150)
@given(ANSWERS)
def test_answers_count_as_in_the_worst_order(rows: list[Answer]) -> None:
    """Each person once, and of each role what a sample of its people shows."""
    expected, measured = _naive_clarity(rows), _value("clarity.favourable", _surveyed(rows))
    assert (expected is None) == (measured is None)
    assert expected is None or measured is None or abs(expected - measured) < 1e-9


@law(150)
@given(ANSWERS, st.data(), SHARES)
def test_a_worse_answer_makes_nothing_pass(rows: list[Answer], data: st.DataObject, limit: float) -> None:
    """One that is less favorable, one less that was favorable, an older or later one, and one more that is not."""
    before = _value("clarity.favourable", _surveyed(rows))
    place = data.draw(st.integers(0, len(rows) - 1))
    row, others = rows[place], [*rows[:place], *rows[place + 1 :]]
    changes = [[*others, replace(row, points=1)]]
    alone = [other for other in rows if other.respondent == row.respondent] == [row]
    if row.points >= 4 and alone:
        changes += [others, *([*others, replace(row, answered_at=when)] for when in (FUTURE, day(50)))]
    if before is not None:
        changes.append([*rows, replace(row, points=2, answered_at=data.draw(st.integers(1, 3).map(day)))])
    for changed in changes:
        assert _at_most_as_good(_value("clarity.favourable", _surveyed(changed)), before, limit)
