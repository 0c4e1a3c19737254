"""The table of what changed since an earlier time; present only if that was requested."""

from collections.abc import Iterator

from readiness_gate.model.comparison import State
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.changes import since
from readiness_gate.reports.tables.declared import EVALUATION, RULE, Cell, Column, Table


def _changes(verdict: Verdict) -> Iterator[tuple[Cell, ...]]:
    compared, block = verdict.compared, since(verdict)
    if compared is None or block is None:
        return
    for change, changed in zip(compared.changes, block.changed, strict=True):
        unit = (change.now or change.then or State("unknown")).unit
        reasons = " ".join(f"{reason.lead}: {reason.text}." for reason in changed.reasons)
        yield (
            change.rule,
            change.title,
            iso(compared.since),
            *_state(change.then),
            *_state(change.now),
            unit,
            change.only_counted,
            *(cause in change.causes for cause in ("counted", "facts", "limits")),
            change.apart,
            f"{reasons} {changed.note}".rstrip(),
        )


def _state(state: State | None) -> tuple[Cell, ...]:
    """Return the outcome, whether it is waived, and the value; yes is 1, and no is 0."""
    if state is None:
        return (None, None, None)
    return (state.outcome, state.waived, None if state.value is None else +state.value)


CHANGES = Table(
    "changes",
    "One row for each rule whose result changed since an earlier time, with the causes",
    (
        EVALUATION,
        RULE,
        Column("title", "What the rule requires"),
        Column("since", "The earlier time", "datetime"),
        Column("then_outcome", "The outcome then; empty where the rule was not part of the gate", required=False),
        Column("then_waived", "Whether a waiver covered a fail then", "boolean", required=False),
        Column("then_value", "The value then, empty unless measured and shown; yes is 1", "number", required=False),
        Column("outcome", "The outcome; empty where the rule is no longer part of the gate", required=False),
        Column("waived", "Whether a waiver covers a fail", "boolean", required=False),
        Column("value", "The value, empty unless measured and shown; yes is 1", "number", required=False),
        Column("unit", "What the values count"),
        Column("only_counted", "Whether it changed only because something else is counted", "boolean"),
        Column("counted", "Whether something else is counted, and that makes a difference", "boolean"),
        Column("facts", "Whether other facts make a difference", "boolean"),
        Column("limits", "Whether edits of limits, rules or waivers make a difference", "boolean"),
        Column("told_apart", "Whether it is known how much each of several causes did", "boolean"),
        Column("why", "The causes in words"),
    ),
    ("evaluation", "rule"),
    _changes,
)
