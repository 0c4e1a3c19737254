"""The key figures that the system should improve."""

from readiness_gate.model.facts.records.kpis import Kpi, KpiFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable


def _problem(kpi: Kpi) -> str | None:
    """Return which value of a figure has a time but is missing."""
    dated = {
        "captured-at": (kpi.captured_at, "baseline", kpi.baseline),
        "target-set-at": (kpi.target_set_at, "target", kpi.target),
        "measured-at": (kpi.measured_at, "actual", kpi.actual),
    }
    names = ((name, of) for name, (when, of, value) in dated.items() if when is not None and value is None)
    return next((f"has a time in {name} and nothing in {of}: correct one of them" for name, of in names), None)


KPIS = RecordTable(
    Table(
        "kpis",
        "a list of key figures",
        "which key figure had or is to have which value, or when",
        (
            Column(
                "kpi",
                "the name of the key figure",
                "id",
                required=True,
                aliases="kpi keyfigure metric measure indicator",
            ),
            Column("process", "the process that it is about", "text", aliases="process businessprocess area"),
            Column(
                "engagement",
                "whether it says how people use the system, and not only that it runs; empty: unknown",
                "flag",
                aliases="engagement isengagement",
            ),
            Column(
                "baseline",
                "its value before the change; empty: none was captured",
                "number",
                aliases="baseline baselinevalue startvalue before",
            ),
            Column(
                "captured-at",
                "when the baseline was captured",
                "when",
                aliases="capturedat capturedon baselinedate baselineon",
            ),
            Column("target", "the value to reach; empty: none was set", "number", aliases="target targetvalue goal"),
            Column(
                "target-set-at",
                "when the target was set",
                "when",
                aliases="targetsetat targetseton targetdate agreedon",
            ),
            Column(
                "actual",
                "its value after the change; empty: not measured yet",
                "number",
                aliases="actual actualvalue currentvalue value after",
            ),
            Column(
                "measured-at",
                "when the actual value was measured; a later measurement is another row",
                "when",
                aliases="measuredat measuredon measurementdate asof",
            ),
        ),
        examples=(
            ("Minutes for a quote", "Quote", "no", "62", "2026-01-10", "20", "2026-01-15", "31", "2026-04-01"),
            ("Quotes made in the system", "Quote", "yes", "0", "2026-01-10", "0.9", "2026-01-15", "", ""),
        ),
        unique=("kpi", "measured-at"),
    ),
    Kpi,
    KpiFacts,
    _problem,
)
