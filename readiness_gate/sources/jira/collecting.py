"""Collect the issues that are feedback, support tickets and the like, with the data that only these need."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.collections import Collected, Details
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.settings.jira import Collection, CollectionName, JiraSettings
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import folded, some
from readiness_gate.sources.jira import selection
from readiness_gate.sources.jira.comments import comments, is_cut_off
from readiness_gate.sources.jira.details import links, met_sla, values
from readiness_gate.sources.jira.fields import name_of
from readiness_gate.sources.jira.selection import Selection
from readiness_gate.sources.jira.shapes import Json

COLUMNS: Mapping[CollectionName, tuple[str, ...]] = {
    "tickets": (),
    "feedback": (),
    "interviews": ("role",),
    "barriers": ("group", "level"),
    "processes": ("critical", "as-is", "to-be"),
    "phases": ("phase", "started"),
    "sponsor-acts": (),
    "benefits": ("role",),
    "workarounds": (),
    "design-decisions": ("users",),
    "reality-checks": ("role",),
    "remedial-trainings": (),
    "audits": ("day", "asked-harder", "answers", "answers-with-issue"),
    "handovers": ("receiver",),
}
"""The columns of each collection's table whose value comes from an issue field or a label."""
_FIELDS = ("resolutiondate", "resolution", "priority", "assignee", "issuelinks")


def fields(jira: JiraSettings) -> tuple[str, ...]:
    """Return the fields that collections need, by their API names."""
    needed: list[str] = []
    for collection in jira.collections:
        needed += [*_FIELDS, *selection.fields(collection.filter), *collection.custom_fields]
        needed += ["comment", "reporter"] if collection.has_answers else []
    return tuple(dict.fromkeys(needed))


class Collectors:
    """Passes every issue that is read to all collections."""

    def __init__(self, jira: JiraSettings, shown: str) -> None:
        self._collectors = [_Collector(collection, shown) for collection in jira.collections]

    def look(self, row: Json, issue: Issue, done_at: Instant | None) -> None:
        """Collect an issue if it belongs to a collection; `done_at` is when it was completed, if it is done."""
        for collector in self._collectors:
            collector.look(row, issue, done_at)

    @property
    def cut_off(self) -> list[str]:
        """The keys of the issues with incomplete comments."""
        return sorted({key for collector in self._collectors for key in collector.cut_off})

    def complete(self, key: str, comment: Json) -> None:
        """Take all comments on an issue, in the shape of the field."""
        for collector in self._collectors:
            collector.complete(key, comment)

    def collected(self) -> dict[str, Collected]:
        """Return the collections by name."""
        return {collector.name: collector.collected() for collector in self._collectors}


class _Collector:
    """Collects the issues of one collection. If its issues cannot be known, that is noted, not raised: the other
    issues are known."""

    def __init__(self, collection: Collection, shown: str) -> None:
        self.name = collection.name
        self._collection = collection
        self._shown = shown
        self._types = {folded(type_) for type_ in collection.types}
        self._where = f"the collection {collection.name} in jira.collections"
        self._selection = Selection(collection.filter, shown, self._where)
        self._details: dict[str, Details] = {}
        self._seen_types: dict[str, None] = {}
        self._why_not = ""
        self.cut_off: dict[str, Json] = {}
        """The fields that say who the reporter is of issues of which only some comments came."""

    def look(self, row: Json, issue: Issue, done_at: Instant | None) -> None:
        """Collect an issue that belongs to the collection."""
        self._seen_types[issue.type] = None
        if self._why_not or not self._may_belong(issue):
            return
        try:
            if self._selection.look(issue.key, row["fields"], issue.created):
                self._details[issue.key] = self._read(row["fields"], issue, done_at)
            else:
                self._details.pop(issue.key, None)
        except CouldNotLook as error:
            self._why_not = str(error)

    def _may_belong(self, issue: Issue) -> bool:
        projects = self._collection.projects
        of_project = not projects or issue.key.rpartition("-")[0] in projects
        return of_project and (not self._types or folded(issue.type) in self._types)

    def _read(self, row: Json, issue: Issue, done_at: Instant | None) -> Details:
        collection = self._collection
        said, why = comments(row, issue.key, collection) if collection.has_answers else (None, "")
        if said is None and is_cut_off(row.get("comment")):
            self.cut_off[issue.key] = {"reporter": row.get("reporter")}
        return Details(
            key=issue.key,
            comments=said,
            why_no_comments=why,
            priority=name_of(row.get("priority")),
            done_at=done_at,
            resolution=name_of(row["resolution"]) if "resolution" in row else None,
            assigned=bool(row.get("assignee")),
            links=links(row.get("issuelinks")),
            met_sla=met_sla(row.get(collection.sla)) if collection.sla else None,
            values=values(row, issue.labels, COLUMNS[collection.name], collection.fields),
        )

    def complete(self, key: str, comment: Json) -> None:
        """Take all comments on an issue, if it belongs to the collection."""
        if key in self.cut_off and key in self._details:
            said, why = comments({**self.cut_off[key], "comment": comment}, key, self._collection)
            self._details[key] = replace(self._details[key], comments=said, why_no_comments=why)

    def collected(self) -> Collected:
        """Return the issues, or why they are unknown."""
        why = self._why_not or self._unseen()
        return Collected(why_not=why) if why else Collected(tuple(self._sorted()))

    def _sorted(self) -> Iterable[Details]:
        return (self._details[key] for key in sorted(self._details))

    def _unseen(self) -> str:
        """Return why a collection may lack issues, or has none: its selection may be misspelled."""
        try:
            self._selection.refuse_unseen()
        except CouldNotLook as error:
            return str(error)
        if self._details:
            return ""
        return (
            f"no issue in {self._shown} belongs to {self._where}, so a count of zero would prove nothing: correct what "
            f"it selects (the types of issue are {some(list(self._seen_types))})"
        )
