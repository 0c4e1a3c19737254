"""What the reports for a terminal share: words made harmless, indented or with a bullet, and drawn to a width."""

import io
from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from readiness_gate.model.reading import Evidence
from readiness_gate.reports.escape import is_address, printable
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import evidence_in_words

_INDENT = 4


def words(text: str, style: str = "") -> Text:
    """Return a text of any origin, on one line of its own."""
    return Text(printable(text), style)


def indented(text: str, style: str = "") -> Padding:
    """Return a text of any origin, indented."""
    return Padding(words(text, style), (0, 0, 0, _INDENT))


def evidence_list(evidence: Sequence[Evidence], display: Display) -> Padding:
    """Return pieces of evidence as an indented list; with links if the display supports them."""
    pieces = (_piece(text, url, display) for text, url in evidence_in_words(evidence, display))
    return Padding(columns([words("•"), piece] for piece in pieces), (0, 0, 0, _INDENT))


def _piece(text: str, url: str, display: Display) -> Text:
    return words(text, f"link {url}" if display.links and is_address(url) else "")


def columns(rows: Iterable[Iterable[Text]]) -> Table:
    """Return rows of texts below each other; long texts wrap within their column."""
    grid = Table.grid(padding=(0, 1))
    for row in rows:
        grid.add_row(*row)
    return grid


def draw(parts: Iterable[RenderableType], display: Display) -> str:
    """Return the parts as text of the display's width, with color only if the display has it."""
    drawn = io.StringIO()
    console = Console(
        file=drawn,
        width=display.width,
        height=25,  # no part asks for it; without it a dumb terminal would decide the width
        force_terminal=display.color,
        color_system="standard" if display.color else None,
        no_color=not display.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(Group(*parts))
    return "\n".join(line.rstrip() for line in drawn.getvalue().split("\n"))
