"""The verdict in at most 1,024 characters of Markdown, as deployment rules and status messages accept it."""

from collections.abc import Callable, Iterator

from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import counted
from readiness_gate.reports.escape import markdown
from readiness_gate.reports.footnote import Footnote, NoteKind
from readiness_gate.reports.markdown import line_of
from readiness_gate.reports.page import Page, Requirement, page
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.words import labeled, short, weakened

LARGEST = 1_024
"""The most characters, counted as hosts count them: in UTF-16 units."""
_LENGTHS = (240, 120, 60, 30, 8)
"""The lengths to which texts are cut: the longest that fits. Even the shortest of the milestone's name always fits."""
_NAME = 60
_LAST = 60
"""Room for the line that counts what is left out."""
_WORTH: tuple[NoteKind, ...] = ("without-waivers", "not-measured-in-short", "left-out")


def report(_display: Display) -> Report:
    """Return the report for a host that accepts a short comment; it shows one verdict."""
    return Report("comment", "text/markdown; charset=utf-8", lambda verdict: render(verdict).encode(), join=None)


def render(verdict: Verdict) -> str:
    """Return the decision, its reservations, and as many unmet requirements as fit; each is complete or left out,
    and those left out are counted."""
    drawn = page(verdict)
    text, left_out = "", 0
    for piece in _pieces(drawn, len(weakened(verdict))):
        fitting = (one for one in map(piece, _LENGTHS) if _size(text + one) <= LARGEST - _LAST)
        found = next(fitting, "")
        left_out += not found
        text += found
    return text + (f"\n_{left_out} more: see the whole report._\n" if left_out else "")


def _pieces(drawn: Page, weaker: int) -> Iterator[Callable[[int], str]]:
    """Yield the contents, most important first, each as a function of the maximum length."""
    head = drawn.headline
    yield lambda most: f"**{head.called}: {markdown(short(head.milestone, min(most, _NAME)))} on {head.when}**\n"
    yield from (_note(note) for note in drawn.footnotes if note.kind in _WORTH)
    if weaker:
        yield lambda _: f"\nThe policy is weakened in {counted(weaker, 'place')}.\n"
    yield lambda _: f"\n{head.tally}. As of {head.as_of}.\n\n"
    yield from (_entry(item) for item in drawn.requirements if item.status in ("fail", "unknown", "warn"))


def _note(note: Footnote) -> Callable[[int], str]:
    """Return a reservation about the decision, as a paragraph."""
    return lambda _: f"\n{line_of(note)}\n"


def _entry(item: Requirement) -> Callable[[int], str]:
    """Return an unmet requirement, as a line of a list."""
    return lambda most: (
        f"- {labeled(item.status)} {markdown(short(f'{item.rule} {item.title}: {item.action}', most))}\n"
    )


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


__all__ = ["LARGEST", "render", "report"]
