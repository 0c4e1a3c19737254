"""Facts of Jira: the issues, as they are and as they were."""

from collections.abc import Mapping
from dataclasses import field, replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.collections import Collected
from readiness_gate.model.settings.jira import Severity
from readiness_gate.model.time import Instant


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as it is now, and as far as is known, as it was before."""

    key: str
    type: str
    done: bool | None
    """Whether it is done; None without a status category."""
    severity: Severity | None = None
    """None for a value that is not mapped."""
    severity_given: str = ""
    """The value as Jira has it."""
    created: Instant | None = None
    summary: str = ""
    url: str = ""
    status: str = ""
    labels: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset()
    """Its fix versions."""
    affected: frozenset[str] | None = None
    """Its affected versions; None where that is unknown."""
    components: frozenset[str] | None = None
    """Its components; None where that is unknown."""
    workaround: bool | None = None
    """Whether the field for a workaround is filled in; None without one."""
    past: "tuple[Past, ...]" = ()
    """How it was before, newest first."""
    known_since: Instant | None = None
    """From when on it is known how it was; None when only its present is known."""
    why_unknown: str = ""
    """Why nothing is known before, where its history was read."""


@dataclass(frozen=True, slots=True)
class Past:
    """An issue as it was until an instant, at which something of it changed."""

    until: Instant
    issue: Issue


@dataclass(frozen=True, slots=True)
class JiraFacts(SourceFacts):
    """The issues of the projects asked for; they were so from `known_from` until the source was read. `outside` are
    those that were read and that `jira.filter` does not select."""

    issues: tuple[Issue, ...]
    known_from: Instant
    outside: tuple[Issue, ...] = ()
    collections: Mapping[str, Collected] = field(default_factory=dict[str, Collected])
    """The collections that are configured, by their names. Their issues are among all that were read."""

    @property
    def unfiltered(self) -> "JiraFacts":
        """The same facts with all issues that were read: what a commit names may be outside the scope."""
        if not self.outside:
            return self
        return self.always("unfiltered", lambda: replace(self, issues=(*self.issues, *self.outside), outside=()))
