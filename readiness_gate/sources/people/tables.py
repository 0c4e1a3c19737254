"""How files about people are described: in `[people]` of a configuration, and in the shipped presets."""

from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Count, Day, Moment, Name, PeopleDateForm, Text, Texts, Word, Words, Zone

Encoding: TypeAlias = Literal[
    "utf-8", "utf-16", "windows-1250", "windows-1251", "windows-1252", "iso-8859-1", "iso-8859-2", "iso-8859-15"
]


class RosterColumns(StrictModel):
    """Which column of a roster is which."""

    person: Text | None = Field(default=None, description="the id that the completions have, too")
    role: Text | None = None
    from_: Text | None = Field(default=None, description="since when the person holds the role")
    to: Text | None = Field(default=None, description="until when")
    critical_process: Text | None = Field(default=None, description="not empty for people in a critical process")
    wave: Text | None = Field(default=None, description="the part of the rollout; milestones name theirs in tags")


class CompletionsColumns(StrictModel):
    """Which column of the completions is which."""

    person: Text | None = Field(default=None, description="the id that the roster has, too")
    module: Text | None = None
    completed_at: Text | None = Field(default=None, description="when it was completed; empty: not completed")
    status: Text | None = Field(default=None, description='counts by the key "completed"')
    score: Text | None = Field(default=None, description='counts by the key "passing-score"')
    expires: Text | None = Field(default=None, description="until when the completion counts; empty: always")


class CalendarColumns(StrictModel):
    """Which column of a calendar is which."""

    starts_at: Text | None = None
    module: Text | None = None
    role: Text | None = None


class ActiveColumn(StrictModel):
    """The column that says whether somebody still works there."""

    column: Text
    values: Texts = Field(description="the values that say yes; everybody else has left")


class _Form(StrictModel):
    """How a file is written."""

    ignore: Texts | None = Field(default=None, description="columns that say nothing about training")
    dates: PeopleDateForm | None = Field(default=None, description='as in "M/d/yyyy h:mm a"; default: ISO 8601')
    delimiter: Literal[",", ";", "\t", "|"] | None = Field(default=None, description="default: a comma")
    encoding: Encoding | None = Field(default=None, description="default: utf-8")
    header_row: Annotated[int, Field(ge=1, le=100)] | None = Field(
        default=None, description="the row of the header, if there are others above it"
    )
    earliest: Day | None = Field(default=None, description="the first plausible date; earlier ones are placeholders")
    numeric_ids: bool | None = Field(
        default=None, description="ids are whole numbers without leading zeros, so a number in a workbook is one"
    )


class RosterForm(_Form):
    """How a roster is written."""

    columns: RosterColumns = RosterColumns.model_construct()
    active: ActiveColumn | None = None


class CompletionsForm(_Form):
    """How completions are written."""

    columns: CompletionsColumns = CompletionsColumns.model_construct()
    completed: Texts | None = Field(default=None, description="the statuses that count; default: Completed, Passed")
    passing_score: Count | None = Field(default=None, description="the lowest score that counts")
    modules: Literal["columns"] | None = Field(default=None, description="one column for each module, with dates")
    date_suffix: Text | None = Field(
        default=None, description="the ending of a module's second column, which has the date beside its status"
    )


class CalendarForm(_Form):
    """How a calendar of training sessions is written."""

    columns: CalendarColumns = CalendarColumns.model_construct()


class _File(StrictModel):
    """Which file it is."""

    file: Text = Field(description="a .csv or .xlsx file")
    preset: Name | None = Field(default=None, description="the system that exported it; keys here replace its keys")
    timezone: Zone | None = Field(default=None, description="of its times; default: the program's")
    sheet: Text | None = Field(default=None, description="of a workbook; default: the only one that fits")
    exported_at: Moment | None = Field(default=None, description="when it was exported; default: when it landed in git")


class RosterEntry(_File, RosterForm):
    """A roster."""


class CompletionsEntry(_File, CompletionsForm):
    """Completions."""


class CalendarEntry(_File, CalendarForm):
    """A calendar of training sessions."""


class FormatFile(StrictModel):
    """A preset: how the exports of one system are written, and where that is documented."""

    source: Text
    roster: RosterForm | None = None
    completions: CompletionsForm | None = None
    calendar: CalendarForm | None = None

    @property
    def forms(self) -> dict[str, RosterForm | CompletionsForm | CalendarForm]:
        """The kinds of files that are described, each with its form."""
        forms = {"roster": self.roster, "completions": self.completions, "calendar": self.calendar}
        return {kind: form for kind, form in forms.items() if form is not None}


class _OrFile:
    """A table, or the name of a file that is written in our own form."""

    def __get_pydantic_core_schema__(self, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_as_table, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}


def _as_table(value: object) -> object:
    return {"file": value} if isinstance(value, str) else value


RosterFile: TypeAlias = Annotated[RosterEntry, _OrFile()]
CompletionsFile: TypeAlias = Annotated[CompletionsEntry, _OrFile()]
CalendarFile: TypeAlias = Annotated[CalendarEntry, _OrFile()]
Entry = TypeVar("Entry", RosterEntry, CompletionsEntry, CalendarEntry)


class People(StrictModel):
    """The people who will use the system."""

    roster: RosterFile | None = Field(default=None, description="person, role[, from, to, critical-process, wave]")
    completions: CompletionsFile | None = Field(
        default=None, description="person, module, completed-at[, status, score, expires]"
    )
    calendar: CalendarFile | None = Field(default=None, description="training sessions: starts-at, module, role")
    required: dict[Word, Words] | None = Field(default=None, description="the training modules that each role requires")
