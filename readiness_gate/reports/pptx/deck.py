"""Two slides: what is decided and requested, and what must become true."""

from typing import Any

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.committee import Brief, brief
from readiness_gate.reports.pptx import contents
from readiness_gate.reports.pptx.drawing import (
    COLORS,
    QUIET,
    Area,
    draw_chart,
    draw_table,
    draw_text,
    draw_title,
)
from readiness_gate.reports.pptx.slides import BOTTOM, EDGE, TITLE, WIDTH, Slides

_LEFT = 9.0


def deck(verdict: Verdict) -> bytes:
    """Return the slides of a verdict: the same bytes for the same verdict, given the same libraries."""
    shown = brief(verdict)
    slides = Slides.empty(contents.called(shown), verdict.as_of)
    for draw in (_decision, _work):
        draw(slides.added(), verdict, shown)
    return slides.content()


def _decision(slide: Any, verdict: Verdict, shown: Brief) -> None:  # noqa: ANN401 - no types
    """Draw the decision, the five answers, and what the committee is asked to decide."""
    draw_title(slide, TITLE, contents.called(shown), 26, COLORS[verdict.decision])
    draw_text(slide, Area(EDGE, 0.95, WIDTH, 0.35), contents.origin(shown), 12, QUIET)
    answers = Area(EDGE, 1.4, WIDTH, 3.2)
    end = draw_table(slide, answers, contents.answers(shown), 12, "Five questions with their answers") + 0.2
    asks = Area(EDGE, end, WIDTH, BOTTOM - end)
    draw_table(slide, asks, contents.asks(shown), 11, "Decisions needed, and what happens without them")
    slide.notes_slide.notes_text_frame.text = contents.notes(verdict, shown)


def _work(slide: Any, verdict: Verdict, shown: Brief) -> None:  # noqa: ANN401 - no types
    """Draw what must become true, the results of the blocking rules, and what the decision does not cover."""
    table = contents.musts(shown)
    draw_title(slide, TITLE, contents.work(shown), 24, COLORS[verdict.decision])
    top = 1.15
    if table.rows:
        draw_table(slide, Area(EDGE, top, _LEFT, BOTTOM - top), table, 10, "What must become true")
    else:
        draw_text(slide, Area(EDGE, top, _LEFT, 0.5), table.empty, 14)
    beside, width = EDGE + _LEFT + 0.2, WIDTH - _LEFT - 0.2
    draw_chart(slide, Area(beside, top, width, 3.0), "Blocking rules by result", contents.results(verdict))
    draw_text(slide, Area(beside, 4.3, width, 0.3), "What a go does not cover", 12)
    draw_text(slide, Area(beside, 4.65, width, 2.4), contents.uncovered(shown), 11, QUIET)
    slide.notes_slide.notes_text_frame.text = contents.notes(verdict, shown)


__all__ = ["deck"]
