"""The quiet report without drawing: the decision on one line, and what nobody may miss. It avoids the drawing
library, which takes longer to load than a small verdict takes to compute."""

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.escape import printable
from readiness_gate.reports.footnote import NoteKind
from readiness_gate.reports.page import Headline, page
from readiness_gate.reports.spec import Display

NOTES: tuple[NoteKind, ...] = (
    "without-waivers",
    "weakened-in-short",
    "not-measured-in-short",
    "since-in-short",
    "left-out",
    "remark",
)


def tally(head: Headline) -> str:
    """Return what follows the decision on its line."""
    return f": {head.tally} ({head.milestone})."


def without_drawing(verdict: Verdict, display: Display) -> str | None:
    """Return the report as text; None if more than the decision is wanted, or the display has color or must wrap a
    line."""
    if display.verbosity or display.color:
        return None
    drawn = page(verdict)
    head = printable(drawn.headline.called) + printable(tally(drawn.headline))
    lines = [head, *(printable(note.text) for note in drawn.footnotes if note.kind in NOTES)]
    return "".join(f"{line.rstrip()}\n" for line in lines) if max(map(_widest, lines)) <= display.width else None


def _widest(line: str) -> int:
    """Return the most columns that a line may take: a character outside ASCII takes at most two."""
    return len(line) + sum(not character.isascii() for character in line)
