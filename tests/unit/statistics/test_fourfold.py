"""Ratios of risks, against published values, their definitions, and how often their intervals hold the truth."""

from itertools import product
from math import comb, inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.statistics.estimates import Z90, Estimate, anything
from readiness_gate.statistics.fourfold import Fourfold, pooled_risk_ratio, risk_ratio

COUNTS = st.integers(0, 12)
TABLES = st.builds(Fourfold, COUNTS, COUNTS, COUNTS, COUNTS)


def test_the_counts_add_up() -> None:
    """In rows and columns."""
    table = Fourfold(6, 3, 2, 20)
    assert (table.alarms, table.silences, table.wrong, table.well, table.total) == (9, 22, 8, 23, 31)


def test_no_ratio_without_both_rows() -> None:
    """Where there was always an alarm, or never, nothing can be compared."""
    assert risk_ratio(Fourfold(3, 4, 0, 0)) is None
    assert risk_ratio(Fourfold(0, 0, 3, 4)) is None
    assert pooled_risk_ratio([]) is None
    assert pooled_risk_ratio([Fourfold(3, 4, 0, 0), Fourfold(0, 0, 1, 1)]) is None


def test_nothing_went_wrong() -> None:
    """Any ratio is possible."""
    assert risk_ratio(Fourfold(0, 4, 0, 5)) == Estimate(None, 0.0, inf) == anything(None)
    assert not anything(None).rules_out(1e9)


def test_the_example_of_the_source() -> None:
    """36 of 40 against 16 of 80: the 95 % interval is published as 2.94 to 7.15; at 90 % it is narrower."""
    found = risk_ratio(Fourfold(36, 4, 16, 64))
    assert found is not None
    assert found.value == pytest.approx(4.5)
    assert 2.94 < found.low < 4.5 < found.high < 7.15
    assert found.rules_out(2.9)
    assert not found.rules_out(4.5)


def test_zero_cells_leave_an_end_open() -> None:
    """No miss: no upper end. No hit: from zero. Neither is corrected."""
    no_miss, no_hit = risk_ratio(Fourfold(3, 2, 0, 9)), risk_ratio(Fourfold(0, 9, 3, 2))
    assert no_miss is not None
    assert no_hit is not None
    assert (no_miss.value, no_miss.high) == (inf, inf)
    assert no_miss.low > 1
    assert (no_hit.value, no_hit.low) == (0, 0)
    assert no_hit.high < 1


def _chi_squared(table: Fourfold, ratio: float) -> float:
    """The smallest Pearson statistic of two risks with a ratio is not it: that of the most likely ones is, found here
    on a grid."""
    best, found = -inf, 0.0
    for step in range(1, 4000):
        silent = step / 4000 * min(1.0, 1 / ratio)
        alarmed = silent * ratio
        if not 0 < alarmed < 1 or not 0 < silent < 1:
            continue
        likely = (
            table.hits * log(alarmed)
            + table.false_alarms * log(1 - alarmed)
            + table.misses * log(silent)
            + table.quiet * log(1 - silent)
        )
        if likely > best:
            best = likely
            found = (table.hits - table.alarms * alarmed) ** 2 / (table.alarms * alarmed * (1 - alarmed)) + (
                table.misses - table.silences * silent
            ) ** 2 / (table.silences * silent * (1 - silent))
    return found


@pytest.mark.parametrize("table", [Fourfold(6, 3, 2, 20), Fourfold(1, 5, 4, 3), Fourfold(2, 2, 2, 2)])
def test_at_the_ends_the_score_test_just_rejects(table: Fourfold) -> None:
    """Its statistic, by another formula and the most likely risks of a grid, is the quantile there."""
    found = risk_ratio(table)
    assert found is not None
    for end in (found.low, found.high):
        assert _chi_squared(table, end) == pytest.approx(Z90 * Z90, rel=0.01)


@given(TABLES)
@law(200)
def test_an_interval_holds_its_estimate(table: Fourfold) -> None:
    """And exchanging the rows gives the reciprocal of all."""
    found = risk_ratio(table)
    swapped = risk_ratio(Fourfold(table.misses, table.quiet, table.hits, table.false_alarms))
    if found is None or swapped is None:
        assert found is swapped is None
        return
    assert 0 <= found.low <= found.high
    assert found.value is None or found.low <= found.value * (1 + 1e-9)
    assert found.value is None or found.value <= found.high * (1 + 1e-9)
    if found.low:
        assert swapped.high == pytest.approx(1 / found.low)
    else:
        assert swapped.high == inf


def _binomial(number: int, of: int, risk: float) -> float:
    return comb(of, number) * risk**number * (1 - risk) ** (of - number)


@pytest.mark.parametrize(("alarmed", "silent"), [(0.6, 0.2), (0.3, 0.3), (0.5, 0.1), (0.8, 0.4)])
def test_the_interval_holds_the_truth_as_often_as_it_says(alarmed: float, silent: float) -> None:
    """In about 90 % of all programs with 9 alarms and 14 silences, by enumeration of all outcomes."""
    held = 0.0
    for hits, misses in product(range(10), range(15)):
        found = risk_ratio(Fourfold(hits, 9 - hits, misses, 14 - misses))
        assert found is not None
        if not found.rules_out(alarmed / silent):
            held += _binomial(hits, 9, alarmed) * _binomial(misses, 14, silent)
    assert held > 0.85


@given(TABLES)
@law(100)
def test_one_stratum_is_no_strata(table: Fourfold) -> None:
    """And strata that tell nothing change nothing."""
    assert pooled_risk_ratio([table]) == risk_ratio(table)
    assert pooled_risk_ratio([table, Fourfold(5, 5, 0, 0)]) == risk_ratio(table)


@given(st.builds(Fourfold, *[st.integers(1, 12)] * 4), st.integers(2, 5))
@law(100)
def test_equal_strata_keep_the_ratio_and_narrow_the_interval(table: Fourfold, number: int) -> None:
    """The variance of the logarithm is that of one, 1/a - 1/n + 1/c - 1/m, by the number of strata."""
    found = pooled_risk_ratio([table] * number)
    assert found is not None
    assert found.value == pytest.approx(table.hits * table.silences / (table.misses * table.alarms))
    one = 1 / table.hits - 1 / table.alarms + 1 / table.misses - 1 / table.silences
    assert log(found.high / found.low) ** 2 == pytest.approx((2 * Z90) ** 2 * one / number)


def test_what_differs_between_strata_does_not_count() -> None:
    """One program is always late and alarmed, the other never: together they seem to tell something."""
    late, early = Fourfold(9, 1, 9, 1), Fourfold(1, 9, 10, 90)
    together = risk_ratio(Fourfold(10, 10, 19, 91))
    within = pooled_risk_ratio([late, early])
    assert together is not None
    assert within is not None
    assert together.value is not None
    assert together.low > 1.5
    assert within.value == pytest.approx(1)
    assert not within.rules_out(1)


@pytest.mark.parametrize(
    ("strata", "value"),
    [
        ([Fourfold(2, 1, 0, 4), Fourfold(1, 1, 0, 3)], inf),
        ([Fourfold(0, 1, 2, 4), Fourfold(0, 1, 1, 3)], 0.0),
        ([Fourfold(0, 1, 0, 4), Fourfold(0, 1, 0, 3)], None),
    ],
)
def test_strata_with_zeros_have_no_interval(strata: list[Fourfold], value: float | None) -> None:
    """Nothing is made up where no variance is known."""
    assert pooled_risk_ratio(strata) == anything(value)
