"""The verdict in Confluence's storage format: the contents of the Markdown report as plain XHTML, without any macro."""

import html
from collections.abc import Callable, Iterator

from readiness_gate.model.reading import Evidence
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.escape import is_address, printable
from readiness_gate.reports.fitting import fitting
from readiness_gate.reports.footnote import Footnote, NoteKind, Style
from readiness_gate.reports.page import ACTING, Page, Requirement, page, with_reasons_once
from readiness_gate.reports.words import labeled, short, shown

LAYOUT = 1
"""The version of the layout. A page with another one is written again even if the verdict is the same."""
LARGEST = 512 * 1024
"""The most bytes of a page; an editor becomes slow long before Confluence refuses one."""
_OF_TABLE, _OF_FOOT = LARGEST // 2, LARGEST // 8
_OF_FRAME = 2_048
_EVIDENCE = 20
_SENTENCE = 4_000
_COLUMNS = ("", "Rule", "Now", "Required", "To pass", "Owner")
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
)


_MORE_ROWS = f'<tr><td colspan="{len(_COLUMNS)}"><em>{{}} more rules: see the JSON.</em></td></tr>'
_MORE_ITEMS = "<li>{} more: see the JSON</li>"
_MORE_RULES = "<p><em>{} more rules: see the JSON.</em></p>"


def render(verdict: Verdict) -> str:
    """Return the verdict as an XHTML fragment of at most 512 KiB. What does not fit is left out completely, the last
    first, and counted; the decision, its reasons and the digests always fit."""
    drawn = page(verdict)
    head, rests_on = "".join(_head(drawn, f"{verdict.milestone.date}")), _rests_on(drawn, verdict)
    table = _table(drawn)
    room = LARGEST - len(f"{head}{table}{rests_on}".encode()) - _OF_FRAME
    return f"{head}{table}{_what_to_do(drawn, room)}{rests_on}"


def text(words: str) -> str:
    """Return foreign words as nothing but words, without any element, macro, mention or link."""
    return html.escape(printable(words).strip())


def _cut(words: str, most: int = 240) -> str:
    return text(short(words, most))


_DRAWN: dict[Style, Callable[[str], str]] = {
    "ours": html.escape,
    "foreign": _cut,
    "strong": lambda words: f"<strong>{html.escape(words)}</strong>",
    "code": lambda words: f"<code>{html.escape(words)}</code>",
}


def _line(note: Footnote) -> str:
    return "".join(_DRAWN[span.style](span.text) for span in note.line)


def _head(drawn: Page, date: str) -> Iterator[str]:
    head = drawn.headline
    # Without the days that are left: the page is not written again while the verdict stays the same.
    yield f"<h2>{html.escape(head.called)}: {_cut(head.milestone)} on {date}</h2>"
    yield f"<p><strong>{_cut(head.program)}</strong>, as of {text(head.as_of)}</p>"
    yield from (f"<p>{_cut(reason, _SENTENCE)}</p>" for reason in head.reasons)
    yield from (f"<p>{_line(note)}</p>" for note in drawn.footnotes if note.kind == "without-waivers")


def _table(drawn: Page) -> str:
    titles = "".join(f"<th>{title}</th>" for title in _COLUMNS)
    rows = fitting(list(with_reasons_once(drawn.requirements)), _row, _OF_TABLE, _MORE_ROWS)
    notes = "".join(f"<p>{_line(note)}</p>" for note in drawn.footnotes if note.kind == "waivable")
    return f"<table><tbody><tr>{titles}</tr>{''.join(rows)}</tbody></table>{notes}"


def _row(item: Requirement) -> str:
    return f"<tr><td>{labeled(item.status)}</td>{''.join(f'<td>{_cut(cell)}</td>' for cell in item.cells)}</tr>"


def _what_to_do(drawn: Page, room: int) -> str:
    acting = [item for item in drawn.requirements if item.status in ACTING]
    details = fitting(acting, lambda item: "".join(_detail(item)), room, _MORE_RULES)
    return f"<h3>What to do</h3>{''.join(details)}" if acting else ""


def _detail(item: Requirement) -> Iterator[str]:
    yield f"<h4>{labeled(item.status)} {text(item.rule)} {_cut(item.title)}</h4><p>{_cut(item.message, _SENTENCE)}</p>"
    lead, action = ("", item.accepted) if item.accepted else ("<strong>To do:</strong> ", item.to_do)
    yield f"<p>{lead}{_cut(action, _SENTENCE)}</p>"
    evidence, more = shown(item.evidence, _EVIDENCE)
    pieces = [f"<li>{_linked(piece)} {_cut(piece.note)}</li>" for piece in evidence]
    yield _list([*pieces, f"<li>{html.escape(more)}</li>"] if more else pieces)
    if item.same_as:
        yield f"<p>Evidence: as for {text(item.same_as)}.</p>"


def _rests_on(drawn: Page, verdict: Verdict) -> str:
    notes = [note for note in drawn.footnotes if note.kind in _FOOT]
    lines = fitting(notes, lambda note: f"<li>{_line(note)}</li>", _OF_FOOT, _MORE_ITEMS)
    lines += [f"<li>{_line(note)}</li>" for note in drawn.footnotes if note.kind == "policy"]
    lines.append(f"<li>Evidence <code>{html.escape(verdict.evidence_digest)}</code></li>")
    written = "readiness-gate writes this page. It does not overwrite what people change here."
    return f"<h3>What this rests on</h3>{_list(lines)}<p><em>{written}</em></p>"


def _list(items: list[str]) -> str:
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _linked(evidence: Evidence) -> str:
    name = _cut(evidence.id) or "–"
    return f'<a href="{html.escape(evidence.url)}">{name}</a>' if is_address(evidence.url) else name


__all__ = ["LARGEST", "LAYOUT", "render", "text"]
