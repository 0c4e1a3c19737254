"""What the configuration says of the program and of its sources; paths are relative to the configuration's folder."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.digest import NEVER, WHEN_GIVEN
from readiness_gate.model.settings.git import Cover, GitSettings
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.time import Instant, Seconds, end_of_day

_Slice = TypeVar("_Slice")
_WITH_A_FIELD = ("git", "jira", "people")
_NO_ZONE = ZoneInfo("UTC")
"""Whose days count where no time zone is configured: then no date is either."""

Reader: TypeAlias = Callable[[str, int], bytes | None]
"""Reads a policy file by its path relative to the configuration's folder, and at most so many bytes of it: its
content, or None when there is no such file. Raises `errors.Unreadable` for one that cannot be read or is larger."""


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
    owner_due: Seconds = field(default=0, metadata=NEVER)
    """How long before the milestone the owners of rules must be done."""
    go_live: dt.date | None = field(default=None, metadata=WHEN_GIVEN)
    """The day from which people use the system; None where nobody said."""
    components: tuple[str, ...] = field(default=(), metadata=WHEN_GIVEN)
    """The components whose issues are in its scope, too."""
    later_versions: tuple[str, ...] = field(default=(), metadata=WHEN_GIVEN)
    """Versions that come after its own, where their names do not say so."""
    after: tuple[str, ...] = field(default=(), metadata=WHEN_GIVEN)
    """The names of the earlier milestones whose gates must be go before this one's can be."""

    def frozen(self, zone: ZoneInfo | None) -> Instant | None:
        """When the freeze begins that the configuration gives the milestone, the end of that day; None without one."""
        return None if self.freeze is None else end_of_day(self.freeze, zone or _NO_ZONE)


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration but for the gates; a section that was left out is None."""

    program: str
    root: Path
    zone: ZoneInfo | None = None
    git: GitSettings = field(default_factory=GitSettings)
    covers: tuple[Cover, ...] = ()
    jira: JiraSettings | None = None
    people: PeopleSettings | None = None
    plugins: Mapping[str, Mapping[str, object]] = field(default_factory=dict[str, Mapping[str, object]])
    policy_files: tuple[str, ...] = ()
    """The names of the configuration itself and of custom packs."""
    policy_ref: str = ""
    """The git ref that these are read from, empty for the work tree."""
    process_documents: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]], metadata=WHEN_GIVEN
    )
    """The path patterns of the documents that describe each critical process, by its name on the roster."""
    slices: Mapping[str, object] = field(default_factory=dict[str, object], metadata=WHEN_GIVEN)
    """The settings of further sources, by the source's name."""

    def of(self, name: str, kind: type[_Slice]) -> _Slice | None:
        """The settings of a source, if it has any of that kind."""
        settings = getattr(self, name) if name in _WITH_A_FIELD else self.slices.get(name)
        return settings if isinstance(settings, kind) else None

    def having(self, name: str, settings: object) -> "Settings":
        """The same, with these settings of a source; None for none."""
        if name not in _WITH_A_FIELD:
            others = {other: slice_ for other, slice_ in self.slices.items() if other != name}
            return replace(self, slices=others if settings is None else {**others, name: settings})
        change: dict[str, Any] = {name: settings}
        return replace(self, **change)

    def of_milestone(self, milestone: Milestone | None) -> "Settings":
        """The settings with the milestone's own roster, if it has one."""
        if milestone is None or milestone.roster is None:
            return self
        return replace(self, people=replace(self.people or PeopleSettings(), roster=milestone.roster))

    @property
    def calendar(self) -> ZoneInfo:
        """Whose days count: the program's time zone, UTC without one."""
        return self.zone or _NO_ZONE

    @property
    def defect_types(self) -> tuple[str, ...]:
        """The types of issue that are defects; none without issues."""
        return self.jira.defect_types if self.jira else ()
