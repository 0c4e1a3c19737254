"""The text of an answer, in GitHub's Markdown: as many whole lines as fit, and always how to ask again."""

from collections.abc import Iterator

from readiness_gate.model.portfolio import GateState, OpenRule
from readiness_gate.model.verdict import Decision
from readiness_gate.model.wording import agreeing, counted, listed
from readiness_gate.reports.escape import markdown

LARGEST = 1_024
"""GitHub's limit in characters. It is compared with the number of bytes, which is never lower."""
_FEW = 3
_TITLES: dict[Decision, str] = {"go": "GO", "no-go": "NO-GO", "undecided": "UNDECIDED"}


def comment(gate: GateState, again: str) -> str:
    """Return a gate's decision and its reason, what weakens it, and the rules that are not met; `again` says how to ask
    again."""
    as_of = f" as of {gate.as_of}" if gate.as_of else ""
    head = f"**{_TITLES[gate.decision]}**: {markdown(gate.milestone)}{as_of}"
    less = list(_less(gate))
    end = [] if gate.decision == "go" else [_again(again)]
    reasons = _whole_lines(_problems(gate.sentence), [head, *less, *end])
    if not reasons:
        reasons = [f"The reason is too long to be shown here: run `readiness-gate check {gate.milestone}`."]
    lines = [head, *reasons, *less]
    if gate.evidence_digest:
        lines += _whole_lines([f"Evidence: {markdown(gate.evidence_digest)}"], [*lines, *end])
    lines += _listed([_rule(one) for one in gate.open], [*lines, *end])
    lines += _whole_lines([markdown(note) for note in gate.notes], [*lines, *end])
    return "\n\n".join([*lines, *end])


def short(sentence: str, again: str) -> str:
    """Return the text of a rejection without a verdict."""
    return f"**UNDECIDED**: {markdown(sentence)}\n\n{_again(again)}"


def _again(again: str) -> str:
    return f"To ask again, {again}."


def _problems(sentence: str) -> list[str]:
    """Return the lines of a sentence, without indented quotations: a configuration with mistakes has several lines."""
    return [markdown(line) for line in sentence.splitlines() if line and not line[0].isspace()]


def _less(gate: GateState) -> Iterator[str]:
    """Yield what weakens a decision besides its rules: short lines, because they are never left out."""
    if gate.weakened:
        yield f"The policy is weakened in {counted(gate.weakened, 'place')}."
    if gate.waived:
        rules = markdown(listed(gate.waived, _FEW))
        yield f"{counted(len(gate.waived), 'failing rule')} {agreeing(len(gate.waived), 'is', 'are')} waived: {rules}."


def _rule(one: OpenRule) -> str:
    return f"- {markdown(one.rule)} ({one.outcome}): {markdown(one.title)}"


def _whole_lines(lines: list[str], others: list[str]) -> list[str]:
    """Return as many of the first lines as fit beside the others, and a line that counts the rest."""
    for count in range(len(lines), 0, -1):
        left = len(lines) - count
        shown = [*lines[:count], *([f"and {counted(left, 'more line')}"] if left else [])]
        if _fit([*others, *shown]):
            return shown
    return []


def _listed(rules: list[str], others: list[str]) -> list[str]:
    """Return the rules that are not met as one list, with the number of those that do not fit; empty if not even one
    fits."""
    for count in range(len(rules), 0, -1):
        more = [f"- and {len(rules) - count} more"] if count < len(rules) else []
        shown = "\n".join([*rules[:count], *more])
        if _fit([*others, shown]):
            return [shown]
    return []


def _fit(parts: list[str]) -> bool:
    return len("\n\n".join(parts).encode()) <= LARGEST


__all__ = ["LARGEST", "comment", "short"]
