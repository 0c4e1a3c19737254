"""The contents of the slides, in cells of text that are harmless and not too long."""

from collections.abc import Mapping
from typing import TypeAlias

from readiness_gate.judge.sentence import blocking
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.committee import Brief
from readiness_gate.reports.committee.musts import Must
from readiness_gate.reports.escape import printable
from readiness_gate.reports.excerpt import without
from readiness_gate.reports.words import NOTHING, Status, in_brief, short, status

_HEAD, _NAME, _LINE, _ANSWER = 32, 48, 200, 300
_NOTE, _NOTES = 600, 20
Row: TypeAlias = tuple[str, ...]
RESULTS: Mapping[Status, str] = {
    "fail": "fail",
    "unknown": "unknown",
    "waived": "accepted risk",
    "warn": "pass, with a warning",
    "pass": "pass",
}
"""The results of a blocking rule, worst first, by their names in the chart."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the titles of its columns (empty if it has none), their widths in inches, and its rows."""

    titles: Row
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    """The text in place of a table without rows."""


def called(shown: Brief) -> str:
    """Return the title of the first slide: the decision, the milestone, and its day."""
    head = shown.headline
    return f"{head.called}: {_short(head.milestone, _HEAD)} on {head.when}"


def work(shown: Brief) -> str:
    """Return the title of the second slide, which may be pasted into a deck without the first."""
    return f"{shown.headline.called}: what must become true for {_short(shown.headline.milestone, _HEAD)}"


def origin(shown: Brief) -> str:
    """Return the program, and when it was judged."""
    return f"{_short(shown.headline.program, _NAME)}, as of {shown.headline.as_of}"


def answers(shown: Brief) -> Table:
    """Return the five answers."""
    rows = tuple((one.question, _short(one.text, _ANSWER)) for one in shown.answers)
    return Table((), (2.3, 10.0), rows)


def asks(shown: Brief) -> Table:
    """Return what the committee is asked to decide."""
    rows = tuple((_short(one.what), _short(one.otherwise)) for one in shown.asks)
    return Table(("What you are asked to decide", "If you decide nothing"), (7.3, 5.0), rows)


def musts(shown: Brief) -> Table:
    """Return what must become true."""
    titles = ("Grade", "What must become true", "To do", "Owner", "Date")
    rows = tuple(map(_must, shown.musts))
    return Table(titles, (1.3, 2.75, 2.6, 1.25, 1.1), rows, without("musts", shown))


def _must(must: Must) -> Row:
    item = must.requirement
    now = f"{_short(item.now, _NAME)}; " if item.now != NOTHING else ""
    what = f"{_short(item.rule, _NAME)} {_short(item.title)} ({now}required: {_short(item.required, _NAME)})"
    grade = f"{must.urgency} ({_short(must.became, _NAME)})" if must.became else must.urgency
    return grade, what, _short(item.action), _short(item.owner, _NAME), item.due


def uncovered(shown: Brief) -> str:
    """Return what a go does not cover, in one text."""
    if not shown.uncovered:
        return without("uncovered", shown)
    names = (
        f"{one.dimension} ({_short(one.watched, _NAME)})" if one.watched else one.dimension for one in shown.uncovered
    )
    return f"{', '.join(names)}."


def results(verdict: Verdict) -> dict[str, int]:
    """Return the number of blocking rules by result."""
    found = [status(finding) for finding in blocking(verdict.findings)]
    return {word: found.count(one) for one, word in RESULTS.items()}


def notes(verdict: Verdict, shown: Brief) -> str:
    """Return what the speaker needs, and what proves where the slides come from: the sentence, the sources, the
    digests."""
    lines = [in_brief(verdict), origin(shown), *(note.text for note in (*shown.remarks, *shown.origins)[:_NOTES])]
    return "\n".join(_short(line, _NOTE) for line in lines)


def _short(text: str, most: int = _LINE) -> str:
    return short(printable(text.strip()), most).replace(" %", "\u00a0%")
