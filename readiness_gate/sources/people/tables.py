"""How files about people are described: in `[people]` of a configuration, and in the shipped presets."""

from functools import partial
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, create_model

from readiness_gate.model.groups import LEAST
from readiness_gate.sources.people.declared import CALENDAR, COMPLETIONS, ROSTER
from readiness_gate.sources.people.forms import Entry, Form, OrFile
from readiness_gate.sources.people.records import RECORD_TABLES, RecordTable
from readiness_gate.sources.people.records.record_forms import entry_of, form_of
from readiness_gate.sources.people.table_forms import ColumnsOf, ValuesOf
from readiness_gate.toml.lazy import Lazy
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Count, Text, Texts, Word, Words


class ActiveColumn(StrictModel):
    """The column that says whether somebody still works there."""

    column: Text
    values: Texts = Field(description="the values that say yes; everybody else has left")


class RosterForm(Form):
    """How a roster is written."""

    columns: Annotated[StrictModel | None, ColumnsOf(ROSTER)] = None
    values: Annotated[StrictModel | None, ValuesOf(ROSTER)] = Field(
        default=None, description="how the file writes the values of a column"
    )
    active: ActiveColumn | None = None


class CompletionsForm(Form):
    """How completions are written."""

    columns: Annotated[StrictModel | None, ColumnsOf(COMPLETIONS)] = None
    completed: Texts | None = Field(default=None, description="the statuses that count; default: Completed, Passed")
    passing_score: Count | None = Field(default=None, description="the lowest score that counts")
    modules: Literal["columns"] | None = Field(default=None, description="one column for each module, with dates")
    date_suffix: Text | None = Field(
        default=None, description="the ending of a module's second column, which has the date beside its status"
    )


class CalendarForm(Form):
    """How a calendar of training sessions is written."""

    columns: Annotated[StrictModel | None, ColumnsOf(CALENDAR)] = None


class RosterEntry(RosterForm, Entry):
    """A roster."""


class CompletionsEntry(CompletionsForm, Entry):
    """Completions."""


class CalendarEntry(CalendarForm, Entry):
    """A calendar of training sessions."""


class FormatFile(StrictModel):
    """A preset: how the exports of one system are written, and where that is documented."""

    source: Text
    roster: RosterForm | None = None
    completions: CompletionsForm | None = None
    calendar: CalendarForm | None = None

    @property
    def forms(self) -> dict[str, Form]:
        """The kinds of files that are described, each with its form."""
        kinds = ["roster", "completions", "calendar", *(records.key for records in RECORD_TABLES)]
        forms = {kind: getattr(self, kind.replace("-", "_"), None) for kind in kinds}
        return {kind: form for kind, form in forms.items() if form is not None}


_OF_RECORDS: dict[str, Any] = {
    records.key.replace("-", "_"): (Annotated[Any, Lazy(partial(form_of, records))], None) for records in RECORD_TABLES
}
PRESET = create_model("FormatFile", __base__=FormatFile, __doc__=FormatFile.__doc__, **_OF_RECORDS)
"""The model of the file of a preset."""

RosterFile: TypeAlias = Annotated[RosterEntry, OrFile()]
CompletionsFile: TypeAlias = Annotated[CompletionsEntry, OrFile()]
CalendarFile: TypeAlias = Annotated[CalendarEntry, OrFile()]


class PeopleFiles(StrictModel):
    """The people who will use the system."""

    roster: RosterFile | None = Field(default=None, description=ROSTER.form)
    completions: CompletionsFile | None = Field(default=None, description=COMPLETIONS.form)
    calendar: CalendarFile | None = Field(default=None, description=f"training sessions: {CALENDAR.form}")
    smallest_group: Annotated[int, Field(ge=LEAST, le=100)] | None = Field(
        default=None, description="figures of groups with fewer people are never shown; default: 5"
    )
    required: dict[Word, Words] | None = Field(default=None, description="the training modules that each role requires")


def _section(records: RecordTable) -> tuple[Any, Any]:
    """Return the key of a table of records in [people]."""
    return Annotated[Any, Lazy(partial(entry_of, records)), OrFile()], Field(
        default=None, description=records.table.form
    )


_SECTIONS: dict[str, Any] = {records.key.replace("-", "_"): _section(records) for records in RECORD_TABLES}
People = create_model("People", __base__=PeopleFiles, __doc__=PeopleFiles.__doc__, __module__=__name__, **_SECTIONS)
"""The model of [people]."""
