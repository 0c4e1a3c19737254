"""A reading is a finite value or a reason, and never anything between."""

import math
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.reading import Evidence, Measured, Parameters, Question, Unavailable, available, is_finite

FINITE = [0, -0.0, 1.5, True, False, 2**53 + 1, 10**300, 5e-324, -1.7e308]
EVIDENCE = Evidence("issue", "A")
NOT_FINITE = [math.nan, math.inf, -math.inf, 10**400, -(10**400), None, "3", Decimal(3), 1j, [1]]


@pytest.mark.parametrize("value", FINITE)
def test_finite_numbers(value: Any) -> None:
    """Every number that can be held against another can be measured."""
    assert is_finite(value)
    assert Measured(value, "As counted.").value == value


@pytest.mark.parametrize("value", NOT_FINITE, ids=str)
def test_what_is_no_finite_number(value: Any) -> None:
    """What would compare as neither more nor less, or cannot be compared or told, is refused at once."""
    assert not is_finite(value)
    with pytest.raises(ValueError, match="finite number"):
        Measured(value, "As counted.")


def test_no_copy_escapes_the_check() -> None:
    """A reading cannot be made NaN afterwards."""
    with pytest.raises(ValueError, match="finite number"):
        replace(Measured(1.0, "As counted."), value=math.nan)


def test_evidence_is_told_once() -> None:
    """Evidence that is given twice counts once, in the order given."""
    b, a = Evidence("issue", "B"), Evidence("issue", "A")
    assert Measured(2, "As counted.", (b, a, b)).evidence == (b, a)


@pytest.mark.parametrize("reason", ["", " ", "\n\t"])
def test_unavailable_needs_a_reason(reason: str) -> None:
    """Nobody can act on what is missing for no reason."""
    with pytest.raises(ValueError, match="needs a reason"):
        Unavailable(reason)


def test_what_is_available() -> None:
    """What could be looked at is handed on as it is; what could not raises its reason."""
    assert available(EVIDENCE) is EVIDENCE
    with pytest.raises(CannotMeasure, match=r"^the clone is shallow$"):
        available(Unavailable("the clone is shallow"))


def test_parameters() -> None:
    """Parameters answer by name, each in the form that its kind has."""
    parameters = Parameters((("critical", True), ("role", "worst"), ("window", "2d")))
    assert parameters["role"] == parameters.text("role") == "worst"
    assert parameters.get("role") == "worst"
    assert parameters.get("other") is None
    assert parameters.seconds("window") == 172_800
    assert parameters.flag("critical")
    assert not parameters.flag("role")
    assert parameters.as_dict() == {"critical": True, "role": "worst", "window": "2d"}
    with pytest.raises(KeyError):
        parameters["other"]


def test_questions_are_keys() -> None:
    """Questions are the same when signal, instant and parameters are."""
    asked = {Question("a.b", 1, Parameters((("x", 1),))): "found"}
    assert asked[Question("a.b", 1, Parameters((("x", 1),)))] == "found"
    assert Question("a.b", 2, Parameters((("x", 1),))) not in asked
    assert Question("a.b", 1) not in asked
