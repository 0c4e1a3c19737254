"""What the signals of a gate will read, so that every source is asked once and for no more than that."""

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from readiness_gate.model.time import Instant

Selector: TypeAlias = str | tuple[str, ...]
"""Which paths: the name of a path set of the configuration (`config+code`), or patterns of a rule's own."""


@dataclass(frozen=True, slots=True)
class GitNeed:
    """Landings in (`since`, `newest`] that touch the `paths`; beyond them, as they stood at `oldest` and since:
    the last landing that touched each path set of `last`, and with `modules` the configuration of each cover of
    training modules; the last change of every document and of what it covers, and of the roster and the completions.

    With `lines`, the lines that what landed later than that changed in the `line_paths`; with `baseline`, the landing
    of the baseline, and with `since_baseline` what followed it; with `freeze`, what landed since the freeze, with the
    commits that landed with it. `frozen` is when the freeze began, if the milestone says so: else it begins with the
    baseline. With `policy`, the versions of the configuration, and what landed in its files since it was locked.
    """

    newest: Instant
    since: Instant
    oldest: Instant
    paths: frozenset[Selector] = frozenset()
    last: frozenset[Selector] = frozenset()
    documents: bool = False
    people_files: bool = False
    lines: Instant | None = None
    line_paths: frozenset[Selector] = frozenset()
    baseline: bool = False
    since_baseline: bool = False
    freeze: bool = False
    frozen: Instant | None = None
    policy: bool = False
    modules: bool = False

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
            policy=self.policy or other.policy,
            modules=self.modules or other.modules,
        )


def _earlier(one: Instant | None, other: Instant | None) -> Instant | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _later(one: Instant | None, other: Instant | None) -> Instant | None:
    return max((each for each in (one, other) if each is not None), default=None)


@dataclass(frozen=True, slots=True)
class Needs:
    """The sources that must be read, and what must be read of git.

    Of the issues: since when it must be known how they stood and what became of them, None for no such need; and the
    versions that a milestone's scope goes by. Of the gate: as of when it must be known how it stands, and up to when
    each sign-off is held against how it stood as of that.
    """

    sources: frozenset[str] = field(default_factory=frozenset[str])
    git: GitNeed | None = None
    issues_since: Instant | None = None
    versions: frozenset[str] = field(default_factory=frozenset[str])
    standing: frozenset[Instant] = field(default_factory=frozenset[Instant])
    signed_until: Instant | None = None

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(
            sources=self.sources | other.sources,
            git=self.git | other.git if self.git and other.git else self.git or other.git,
            issues_since=_earlier(self.issues_since, other.issues_since),
            versions=self.versions | other.versions,
            standing=self.standing | other.standing,
            signed_until=_later(self.signed_until, other.signed_until),
        )

    def frozen_at(self, moment: Instant | None) -> "Needs":
        """The same for a milestone whose freeze begins at that instant; None leaves it to the baseline."""
        if self.git is None or moment is None:
            return self
        return replace(self, git=replace(self.git, frozen=moment))
