"""Rows of the search API as issues. Each row is read as soon as it comes, so that no row is kept. The past of the
issues follows when all are read, because only then are the names of all ids in histories known."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.shapes import as_sequence
from readiness_gate.model.time import Instant, instant
from readiness_gate.model.wording import folded
from readiness_gate.sources.jira.changelog import Changelogs, Changes
from readiness_gate.sources.jira.collecting import Collectors
from readiness_gate.sources.jira.fields import DONE, id_of, is_done, is_filled, name_of, names_of, with_ids
from readiness_gate.sources.jira.history import Names, Now, Rewind
from readiness_gate.sources.jira.selection import Selection
from readiness_gate.sources.jira.shapes import Json, table_of

CATEGORIZED = "statuscategorychangedate"
_Value = TypeVar("_Value", bound=Hashable)
_Many: TypeAlias = frozenset[str] | None
_Ids: TypeAlias = tuple[str | None, str | None, str | None, _Many, _Many, _Many]


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue in its present state, and the data for its past."""

    issue: Issue
    id: str
    """Jira's own id of the issue, not its key."""
    ids: Now
    updated: Instant | None
    changes: Changes | None
    """What changed; None if that was not read."""
    categorized: Instant | None = None
    """When its status last changed category, if Jira says so."""


class IssueReader:
    """Reads issues from rows, and learns today's names of ids from them.

    What many issues share, such as a status or a set of labels, is kept once.
    """

    def __init__(self, jira: JiraSettings, shown: str, types: Mapping[str, str] | None = None) -> None:
        self._jira = jira
        self._untranslated = types or {}
        """What built-in types are called untranslated, by their ids."""
        self._shown = shown
        self._origin = jira.export or "Jira"
        self._names = Names()
        self._changelogs = Changelogs(jira)
        self._defect_types = {folded(type_) for type_ in jira.defect_types}
        self._known_types = self._defect_types | {folded(type_) for type_ in jira.not_defects}
        self._has_severity = False
        self._selection = Selection(jira.filter, shown)
        self.collectors = Collectors(jira, shown)
        self._shared: dict[Hashable, Hashable] = {}
        self._ids_of: dict[_Ids, Now] = {}

    def read(self, row: Json) -> Draft:
        """Return the issue of a row. Raises CouldNotLook if something that is needed is missing."""
        fields: Mapping[str, Any] = row["fields"]
        self._has_severity |= self._jira.severity.field in fields
        ids = self._ids(fields)
        changes = self._changelogs.read(row["changelog"]) if "changelog" in row else None
        issue = self._issue(row)
        self._selection.look(issue.key, fields, issue.created)
        updated, categorized = self._time(row, "updated"), self._time(row, CATEGORIZED)
        if self._jira.collections:
            self.collectors.look(row, issue, (self._time(row, "resolutiondate") or categorized) if issue.done else None)
        return Draft(issue, str(row.get("id")), ids, updated, changes, categorized)

    def divided(self, issues: Iterable[Issue]) -> tuple[tuple[Issue, ...], tuple[Issue, ...]]:
        """Return the issues that jira.filter selects, and the others. Raises CouldNotLook if it may select too few."""
        return self._selection.divided(issues)

    def learn_statuses(self, statuses: Iterable[object]) -> None:
        """Learn the names of statuses that no issue has today."""
        for status in statuses:
            self._learn_status(status)

    def knows_status(self, id_: str) -> bool:
        """Return whether an issue has a status today, or the status was learned."""
        return id_ in self._names.statuses

    def issues(self, drafts: Iterable[Draft]) -> tuple[Issue, ...]:
        """Return the issues with their past, sorted by key.

        Raises CouldNotLook if none of them has the severity field: its name is probably wrong.
        """
        if not self._has_severity:
            raise CouldNotLook(
                f'no issue in {self._shown} has the field "{self._jira.severity.field}" of jira.severity: '
                "export this field, or name it by its id (customfield_…)"
            )
        rewind = Rewind(self._names, self._jira)
        issues = [
            draft.issue
            if draft.changes is None
            else rewind.with_past(draft.issue, draft.ids, draft.changes, draft.categorized)
            for draft in drafts
        ]
        return tuple(sorted(issues, key=lambda issue: issue.key))

    def _share(self, value: _Value) -> _Value:
        return self._shared.setdefault(value, value)  # type: ignore[return-value]

    def _ids(self, fields: Json) -> Now:
        """Return the ids of an issue's values, and learn the names of new ids."""
        ids = (
            id_of(fields.get("status")),
            id_of(fields.get(self._jira.severity.field)),
            id_of(fields.get("issuetype")),
            _ids_in(fields.get("fixVersions")),
            _ids_in(fields.get("versions")),
            _ids_in(fields.get("components")),
        )
        known = self._ids_of.get(ids)
        if known is None:
            known = self._ids_of[ids] = Now(*ids)
            self._learn(fields)
        return known

    def _learn(self, fields: Json) -> None:
        for id_, value in with_ids(fields.get(self._jira.severity.field)):
            self._names.severities.setdefault(id_, name_of(value))
        for id_, value in with_ids(fields.get("issuetype")):
            self._names.types.setdefault(id_, self._type(value))
        for name in ("fixVersions", "versions"):
            for id_, value in with_ids(fields.get(name)):
                self._names.versions.setdefault(id_, name_of(value))
        for id_, value in with_ids(fields.get("components")):
            self._names.components.setdefault(id_, name_of(value))
        self._learn_status(fields.get("status"))

    def _learn_status(self, status: object) -> None:
        for id_, value in with_ids(status):
            self._names.statuses.setdefault(id_, (name_of(value), self._done(value)))

    def _issue(self, row: Json) -> Issue:
        jira, fields, key = self._jira, row["fields"], str(row["key"])
        type_ = self._type(fields.get("issuetype"))
        if not type_:
            raise CouldNotLook(
                f'{self._origin}: {key} has no type, so it may or may not be a defect: export "issuetype"'
            )
        given, status = name_of(fields.get(jira.severity.field)), fields.get("status")
        return Issue(
            key=key,
            type=self._share(type_),
            done=self._done(status),
            severity=jira.severity.of(given, is_set=self._is_set(fields)),
            severity_given=self._share(given),
            created=self._time(row, "created"),
            summary=str(fields.get("summary") or ""),
            url=f"{jira.url}/browse/{key}" if jira.url else "",  # an export and a server may name any other site
            status=self._share(name_of(status)),
            labels=self._share(_labels(fields)),
            versions=self._share(names_of(fields.get("fixVersions"))),
            affected=self._share(_names_in(fields, "versions")),
            components=self._share(_names_in(fields, "components")),
            workaround=self._workaround(fields),
        )

    def _workaround(self, fields: Json) -> bool | None:
        field = self._jira.workaround.field
        return is_filled(fields.get(field)) if field else None

    def _is_set(self, fields: Json) -> bool:
        """Return whether an issue has a severity value. An export may lack the field; a live Jira was asked for it,
        and leaves it out for an issue that cannot have it."""
        field = self._jira.severity.field
        return fields[field] not in (None, "", []) if field in fields else self._jira.export is not None

    def _type(self, value: object) -> str:
        """Return the name of a type; of a translated built-in type its English name, if that is configured."""
        name = name_of(value).strip()
        if not name or folded(name) in self._known_types:
            return name
        original = table_of(value).get("untranslatedName") or self._untranslated.get(id_of(value) or "")
        return original if isinstance(original, str) and folded(original) in self._defect_types else name

    def _done(self, status: object) -> bool | None:
        done = is_done(status)
        configured = self._jira.statuses.get(name_of(status)) if done is None else None
        return configured == DONE if configured else done

    def _time(self, row: Json, name: str) -> Instant | None:
        text = row["fields"].get(name)
        if text is None:
            return None
        try:
            return instant(text)
        except (TypeError, ValueError) as error:
            raise CouldNotLook(f"{self._origin}: {row['key']} has an unreadable time {name}: {error}") from error


def _labels(fields: Json) -> frozenset[str]:
    """Return the labels of an issue."""
    return frozenset([label for label in as_sequence(fields.get("labels")) or () if isinstance(label, str)])


def _names_in(fields: Json, field: str) -> frozenset[str] | None:
    """Return the names of a field's values, empty for null; None if the field was not read, or a value has no name."""
    value = fields.get(field, "")
    listed = () if value is None else as_sequence(value)
    names = None if listed is None else frozenset(map(name_of, listed))
    return None if names is None or "" in names else names


def _ids_in(values: object) -> frozenset[str] | None:
    """Return the ids in a list of values; None if it was not read."""
    listed = as_sequence(values)
    return None if listed is None else frozenset(filter(None, map(id_of, listed)))
