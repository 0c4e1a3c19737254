"""What users write about issues within [jira]: their severity, which of them count, marks, and forms of dates."""

from pydantic import Field, model_validator

from readiness_gate.config.closed import Closed
from readiness_gate.config.values import DateForm, Day, Word, Words, Zone
from readiness_gate.model.settings.jira import Severity as SeverityName


class Severity(Closed):
    """The field that says how bad a defect is, and which of its values mean what."""

    field: Word = "priority"
    sev1: Words | None = None
    sev2: Words | None = None
    sev3: Words | None = None
    sev4: Words | None = None
    unset: SeverityName | None = Field(default=None, description="what no value counts as; default: sev1")


class Approved(Closed):
    """What marks an approved change."""

    labels: Words | None = None
    statuses: Words | None = None


class Workaround(Closed):
    """What marks a defect with a workaround."""

    labels: Words | None = None
    field: Word | None = None


class Csv(Closed):
    """How dates stand in a CSV export of Jira, which says neither itself."""

    timezone: Zone = Field(description="an IANA name: the zone of whoever exported it, as in the Jira profile")
    dates: DateForm = Field(description='as in Jira\'s "Look and feel": dd/MMM/yy h:mm a')


class Filter(Closed):
    """Which issues count, by what they have now: any of the values of a key, and of every key that is given."""

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
