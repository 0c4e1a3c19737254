"""The configuration of Jira: which issues count, and how they are read."""

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
    """The issue field with the severity, the values for each severity, and what an issue without a value counts as;
    None if not configured."""

    field: str
    names: Mapping[str, Severity]
    unset: Severity | None = None

    def of(self, given: str, *, is_set: bool) -> Severity | None:
        """Return the severity of a value; None for an unmapped one."""
        return self.names.get(given) if is_set else self.unset


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Which issues count: those with any of the values of every key that has some, created at or after
    `created_since`, the beginning of the day `created_after`."""

    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    fix_versions: tuple[str, ...] = ()
    affected_versions: tuple[str, ...] = ()
    created_after: dt.date | None = None
    created_since: Instant | None = None

    @property
    def named(self) -> Mapping[str, tuple[str, ...]]:
        """The values of each key that has some, by its key in the configuration."""
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
"""The resolutions of completed issues, unless a collection names others."""
UNRESOLVED = "Unresolved"
"""What Jira shows for an issue without a resolution."""
_ANSWERED: tuple[CollectionName, ...] = ("tickets", "feedback")


@dataclass(frozen=True, slots=True)
class Collection:
    """Issues that are not work items, such as feedback: those of any of the `projects` and `types` (all if empty)
    that the filter selects."""

    name: CollectionName
    projects: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    filter: IssueFilter = field(default_factory=IssueFilter)
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """The issue field with the value of each column."""
    automation: frozenset[str] = frozenset()
    """The ids of accounts whose comments are not answers."""
    internal_counts: bool = False
    """Whether an internal comment counts as an answer."""
    sla: str | None = None
    """The field with the SLA."""
    resolutions: tuple[str, ...] = CARRIED_OUT
    """The resolutions of completed issues."""

    @property
    def has_answers(self) -> bool:
        """Whether its issues need answers, so that their comments are read."""
        return self.name in _ANSWERED

    @property
    def custom_fields(self) -> tuple[str, ...]:
        """The fields that it names."""
        return (*self.fields.values(), *([self.sla] if self.sla else ()))

    def with_fields(self, ids: Mapping[str, str]) -> "Collection":
        """Return the collection with field ids in place of field names."""
        fields = {column: ids.get(name, name) for column, name in self.fields.items()}
        return replace(self, fields=fields, sla=ids.get(self.sla, self.sla) if self.sla else None)


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks an issue: any of the labels, any of the statuses, or a field that is not empty."""

    labels: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    field: str | None = None


@dataclass(frozen=True, slots=True)
class CsvDates:
    """How the dates of a CSV export are written, in which time zone, and what separates its columns."""

    zone: ZoneInfo
    form: DateFormat
    delimiter: str = field(default=",", metadata=WHEN_GIVEN)


@dataclass(frozen=True, slots=True)
class JiraSettings:
    """The issues: where they are, who owns them, and what their types and priorities mean."""

    severity: SeverityScheme
    export: str | None = None
    defect_types: tuple[str, ...] = ("Bug",)
    projects: tuple[str, ...] = ()
    url: str | None = None
    canary: tuple[str, ...] = ()
    """Issues that must be visible. The oldest and the newest of each project prove that an export is complete."""
    issues: int | None = None
    """How many issues the export must have."""
    exported_at: Instant | None = None
    """When the issues were exported, if stated."""
    approved: Marks = field(default_factory=Marks)
    workaround: Marks = field(default_factory=Marks)
    cloud_id: str | None = None
    csv: CsvDates | None = None
    said_by: str = ""
    """The option that stated `exported_at`."""
    filter: IssueFilter | None = None
    jql: str | None = None
    not_defects: tuple[str, ...] = ()
    """Types that are not defects."""
    no_defects: tuple[str, ...] = ()
    """Projects without defects."""
    statuses: Mapping[str, str] = field(default_factory=dict[str, str])
    """The categories of statuses that no issue has now."""
    collections: tuple[Collection, ...] = field(default=(), metadata=WHEN_GIVEN)

    @property
    def custom_fields(self) -> tuple[str, ...]:
        """The fields that are named: for severity, workarounds and collections."""
        named = (self.severity.field, self.workaround.field or "", *self._fields_of_collections)
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def _fields_of_collections(self) -> tuple[str, ...]:
        return tuple(name for collection in self.collections for name in collection.custom_fields)
