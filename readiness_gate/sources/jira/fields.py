"""What the fields of an issue say, in whichever shape Jira sends a value: a text, a priority, an option, a version."""

from collections.abc import Iterator

from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.sources.jira.shapes import table_of

DONE = "done"
_CATEGORIES = ("new", "indeterminate", DONE, "undefined")


def name_of(value: object) -> str:
    """The name of a value; "" when it has none."""
    table = as_mapping(value)
    name = value if table is None else table.get("name", table.get("value"))
    return name if isinstance(name, str) else ""


def id_of(value: object) -> str | None:
    """The id of a value; None when it has none."""
    id_ = table_of(value).get("id")
    return None if id_ is None else str(id_)


def with_ids(value: object) -> Iterator[tuple[str, object]]:
    """The values of a field that have an id, each with that: a field has one value or a list of them."""
    for element in as_sequence(value) or [value]:
        id_ = id_of(element)
        if id_ is not None:
            yield id_, element


def names_of(values: object) -> frozenset[str]:
    """The names in a list of values; none for what is no list."""
    return frozenset(filter(None, map(name_of, as_sequence(values) or ())))


def is_done(status: object) -> bool | None:
    """Whether a status is of the done category; None when its category is not known."""
    key = table_of(table_of(status).get("statusCategory")).get("key")
    return key == DONE if key in _CATEGORIES else None


def is_filled(value: object) -> bool:
    """Whether a field has anything: a text that is not blank, a document, an option, or a list of them."""
    return bool(value.strip() if isinstance(value, str) else value)
