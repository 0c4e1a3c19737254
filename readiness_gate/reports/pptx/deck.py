"""Two slides: what is decided and asked for, and what must become true."""

import io
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.committee import Brief, brief
from readiness_gate.reports.pptx import contents
from readiness_gate.reports.pptx.archive import dated
from readiness_gate.reports.pptx.drawing import (
    COLORS,
    QUIET,
    Area,
    draw_chart,
    draw_table,
    draw_text,
    draw_title,
)

_WIDTH, _BOTTOM, _EDGE = 12.333, 7.2, 0.5
"""Of what is drawn on a slide of 13.333 by 7.5 inches, which is 16 to 9."""
_TITLE, _LEFT = Area(_EDGE, 0.3, _WIDTH, 0.7), 9.0
_TITLE_ONLY = 5
_US = "readiness-gate"


def deck(verdict: Verdict) -> bytes:
    """The slides of a verdict: the same bytes for the same verdict, with the same libraries."""
    library: Any = import_module("pptx")  # an extra, slow to load, and without types
    slides, shown = library.Presentation(), brief(verdict)
    slides.slide_width, slides.slide_height = library.util.Inches(13.333), library.util.Inches(7.5)
    when = datetime.fromtimestamp(verdict.as_of, UTC)
    _properties(slides, shown, when)
    for draw in (_decision, _work):
        draw(slides.slides.add_slide(slides.slide_layouts[_TITLE_ONLY]), verdict, shown)
    written = io.BytesIO()
    slides.save(written)
    return dated(written.getvalue(), when)


def _properties(slides: Any, shown: Brief, when: datetime) -> None:  # noqa: ANN401 - no types
    """What the file says of itself; the picture of the library's own template is not of these slides."""
    package, known = slides.part.package, slides.core_properties
    for key, relation in list(package._rels.items()):  # noqa: SLF001 - the library has no name for them
        if relation.reltype.endswith("/thumbnail"):
            package.drop_rel(key)
    known.title, known.subject = contents.called(shown), "Go-live readiness"
    known.author = known.last_modified_by = _US
    known.created = known.modified = when.replace(tzinfo=None)
    known.revision, known.keywords, known.comments, known.category = 1, "", "", ""


def _decision(slide: Any, verdict: Verdict, shown: Brief) -> None:  # noqa: ANN401 - no types
    """The decision, the five answers, and what the committee is asked to decide."""
    draw_title(slide, _TITLE, contents.called(shown), 26, COLORS[verdict.decision])
    draw_text(slide, Area(_EDGE, 0.95, _WIDTH, 0.35), contents.origin(shown), 12, QUIET)
    answers = Area(_EDGE, 1.4, _WIDTH, 3.2)
    end = draw_table(slide, answers, contents.answers(shown), 12, "Five questions with their answers") + 0.2
    asks = Area(_EDGE, end, _WIDTH, _BOTTOM - end)
    draw_table(slide, asks, contents.asks(shown), 11, "Decisions that are asked for, and what happens without them")
    slide.notes_slide.notes_text_frame.text = contents.notes(verdict, shown)


def _work(slide: Any, verdict: Verdict, shown: Brief) -> None:  # noqa: ANN401 - no types
    """What must become true, how the blocking rules stand, and what the decision does not cover."""
    table = contents.musts(shown)
    draw_title(slide, _TITLE, contents.work(shown), 24, COLORS[verdict.decision])
    top = 1.15
    if table.rows:
        draw_table(slide, Area(_EDGE, top, _LEFT, _BOTTOM - top), table, 10, "What must become true")
    else:
        draw_text(slide, Area(_EDGE, top, _LEFT, 0.5), table.empty, 14)
    beside, width = _EDGE + _LEFT + 0.2, _WIDTH - _LEFT - 0.2
    draw_chart(slide, Area(beside, top, width, 3.0), "Blocking rules by result", contents.results(verdict))
    draw_text(slide, Area(beside, 4.3, width, 0.3), "What a go does not cover", 12)
    draw_text(slide, Area(beside, 4.65, width, 2.4), contents.uncovered(shown), 11, QUIET)
    slide.notes_slide.notes_text_frame.text = contents.notes(verdict, shown)


__all__ = ["deck"]
