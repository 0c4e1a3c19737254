"""The configuration of the program and of its sources; paths are relative to the configuration's folder."""

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
"""Used if no time zone is configured; then no dates are configured either."""

Reader: TypeAlias = Callable[[str, int], bytes | None]
"""Reads a policy file by its path relative to the configuration's folder, up to a number of bytes: its content, or
None if there is no such file. Raises `errors.Unreadable` for one that cannot be read or is larger."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated event that a gate guards; rules match it by its kind. A day or a ref locks its policy. `roster`
    replaces the program's roster."""

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
    """The day on which people start to use the system; None if not configured."""
    components: tuple[str, ...] = field(default=(), metadata=WHEN_GIVEN)
    """The components whose issues are in its scope, too."""
    later_versions: tuple[str, ...] = field(default=(), metadata=WHEN_GIVEN)
    """Versions that come after its own, if their names do not show it."""
    after: tuple[str, ...] = field(default=(), metadata=WHEN_GIVEN)
    """The names of the earlier milestones whose gates must be go before this one can be."""

    def frozen(self, zone: ZoneInfo | None) -> Instant | None:
        """Return when the configured freeze of the milestone begins, at the end of its day; None without one."""
        return None if self.freeze is None else end_of_day(self.freeze, zone or _NO_ZONE)


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration except the gates; a section that was left out is None."""

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
    """The git ref that these are read from; empty for the work tree."""
    process_documents: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]], metadata=WHEN_GIVEN
    )
    """The path patterns of the documents that describe each critical process, by its name on the roster."""
    slices: Mapping[str, object] = field(default_factory=dict[str, object], metadata=WHEN_GIVEN)
    """The settings of further sources, by the source's name."""

    def of(self, name: str, kind: type[_Slice]) -> _Slice | None:
        """Return the settings of a source, if there are any of that type."""
        settings = getattr(self, name) if name in _WITH_A_FIELD else self.slices.get(name)
        return settings if isinstance(settings, kind) else None

    def having(self, name: str, settings: object) -> "Settings":
        """Return these settings with those of a source; None removes them."""
        if name not in _WITH_A_FIELD:
            others = {other: slice_ for other, slice_ in self.slices.items() if other != name}
            return replace(self, slices=others if settings is None else {**others, name: settings})
        change: dict[str, Any] = {name: settings}
        return replace(self, **change)

    def of_milestone(self, milestone: Milestone | None) -> "Settings":
        """Return the settings with the milestone's own roster, if it has one."""
        if milestone is None or milestone.roster is None:
            return self
        return replace(self, people=replace(self.people or PeopleSettings(), roster=milestone.roster))

    @property
    def calendar(self) -> ZoneInfo:
        """The program's time zone, UTC if none is configured."""
        return self.zone or _NO_ZONE

    @property
    def defect_types(self) -> tuple[str, ...]:
        """The issue types that are defects; empty without issues."""
        return self.jira.defect_types if self.jira else ()
