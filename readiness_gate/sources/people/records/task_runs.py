"""How often tasks are started in the system and completed, as funnels in usage analytics count them."""

from readiness_gate.model.facts.records.task_runs import TaskRunFacts, TaskRuns
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable


def _problem(runs: TaskRuns) -> str | None:
    """Return a problem if more runs were completed than started."""
    return "has more completed than started: correct one of them" if runs.completed > runs.started else None


TASK_RUNS = RecordTable(
    Table(
        "task-runs",
        "a list of completed tasks",
        "how often which task was started or completed until when",
        (
            Column(
                "task",
                "the task, such as a guided flow or a funnel",
                "id",
                required=True,
                aliases="task funnel flow process journey name",
            ),
            Column(
                "until",
                "the end of the period that the row counts, such as the last day of a week",
                "when",
                required=True,
                aliases="until to end enddate periodend weekending week",
            ),
            Column(
                "started",
                "how often it was started",
                "count",
                required=True,
                aliases="started starts begun entered",
            ),
            Column(
                "completed",
                "how often it was completed in the end",
                "count",
                required=True,
                aliases="completed completions finished conversions",
            ),
            Column(
                "critical",
                "whether work stops without it; empty: unknown, which counts as yes",
                "flag",
                aliases="critical iscritical",
            ),
        ),
        examples=(
            ("Create a quote", "2026-01-18", "180", "162", "yes"),
            ("Export a list", "2026-01-18", "20", "11", "no"),
        ),
        unique=("task", "until"),
    ),
    TaskRuns,
    TaskRunFacts,
    _problem,
)
