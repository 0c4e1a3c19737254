"""The impact of a change as GitHub-flavored Markdown, for the summary of a pull request."""

from collections.abc import Iterator

from readiness_gate.model.impact import Impact
from readiness_gate.model.wording import counted
from readiness_gate.reports.escape import markdown
from readiness_gate.reports.impact.words import LABEL_OF, SYMBOL_OF, Row, about, headline, lines, remarks, rows
from readiness_gate.reports.words import short

_ROWS, _REMARKS = 50, 20
_SENTENCE = 2_000


def as_markdown(impact: Impact) -> str:
    """Return the four lines, and the rules behind them folded away; at most about 250 KiB."""
    return "\n".join(_parts(impact)) + "\n"


def _parts(impact: Impact) -> Iterator[str]:
    judgement = impact.judgement
    yield f"### {SYMBOL_OF[judgement]} {LABEL_OF[judgement]}: {_words(headline(impact))}"
    yield ""
    yield f"**{_words(impact.gate.program)}**: {_words(about(impact))}"
    yield ""
    yield from (f"- **{line.name}:** {_words(line.text)}" for line in lines(impact))
    yield from _rules(impact)
    found = list(remarks(impact))
    if found:
        yield ""
        yield from (f"- {_words(remark)}" for remark in found[:_REMARKS])
        if len(found) > _REMARKS:
            yield f"- {len(found) - _REMARKS} more: see the JSON"


def _rules(impact: Impact) -> Iterator[str]:
    found = rows(impact)
    if not found:
        return
    yield ""
    yield f"<details><summary>{counted(len(found), 'rule')} with another result or unknown</summary>"
    yield ""
    for row in found[:_ROWS]:
        yield from _rule(row)
    if len(found) > _ROWS:
        yield f"- {len(found) - _ROWS} more: see the JSON"
    yield ""
    yield "</details>"


def _rule(row: Row) -> Iterator[str]:
    figures = f", {_words(row.figures)}" if row.figures else ""
    why = f" ({_words(row.why)})" if row.why else ""
    yield f"- {row.symbol} **{_words(row.rule)}** {_words(row.title)}: {row.outcome}{figures}{why}"


def _words(text: str) -> str:
    return markdown(short(text, _SENTENCE))
