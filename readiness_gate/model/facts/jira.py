"""Facts of Jira: the issues in their present and past states."""

from collections.abc import Mapping
from dataclasses import field, replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.collections import Collected
from readiness_gate.model.settings.jira import Severity
from readiness_gate.model.time import Instant


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue in its present state and, as far as known, its past states."""

    key: str
    type: str
    done: bool | None
    """Whether it is done; None without a status category."""
    severity: Severity | None = None
    """None for an unmapped value."""
    severity_given: str = ""
    """The value in Jira."""
    created: Instant | None = None
    summary: str = ""
    url: str = ""
    status: str = ""
    labels: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset()
    """Its fix versions."""
    affected: frozenset[str] | None = None
    """Its affected versions; None if unknown."""
    components: frozenset[str] | None = None
    """Its components; None if unknown."""
    workaround: bool | None = None
    """Whether the field for a workaround is filled in; None without such a field."""
    past: "tuple[Past, ...]" = ()
    """Its past states, newest first."""
    known_since: Instant | None = None
    """Since when its state is known; None if only the present is known."""
    why_unknown: str = ""
    """Why nothing earlier is known, if its history was read."""


@dataclass(frozen=True, slots=True)
class Past:
    """The state of an issue until an instant at which it changed."""

    until: Instant
    issue: Issue


@dataclass(frozen=True, slots=True)
class JiraFacts(SourceFacts):
    """The issues of the requested projects."""

    issues: tuple[Issue, ...]
    known_from: Instant
    """Since when the issues were in their present states, until the source was read."""
    outside: tuple[Issue, ...] = ()
    """The issues that were read but that `jira.filter` does not select."""
    collections: Mapping[str, Collected] = field(default_factory=dict[str, Collected])
    """The configured collections by name. Their issues are among all that were read."""

    @property
    def unfiltered(self) -> "JiraFacts":
        """The same facts with all issues that were read: a commit may name an issue outside the scope."""
        if not self.outside:
            return self
        return self.always("unfiltered", lambda: replace(self, issues=(*self.issues, *self.outside), outside=()))
