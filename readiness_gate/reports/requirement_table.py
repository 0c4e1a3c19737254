"""The requirements as a table for a terminal: rule, now, required, to pass, owner.

A wide screen has a column for each; a usual one has what to do below each rule; on a narrow one everything is stacked.
"""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from readiness_gate.reports.page import Requirement, with_reasons_once
from readiness_gate.reports.screen import columns, words
from readiness_gate.reports.words import LABELS, Status, labeled

WIDE, USUAL = 140, 72
STYLES: dict[Status, str] = {
    "fail": "bold red",
    "unknown": "bold magenta",
    "waived": "yellow",
    "warn": "yellow",
    "info": "cyan",
    "pass": "green",
    "not-applicable": "dim",
}
_LABEL = max(len(label) for label in LABELS.values()) + 2
_LONGEST_ID, _LONGEST_VALUE, _LONGEST_LIMIT, _OWNER = 16, 14, 18, 20


def table(requirements: Sequence[Requirement], width: int) -> Iterator[RenderableType]:
    """Yield the requirements for a screen of that width."""
    if width < USUAL:
        yield from _stacked(requirements)
    elif width < WIDE:
        yield from _usual(requirements)
    else:
        yield from _wide(requirements)


def label(item: Requirement) -> Text:
    """Return how a requirement is met, as a symbol and a word."""
    return words(labeled(item.status), STYLES[item.status])


def owner(item: Requirement) -> str:
    """Return who acts, and by when."""
    return f"{item.owner}, {item.due}"


def _actions(requirements: Iterable[Requirement]) -> Iterator[tuple[Requirement, str]]:
    """Yield what to do for each requirement, or who accepted it."""
    yield from ((item, item.accepted or item.action) for item in with_reasons_once(requirements))


def _wide(requirements: Sequence[Requirement]) -> Iterator[RenderableType]:
    grid = _grid(requirements)
    grid.add_column(ratio=5)
    grid.add_column(width=_OWNER)
    grid.add_row(*_head("", "Rule", "", "Now", "Required", "To pass", "Owner"))
    for item, action in _actions(requirements):
        acts = [words(action), words(owner(item) if item.due else "", "dim")]
        grid.add_row(*_cells(item), *acts)
    yield grid


def _usual(requirements: Sequence[Requirement]) -> Iterator[RenderableType]:
    header = _grid(requirements)
    anything_to_do = any(action for _, action in _actions(requirements))
    header.add_row(*_head("", "Rule", "→ To pass" if anything_to_do else "", "Now", "Required"))
    yield header
    indent = _LABEL + _width((item.rule for item in requirements), _LONGEST_ID) + 2
    for item, action in _actions(requirements):
        row = _grid(requirements)
        row.add_row(*_cells(item))
        yield row
        yield from (Padding(text, (0, 0, 0, indent)) for text in _below(item, action))


def _stacked(requirements: Sequence[Requirement]) -> Iterator[RenderableType]:
    for item, action in _actions(requirements):
        yield columns([[Text.assemble(label(item), " ", words(item.rule, "bold")), words(item.title)]])
        yield Padding(words(f"Now {item.now}, required {item.required}"), (0, 0, 0, 2))
        yield from (Padding(text, (0, 0, 0, 2)) for text in _below(item, action))


def _below(item: Requirement, action: str) -> Iterator[Text]:
    if action:
        yield words(action if item.accepted else f"→ {action}")
    if item.due:
        yield words(owner(item), "dim")


def _grid(requirements: Sequence[Requirement]) -> Table:
    """Return a table of requirements and their states, with fixed widths for all columns except the title."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=_LABEL)
    grid.add_column(width=_width((item.rule for item in requirements), _LONGEST_ID))
    grid.add_column(ratio=4)
    grid.add_column(width=_width(("Now", *(item.now for item in requirements)), _LONGEST_VALUE))
    grid.add_column(width=_width(("Required", *(item.required for item in requirements)), _LONGEST_LIMIT))
    return grid


def _cells(item: Requirement) -> list[Text]:
    return [label(item), words(item.rule, "bold"), words(item.title), words(item.now), words(item.required)]


def _head(*names: str) -> list[Text]:
    return [words(name, "bold") for name in names]


def _width(texts: Iterable[str], most: int) -> int:
    """Return the width of a column with these texts, at most `most`."""
    return min(max(map(len, texts), default=0), most)
