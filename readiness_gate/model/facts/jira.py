"""Facts of Jira: the issues, as they are and as they were."""

from dataclasses import replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.settings.jira import Severity
from readiness_gate.model.time import Instant


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as it stands; `done` is None without a status category, `severity` None for a value not mapped.

    `versions` are its fix versions; `workaround` tells whether the field for that is filled in, None without one.
    `past` is how it stood before, newest first; all that is known is how it stood from `known_since` on: None when
    only that it stands so now. `why_unknown` says why there is nothing before, where its history was read.
    """

    key: str
    type: str
    done: bool | None
    severity: Severity | None = None
    severity_given: str = ""
    created: Instant | None = None
    summary: str = ""
    url: str = ""
    status: str = ""
    labels: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset()
    workaround: bool | None = None
    past: "tuple[Past, ...]" = ()
    known_since: Instant | None = None
    why_unknown: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """How an issue stood until an instant, at which something of it changed."""

    until: Instant
    issue: Issue


@dataclass(frozen=True, slots=True)
class JiraFacts(SourceFacts):
    """The issues of the projects asked for; they stood so from `known_from` until the source was read. `outside` are
    those that were read and that `jira.filter` does not select."""

    issues: tuple[Issue, ...]
    known_from: Instant
    outside: tuple[Issue, ...] = ()

    @property
    def unfiltered(self) -> "JiraFacts":
        """The same facts with all issues that were read: what a commit names may be outside the scope."""
        return replace(self, issues=(*self.issues, *self.outside), outside=())
