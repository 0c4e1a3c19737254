"""The CSV export that Jira makes of issues of its search API: a column a value, dates as the site writes them."""

import csv
import gzip
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from readiness_gate.model.date_format import date_format
from readiness_gate.model.settings.jira import CsvDates

PATTERN = "dd/MMM/yy h:mm a"
_CATEGORIES = {"new": "To Do", "indeterminate": "In Progress", "done": "Done"}
HEADER = ("Summary", "Issue key", "Issue id", "Issue Type", "Status", "Priority", "Created", "Updated", "Description")


def dates(zone: str = "America/New_York", pattern: str = PATTERN) -> CsvDates:
    """How the dates of an export are read."""
    return CsvDates(ZoneInfo(zone), date_format(pattern))


def written(iso: str, zone: ZoneInfo) -> str:
    """A time of the search API as Jira's default form writes it: without seconds and zone."""
    local = datetime.fromisoformat(iso).astimezone(zone)
    return f"{local:%d/%b/%y} {local.hour % 12 or 12}:{local:%M %p}"


def _row(issue: Mapping[str, Any], zone: ZoneInfo, labels: int, versions: int) -> list[str]:
    fields = issue["fields"]
    names = [each["name"] for each in fields.get("fixVersions") or ()]
    priority: Mapping[str, Any] = fields.get("priority") or {}
    return [
        fields.get("summary") or "",
        issue["key"],
        str(issue.get("id", "")),
        fields["issuetype"]["name"],
        fields["status"]["name"],
        priority.get("name", ""),
        written(fields["created"], zone),
        written(fields["updated"], zone),
        'A description\nof two lines, with "quotes"',
        *_filled(fields.get("labels") or (), labels),
        *_filled(names, versions),
        _CATEGORIES[fields["status"]["statusCategory"]["key"]],
    ]


def _filled(values: Sequence[str], count: int) -> list[str]:
    return [*values, *[""] * (count - len(values))]


def exported(issues: Iterable[Mapping[str, Any]], zone: str = "America/New_York") -> str:
    """The file: with as many columns of labels and versions as the issue with most of them has."""
    listed = list(issues)
    labels = max((len(each["fields"].get("labels") or ()) for each in listed), default=0)
    versions = max((len(each["fields"].get("fixVersions") or ()) for each in listed), default=0)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*HEADER, *["Labels"] * labels, *["Fix versions"] * versions, "Status Category"])
    writer.writerows(_row(each, ZoneInfo(zone), labels, versions) for each in listed)
    return text.getvalue()


def how_many(content: bytes) -> int | None:
    """How many issues a CSV export has; None for what cannot be read."""
    try:
        text = (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text.replace("x" * 1_000, ""), newline="")))
        key = [cell.casefold() for cell in rows[0]].index("issue key")
        return len({row[key] for row in rows[1:]}) or None
    except (UnicodeDecodeError, csv.Error, ValueError, IndexError):
        return None
