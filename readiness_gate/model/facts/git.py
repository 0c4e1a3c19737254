"""Facts of git: what landed on the mainline, and what documents and policies held."""

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


@dataclass(frozen=True, slots=True)
class Change:
    """One path in the diff of a landing: its file mode before and after, 0 where it is absent; `contents` is what git
    calls its content before and after, None where that was not asked for."""

    path: str
    before: int
    after: int
    contents: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Landing:
    """A commit of the mainline with what it changed against its first parent, of the paths that were asked for."""

    commit: str
    landed: Instant
    """The running maximum of committer dates along the chain from its root."""
    subject: str
    changes: tuple[Change, ...]
    place: int = 0
    """Where on the chain it is, 0 for the root. Behind a commit whose clock was ahead, several have one `landed`."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that landed: who wrote it (the author's address), the first line of its message, everything in the
    message that looks like the key of an issue, and the items of a list in it, such as those of squashed commits."""

    id: str
    author: str
    subject: str
    mentions: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Touch:
    """The landing that changed a path last."""

    commit: str
    landed: Instant


@dataclass(frozen=True, slots=True)
class Held:
    """What a path holds from a landing on, as git calls it; nothing where it is absent. Modes are no content."""

    commit: str
    landed: Instant
    content: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The landing that brought the commit that training is built on, and its place on the mainline."""

    commit: str
    landed: Instant
    place: int


@dataclass(frozen=True, slots=True)
class Lock:
    """From when on a policy is locked: from an instant, and if a ref says so, from that place on the mainline."""

    at: Instant
    place: int | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A version of the configuration that landed."""

    landed: Instant
    locks: Mapping[str, Lock | Unavailable | None]
    """The lock of each milestone's policy that it declared: None for a milestone without one, unavailable where it is
    no longer known when that was."""
    place: int = 0
    """Its place on the mainline."""
    locks_only: bool = False
    """Whether it only declared a ref where there was no lock: that changes nothing that was agreed on."""
    written: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """What it says of each milestone: the date with the kind, and the lock, empty without one."""
    program: str = ""
    """What it calls the program."""


_UNCHANGED: tuple[Sequence[Instant], Sequence[int]] = ((), ())
NOT_ASKED = Unavailable("this was not asked of git")


@dataclass(frozen=True, slots=True)
class GitFacts(SourceFacts):
    """The mainline as far as it was asked for."""

    landings: tuple[Landing, ...]
    """Newest first, every one later than `since` that touched a path asked for; those after the freeze with the
    contents of what they changed."""
    since: Instant
    older: Mapping[str, Touch]
    """For each path asked for, its newest change at or before `since`, read as far back as was needed."""
    tree: Mapping[str, int]
    """The file modes of the paths asked for, at the newest instant asked for."""
    files: Mapping[str, str]
    """The paths in the repository of the people files that stand on the mainline as they are read, by the names that
    the configuration gives them."""
    first_landed: Instant
    """The landing of the oldest commit that there is."""
    shallow: bool = False
    """Whether history before that was not fetched."""
    doubtful_from: Instant | None = None
    """The last landing before `doubtful_commit`, if there is one: what landed after it cannot be placed in time."""
    doubtful_commit: str = ""
    """A commit which claims to be from the future, or whose date cannot be read."""
    baseline: Baseline | Unavailable = NOT_ASKED
    """The landing that brought the commit of `git.baseline` to the mainline, by that ref today."""
    commits: Mapping[str, tuple[Commit, ...]] | Unavailable = NOT_ASKED
    """For each landing after the freeze, or since an earlier instant that was asked for, the commits that landed with
    it, itself among them."""
    lines: Mapping[str, Mapping[str, int]] | Unavailable = NOT_ASKED
    """For each landing that lines were asked of, the lines added and deleted by path; those of a file that is no text
    are not counted."""
    policy: Mapping[str, str] | Unavailable = NOT_ASKED
    """The paths in the repository of the configuration and of custom packs, by their names, as they are on the
    mainline; unavailable where they are different here."""
    versions: tuple[PolicyVersion, ...] | Unavailable = NOT_ASKED
    """Those of the configuration, oldest first."""
    renamed: tuple[tuple[PolicyVersion, ...], ...] | Unavailable = ()
    """The versions of each other configuration that it may be by another name, ended by its own."""
    held: Mapping[str, tuple[Held, ...]] = field(default_factory=dict[str, tuple[Held, ...]])
    """For each document and each file of configuration that is covered, what it held, oldest first, with the landings
    that brought it; only where documents or training modules were asked for."""
    written: Mapping[str, Touch] = field(default_factory=dict[str, Touch])
    """For each content of a document, the landing that first brought it to any document; nothing where history was cut
    off."""
    unignored: Mapping[str, Touch] = field(default_factory=dict[str, Touch])
    """The same where the content was another before commits that are to be ignored."""
    authored: Mapping[str, Instant] = field(default_factory=dict[str, Instant])
    """When an author first made a content."""
    roots: frozenset[str] = frozenset()
    """The landings with which a history began."""
    modules: frozenset[str] = frozenset()
    """The paths at which a submodule was before or after a change that was read."""
    outside: tuple[Landing, ...] = ()
    """The landings after the freeze with their changes of paths that are neither configuration nor code, if these may
    have what configuration or code had; newest first."""
    first_held: Mapping[str, Touch] = field(default_factory=dict[str, Touch])
    """For each path of a people file, the landing that first brought what the file says to any path."""
    policy_beside: "GitFacts | Unavailable | None" = None
    """The history that the policy is read from, where the mainline does not have all of it; else None."""
    name: str = ""
    """Of one of several repositories, what the configuration calls it; it is before its paths and its commits."""
    parts: "tuple[GitFacts, ...]" = ()
    """Of several repositories, the facts of each, of which these are all together."""

    @property
    def provenances(self) -> tuple[Provenance, ...]:
        """Where the facts come from: of several repositories, each of them."""
        return tuple(part.provenance for part in self.parts) or (self.provenance,)

    @property
    def repositories(self) -> "tuple[GitFacts, ...]":
        """The facts of each repository."""
        return self.parts or (self,)

    def why_unknown(self, as_of: Instant) -> str | None:
        """Why the mainline, or one of several, is not known as of an instant; None when it is."""
        return next((why for part in self.repositories if (why := part.why_unreadable(as_of))), None)

    def why_unreadable(self, as_of: Instant) -> str | None:
        """Why the mainline of one repository is not known as of an instant; None when it is."""
        table = "[[git]]" if self.name else "[git]"
        if self.doubtful_from is not None and as_of >= self.doubtful_from:
            return self.about(
                f"the date of the commit {self.doubtful_commit[:12]} of the mainline lies in the future or cannot be "
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
        """A reason, with the repository that it is about if there are several."""
        return f"{self.name}: {reason}" if self.name else reason

    def tree_at(self, as_of: Instant) -> dict[str, int]:
        """The file modes of the paths that were asked for, at the mainline's tip as of an instant."""
        tree = {**self.tree, **self.changed_later(as_of)}
        return {path: mode for path, mode in tree.items() if mode}

    def existed(self, path: str, as_of: Instant) -> bool:
        """Whether a path that was asked for existed at the mainline's tip as of an instant."""
        landed, modes = self._modes_before.get(path, _UNCHANGED)
        later = bisect_right(landed, as_of)
        return bool(modes[later]) if later < len(modes) else path in self.tree

    @property
    def ever(self) -> Iterable[str]:
        """The paths that were asked for and existed at the newest instant, or that a landing changed."""
        return chain(self.tree, (path for path in self._modes_before if path not in self.tree))

    @property
    def _modes_before(self) -> Mapping[str, tuple[list[Instant], list[int]]]:
        """For each path that landings changed, the times of these, oldest first, and its file modes before them."""
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
        """The file modes, at the mainline's tip as of an instant, of paths that changed later; 0 for absent ones."""
        before: dict[str, int] = {}
        for landing in self.landings:
            if landing.landed <= as_of:
                break
            before.update((change.path, change.before) for change in landing.changes)
        return before
