"""What fields and labels of an issue in a collection say."""

from collections.abc import Collection as Group
from collections.abc import Mapping

from readiness_gate.model.facts.collections import Link
from readiness_gate.model.headers import plain
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.sources.jira.fields import is_done, is_filled, name_of
from readiness_gate.sources.jira.shapes import Json, list_of, table_of

_SIDES = ("inwardIssue", "outwardIssue")


def links(value: object) -> tuple[Link, ...] | None:
    """Return the links to other issues; None if they were not read."""
    entries = as_sequence(value)
    if entries is None:
        return None
    tables = [table_of(entry) for entry in entries]
    return tuple(_link(table, table_of(table.get(side))) for table in tables for side in _SIDES if table.get(side))


def _link(table: Json, other: Json) -> Link:
    status = table_of(other.get("fields")).get("status")
    return Link(name_of(table.get("type")), str(other.get("key") or ""), is_done(status))


def met_sla(value: object) -> bool | None:
    """Return whether no cycle of an SLA was breached; None for a field without a cycle.

    The form is that of Jira Service Management: `completedCycles`, a list, and `ongoingCycle`, each with `breached`.
    """
    table = as_mapping(value) or {}
    cycles = [*list_of(table.get("completedCycles")), *filter(None, [table.get("ongoingCycle")])]
    breached = [table_of(cycle).get("breached") for cycle in cycles]
    if not breached or not all(isinstance(one, bool) for one in breached):
        return None
    return not any(breached)


def values(row: Json, labels: Group[str], columns: Group[str], fields: Mapping[str, str]) -> dict[str, str]:
    """Return the value of each column that an issue has: from the field for it, else from a label such as
    `phase:introduction`, or `critical` for a yes."""
    found = {
        column: _of_field(row.get(fields[column])) if column in fields else _of_label(column, labels)
        for column in columns
    }
    return {column: value for column, value in found.items() if value}


def _of_field(value: object) -> str:
    """Return the text of a field: a text, a number, an option, or a list of these."""
    listed = as_sequence(value)
    if listed is not None:
        return ", ".join(filter(None, map(_of_field, listed)))
    if isinstance(value, bool | int | float):
        return "yes" if value is True else "" if value is False else str(value)
    return name_of(value).strip() or ("yes" if as_mapping(value) and is_filled(value) else "")


def _of_label(column: str, labels: Group[str]) -> str:
    """Return the value that a label gives a column."""
    named = sorted(label for label in labels if plain(label.partition(":")[0]) == plain(column))
    return next((label.partition(":")[2] or "yes" for label in named), "")
