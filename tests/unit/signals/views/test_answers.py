"""How many answers say something."""

import pytest

from readiness_gate.errors import CannotMeasure
from readiness_gate.signals.views.answers import Asked


def test_a_small_role_that_did_not_answer_whole() -> None:
    """Says no figure: neither how many answered, nor how many people there are."""
    with pytest.raises(CannotMeasure) as refused:
        Asked("Clerk", "why", (4, 2), 3).check(least=5)
    assert str(refused.value) == (
        'the answers to "why" do not suffice in a role that is not shown to protect groups of fewer than 5 people: '
        "everybody in a small role must answer once"
    )


def test_a_small_role_of_which_everybody_answered() -> None:
    """Suffices."""
    Asked("Clerk", "why", (4, 2, 3), 3).check(least=5)
