"""What the configuration says of people files: where they are, and how they are read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.date_format import DateFormat
from readiness_gate.model.time import Instant


@dataclass(frozen=True, slots=True)
class Active:
    """The column of a roster that says whether somebody still works there, and the values that say yes."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A file about people, as a system exports it.

    * `columns` maps what we read (`person`, `completed-at`, …) to the file's own column names; those in `may_lack` are
      of a preset, and an export may be without them. `ignore` lists columns that say nothing about training.
    * `dates` and `zone` say how times are written; without `dates`, ISO 8601. Dates before `earliest` are placeholders.
    * `completed` lists the statuses, and `passing_score` the lowest score, that count as completed.
    * `wide`: one column for each module, with the date in the cell; with a `date_suffix`, the date is in a second
      column, called like the module with that suffix, beside its status.
    * `exported_at` is when the file was exported, if somebody said so; `said_by` is the option that said it.
    """

    file: str
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    may_lack: frozenset[str] = frozenset()
    ignore: tuple[str, ...] = ()
    dates: DateFormat | None = None
    zone: ZoneInfo | None = None
    earliest: dt.date | None = None
    completed: tuple[str, ...] = ()
    passing_score: float | None = None
    active: Active | None = None
    wide: bool = False
    date_suffix: str = ""
    delimiter: str = ","
    encoding: str = "utf-8"
    header_row: int = 1
    sheet: str | None = None
    numeric_ids: bool = False
    exported_at: Instant | None = None
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class PeopleSettings:
    """The people who are to use the system, what they have completed, and the calendar of their training; `required`
    maps a role to its modules."""

    roster: PeopleFile | None = None
    completions: PeopleFile | None = None
    required: Mapping[str, tuple[str, ...]] | None = None
    calendar: PeopleFile | None = None

    @property
    def files(self) -> Mapping[str, PeopleFile]:
        """The files that are configured, by the key of their section."""
        named = {"roster": self.roster, "completions": self.completions, "calendar": self.calendar}
        return {key: file for key, file in named.items() if file is not None}
