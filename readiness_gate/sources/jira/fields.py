"""The contents of issue fields, in whichever shape Jira sends a value: a text, a priority, an option, a version."""

from collections.abc import Iterator

from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.sources.jira.shapes import table_of

DONE = "done"
_CATEGORIES = ("new", "indeterminate", DONE, "undefined")


def name_of(value: object) -> str:
    """Return the name of a value; "" if it has none. An option of a cascading list has the name of its parent, too, as
    in Jira's CSV: `Major -> Data loss`."""
    table = as_mapping(value)
    name = value if table is None else table.get("name", table.get("value"))
    if not isinstance(name, str):
        return ""
    child = None if table is None else table.get("child")
    return name if child is None else f"{name} -> {name_of(child)}"


def id_of(value: object) -> str | None:
    """Return the id of a value, for an option of a cascading list with that of its parent; None if it has none."""
    table = table_of(value)
    id_, child = table.get("id"), table.get("child")
    if id_ is None:
        return None
    return str(id_) if child is None else f"{id_} -> {id_of(child)}"


def with_ids(value: object) -> Iterator[tuple[str, object]]:
    """Yield the values of a field that have an id, each with its id: a field has one value or a list."""
    for element in as_sequence(value) or [value]:
        id_ = id_of(element)
        if id_ is not None:
            yield id_, element


def names_of(values: object) -> frozenset[str]:
    """Return the names in a list of values; empty for anything else."""
    return frozenset(filter(None, map(name_of, as_sequence(values) or ())))


def is_done(status: object) -> bool | None:
    """Return whether a status is in the done category; None if its category is unknown."""
    key = table_of(table_of(status).get("statusCategory")).get("key")
    return key == DONE if key in _CATEGORIES else None


def is_filled(value: object) -> bool:
    """Return whether a field has a value: a text that is not blank, a document, an option, or a list of these."""
    return bool(value.strip() if isinstance(value, str) else value)
