"""The verdict as Markdown: one screen for those who decide, with details folded away for those who act."""

from collections.abc import Callable, Iterator

from readiness_gate.model.reading import Evidence
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.changes import Changed, Reason, Since
from readiness_gate.reports.escape import element, is_address, markdown
from readiness_gate.reports.fitting import fitting
from readiness_gate.reports.footnote import Footnote, NoteKind, Style
from readiness_gate.reports.page import ACTING, Page, Requirement, page, with_reasons_once
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.words import labeled, short, shown

LARGEST = 900 * 1024
_OF_TABLE, _OF_FOOT, _OF_CHANGES = 2, 4, 16
"""The share of the room for each of these: a half, a quarter, a sixteenth."""
_EVIDENCE, _LINKS = 20, 3
_SENTENCE = 4_000
_FOOT: tuple[NoteKind, ...] = (
    "not-measured",
    "not-covered",
    "void-waiver",
    "waiver",
    "weakened",
    "edit",
    "left-out",
    "remark",
    "source",
    "policy",
    "evidence",
    "decision-log",
)
_DRAWN: dict[Style, Callable[[str], str]] = {
    "ours": str,
    "foreign": lambda text: markdown(short(text)),
    "strong": "**{}**".format,
    "code": "`{}`".format,
}


def report(_display: Display) -> Report:
    """Return the report for a host that shows Markdown."""
    return Report("markdown", "text/markdown; charset=utf-8", lambda verdict: render(verdict).encode(), (".md",))


def render(verdict: Verdict, most: int = LARGEST) -> str:
    """Return the verdict as GitHub-flavored Markdown of at most `most` bytes: by default 900 KiB, because a host that
    accepts 1 MiB drops anything larger entirely.

    What does not fit is left out completely, the last first, and counted; the decision and its reasons come first.
    """
    drawn = page(verdict)
    head = "\n".join([*_head(drawn), "", "| | Rule | Now | Required | To pass | Owner |", "|---|---|---|---|---|---|"])
    changed = _since(drawn.since, most // _OF_CHANGES) if drawn.since else []
    rows = fitting(
        list(with_reasons_once(drawn.requirements)), _row, most // _OF_TABLE, "\n_{} more rules: see the JSON._"
    )
    notes = [note for note in drawn.footnotes if note.kind in _FOOT]
    foot = fitting(notes, lambda note: f"- {line_of(note)}", most // _OF_FOOT, "- {} more: see the JSON")
    rows += [f"\n{line_of(note)}" for note in drawn.footnotes if note.kind == "waivable"]
    table, rests_on = "\n".join([head, *rows]), "\n".join(["### What this rests on", "", *foot])
    acting = [item for item in drawn.requirements if item.status in ACTING]
    room = most - len("\n\n".join([table, *changed, rests_on]).encode()) - 100
    details = fitting(acting, lambda item: "\n".join(_detail(item)), room, "_{} more rules: see the JSON._")
    unblocks = ["### What to do", *details] if acting else []
    return "\n\n".join([table, *changed, *unblocks, rests_on]) + "\n"


def line_of(note: Footnote) -> str:
    """Return a footnote as plain words of Markdown, with our own words unchanged."""
    return "".join(_DRAWN[span.style](span.text) for span in note.line)


def _head(drawn: Page) -> Iterator[str]:
    head = drawn.headline
    yield f"## {head.called}: {markdown(short(head.milestone))} on {head.when}"
    yield ""
    yield f"**{markdown(short(head.program))}**, as of {head.as_of}"
    yield ""
    yield "\n\n".join(markdown(short(reason, _SENTENCE)) for reason in head.reasons)
    for note in drawn.footnotes:
        if note.kind == "without-waivers":
            yield ""
            yield line_of(note)


def _since(block: Since, room: int) -> list[str]:
    """Return what changed since an earlier time, with at most `room` bytes for each of its two lists."""
    head = f"### Since {markdown(block.when)}\n\n{markdown(short(block.summary, _SENTENCE))}\n"
    rows = fitting(block.changed, _change, room, "- {} more rules: see the JSON")
    besides = fitting(block.besides, lambda text: f"- {markdown(short(text))}", room, "- {} more: see the JSON")
    return ["\n".join([head, *rows, *besides])]


def _change(item: Changed) -> str:
    figures = f", {markdown(item.figures)}" if item.figures else ""
    reasons = [f"{reason.lead}: {_linked_reason(reason)}" for reason in item.reasons]
    reasons += [item.note] if item.note else []
    title = f"**{markdown(item.rule)}** {markdown(short(item.title))}"
    return "\n".join([f"- {title}: {item.symbol} {item.outcome}{figures}", *(f"  - {reason}" for reason in reasons)])


def _linked_reason(reason: Reason) -> str:
    """Return a cause in words, with links to the first pieces of evidence that have an address."""
    links = [_linked(piece) for piece in reason.evidence if is_address(piece.url)][:_LINKS]
    behind = f" ({', '.join(links)})" if links else ""
    return f"{markdown(short(reason.text, _SENTENCE))}{behind}"


def _row(item: Requirement) -> str:
    return f"| {labeled(item.status)} | {' | '.join(markdown(short(cell)) for cell in item.cells)} |"


def _detail(item: Requirement) -> Iterator[str]:
    title = f"<b>{element(item.rule)}</b> {element(short(item.title))}"
    yield f"<details><summary>{labeled(item.status)} {title}</summary>"
    yield ""
    yield markdown(short(item.message, _SENTENCE))
    yield ""
    lead, action = ("", item.accepted) if item.accepted else ("**To do:** ", item.to_do)
    yield f"{lead}{markdown(short(action, _SENTENCE))}"
    yield ""
    if item.evidence:
        evidence, more = shown(item.evidence, _EVIDENCE)
        yield from (f"- {_linked(piece)} {markdown(short(piece.note))}".rstrip() for piece in evidence)
        if more:
            yield f"- {more}"
        yield ""
    if item.same_as:
        yield f"Evidence: as for {markdown(item.same_as)}."
        yield ""
    yield "</details>"


def _linked(evidence: Evidence) -> str:
    name = markdown(short(evidence.id)) or "–"
    return f"[{name}]({evidence.url})" if is_address(evidence.url) else name
