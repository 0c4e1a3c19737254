"""Values and limits in words that never contradict the outcome."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.gates import measured

from readiness_gate.model.amounts import amount, limit_in_words, sentence
from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Unit, Value

AMOUNTS: list[tuple[Value, Unit, tuple[Value, ...], str]] = [
    (0, "issues", (), "0 issues"),
    (1, "issues", (), "1 issue"),
    (2, "issues", (), "2 issues"),
    (1.0, "days", (), "1 day"),
    (1.04, "days", (), "1 day"),
    (1.06, "days", (), "1.1 days"),
    (1, "people", (), "1 person"),
    (2, "people", (), "2 people"),
    (1, "issues-per-week", (), "1 issue per week"),
    (-0.25, "issues-per-week", (), "-0.2 issues per week"),
    (-0.0, "issues-per-week", (), "0 issues per week"),
    (-0.01, "issues-per-week", (), "0 issues per week"),
    (-0.01, "issues-per-week", (0,), "-0.01 issues per week"),
    (3, "count", (), "3"),
    (100, "count", (), "100"),
    (1_000_000, "lines", (), "1000000 lines"),
    (2**70, "lines", (), "1180591620717411303424 lines"),
    (True, "boolean", (), "yes"),
    (False, "boolean", (True,), "no"),
    (0.75, "share", (), "75 %"),
    (1, "share", (), "100 %"),
    (2 / 3, "share", (), "66.7 %"),
    (0.9, "share", (0.9,), "90 %"),
    (0.07, "share", (0.07,), "7 %"),
    (0.57, "share", (0.57,), "57 %"),
    (0.8999, "share", (0.9,), "89.99 %"),
    (0.899_999_9, "share", (0.9,), "89.99999 %"),
    (0.1 + 0.2, "share", (0.3,), "30.000000000000004 %"),
    (75.000_000_000_000_01, "count", (75,), "75.00000000000001"),
    (75, "count", (75.4,), "75"),
    (1e-300, "days", (0,), "1E-300 days"),
    (1.5e-300, "days", (0,), "1.5E-300 days"),
    (0.35001, "share", (0.5, 0.35), "35.001 %"),
    (0.99984, "share", (0.9999,), "99.98 %"),
    (0.5, "share", (True,), "50 %"),
]


@pytest.mark.parametrize(("value", "unit", "against", "words"), AMOUNTS)
def test_amounts(value: Value, unit: Unit, against: tuple[Value, ...], words: str) -> None:
    """One digit after the point, and more only where a value would look to be on the other side of a limit."""
    assert amount(value, unit, *against) == words


@pytest.mark.parametrize(
    ("limit", "unit", "words"),
    [
        (Limit("at-most", 0), "issues", "at most 0 issues"),
        (Limit("at-most", 1), "issues", "at most 1 issue"),
        (Limit("at-least", 0.9, 0.95), "share", "at least 90 %, warned below 95 %"),
        (Limit("at-most", 0.5, 0.35), "share", "at most 50 %, warned above 35 %"),
        (Limit("at-least", 0.9999, 0.99995), "share", "at least 99.99 %, warned below 99.995 %"),
        (Limit("at-most", 1 / 3), "share", "at most 33.33333333333333 %"),
        (Limit("equals", True), "boolean", "yes"),
        (Limit("equals", 3), "count", "exactly 3"),
        (Limit("at-least", 14), "days", "at least 14 days"),
    ],
)
def test_limits(limit: Limit, unit: Unit, words: str) -> None:
    """A limit is told exactly: nobody can meet a rounded one."""
    assert limit_in_words(limit, unit) == words


@pytest.mark.parametrize(
    ("limit", "value", "unit", "words"),
    [
        (Limit("at-most", 0.5, 0.35), 0.35001, "share", "35.001 %; 50 % allowed, warning above 35 %. 7 of 20."),
        (Limit("at-most", 0.5), 0.35001, "share", "35 %; 50 % allowed. 7 of 20."),
        (Limit("at-most", 0), 3, "landings", "3 landings; 0 allowed. 7 of 20."),
        (Limit("at-most", 10), 1, "issues", "1 issue; 10 allowed. 7 of 20."),
        (Limit("at-most", 0), 0.1, "issues-per-week", "0.1 issues per week; 0 allowed. 7 of 20."),
        (Limit("at-least", 0.9), 0.75, "share", "75 %; at least 90 % required. 7 of 20."),
        (
            Limit("at-least", 14, 21),
            15,
            "days",
            "15 days; at least 14 days required, warning below 21 days. 7 of 20.",
        ),
        (Limit("equals", True), False, "boolean", "no; yes required. 7 of 20."),
        (Limit("equals", 3), 2, "count", "2; exactly 3 required. 7 of 20."),
    ],
)
def test_a_sentence(limit: Limit, value: Value, unit: Unit, words: str) -> None:
    """A reading is beside what its rule requires or allows, with the counts behind it."""
    assert sentence(limit, measured(value, unit=unit, summary="7 of 20.")) == words


def test_a_sentence_without_counts() -> None:
    """A reading without a summary ends with what is allowed."""
    assert sentence(Limit("at-most", 0), measured(3, summary="")) == "3 issues; 0 allowed."


_NUMBERS = st.integers(-3, 10**6) | st.floats(0, 1) | st.floats(allow_nan=False, allow_infinity=False)
_UNITS: list[Unit] = ["share", "days", "count"]


def _near(value: float) -> st.SearchStrategy[tuple[Value, Value]]:
    near = st.integers(-2, 2).map(
        lambda steps: math.nextafter(value, math.copysign(math.inf, steps)) if steps else value
    )
    return st.tuples(st.just(value), near)


@given(st.tuples(_NUMBERS, _NUMBERS) | st.floats(-1e9, 1e9).flatmap(_near), st.sampled_from(_UNITS))
def test_words_agree_with_the_values(pair: tuple[Value, Value], unit: Unit) -> None:
    """A value and a limit compare as told just as they compare: what fails is never told as within its limit."""
    value, bound = pair
    words = limit_in_words(Limit("at-most", bound), unit)
    now, asked = Decimal(amount(value, unit, bound).split()[0]), Decimal(words.split()[2])
    assert (now > asked) - (now < asked) == (value > bound) - (value < bound)


def test_equal_values_of_other_types_have_their_own_words() -> None:
    """Whichever was asked for first."""
    assert [amount(value, "count") for value in (1, True, 1.0)] == ["1", "yes", "1"]
    assert [amount(value, "count") for value in (False, 0, -0.0)] == ["no", "0", "0"]
