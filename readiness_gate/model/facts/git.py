"""Facts of git: what landed on the mainline, and the contents of documents and policies."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from itertools import chain

from readiness_gate.errors import DEEPEN
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import Instant, iso

SUBMODULE = 0o160000
"""The file mode of a submodule, which is a commit of another repository."""
LINK = 0o120000
"""The file mode of a symbolic link, whose content is the path that it leads to."""
NO_TEXT = frozenset({SUBMODULE, LINK})
"""The modes of what has no text of its own, and so is no document."""


@dataclass(frozen=True, slots=True)
class Change:
    """One path in the diff of a landing."""

    path: str
    before: int
    """The file mode before; 0 if the path was absent."""
    after: int
    """The file mode after; 0 if the path is absent."""
    contents: tuple[str, str] | None = None
    """The git ids of the content before and after; None if they were not requested."""


@dataclass(frozen=True, slots=True)
class Landing:
    """A commit of the mainline with its changes against its first parent, limited to the requested paths."""

    commit: str
    landed: Instant
    """The running maximum of committer dates along the chain from its root."""
    subject: str
    changes: tuple[Change, ...]
    place: int = 0
    """Its position on the chain, 0 for the root. After a commit whose clock was ahead, several share one `landed`."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that landed."""

    id: str
    author: str
    """The address of the author."""
    subject: str
    """The first line of the message."""
    mentions: tuple[str, ...] = ()
    """Everything in the message that looks like an issue key."""
    items: tuple[str, ...] = ()
    """The list items in the message, such as those of squashed commits."""


@dataclass(frozen=True, slots=True)
class Touch:
    """The landing that last changed a path."""

    commit: str
    landed: Instant


@dataclass(frozen=True, slots=True)
class Held:
    """The content of a path since a landing, as a git id; empty if the path is absent. File modes are not content."""

    commit: str
    landed: Instant
    content: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The landing of the commit that training is built on, and its position on the mainline."""

    commit: str
    landed: Instant
    place: int


@dataclass(frozen=True, slots=True)
class Lock:
    """Since when a policy is locked: since an instant and, for a ref, since that position on the mainline."""

    at: Instant
    place: int | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A version of the configuration that landed."""

    landed: Instant
    locks: Mapping[str, Lock | Unavailable | None]
    """The policy lock that it declared for each milestone: None without one, unavailable if its time is no longer
    known."""
    place: int = 0
    """Its position on the mainline."""
    locks_only: bool = False
    """Whether it only declared a ref where there was no lock: that changes nothing that was agreed on."""
    written: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """What it declares for each milestone: the date with the kind, and the lock ("" without one)."""
    program: str = ""
    """The name of the program in it."""


_UNCHANGED: tuple[Sequence[Instant], Sequence[int]] = ((), ())
NOT_ASKED = Unavailable("this was not asked of git")


@dataclass(frozen=True, slots=True)
class GitFacts(SourceFacts):
    """The mainline, as far as it was requested."""

    landings: tuple[Landing, ...]
    """The landings after `since` that touched a requested path, newest first; those after the freeze with the
    contents of their changes."""
    since: Instant
    older: Mapping[str, Touch]
    """For each requested path, its newest change at or before `since`, read as far back as needed."""
    tree: Mapping[str, int]
    """The file modes of the requested paths, at the newest requested instant."""
    files: Mapping[str, str]
    """For the people files whose content on the mainline equals the file that was read: their path in the
    repository, by their name in the configuration."""
    first_landed: Instant
    """The landing of the oldest commit that is present."""
    shallow: bool = False
    """Whether earlier history was not fetched."""
    doubtful_from: Instant | None = None
    """The last landing before `doubtful_commit`, if there is one: what landed later cannot be dated."""
    doubtful_commit: str = ""
    """A commit that claims to be from the future, or whose date cannot be read."""
    baseline: Baseline | Unavailable = NOT_ASKED
    """The landing of the commit that `git.baseline` names today."""
    commits: Mapping[str, tuple[Commit, ...]] | Unavailable = NOT_ASKED
    """For each landing after the freeze, or since an earlier requested instant, the commits that landed with it,
    including itself."""
    lines: Mapping[str, Mapping[str, int]] | Unavailable = NOT_ASKED
    """For each landing whose lines were requested, the lines added and deleted by path; without files that are not
    text."""
    policy: Mapping[str, str] | Unavailable = NOT_ASKED
    """The repository paths of the configuration and of custom packs, by name, as they are on the mainline;
    unavailable if they differ in the work tree."""
    versions: tuple[PolicyVersion, ...] | Unavailable = NOT_ASKED
    """The versions of the configuration, oldest first."""
    renamed: tuple[tuple[PolicyVersion, ...], ...] | Unavailable = ()
    """The versions of each other configuration that may be the same under another name, followed by its own."""
    held: Mapping[str, tuple[Held, ...]] = field(default_factory=dict[str, tuple[Held, ...]])
    """For each document and each covered configuration file, its contents, oldest first, with their landings; only
    if documents or training modules were requested."""
    written: Mapping[str, Touch] = field(default_factory=dict[str, Touch])
    """For each content of a document, the landing that first brought it to any document; nothing if history is
    truncated."""
    unignored: Mapping[str, Touch] = field(default_factory=dict[str, Touch])
    """The same, if the content differed before the commits to be ignored."""
    authored: Mapping[str, Instant] = field(default_factory=dict[str, Instant])
    """When an author first made a content."""
    roots: frozenset[str] = frozenset()
    """The landings with which a history begins."""
    modules: frozenset[str] = frozenset()
    """The paths of submodules before or after a change that was read."""
    outside: tuple[Landing, ...] = ()
    """The landings after the freeze with their changes of paths that are neither configuration nor code, if these
    may have the content of configuration or code; newest first."""
    first_held: Mapping[str, Touch] = field(default_factory=dict[str, Touch])
    """For each path of a people file, the landing that first brought its content to any path."""
    policy_beside: "GitFacts | Unavailable | None" = None
    """The history that the policy is read from, if the mainline does not have all of it; else None."""
    name: str = ""
    """The configured name of one of several repositories, which precedes its paths and commits."""
    parts: "tuple[GitFacts, ...]" = ()
    """The facts of each repository, if these facts combine several."""

    @property
    def provenances(self) -> tuple[Provenance, ...]:
        """Where the facts come from; with several repositories, the provenance of each."""
        return tuple(part.provenance for part in self.parts) or (self.provenance,)

    @property
    def repositories(self) -> "tuple[GitFacts, ...]":
        """The facts of each repository."""
        return self.parts or (self,)

    def why_unknown(self, as_of: Instant) -> str | None:
        """Return why the mainline, or one of several, is unknown as of an instant; None if it is known."""
        return next((why for part in self.repositories if (why := part.why_unreadable(as_of))), None)

    def why_unreadable(self, as_of: Instant) -> str | None:
        """Return why the mainline of one repository is unknown as of an instant; None if it is known."""
        table = "[[git]]" if self.name else "[git]"
        if self.doubtful_from is not None and as_of >= self.doubtful_from:
            return self.about(
                f"the date of the commit {self.doubtful_commit[:12]} of the mainline is in the future or cannot be "
                f"read, so what landed after {iso(self.doubtful_from)} cannot be placed in time: correct the "
                "committer's clock; if the history cannot be changed, add "
                f'ignore-dates-of = ["{self.doubtful_commit}"] to {table}'
            )
        if as_of >= self.first_landed:
            return None
        if self.shallow:
            return self.about(f"the clone is shallow and begins on {iso(self.first_landed)}: {DEEPEN}")
        return self.about(f"the first commit of the mainline landed on {iso(self.first_landed)}, after {iso(as_of)}")

    def about(self, reason: str) -> str:
        """Return a reason, with the repository that it concerns if there are several."""
        return f"{self.name}: {reason}" if self.name else reason

    def tree_at(self, as_of: Instant) -> dict[str, int]:
        """Return the file modes of the requested paths, at the mainline's tip as of an instant."""
        tree = {**self.tree, **self.changed_later(as_of)}
        return {path: mode for path, mode in tree.items() if mode}

    def existed(self, path: str, as_of: Instant) -> bool:
        """Return whether a requested path existed at the mainline's tip as of an instant."""
        landed, modes = self._modes_before.get(path, _UNCHANGED)
        later = bisect_right(landed, as_of)
        return bool(modes[later]) if later < len(modes) else path in self.tree

    @property
    def ever(self) -> Iterable[str]:
        """The requested paths that existed at the newest instant, or that a landing changed."""
        return chain(self.tree, (path for path in self._modes_before if path not in self.tree))

    @property
    def _modes_before(self) -> Mapping[str, tuple[list[Instant], list[int]]]:
        """For each path that landings changed, the times of the landings, oldest first, and the file mode before
        each."""
        return self.always("modes before", self._find_modes_before)

    def _find_modes_before(self) -> Mapping[str, tuple[list[Instant], list[int]]]:
        before: dict[str, tuple[list[Instant], list[int]]] = {}
        for landing in reversed(self.landings):
            for change in landing.changes:
                landed, modes = before.setdefault(change.path, ([], []))
                landed.append(landing.landed)
                modes.append(change.before)
        return before

    def changed_later(self, as_of: Instant) -> dict[str, int]:
        """Return the file modes as of an instant of the paths that changed later; 0 for absent ones."""
        before: dict[str, int] = {}
        for landing in self.landings:
            if landing.landed <= as_of:
                break
            before.update((change.path, change.before) for change in landing.changes)
        return before
