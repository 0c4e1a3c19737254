"""A portfolio as GitHub-flavored Markdown, for a job summary or a wiki."""

from collections.abc import Iterator

from readiness_gate.model.portfolio import Assessment, GateState
from readiness_gate.reports.escape import markdown
from readiness_gate.reports.portfolio.words import about, after, changes, headline, nothing_changed, reason, rules
from readiness_gate.reports.words import DECISIONS, NOTHING, short

_GATES, _REMARKS = 500, 100
_LONG = 1_000


def as_markdown(assessment: Assessment) -> str:
    """Return the counts, the changes, a table of the gates worst first, and what only several programs together
    show."""
    return "\n".join(_parts(assessment)) + "\n"


def _parts(assessment: Assessment) -> Iterator[str]:
    yield f"## {DECISIONS[assessment.decision]}: {headline(assessment)}"
    yield ""
    yield f"**{_words(assessment.name)}**: {_words(about(assessment))}"
    yield from _since(assessment)
    yield ""
    yield "| Decision | Program | Milestone | Date | Why | Rules |"
    yield "|---|---|---|---|---|---|"
    gates = assessment.gates
    yield from (_row(gate, after(assessment, gate)) for gate in gates[:_GATES])
    if len(gates) > _GATES:
        yield ""
        yield f"{len(gates) - _GATES} more: see the JSON"
    yield from _list("Only several programs together show this; it changes no verdict:", _warnings(assessment))
    yield from _list("Not known:", [_words(one) for one in assessment.unknown])


def _since(assessment: Assessment) -> Iterator[str]:
    since = assessment.since
    if since is None:
        return
    found = [f"**{change.name}:** {_words('; '.join(change.items))}" for change in changes(since)]
    yield from _list(f"Since {since.earlier}:", found) if found else ("", nothing_changed(since))


def _row(gate: GateState, waves: str) -> str:
    program = f"{gate.program}, {waves}" if waves else gate.program
    cells = (program, gate.milestone or NOTHING, gate.date or NOTHING, reason(gate), rules(gate) or NOTHING)
    return f"| {DECISIONS[gate.decision]} | {' | '.join(map(_words, cells))} |"


def _warnings(assessment: Assessment) -> list[str]:
    return [f"{markdown(short(one.message, _LONG))}. {_words(one.remedy)}" for one in assessment.warnings]


def _list(heading: str, items: list[str]) -> Iterator[str]:
    if not items:
        return
    yield ""
    yield heading
    yield ""
    yield from (f"- {item}" for item in items[:_REMARKS])
    if len(items) > _REMARKS:
        yield f"- {len(items) - _REMARKS} more: see the JSON"


def _words(text: str) -> str:
    return markdown(short(text))
