"""What the signals of a gate will read, so that every source is read once and for no more than that."""

from dataclasses import field, replace
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant

Selector: TypeAlias = str | tuple[str, ...]
"""A selection of paths: the name of a configured path set (`config+code`), or the patterns of a rule."""


@dataclass(frozen=True, slots=True)
class GitNeed:
    """What will be read of the mainline: the landings in (`since`, `newest`] that touch the `paths`, and the other
    items named here, from `oldest` on."""

    newest: Instant
    since: Instant
    oldest: Instant
    paths: frozenset[Selector] = frozenset()
    last: frozenset[Selector] = frozenset()
    """The path sets for which the last landing that touched them is needed."""
    documents: bool = False
    """Whether the last change of every document, and of what it covers, is needed."""
    people_files: bool = False
    """Whether the last change of the roster and the completions is needed."""
    lines: Instant | None = None
    """Since when the changed lines of landings are needed."""
    line_paths: frozenset[Selector] = frozenset()
    """The paths whose lines are counted."""
    baseline: bool = False
    """Whether the landing of the baseline is needed."""
    since_baseline: bool = False
    """Whether the baseline and what followed it are needed."""
    freeze: bool = False
    """Whether the landings since the freeze are needed, with their commits."""
    frozen: Instant | None = None
    """When the freeze began, if the milestone says so; otherwise it begins with the baseline."""
    commits: Instant | None = None
    """Since when the commits of landings are needed, whenever the freeze began."""
    policy: bool = False
    """Whether the versions of the configuration, and the landings in its files since the lock, are needed."""
    modules: bool = False
    """Whether the last change of the configuration that each training module covers is needed."""

    def __or__(self, other: "GitNeed") -> "GitNeed":
        return GitNeed(
            newest=max(self.newest, other.newest),
            since=min(self.since, other.since),
            oldest=min(self.oldest, other.oldest),
            paths=self.paths | other.paths,
            last=self.last | other.last,
            documents=self.documents or other.documents,
            people_files=self.people_files or other.people_files,
            lines=_earlier(self.lines, other.lines),
            line_paths=self.line_paths | other.line_paths,
            baseline=self.baseline or other.baseline,
            since_baseline=self.since_baseline or other.since_baseline,
            freeze=self.freeze or other.freeze,
            frozen=_earlier(self.frozen, other.frozen),
            commits=_earlier(self.commits, other.commits),
            policy=self.policy or other.policy,
            modules=self.modules or other.modules,
        )


def _earlier(one: Instant | None, other: Instant | None) -> Instant | None:
    return min((moment for moment in (one, other) if moment is not None), default=None)


def _later(one: Instant | None, other: Instant | None) -> Instant | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)


@dataclass(frozen=True, slots=True)
class Needs:
    """The sources that must be read, and what must be read from them."""

    sources: frozenset[str] = field(default_factory=frozenset[str])
    git: GitNeed | None = None
    issues_since: Instant | None = None
    """Since when the states of issues must be known; None if that is not needed."""
    versions: frozenset[str] = field(default_factory=frozenset[str])
    """The versions that define a milestone's scope."""
    standing: frozenset[Instant] = field(default_factory=frozenset[Instant])
    """The instants as of which the verdict of the gate must be known."""
    signed_until: Instant | None = None
    """Until when each sign-off is compared with the gate's result as of its instant."""
    earlier: frozenset[Instant] = field(default_factory=frozenset[Instant])
    """The instants as of which the verdicts of earlier milestones must be known."""

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(
            sources=self.sources | other.sources,
            git=self.git | other.git if self.git and other.git else self.git or other.git,
            issues_since=_earlier(self.issues_since, other.issues_since),
            versions=self.versions | other.versions,
            standing=self.standing | other.standing,
            signed_until=_later(self.signed_until, other.signed_until),
            earlier=self.earlier | other.earlier,
        )

    def frozen_at(self, moment: Instant | None) -> "Needs":
        """Return the same needs for a milestone whose freeze begins at an instant; None leaves it to the baseline."""
        if self.git is None or moment is None:
            return self
        return replace(self, git=replace(self.git, frozen=moment))
