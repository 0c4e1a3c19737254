"""A portfolio as one slide with native tables: as many gates as fit, worst first."""

from readiness_gate.model.portfolio import Assessment
from readiness_gate.reports.cutting import cut
from readiness_gate.reports.escape import printable
from readiness_gate.reports.portfolio.words import about, after, changes, headline, reason, rules
from readiness_gate.reports.pptx.contents import Table
from readiness_gate.reports.pptx.drawing import COLORS, QUIET, Area, draw_table, draw_text, draw_title
from readiness_gate.reports.pptx.slides import BOTTOM, EDGE, TITLE, WIDTH, Slides
from readiness_gate.reports.words import NOTHING, short

_NAME, _LINE, _WHY, _NOTE = 48, 160, 300, 600
_NOTES = 20
_GATES_END, _ROOM = 5.2, 0.2
_TITLES = ("Decision", "Program", "Milestone", "Why", "Rules")


def as_pptx(assessment: Assessment) -> bytes:
    """Return the slide; the same portfolio and the same libraries give the same bytes."""
    title = f"{assessment.decision.upper()}: {headline(assessment)}"
    slides = Slides.empty(title, assessment.evaluated_at)
    slide = slides.added()
    draw_title(slide, TITLE, title, 26, COLORS[assessment.decision])
    origin = f"{_cell(assessment.name)}: {_cell(about(assessment), _NOTE)}"
    draw_text(slide, Area(EDGE, 0.95, WIDTH, 0.35), origin, 12, QUIET)
    warnings = _warnings(assessment)
    end = _GATES_END if warnings.rows else BOTTOM
    if assessment.gates:
        end = draw_table(slide, Area(EDGE, 1.4, WIDTH, end - 1.4), _gates(assessment), 10, "Gates, worst first") + _ROOM
    if warnings.rows:
        named = "What only several programs together show"
        draw_table(slide, Area(EDGE, end, WIDTH, BOTTOM - end), warnings, 10, named)
    slide.notes_slide.notes_text_frame.text = "\n".join(_notes(assessment))
    return slides.content()


def _gates(assessment: Assessment) -> Table:
    rows = tuple(
        (
            gate.decision,
            ", ".join(filter(None, (_cell(gate.program), _cell(after(assessment, gate), _LINE)))),
            f"{_cell(gate.milestone)} {gate.date}".strip() or NOTHING,
            _cell(reason(gate), _WHY),
            _cell(rules(gate), _LINE) or NOTHING,
        )
        for gate in assessment.gates
    )
    return Table(_TITLES, (1.1, 2.2, 1.9, 5.0, 2.1), rows)


def _warnings(assessment: Assessment) -> Table:
    rows = tuple((_cell(one.message, _NOTE), _cell(one.remedy, _LINE)) for one in assessment.warnings)
    return Table(("Only several programs together show this; it changes no verdict", "To do"), (8.3, 4.0), rows)


def _notes(assessment: Assessment) -> list[str]:
    """Return the speaker's notes: the changes, and what is unknown."""
    since = assessment.since
    said = [] if since is None else [f"{one.name}: {'; '.join(one.items)}" for one in changes(since)]
    return [_cell(one, _NOTE) for one in (about(assessment), *said, *assessment.unknown)[:_NOTES]]


def _cell(text: str, most: int = _NAME) -> str:
    return cut(printable(text.strip()), most) if most == _NAME else short(printable(text.strip()), most)
