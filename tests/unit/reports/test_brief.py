"""The quiet report that nothing draws is what the library that draws makes of the same verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.verdicts import VERDICTS

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import Display
from readiness_gate.reports.brief import without_drawing
from readiness_gate.reports.text import render

VERY_WIDE = 100_000


@law(50)
@given(verdicts(), st.sampled_from((20, 80, 160, VERY_WIDE)))
def test_it_is_what_would_be_drawn(verdict: Verdict, width: int) -> None:
    """To the letter, or it is left to what draws."""
    display = Display(width=width, verbosity=0)
    assert without_drawing(verdict, display) in (None, render(verdict, display))


@pytest.mark.parametrize("name", VERDICTS)
def test_usual_verdicts_need_no_drawing(name: str) -> None:
    """Where each line has its place on the screen."""
    display = Display(width=VERY_WIDE, verbosity=0)
    assert without_drawing(VERDICTS[name], display) == render(VERDICTS[name], display)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_do_no_more(text: str) -> None:
    """Than what is drawn."""
    display = Display(width=VERY_WIDE, verbosity=0)
    assert without_drawing(everywhere(text), display) == render(everywhere(text), display)


@pytest.mark.parametrize("display", [Display(), Display(color=True, verbosity=0), Display(width=20, verbosity=0)])
def test_what_must_be_drawn_is_left(display: Display) -> None:
    """More than the decision, color, and lines that are wrapped."""
    assert without_drawing(VERDICTS["no-go"], display) is None
