"""What the signals of a gate will read, so that every source is asked once and for no more than that."""

from dataclasses import field, replace
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant

Selector: TypeAlias = str | tuple[str, ...]
"""Which paths: the name of a path set of the configuration (`config+code`), or patterns of a rule's own."""


@dataclass(frozen=True, slots=True)
class GitNeed:
    """What will be read of the mainline: the landings in (`since`, `newest`] that touch the `paths`, and beyond them
    what else is named, as it was at `oldest` and since."""

    newest: Instant
    since: Instant
    oldest: Instant
    paths: frozenset[Selector] = frozenset()
    last: frozenset[Selector] = frozenset()
    """The path sets of each of which the last landing that touched it is asked for."""
    documents: bool = False
    """Whether the last change of every document, and of what it covers, is asked for."""
    people_files: bool = False
    """The same of the roster and the completions."""
    lines: Instant | None = None
    """From when on lines that landings changed are asked for."""
    line_paths: frozenset[Selector] = frozenset()
    """The paths of which these are counted."""
    baseline: bool = False
    """Whether the landing of the baseline is asked for."""
    since_baseline: bool = False
    """Whether that, and what followed it, is asked for."""
    freeze: bool = False
    """Whether what landed since the freeze is asked for, with the commits that landed with it."""
    frozen: Instant | None = None
    """When the freeze began, if the milestone says so: else it begins with the baseline."""
    commits: Instant | None = None
    """From when on the commits that landed with landings are asked for, whenever the freeze began."""
    policy: bool = False
    """Whether the versions of the configuration, and what landed in its files since it was locked, are asked for."""
    modules: bool = False
    """Whether the last change of the configuration of each cover of training modules is asked for."""

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
    """The sources that must be read, and what must be read of them."""

    sources: frozenset[str] = field(default_factory=frozenset[str])
    git: GitNeed | None = None
    issues_since: Instant | None = None
    """Since when it must be known how issues were, and what became of them; None for no such need."""
    versions: frozenset[str] = field(default_factory=frozenset[str])
    """The versions that a milestone's scope goes by."""
    standing: frozenset[Instant] = field(default_factory=frozenset[Instant])
    """As of when it must be known how the gate is judged."""
    signed_until: Instant | None = None
    """Up to when each sign-off is compared with the gate's result as of its instant."""
    earlier: frozenset[Instant] = field(default_factory=frozenset[Instant])
    """As of when it must be known how the gates of earlier milestones are judged."""

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
        """The same for a milestone whose freeze begins at that instant; None leaves it to the baseline."""
        if self.git is None or moment is None:
            return self
        return replace(self, git=replace(self.git, frozen=moment))
