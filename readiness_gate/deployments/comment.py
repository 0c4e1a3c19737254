"""What is said to a deployment, in GitHub's Markdown: as many whole lines as have room, and always how to ask again."""

from collections.abc import Iterator

from readiness_gate.model.portfolio import GateState, OpenRule
from readiness_gate.model.verdict import Decision
from readiness_gate.reports.escape import markdown

LARGEST = 1_024
"""GitHub takes so many characters; bytes are counted here, as there are never fewer of them."""
AGAIN = "To ask again, re-run the job."
_TITLES: dict[Decision, str] = {"go": "GO", "no-go": "NO-GO", "undecided": "UNDECIDED"}


def comment(gate: GateState) -> str:
    """What a gate decided, why, and what is in the way."""
    as_of = f" as of {gate.as_of}" if gate.as_of else ""
    head = f"**{_TITLES[gate.decision]}**: {markdown(gate.milestone)}{as_of}"
    end = [] if gate.decision == "go" else [AGAIN]
    lines = [head]
    for line in _reasons(gate):
        if not _fit([*lines, line, *end]):
            if len(lines) == 1:
                lines.append(f"The reason is too long to be shown here: run `readiness-gate check {gate.milestone}`.")
            break
        lines.append(line)
    rules = [_rule(one) for one in gate.open]
    return "\n\n".join([*lines, *_listed(rules, [*lines, *end]), *end])


def short(sentence: str) -> str:
    """A rejection without a verdict."""
    return f"**UNDECIDED**: {markdown(sentence)}\n\n{AGAIN}"


def _reasons(gate: GateState) -> Iterator[str]:
    yield markdown(gate.sentence)
    if gate.evidence_digest:
        yield f"Evidence: {markdown(gate.evidence_digest)}"


def _rule(one: OpenRule) -> str:
    return f"- {markdown(one.rule)} ({one.outcome}): {markdown(one.title)}"


def _listed(rules: list[str], others: list[str]) -> list[str]:
    """The rules in the way as one list, with how many have no room; none where not even one has."""
    for count in range(len(rules), 0, -1):
        more = [f"- and {len(rules) - count} more"] if count < len(rules) else []
        shown = "\n".join([*rules[:count], *more])
        if _fit([*others, shown]):
            return [shown]
    return []


def _fit(parts: list[str]) -> bool:
    return len("\n\n".join(parts).encode()) <= LARGEST


__all__ = ["AGAIN", "LARGEST", "comment", "short"]
