"""Rows of the search API as issues: what each says is taken at once, so that no row need be kept; what became of the
issues is told when all of them have been seen, as only then is known what the ids in histories are called."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.time import Instant, instant
from readiness_gate.model.wording import folded
from readiness_gate.sources.jira.changelog import Changes, changes
from readiness_gate.sources.jira.history import Names, Now, with_past
from readiness_gate.sources.jira.pages import Json
from readiness_gate.sources.jira.selection import Selection

_DONE = "done"
CATEGORIZED = "statuscategorychangedate"
_CATEGORIES = ("new", "indeterminate", _DONE, "undefined")
_Value = TypeVar("_Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue as it stands, with what its past is told from: its own id, the ids of how it stands, when it was last
    updated, and what changed; None where that was not read."""

    issue: Issue
    id: str
    ids: Now
    updated: Instant | None
    changes: Changes | None
    categorized: Instant | None = None
    """When its status last changed category, if Jira says so."""


class Taking:
    """Takes issues from rows, and learns from them what ids are called today.

    What many issues share, such as a status or a set of labels, is kept once.
    """

    def __init__(self, jira: JiraSettings, shown: str, types: Mapping[str, str] | None = None) -> None:
        self._jira = jira
        self._types = types or {}
        """What built-in types are called untranslated, by their ids."""
        self._shown = shown
        self._names = Names({}, {}, {}, {})
        self._has_severity = False
        self._selection = Selection(jira.filter, shown)
        self._shared: dict[Hashable, Hashable] = {}

    def take(self, row: Json) -> Draft:
        """The issue of a row. Raises CouldNotLook when it does not say what it must."""
        fields: Mapping[str, Any] = row["fields"]
        self._has_severity |= self._jira.severity.field in fields
        versions = as_sequence(fields.get("fixVersions"))
        ids = Now(
            status=_id(fields.get("status")),
            severity=_id(fields.get(self._jira.severity.field)),
            type=_id(fields.get("issuetype")),
            versions=None if versions is None else self._share(frozenset(filter(None, map(_id, versions)))),
        )
        if ids not in self._shared:
            self._learn(fields)
        told = changes(row["changelog"], self._jira) if "changelog" in row else None
        issue = self._issue(row)
        self._selection.look(issue.key, fields, issue.created)
        updated, categorized = (self._time(row, name) for name in ("updated", CATEGORIZED))
        return Draft(issue, str(row.get("id")), self._share(ids), updated, told, categorized)

    def divided(self, issues: Iterable[Issue]) -> tuple[tuple[Issue, ...], tuple[Issue, ...]]:
        """The issues that jira.filter selects, and the others. Raises CouldNotLook when it may select too few."""
        return self._selection.divided(issues)

    def learn_statuses(self, statuses: Iterable[object]) -> None:
        """Learn what statuses are called in which no issue stands today."""
        for each in statuses:
            self._learn_status(each)

    def knows_status(self, id_: str) -> bool:
        """Whether an issue stands in a status today, or it was learnt of otherwise."""
        return id_ in self._names.statuses

    def issues(self, drafts: Iterable[Draft]) -> tuple[Issue, ...]:
        """The issues with how they stood before, sorted by their keys.

        Raises CouldNotLook when none of them had the field of the severity: then it is not what it is called.
        """
        if not self._has_severity:
            raise CouldNotLook(
                f'no issue of {self._shown} has the field "{self._jira.severity.field}" that jira.severity names: '
                "export it, or name the field by its id (customfield_…)"
            )
        return tuple(sorted(map(self._with_past, drafts), key=lambda issue: issue.key))

    def _with_past(self, draft: Draft) -> Issue:
        if draft.changes is None:
            return draft.issue
        return with_past(draft.issue, draft.ids, draft.changes, self._names, self._jira, draft.categorized)

    def _share(self, value: _Value) -> _Value:
        return self._shared.setdefault(value, value)  # type: ignore[return-value]

    def _learn(self, fields: Mapping[str, Any]) -> None:
        for names, field in (
            (self._names.severities, self._jira.severity.field),
            (self._names.types, "issuetype"),
            (self._names.versions, "fixVersions"),
        ):
            for id_, value in _values(fields.get(field)):
                if id_ not in names:
                    names[id_] = self._type(value) if field == "issuetype" else _name(value) or ""
        self._learn_status(fields.get("status"))

    def _learn_status(self, status: object) -> None:
        for id_, value in _values(status):
            if id_ not in self._names.statuses:
                self._names.statuses[id_] = (_name(value) or "", self._done(value))

    def _issue(self, row: Json) -> Issue:
        jira, fields, key = self._jira, row["fields"], str(row["key"])
        type_ = self._share(self._type(fields.get("issuetype")))
        if not type_:
            raise CouldNotLook(
                f"{jira.export or 'Jira'}: {key} has no type, so nobody can tell whether it is a defect: export "
                '"issuetype"'
            )
        given = self._share(_name(fields.get(jira.severity.field)) or "")
        return Issue(
            key=key,
            type=type_,
            done=self._done(fields.get("status")),
            severity=jira.severity.of(given, is_set=self._is_set(fields)),
            severity_given=given,
            created=self._time(row, "created"),
            summary=str(fields.get("summary") or ""),
            url=self._url(row),
            status=self._share(_name(fields.get("status")) or ""),
            labels=self._share(
                frozenset(each for each in as_sequence(fields.get("labels")) or () if isinstance(each, str))
            ),
            versions=self._share(frozenset(filter(None, map(_name, as_sequence(fields.get("fixVersions")) or ())))),
            workaround=_is_filled(fields.get(jira.workaround.field)) if jira.workaround.field else None,
        )

    def _is_set(self, fields: Mapping[str, Any]) -> bool:
        """Whether an issue has a value of severity. An export may lack the field; a live Jira was asked for it, and
        leaves out a field that the issue cannot have."""
        field = self._jira.severity.field
        return fields[field] not in (None, "", []) if field in fields else self._jira.export is not None

    def _type(self, value: object) -> str:
        """The name of a type; of a built-in one that is translated, its English name when that is configured."""
        name = (_name(value) or "").strip()
        meant = {folded(type_) for type_ in self._jira.defect_types}
        original = (as_mapping(value) or {}).get("untranslatedName") or self._types.get(_id(value) or "")
        named = {folded(type_) for type_ in (*self._jira.defect_types, *self._jira.not_defects)}
        translated = (
            bool(name) and isinstance(original, str) and folded(original) in meant and folded(name) not in named
        )
        return str(original) if translated else name

    def _done(self, status: object) -> bool | None:
        done = _done(status)
        configured = self._jira.statuses.get(_name(status) or "")
        return configured == _DONE if done is None and configured else done

    def _url(self, row: Json) -> str:
        """Where a person opens the issue: below jira.url alone, as an export and a server may name any site."""
        return f"{self._jira.url}/browse/{row['key']}" if self._jira.url else ""

    def _time(self, row: Json, name: str) -> Instant | None:
        text = row["fields"].get(name)
        if text is None:
            return None
        try:
            return instant(text)
        except (TypeError, ValueError) as error:
            where = f"{self._jira.export or 'Jira'}: {row['key']}"
            raise CouldNotLook(f"{where} has no usable time {name}: {error}") from error


def _name(value: object) -> str | None:
    """The name of a value, whether Jira sends a text, a priority or an option of a custom field."""
    table = as_mapping(value)
    name = value if table is None else table.get("name", table.get("value"))
    return name if isinstance(name, str) else None


def _values(value: object) -> Iterator[tuple[str, object]]:
    """Every value of a field of one or of many values that has an id, with that."""
    for each in as_sequence(value) or [value]:
        table = as_mapping(each)
        if table is not None and table.get("id") is not None:
            yield str(table["id"]), table


def _id(value: object) -> str | None:
    found = (as_mapping(value) or {}).get("id")
    return None if found is None else str(found)


def _done(status: object) -> bool | None:
    """Whether a status is of the done category; None when its category is not known."""
    category = as_mapping((as_mapping(status) or {}).get("statusCategory")) or {}
    key = category.get("key")
    return key == _DONE if key in _CATEGORIES else None


def _is_filled(value: object) -> bool:
    """Whether a field has anything: a text that is not blank, a document, an option, or a list of them."""
    return bool(value.strip() if isinstance(value, str) else value)
