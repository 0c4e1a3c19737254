"""How the requirements in the way at the last meeting developed; a verdict is compared with that day."""

from collections.abc import Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.comparison import Change, State
from readiness_gate.model.time import day_of
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.changes import when


@dataclass(frozen=True, slots=True)
class Settled:
    """A requirement that was in the way then and no longer is."""

    rule: str
    title: str
    owner: str
    became: str
    """`done`, or what else happened to it: `accepted until 2026-03-01`."""


def last_meeting(verdict: Verdict) -> str:
    """Return the day that the verdict is compared with; "" if there is none."""
    return when(verdict.compared.since, verdict) if verdict.compared is not None else ""


def became(finding: Finding, verdict: Verdict) -> str:
    """Return how an unmet requirement developed: `open`, `new`, `overdue`; "" without a comparison."""
    compared = verdict.compared
    if compared is None:
        return ""
    change = compared.of(finding.rule.id)
    is_new = change is not None and not _was_in_the_way(change.then)
    is_late = finding.rule.due(verdict.milestone) < day_of(verdict.as_of, verdict.zone)
    if is_late:
        return "new, overdue" if is_new else "overdue"
    return "new" if is_new else "open"


def settled(verdict: Verdict) -> tuple[Settled, ...]:
    """Return the requirements that were in the way then and no longer are; first those that are done."""
    found = sorted(_settled(verdict), key=lambda one: one.became != _DONE)
    return tuple(found)


_DONE = "done"


def _settled(verdict: Verdict) -> Iterator[Settled]:
    findings = {finding.rule.id: finding for finding in verdict.findings}
    for change in verdict.compared.changes if verdict.compared is not None else ():
        finding = findings.get(change.rule)
        if _was_in_the_way(change.then) and not _was_in_the_way(change.now):
            yield Settled(change.rule, change.title, change.owner, _what_became(change, finding))


def _was_in_the_way(state: State | None) -> bool:
    """Return whether a rule was not met, and nobody had accepted that."""
    return state is not None and state.effect in ("blocks", "warns")


def _what_became(change: Change, finding: Finding | None) -> str:
    """Return what happened to a requirement that was in the way: "done" only if nothing else explains it."""
    if finding is None:
        return "the rule was removed"
    if finding.waiver is not None:
        return f"accepted until {finding.waiver.expires}"
    if finding.outcome == "not-applicable":
        return "no longer applies"
    if change.now is not None and change.now.effect == "informs":
        return "does not pass; the rule only informs now"
    if "limits" in change.deciding:
        return "passes by an edited limit"
    if "counted" in change.deciding:
        return "passes because something else is counted"
    if change.then is not None and change.then.outcome == "unknown":
        return "passes; it could not be measured then"  # it may have passed then, too
    return _DONE
