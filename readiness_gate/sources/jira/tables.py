"""The tables within [jira]: severity, which issues count, marks, and forms of dates."""

from typing import Literal

from pydantic import Field, model_validator

from readiness_gate.model.settings.jira import CollectionName
from readiness_gate.model.settings.jira import Severity as SeverityName
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import MANY, DateForm, Day, IssueKeys, Jql, Moment, Name, Site, Text, Word, Words, Zone


class Severity(StrictModel):
    """The field for the severity of a defect, and the meaning of its values."""

    field: Word = "priority"
    sev1: Words | None = None
    sev2: Words | None = None
    sev3: Words | None = None
    sev4: Words | None = None
    unset: SeverityName | None = Field(default=None, description="what no value counts as; default: sev1")


class Approved(StrictModel):
    """What marks an approved change."""

    labels: Words | None = None
    statuses: Words | None = None


class Workaround(StrictModel):
    """What marks a defect with a workaround."""

    labels: Words | None = None
    field: Word | None = None


class Csv(StrictModel):
    """How a CSV export of Jira is written, which does not say so itself."""

    timezone: Zone = Field(
        description="an IANA name: the time zone of the person who exported it, as in the Jira profile"
    )
    dates: DateForm = Field(description='as in Jira\'s "Look and feel": dd/MMM/yy h:mm a')
    delimiter: Literal[",", ";", "\t", "|", "^"] | None = Field(default=None, description="default: a comma")


class Filter(StrictModel):
    """Which issues count, by their present values: any of the values of a key, and of every key that is given."""

    labels: Words | None = None
    components: Words | None = None
    fix_versions: Words | None = None
    affected_versions: Words | None = None
    created_after: Day | None = Field(default=None, description="issues created on this day or later")

    @model_validator(mode="after")
    def _selects(self) -> "Filter":
        if not self.model_fields_set:
            raise ValueError('must not be empty: give a key, such as labels = ["go-live"], or leave filter out')
        return self


class Collection(StrictModel):
    """Issues that are feedback, support tickets, interviews or the like."""

    name: CollectionName
    projects: Words | None = None
    types: Words | None = Field(default=None, description="issue types")
    labels: Words | None = None
    components: Words | None = None
    fix_versions: Words | None = None
    affected_versions: Words | None = None
    created_after: Day | None = Field(default=None, description="issues created on this day or later")
    fields: dict[Name, Word] | None = Field(
        default=None, description="the field that has the value of a column; default: labels such as role:Sales-rep"
    )
    automation: Words | None = Field(default=None, description="ids of accounts whose comments answer nobody")
    internal: Literal["counts"] | None = Field(default=None, description="an internal comment is an answer, too")
    sla: Word | None = Field(default=None, description="the field with the service level")
    resolutions: Words | None = Field(
        default=None, description="resolutions of issues that were carried out; default: Done, Fixed, Completed"
    )

    @model_validator(mode="after")
    def _selects(self) -> "Collection":
        if not {"projects", "types", *FILTER_KEYS} & self.model_fields_set:
            raise ValueError('selects every issue: give a key, such as labels = ["feedback"] or types = ["Feedback"]')
        return self


FILTER_KEYS = ("labels", "components", "fix_versions", "affected_versions", "created_after")
"""The keys of a collection that are those of a filter."""


class Jira(StrictModel):
    """The issues, read live from a Jira or from an export of it."""

    url: Site | None = Field(default=None, description="where people open the issues, and where they are read")
    cloud_id: Name | None = Field(default=None, description="of the site, for scoped tokens and service accounts")
    export: Text | None = Field(
        default=None, description="a file of the search API's JSON, or of Jira's CSV export; plain or gzip"
    )
    exported_at: Moment | None = Field(default=None, description="when the export was made; default: its newest update")
    csv: Csv | None = Field(default=None, description="how to read the dates of a CSV export")
    projects: Words | None = None
    defect_types: Words = Field(default_factory=lambda: ["Bug"])
    not_defects: Words | None = Field(
        default=None, description="types that are not defects, whatever their names suggest"
    )
    no_defects: Words | None = Field(default=None, description="projects that never have issues of a defect type")
    statuses: dict[Word, Literal["new", "indeterminate", "done"]] | None = Field(
        default=None, description="the category of statuses that only histories name"
    )
    severity: Severity = Severity.model_construct(
        sev1=["Highest"], sev2=["High"], sev3=["Medium"], sev4=["Low", "Lowest"]
    )
    canary: IssueKeys | None = Field(default=None, description="issues that must be visible: the oldest and newest")
    issues: int | None = Field(default=None, ge=1, description="how many an export must have, as Jira shows it")
    approved: Approved | None = None
    workaround: Workaround | None = None
    filter: Filter | None = Field(default=None, description="which issues count; left out: all of the projects")
    collections: list[Collection] | None = Field(
        default=None, max_length=MANY, description="issues that are feedback, support tickets, interviews or the like"
    )
    jql: Jql | None = Field(default=None, description="which issues are read from a live Jira, in its own language")
