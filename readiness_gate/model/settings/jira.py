"""What the configuration says of Jira: which issues count, and how they are read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.date_format import DateFormat
from readiness_gate.model.digest import WHEN_GIVEN
from readiness_gate.model.time import Instant

Severity: TypeAlias = Literal["sev1", "sev2", "sev3", "sev4"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


@dataclass(frozen=True, slots=True)
class SeverityScheme:
    """The field of an issue that says how bad it is, which of its values mean which severity, and what an issue without
    a value counts as; None when nobody said it."""

    field: str
    names: Mapping[str, Severity]
    unset: Severity | None = None

    def of(self, given: str, *, is_set: bool) -> Severity | None:
        """The severity that a value means; None for one that is not mapped."""
        return self.names.get(given) if is_set else self.unset


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Which issues count: those with any of the values of every key that has some, and created at `created_since` or
    later, the beginning of the day `created_after`."""

    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    fix_versions: tuple[str, ...] = ()
    affected_versions: tuple[str, ...] = ()
    created_after: dt.date | None = None
    created_since: Instant | None = None

    @property
    def named(self) -> Mapping[str, tuple[str, ...]]:
        """The values of each key that has some, by the key in the configuration."""
        return {
            key: values
            for key, values in (
                ("labels", self.labels),
                ("components", self.components),
                ("fix-versions", self.fix_versions),
                ("affected-versions", self.affected_versions),
            )
            if values
        }


CollectionName: TypeAlias = Literal[
    "tickets",
    "feedback",
    "interviews",
    "barriers",
    "processes",
    "phases",
    "sponsor-acts",
    "benefits",
    "workarounds",
    "design-decisions",
    "reality-checks",
    "remedial-trainings",
    "audits",
    "handovers",
]
COLLECTIONS: tuple[CollectionName, ...] = get_args(CollectionName)

CARRIED_OUT: tuple[str, ...] = ("Done", "Fixed", "Completed")
"""The resolutions of issues that were carried out, where a collection names no others."""
UNRESOLVED = "Unresolved"
"""What Jira shows for an issue without a resolution."""
_ANSWERED: tuple[CollectionName, ...] = ("tickets", "feedback")


@dataclass(frozen=True, slots=True)
class Collection:
    """Issues that stand for something else than work, such as feedback: those of any of the `projects` and `types`
    (without any, of all) that the filter selects."""

    name: CollectionName
    projects: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    filter: IssueFilter = field(default_factory=IssueFilter)
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """Which field of an issue has the value of a column."""
    automation: frozenset[str] = frozenset()
    """The ids of accounts whose comments answer nobody."""
    internal_counts: bool = False
    """Whether an internal comment is an answer."""
    sla: str | None = None
    """The field with the service level."""
    resolutions: tuple[str, ...] = CARRIED_OUT
    """The resolutions of issues that were carried out."""

    @property
    def has_answers(self) -> bool:
        """Whether somebody must answer its issues, so that their comments are read."""
        return self.name in _ANSWERED

    @property
    def custom_fields(self) -> tuple[str, ...]:
        """The fields that it names."""
        return (*self.fields.values(), *([self.sla] if self.sla else ()))

    def with_fields(self, ids: Mapping[str, str]) -> "Collection":
        """The same with the fields called by their ids."""
        fields = {column: ids.get(name, name) for column, name in self.fields.items()}
        return replace(self, fields=fields, sla=ids.get(self.sla, self.sla) if self.sla else None)


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks an issue as something: any of the labels, any of the statuses, or a field that is not empty."""

    labels: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    field: str | None = None


@dataclass(frozen=True, slots=True)
class CsvDates:
    """How the dates of a CSV export are written, and in which time zone."""

    zone: ZoneInfo
    form: DateFormat


@dataclass(frozen=True, slots=True)
class JiraSettings:
    """The issues: where they are, whose they are, and what their types and priorities mean."""

    severity: SeverityScheme
    export: str | None = None
    defect_types: tuple[str, ...] = ("Bug",)
    projects: tuple[str, ...] = ()
    url: str | None = None
    canary: tuple[str, ...] = ()
    """Issues that must be visible. The oldest and the newest of each project prove that an export is whole."""
    issues: int | None = None
    """How many issues the export must have."""
    exported_at: Instant | None = None
    """When the issues were exported, if somebody said so."""
    approved: Marks = field(default_factory=Marks)
    workaround: Marks = field(default_factory=Marks)
    cloud_id: str | None = None
    csv: CsvDates | None = None
    said_by: str = ""
    """The option that said `exported_at`."""
    filter: IssueFilter | None = None
    jql: str | None = None
    not_defects: tuple[str, ...] = ()
    """Types that are no defects."""
    no_defects: tuple[str, ...] = ()
    """Projects without defects."""
    statuses: Mapping[str, str] = field(default_factory=dict[str, str])
    """The categories of statuses that no issue has now."""
    collections: tuple[Collection, ...] = field(default=(), metadata=WHEN_GIVEN)

    @property
    def custom_fields(self) -> tuple[str, ...]:
        """The fields that are named: of severity and workarounds, and of collections."""
        named = (self.severity.field, self.workaround.field or "", *self._fields_of_collections)
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def _fields_of_collections(self) -> tuple[str, ...]:
        return tuple(name for collection in self.collections for name in collection.custom_fields)
