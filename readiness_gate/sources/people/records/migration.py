"""The migration: comparisons of its data with the source, and rehearsals of the cutover."""

from readiness_gate.model.facts.records.migration import Reconciliation, ReconciliationFacts, Rehearsal, RehearsalFacts
from readiness_gate.model.headers import spelled
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

_NO_NAME = frozenset(
    [
        *("no", "n", "nobody", "none yet", "not yet", "not signed", "unsigned", "false", "0", "pending", "open"),
        *("missing", "tbd", "tba", "todo", "unknown", "yes", "y", "x", "true", "1", "ok", "done", "signed"),
    ]
)
"""What people write instead of the signer's name, which identifies nobody."""


def _of_comparison(row: Reconciliation) -> str | None:
    if (row.source_amount is None) != (row.target_amount is None):
        return "the row has an amount on one side only: add the other, or remove both"
    if row.matching is not None and row.matching > min(row.source_count, row.target_count):
        return "more records match than there are on one side: correct matching"
    if spelled(row.signed_by) in _NO_NAME:
        return "signed-by does not name who signed: name the owner of the data, or leave it empty"
    return None


def _of_rehearsal(row: Rehearsal) -> str | None:
    if row.hours <= 0 or row.window_hours <= 0:
        return "the rehearsal and its window must take some time: correct hours or window-hours"
    return None


RECONCILIATION = RecordTable(
    Table(
        "reconciliation",
        "a comparison of migrated data with its source",
        "how many records or how much money is on either side",
        (
            Column(
                "data",
                "what was compared, such as customers",
                "id",
                required=True,
                aliases="data object entity table dataobject",
            ),
            Column(
                "reconciled-at",
                "when it was compared; the newest comparison of the same data counts",
                "when",
                required=True,
                aliases="reconciledat reconciledon comparedon date",
            ),
            Column(
                "source-count",
                "records in the source",
                "count",
                required=True,
                aliases="sourcecount sourcerecords recordsinsource",
            ),
            Column(
                "target-count",
                "records in the new system",
                "count",
                required=True,
                aliases="targetcount targetrecords recordsintarget",
            ),
            Column(
                "matching",
                "records that agree in all fields; empty where only the numbers were compared",
                "count",
                aliases="matching matched matchingrecords",
            ),
            Column("source-amount", "the sum of money in the source", "number", aliases="sourceamount sourcetotal"),
            Column("target-amount", "the same in the new system", "number", aliases="targetamount targettotal"),
            Column("explained", "whether a difference in money is explained", "flag", aliases="explained"),
            Column(
                "signed-by",
                "the owner of the data who signed the comparison; empty for nobody",
                "text",
                aliases="signedby approvedby signedoffby",
            ),
        ),
        examples=(
            ("Customers", "2026-02-20", "41250", "41250", "41236", "", "", "", "Head of sales operations"),
            ("Open orders", "2026-02-20", "812", "812", "812", "1250400.50", "1250400.50", "", "Finance"),
        ),
        unique=("data", "reconciled-at"),
    ),
    Reconciliation,
    ReconciliationFacts,
    _of_comparison,
)
REHEARSALS = RecordTable(
    Table(
        "rehearsals",
        "a list of rehearsals of the cutover",
        "which rehearsal ended when or how",
        (
            Column("rehearsal", "the name of the rehearsal", "id", required=True, aliases="rehearsal dryrun mock name"),
            Column("ended-at", "when it ended", "when", required=True, aliases="endedat ended enddate date"),
            Column(
                "whole",
                "whether the whole cutover was rehearsed, and not a part of it",
                "flag",
                required=True,
                aliases="whole full complete",
            ),
            Column(
                "open-severe",
                "severity 1 and 2 defects that it left open",
                "count",
                required=True,
                aliases="opensevere opendefects",
            ),
            Column("hours", "how long it took", "number", required=True, aliases="hours duration"),
            Column("window-hours", "how long it may take", "number", required=True, aliases="windowhours window"),
        ),
        examples=(
            ("Mock 1", "2026-01-17", "yes", "3", "61", "48"),
            ("Mock 2", "2026-01-31", "yes", "0", "44", "48"),
            ("Mock 3", "2026-02-14", "yes", "0", "41.5", "48"),
        ),
        unique=("rehearsal",),
    ),
    Rehearsal,
    RehearsalFacts,
    _of_rehearsal,
)
