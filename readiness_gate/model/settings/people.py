"""The configuration of people files: where they are, and how they are read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.date_format import DateFormat
from readiness_gate.model.digest import NEVER, WHEN_GIVEN
from readiness_gate.model.groups import LEAST
from readiness_gate.model.time import Instant


@dataclass(frozen=True, slots=True)
class Active:
    """The roster column that shows whether somebody still works there, and its values for yes."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A file about people, as a system exports it."""

    file: str
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    """The columns that are read (`person`, `completed-at`, …), with their names in the file."""
    may_lack: frozenset[str] = frozenset()
    """Columns of a preset that an export may lack."""
    ignore: tuple[str, ...] = ()
    """Columns that are not about training."""
    dates: DateFormat | None = None
    """The format of times; None for ISO 8601."""
    zone: ZoneInfo | None = None
    """The time zone of the times; None for the program's."""
    earliest: dt.date | None = None
    """Dates before this one are placeholders."""
    completed: tuple[str, ...] = ()
    """The statuses that count as completed."""
    passing_score: float | None = None
    """The lowest score that counts as completed."""
    active: Active | None = None
    wide: bool = False
    """Whether there is a column for each module, with the date in the cell."""
    date_suffix: str = ""
    """In a wide file with dates in a second column: the suffix of that column's name after the module."""
    delimiter: str = ","
    encoding: str = "utf-8"
    header_row: int = 1
    skip_rows: int = field(default=0, metadata=WHEN_GIVEN)
    """The number of rows between the header and the data, such as labels."""
    footer_rows: int = field(default=0, metadata=WHEN_GIVEN)
    """The number of rows below the data that are notes, such as filters or totals."""
    no_date: tuple[str, ...] = field(default=(), metadata=WHEN_GIVEN)
    """The words for a missing date, such as NULL."""
    sheet: str | None = None
    numeric_ids: bool = False
    exported_at: Instant | None = None
    """When the file was exported, if stated."""
    said_by: str = ""
    """The option that stated `exported_at`."""
    rows: int | None = field(default=None, metadata=WHEN_GIVEN)
    """How many rows the system shows for the export, if stated."""
    values: Mapping[str, Mapping[str, tuple[str, ...]]] = field(
        default_factory=dict[str, Mapping[str, tuple[str, ...]]], metadata=WHEN_GIVEN
    )
    """The file's spellings of column values: by our name of the column, then by our name of the value."""
    questions: Mapping[str, str] = field(default_factory=dict[str, str], metadata=WHEN_GIVEN)
    """In a survey with a column for each question, the id of the question by its column name."""
    scale: Mapping[str, int] = field(default_factory=dict[str, int], metadata=WHEN_GIVEN)
    """The points from 1 to 5 of answers that are texts, or on another scale."""
    no_answer: tuple[str, ...] = field(default=(), metadata=WHEN_GIVEN)
    """The values that are not answers, such as "Prefer not to say"."""
    elements: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]], metadata=WHEN_GIVEN)
    """The questions of a survey on each element of change, in the order in which people need these."""
    empty_week: bool = field(default=False, metadata=WHEN_GIVEN)
    """Whether a row of use without a week belongs to somebody who never used the system."""
    whole: bool = field(default=False, metadata=WHEN_GIVEN)
    """Whether the file has all use of the system, so that a missing row means no use."""
    whole_from: dt.date | None = field(default=None, metadata=WHEN_GIVEN)
    """The first day that it covers completely; None for the day of its first row."""
    whole_to: dt.date | None = field(default=None, metadata=WHEN_GIVEN)
    """The last such day; None for the day of its last row."""


DAILY_TABLES = (
    *("sessions", "acceptance-tests", "real-work-tests", "tickets", "feedback", "workarounds"),
    *("usage", "entries"),
)
"""Tables that change with the daily work: an old file of these hides what came later. The other tables record events
with dates of their own, which signals check."""


@dataclass(frozen=True, slots=True)
class PeopleSettings:
    """The people who are to use the system, what they have completed, and the calendar of their training; `required`
    maps a role to its modules."""

    roster: PeopleFile | None = None
    completions: PeopleFile | None = None
    required: Mapping[str, tuple[str, ...]] | None = None
    calendar: PeopleFile | None = None
    smallest_group: int = field(default=LEAST, metadata=NEVER)
    """The size of the smallest group that is shown."""
    records: Mapping[str, PeopleFile] = field(default_factory=dict[str, PeopleFile], metadata=WHEN_GIVEN)
    """The files with other tables, by the key of their section."""

    @property
    def files(self) -> Mapping[str, PeopleFile]:
        """The configured files, by the key of their section."""
        named = {"roster": self.roster, "completions": self.completions, "calendar": self.calendar}
        return {**{key: file for key, file in named.items() if file is not None}, **self.records}

    @property
    def aging(self) -> Mapping[str, PeopleFile]:
        """The files whose age matters because they change with the daily work, by the key of their section."""
        always = ("roster", "completions")
        return {key: file for key, file in self.files.items() if key in (*always, *DAILY_TABLES)}
