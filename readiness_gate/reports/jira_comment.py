"""The verdict as a comment on an issue: in the Atlassian Document Format (ADF) for Cloud, as wiki text for Data Center.

It is one page of text without tables: the decision, its reservations, and the unmet requirements.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.escape import printable
from readiness_gate.reports.footnote import Footnote, Line, NoteKind, Span, Style, ours
from readiness_gate.reports.page import Page, Requirement, page
from readiness_gate.reports.words import labeled, short

Node: TypeAlias = dict[str, Any]

LARGEST = 12_000
"""The most characters of the requirements; Jira accepts about 32,000 with all markup."""
_WORTH: tuple[NoteKind, ...] = (
    "without-waivers",
    "weakened-in-short",
    "not-measured-in-short",
    "since-in-short",
    "void-waiver",
    "edit",
    "left-out",
    "remark",
)
_MARKS: dict[Style, str] = {"strong": "strong", "code": "code"}
_BRACKETS: dict[Style, tuple[str, str]] = {"strong": ("*", "*"), "code": ("{{", "}}")}
_MARKUP = re.compile(
    r"[*+^~|{}\[\]!]"
    r"|(?<![^\W_])[-_]|[-_](?![^\W_])"  # not in the middle of a word, as in go-live, where they are nothing else
    r"|\?(?=\?)|(?<=\?)\?"
    r"|\((?=[^()\s]{1,6}\))|(?<=[:;])[()]"  # signs such as (/), a green check mark
)
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
_BREAK, _BACKSLASH = "\u200b", "\u2216"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list with an item for each line."""

    kind: Literal["paragraph", "list"]
    lines: tuple[Line, ...]


def blocks(verdict: Verdict) -> tuple[Block, ...]:
    """Return the comment before it has a format."""
    drawn = page(verdict)
    return tuple(_blocks(drawn))


def _blocks(drawn: Page) -> Iterator[Block]:
    head = drawn.headline
    yield _paragraph(Span(f"{head.called}: {head.milestone} on {head.when}", "strong"))
    reasons = head.reasons if head.tally in " ".join(head.reasons) else (*head.reasons, f"{head.tally}.")
    yield _paragraph(Span(short(" ".join(reasons), LARGEST // 8)))
    yield from (_paragraph(*_short(note)) for note in drawn.footnotes if note.kind in _WORTH)
    yield _paragraph(Span(f"{head.program}, as of {head.as_of}."))
    items = [_item(item) for item in drawn.requirements if item.status in ("fail", "unknown", "warn", "waived")]
    lines = list(_fitting(items))
    if lines:
        yield Block("list", tuple(lines))


def _short(note: Footnote) -> Iterator[Span]:
    return (Span(short(span.text), span.style) for span in note.line)


def _paragraph(*spans: Span) -> Block:
    return Block("paragraph", (spans,))


def _item(item: Requirement) -> Line:
    owner = f" ({item.owner}{f', {item.due}' if item.due else ''})"
    return (
        Span(labeled(item.status), "strong"),
        Span(f" {item.rule} {short(item.title)}: {short(item.accepted or item.action)}{owner}"),
    )


def _fitting(items: Sequence[Line]) -> Iterator[Line]:
    """Yield the first items that fit, and how many do not."""
    room = LARGEST
    for number, item in enumerate(items):
        room -= sum(len(span.text) for span in item)
        if room < 0:
            yield (ours(f"{len(items) - number} more: see the whole report."),)
            return
        yield item


def document(found: Sequence[Block]) -> tuple[Node, ...]:
    """Return the blocks in the Atlassian Document Format, where a text is nothing but text."""
    return tuple(_node(block) for block in found)


def _node(block: Block) -> Node:
    paragraphs = [{"type": "paragraph", "content": [_text(span) for span in line if span.text]} for line in block.lines]
    if block.kind == "paragraph":
        return paragraphs[0]
    return {"type": "bulletList", "content": [{"type": "listItem", "content": [one]} for one in paragraphs]}


def _text(span: Span) -> Node:
    node: Node = {"type": "text", "text": printable(span.text)}
    mark = _MARKS.get(span.style)
    return {**node, "marks": [{"type": mark}]} if mark else node


def wiki(found: Sequence[Block]) -> str:
    """Return the blocks in Jira's wiki markup."""
    return "\n\n".join(_wiki(block) for block in found)


def _wiki(block: Block) -> str:
    start = "* " if block.kind == "list" else ""
    return "\n".join(start + "".join(map(_words, line)) for line in block.lines)


def _words(span: Span) -> str:
    before, after = _BRACKETS.get(span.style, ("", ""))
    return f"{before}{escaped(span.text)}{after}"


def escaped(text: str) -> str:
    """Return a text as plain words of wiki markup. A backslash would escape, and two would break the line, so a
    look-alike replaces it; addresses are broken up."""
    plain = printable(text).replace("\\", _BACKSLASH)
    return _ADDRESS.sub(_BREAK, _MARKUP.sub(r"\\\g<0>", plain))


__all__ = ["Block", "blocks", "document", "escaped", "wiki"]
