"""The decision as a badge: a small SVG, and the JSON from which shields.io draws one.

Both are shown long after they were made, so both carry their date.
"""

import unicodedata
from collections.abc import Mapping

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import day_of, local
from readiness_gate.model.verdict import Decision, Verdict
from readiness_gate.model.wording import counted
from readiness_gate.reports.escape import printable
from readiness_gate.reports.json import dump
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.words import in_brief, short, waivers_needed, weakened
from readiness_gate.reports.xml import element, leaf

LABEL_COLOR = "#424a53"
COLORS: Mapping[Decision, str] = {"go": "#1a7f37", "no-go": "#b3261e", "undecided": "#7d4e00"}
"""White letters on each of these have a contrast of at least 4.5 to 1 (WCAG 2.2, level AA)."""
_NAME, _HEIGHT, _LETTER, _EDGE = 40, 20, 7, 6
_WIDE = ("W", "F")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the picture: its text and color, and its range of columns."""

    said: str
    color: str
    start: int

    @property
    def width(self) -> int:
        return _LETTER * sum(2 if unicodedata.east_asian_width(one) in _WIDE else 1 for one in self.said) + 2 * _EDGE


def badge(_display: Display) -> Report:
    """Return the report as a picture."""
    return Report("badge", "image/svg+xml", lambda verdict: picture(verdict).encode(), (".svg",), join=None)


def shields(_display: Display) -> Report:
    """Return the report for a shields.io endpoint."""
    return Report("shields", "application/json", lambda verdict: endpoint(verdict).encode(), join=None)


def picture(verdict: Verdict) -> str:
    """Return the badge as SVG, with a title and a description."""
    left = _Part(_label(verdict), LABEL_COLOR, 0)
    right = _Part(_message(verdict), COLORS[verdict.decision], left.width)
    width = str(left.width + right.width)
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "role": "img",
        "aria-labelledby": "title desc",
        "width": width,
        "height": str(_HEIGHT),
        "viewBox": f"0 0 {width} {_HEIGHT}",
    }
    title = leaf("title", {"id": "title"}, [f"{left.said}: {right.said}"], "  ")
    description = f"As of {local(verdict.as_of, verdict.zone)}. {short(in_brief(verdict), 1_000)}"
    return element(
        "svg", attributes, title, leaf("desc", {"id": "desc"}, [description], "  "), *map(_drawn, (left, right))
    )


def endpoint(verdict: Verdict) -> str:
    """Return the JSON of a shields.io endpoint badge; unless it is a go, its color cannot be overridden."""
    return dump(
        {
            "schemaVersion": 1,
            "label": _label(verdict),
            "message": _message(verdict),
            "color": COLORS[verdict.decision],
            "labelColor": LABEL_COLOR,
            "isError": verdict.decision != "go",
        }
    )


def _label(verdict: Verdict) -> str:
    return printable(short(verdict.milestone.name, _NAME))


def _message(verdict: Verdict) -> str:
    """Return the decision, the number of waivers behind a go, whether the policy is weakened, and the date."""
    waived = waivers_needed(verdict)
    less = [counted(waived, "waiver")] if waived else []
    less += ["weakened policy"] if weakened(verdict) else []
    worth = f" with {' and '.join(less)}" if less and verdict.decision == "go" else ""
    return f"{verdict.decision}{worth}, {day_of(verdict.as_of, verdict.zone)}"


def _drawn(part: _Part) -> str:
    background = {
        "x": str(part.start),
        "width": str(part.width),
        "height": str(_HEIGHT),
        "fill": part.color,
    }
    text = {
        "x": str(part.start + _EDGE),
        "y": "14",
        "textLength": str(part.width - 2 * _EDGE),
        "lengthAdjust": "spacingAndGlyphs",
        "fill": "#fff",
        "font-family": "Verdana, DejaVu Sans, sans-serif",
        "font-size": "11",
    }
    return element("rect", background, indent="  ") + leaf("text", text, [part.said], "  ")
