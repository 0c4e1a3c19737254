"""What the configuration says of people files: where they are, and how they are read."""

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
    """The column of a roster that says whether somebody still works there, and the values that say yes."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A file about people, as a system exports it."""

    file: str
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    """What we read (`person`, `completed-at`, …), with the file's own column names."""
    may_lack: frozenset[str] = frozenset()
    """Columns of a preset that an export may be without."""
    ignore: tuple[str, ...] = ()
    """Columns that say nothing about training."""
    dates: DateFormat | None = None
    """How times are written; None for ISO 8601."""
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
    """In a wide file, the date is in a second column, called like the module with this suffix."""
    delimiter: str = ","
    encoding: str = "utf-8"
    header_row: int = 1
    skip_rows: int = field(default=0, metadata=WHEN_GIVEN)
    """So many rows between the header and the data, such as labels."""
    sheet: str | None = None
    numeric_ids: bool = False
    exported_at: Instant | None = None
    """When the file was exported, if somebody said so."""
    said_by: str = ""
    """The option that said `exported_at`."""
    rows: int | None = field(default=None, metadata=WHEN_GIVEN)
    """How many rows the system shows for the export, if somebody said so."""
    values: Mapping[str, Mapping[str, tuple[str, ...]]] = field(
        default_factory=dict[str, Mapping[str, tuple[str, ...]]], metadata=WHEN_GIVEN
    )
    """How the file writes the values of its columns: by our name of the column, and by our name of the value."""
    questions: Mapping[str, str] = field(default_factory=dict[str, str], metadata=WHEN_GIVEN)
    """In a survey with a column for each question, the id of the question by the name of its column."""
    scale: Mapping[str, int] = field(default_factory=dict[str, int], metadata=WHEN_GIVEN)
    """The points from 1 to 5 of answers that are texts, or on another scale."""
    no_answer: tuple[str, ...] = field(default=(), metadata=WHEN_GIVEN)
    """The answers that are none, such as "Prefer not to say"."""
    elements: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]], metadata=WHEN_GIVEN)
    """The questions of a survey on each element of change, in the order in which people need these."""
    empty_week: bool = field(default=False, metadata=WHEN_GIVEN)
    """Whether a row of use without a week is of somebody who never used the system."""
    whole: bool = field(default=False, metadata=WHEN_GIVEN)
    """Whether the file has every use of the system, so that a missing row is no use."""
    whole_from: dt.date | None = field(default=None, metadata=WHEN_GIVEN)
    """The first day of which it has every use; None for that of its first row."""
    whole_to: dt.date | None = field(default=None, metadata=WHEN_GIVEN)
    """The last such day; None for that of its last row."""


DAILY_TABLES = (
    *("sessions", "acceptance-tests", "real-work-tests", "tickets", "feedback", "workarounds"),
    *("usage", "entries"),
)
"""Tables that change with the daily work: an old file of these hides what came since. The other tables record events
with a date of their own, which signals look at."""


@dataclass(frozen=True, slots=True)
class PeopleSettings:
    """The people who are to use the system, what they have completed, and the calendar of their training; `required`
    maps a role to its modules."""

    roster: PeopleFile | None = None
    completions: PeopleFile | None = None
    required: Mapping[str, tuple[str, ...]] | None = None
    calendar: PeopleFile | None = None
    smallest_group: int = field(default=LEAST, metadata=NEVER)
    """The fewest people of a group that is shown."""
    records: Mapping[str, PeopleFile] = field(default_factory=dict[str, PeopleFile], metadata=WHEN_GIVEN)
    """The files with other tables, by the key of their section."""

    @property
    def files(self) -> Mapping[str, PeopleFile]:
        """The files that are configured, by the key of their section."""
        named = {"roster": self.roster, "completions": self.completions, "calendar": self.calendar}
        return {**{key: file for key, file in named.items() if file is not None}, **self.records}

    @property
    def aging(self) -> Mapping[str, PeopleFile]:
        """The files whose age matters, by the key of their section: those that change with the daily work."""
        always = ("roster", "completions")
        return {key: file for key, file in self.files.items() if key in (*always, *DAILY_TABLES)}
