"""What the configuration says of the program and of its sources; paths are relative to the configuration's folder."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

from readiness_gate.model.captures import widened
from readiness_gate.model.components import Naming
from readiness_gate.model.date_format import DateFormat
from readiness_gate.model.globs import PathSet
from readiness_gate.model.time import DAY, Instant, Seconds, end_of_day

Severity: TypeAlias = Literal["sev1", "sev2", "sev3", "sev4"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

_ANYWHERE = ZoneInfo("UTC")

Reader: TypeAlias = Callable[[str, int], bytes | None]
"""Reads a policy file by its path relative to the configuration's folder, and at most so many bytes of it: its
content, or None when there is no such file. Raises `errors.Unreadable` for one that cannot be read or is larger."""


@dataclass(frozen=True, slots=True)
class GitPaths:
    """Which paths of the repository are configuration, code and documents; `exclude` wins over all three. What matches
    `rest` is code as well, unless it is configuration, a document or matches `noise`."""

    config: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()

    def named(self, name: str) -> PathSet:
        """The path set of a name: `config`, `code`, `docs` or `config+code`."""
        parts: dict[str, tuple[str, ...]] = {"config": self.config, "code": self.code, "docs": self.docs}
        asked = name.split("+")
        globs = tuple(glob for part in asked for glob in parts[part])
        if not self.rest or "code" not in asked:
            return self.listed(globs)
        others = tuple(glob for part in parts if part not in asked for glob in parts[part])
        return PathSet((*globs, *self.rest), self.exclude, unless=(*others, *self.noise), always=globs)

    def listed(self, globs: tuple[str, ...]) -> PathSet:
        """The path set of patterns of a rule's own, without the excluded paths."""
        return PathSet(globs, self.exclude)

    def described(self, globs: tuple[str, ...]) -> PathSet:
        """The configuration that documents describe, by patterns that may have captures: no document is part of it, so
        that none is stale by a change of its own or of another."""
        return PathSet(widened(globs), (*self.exclude, *self.docs))


@dataclass(frozen=True, slots=True)
class GitSettings:
    """The repository: a folder, the ref whose first-parent chain is the mainline, the ref that training is built on,
    which of its paths are what, and what people call the components in them. `written` are those of the patterns in
    `paths` that the configuration itself has, and not the pack of a platform; they decide nothing more. The dates of
    the commits in `ignore_dates_of` say nothing; what reached the mainline more than `late_after` after its own date is
    noted."""

    repository: str | None = None
    mainline: str = "HEAD"
    baseline: str | None = None
    paths: GitPaths = field(default_factory=GitPaths)
    components: tuple[Naming, ...] = ()
    written: GitPaths = field(default_factory=GitPaths)
    ignore_dates_of: tuple[str, ...] = ()
    late_after: Seconds = 7 * DAY

    @property
    def table(self) -> str:
        """What the configuration calls it."""
        return "[git]"

    @property
    def table_of_paths(self) -> str:
        """Where the configuration has its path sets."""
        return "[git.paths]"

    def chosen(self, globs: tuple[str, ...]) -> PathSet:
        """The path set of patterns of a rule's own."""
        return self.paths.listed(globs)

    def within(self, _name: str) -> GitPaths:
        """The path sets of one repository; the only one has no name."""
        return self.paths

    def written_in(self, _name: str) -> GitPaths:
        """Those patterns of one repository that the configuration itself has."""
        return self.written

    def strangers(self, _globs: Iterable[str]) -> list[str]:
        """The repositories that patterns name, and that there are not: the only one has no name."""
        return []


@dataclass(frozen=True, slots=True)
class Cover:
    """Documents and training modules that depend on configuration: when it changes, they are behind. `config` and
    `docs` may have captures, which stand for the same text in both."""

    config: tuple[str, ...]
    docs: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeverityScheme:
    """The field of an issue that says how bad it is, which of its values mean which severity, and what an issue without
    a value counts as; None when nobody said it."""

    field: str
    names: Mapping[str, Severity]
    unset: Severity | None = None

    def of(self, given: str, *, is_set: bool) -> Severity | None:
        """The severity that a value means; None for one that nobody mapped."""
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
    """The issues: where they are exported to, whose they are, and what their types and priorities mean.

    `issues` is how many the export must have, and `canary` lists issues that must be visible: with the oldest and the
    newest of each project they prove that an export is whole. `exported_at` is when they were exported, if somebody
    said so; `said_by` is the option that said it. `not_defects` lists types that are no defects, `no_defects` projects
    without any, `statuses` the categories of statuses that no issue has now.
    """

    severity: SeverityScheme
    export: str | None = None
    defect_types: tuple[str, ...] = ("Bug",)
    projects: tuple[str, ...] = ()
    url: str | None = None
    canary: tuple[str, ...] = ()
    issues: int | None = None
    exported_at: Instant | None = None
    approved: Marks = field(default_factory=Marks)
    workaround: Marks = field(default_factory=Marks)
    cloud_id: str | None = None
    csv: CsvDates | None = None
    said_by: str = ""
    filter: IssueFilter | None = None
    jql: str | None = None
    not_defects: tuple[str, ...] = ()
    no_defects: tuple[str, ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict[str, str])


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


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated event that a gate guards; rules match it by its kind. Its policy is locked by a day or by a ref. `roster`
    is its own roster, in place of the program's."""

    name: str
    kind: str
    date: dt.date
    packs: tuple[str, ...] = ()
    freeze: dt.date | None = None
    version: str | None = None
    tags: frozenset[str] = frozenset()
    policy_lock: dt.date | str | None = None
    roster: PeopleFile | None = None

    def frozen(self, zone: ZoneInfo | None) -> Instant | None:
        """When the freeze begins that the configuration gives the milestone, the end of that day; None without one."""
        return None if self.freeze is None else end_of_day(self.freeze, zone or _ANYWHERE)


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration but for the gates; a section that was left out is None. `policy_files` are the names of
    the configuration itself and of custom packs; `policy_ref` is the git ref that these are read from, empty for the
    work tree."""

    program: str
    root: Path
    zone: ZoneInfo | None = None
    git: GitSettings = field(default_factory=GitSettings)
    covers: tuple[Cover, ...] = ()
    jira: JiraSettings | None = None
    people: PeopleSettings | None = None
    plugins: Mapping[str, Mapping[str, object]] = field(default_factory=dict[str, Mapping[str, object]])
    policy_files: tuple[str, ...] = ()
    policy_ref: str = ""

    def of_milestone(self, milestone: Milestone | None) -> "Settings":
        """The settings with the milestone's own roster, if it has one."""
        if milestone is None or milestone.roster is None:
            return self
        return replace(self, people=replace(self.people or PeopleSettings(), roster=milestone.roster))

    @property
    def defect_types(self) -> tuple[str, ...]:
        """The types of issue that are defects; none without issues."""
        return self.jira.defect_types if self.jira else ()
