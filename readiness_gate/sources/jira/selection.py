"""Which of the issues that were read count, by `jira.filter` and the present values of each issue.

An issue without a field that the filter needs is unknown: neither in nor out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.settings.jira import IssueFilter, JiraSettings
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import folded

FIELDS: Mapping[str, str] = {
    "labels": "labels",
    "components": "components",
    "fix-versions": "fixVersions",
    "affected-versions": "versions",
}
"""Jira's API name of the field behind each key of the filter."""
_ONE = {
    "labels": "label",
    "components": "component",
    "fix-versions": "fix version",
    "affected-versions": "affected version",
}
_LISTED = re.compile(r"\s*[,;|]\s*")
_SPACED = re.compile(r"[,;|\s]+")


def fields(wanted: IssueFilter | None) -> tuple[str, ...]:
    """Return the fields that a filter needs, by their API names."""
    return tuple(FIELDS[key] for key in wanted.named) if wanted else ()


class Selection:
    """Sees every row, and then divides the issues into those that count and the others."""

    def __init__(self, wanted: IssueFilter | None, shown: str, where: str = "jira.filter") -> None:
        self._where = where
        self._wanted = wanted or IssueFilter()
        self._shown = shown
        self._named = {key: {folded(value): value for value in values} for key, values in self._wanted.named.items()}
        self._seen: dict[str, set[str]] = {key: set() for key in self._named}
        self._outside: set[str] = set()

    def look(self, key: str, row: Mapping[str, Any], created: Instant | None) -> bool:
        """Record and return whether an issue counts. Raises CouldNotLook if it lacks a field that the filter needs."""
        inside = self._is_new_enough(key, created)
        for name, values in self._named.items():
            given = self._values(key, row, name)
            matching = values.keys() & given
            self._refuse_joined(key, given, values, name)
            self._seen[name] |= matching
            inside = inside and bool(matching)
        (self._outside.discard if inside else self._outside.add)(key)
        return inside

    def _refuse_joined(self, key: str, given: set[str], values: Mapping[str, str], name: str) -> None:
        """Raise CouldNotLook for a text that may be several values in one, including one that the filter names."""
        for text in given - values.keys():
            parts = {part for pattern in (_LISTED, _SPACED) for part in pattern.split(text)}
            wanted = next((values[part] for part in values if part in parts), None)
            if wanted is not None:
                raise CouldNotLook(
                    f'{key} in {self._shown} has the {_ONE[name]} "{text[:80]}", which may be several values in one '
                    f'text, among them "{wanted}" of {self._where}: export each value separately, as Jira does, or add '
                    f"the whole text to {name}"
                )

    def divided(self, issues: Iterable[Issue]) -> tuple[tuple[Issue, ...], tuple[Issue, ...]]:
        """Return the issues that count, and the others.

        Raises CouldNotLook for a value that no issue has, which may be misspelled, and if no issue counts at all.
        """
        self.refuse_unseen()
        inside: list[Issue] = []
        outside: list[Issue] = []
        for issue in issues:
            (outside if issue.key in self._outside else inside).append(issue)
        if not inside:
            raise CouldNotLook(
                f"no issue in {self._shown} matches {self._where} ({in_words(self._wanted)}), so a count of zero would "
                "prove nothing: correct the filter"
            )
        return tuple(inside), tuple(outside)

    def refuse_unseen(self) -> None:
        """Raise CouldNotLook for a value that no issue has, which may be misspelled."""
        for name, values in self._named.items():
            absent = [value for form, value in values.items() if form not in self._seen[name]]
            if absent:
                raise CouldNotLook(
                    f'no issue in {self._shown} has the {_ONE[name]} "{absent[0]}" of {self._where}: correct it, or '
                    f"remove it from {name}"
                )

    def _is_new_enough(self, key: str, created: Instant | None) -> bool:
        since = self._wanted.created_since
        if since is not None and created is None:
            raise self._lacks(key, "created", "created-after")
        return since is None or created is None or created >= since

    def _values(self, key: str, row: Mapping[str, Any], name: str) -> set[str]:
        """Return the values of an issue for a key of the filter; Jira sends null for an empty field."""
        field = FIELDS[name]
        value = row.get(field, "")
        values = () if value is None else as_sequence(value)
        if values is None:
            raise self._lacks(key, field, name)
        return {folded(self._name(key, value, field)) for value in values}

    def _name(self, key: str, value: object, field: str) -> str:
        table = as_mapping(value)
        name = value if table is None else table.get("name")
        if not isinstance(name, str):
            raise CouldNotLook(
                f'{key} in {self._shown} has a value without a name in its field "{field}": export it again'
            )
        return name

    def _lacks(self, key: str, field: str, name: str) -> CouldNotLook:
        return CouldNotLook(
            f'{key} in {self._shown} does not have the field "{field}", which {name} in {self._where} needs: export '
            f"this field with every issue, or remove {name} from {self._where}"
        )


def in_words(wanted: IssueFilter) -> str:
    """Return a filter in words: `label "go-live" or "crm", created on 2026-01-01 or later`."""
    parts = [f"{_ONE[key]} {_listed(values)}" for key, values in wanted.named.items()]
    parts += [f"created on {wanted.created_after} or later"] if wanted.created_after else []
    return ", ".join(parts)


def notes(jira: JiraSettings, count: int, outside: int) -> Iterable[str]:
    """Return the remarks that every report makes on a scope that is less than all issues."""
    if jira.filter is not None:
        having = "with " if jira.filter.named else ""
        yield f"only issues {having}{in_words(jira.filter)} count, {count} of {count + outside} (jira.filter)"
    if jira.jql is not None:
        yield f"only issues that match {jira.jql} now are read (jira.jql)"


def _listed(values: Sequence[str]) -> str:
    """Return every value: a reader must know everything that counts."""
    return " or ".join(f'"{value}"' for value in values)
