"""Whether a file ends with its rows, or where a system truncates exports."""

from readiness_gate.model.settings.people import PeopleFile

LIMITS = frozenset({1_000, 2_000, 5_000, 10_000, 30_000, 50_000, 65_535, 100_000, 150_000})
"""The numbers of rows at which systems truncate exports: Jira at 1,000 or 10,000, a Salesforce report on the screen
at 2,000, ServiceNow at 10,000, Power BI at 30,000 (CSV) or 150,000 (workbook), an old workbook at 65,535 below its
header, and others at a round number."""


def why_cut_off(file: PeopleFile, section: str, count: int) -> str:
    """Return why a file with this many rows may be truncated, and what to do; "" if nothing suggests it."""
    if file.rows is not None and file.rows != count:
        return (
            f"the file has {count:,} rows, and rows in [people.{section}] says {file.rows:,}: export it again, or "
            "correct rows"
        )
    if file.rows is None and count in LIMITS:
        return (
            f"the file has {count:,} rows, at which many systems end an export, so there may be more: export it again "
            f"without that limit, or, if the system shows the same number, add rows = {count} to [people.{section}]"
        )
    return ""
