"""Facts of git: what landed on the mainline, and what documents and policies held."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import Instant


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
    """A commit of the mainline with what it changed against its first parent, of the paths that were asked for.

    `landed` is the running maximum of committer dates along the chain from its root, `place` where on the chain it is,
    0 for the root: behind a commit whose clock was ahead, several landed at once.
    """

    commit: str
    landed: Instant
    subject: str
    changes: tuple[Change, ...]
    place: int = 0


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
    """From when on a policy stands: from an instant, and if a ref says so, from that place on the mainline."""

    at: Instant
    place: int | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A version of the configuration that landed, at its place on the mainline, and the lock of each milestone's policy
    that it declared: None for a milestone without one, unavailable where nobody can tell any more when that was.
    `written` is what it says of each milestone: the date with the kind, and the lock, empty without one. `program` is
    what it calls the program.

    `locks_only` when it only declared a ref where there was no lock: that changes nothing that was agreed on.
    """

    landed: Instant
    locks: Mapping[str, Lock | Unavailable | None]
    place: int = 0
    locks_only: bool = False
    written: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    program: str = ""


NOT_ASKED = Unavailable("this was not asked of git")


@dataclass(frozen=True, slots=True)
class GitFacts(SourceFacts):
    """The mainline as far as it was asked for.

    * `landings`: newest first, every one later than `since` that touched a path asked for; those after the freeze with
      the contents of what they changed.
    * `older`: for each path asked for, its newest change at or before `since`, read as far back as was needed.
    * `held`: for each document and each file of configuration that is covered, what it held, oldest first, with the
      landings that brought it; only where documents or training modules were asked for.
    * `written`: for each content of a document, the landing that first brought it to any document; nothing where
      history was cut off. `unignored` is the same where another content stood before commits that are to be ignored.
      `authored` is when an author first made a content, `roots` are the landings with which a history began.
    * `outside`: the landings after the freeze with their changes of paths that are neither configuration nor code, if
      these may have what configuration or code had; newest first.
    * `modules`: the paths at which a submodule was before or after a change that was read.
    * `tree`: the file modes of the paths asked for, at the newest instant asked for.
    * `files`: the paths in the repository of the people files that stand on the mainline as they are read, by the
      names that the configuration gives them.
    * `first_held`: for each of those paths, the landing that first brought what the file says to any path.
    * `first_landed`: the landing of the oldest commit that there is; `shallow` when history before it was not fetched.
    * `doubtful_from`: the last landing before `doubtful_commit`, which claims to be from the future or whose date
      cannot be read, if there is one: what landed after it cannot be placed in time.
    * `baseline`: the landing that brought the commit of `git.baseline` to the mainline, as that ref stands today.
    * `commits`: for each landing after the freeze, the commits that landed with it, itself among them.
    * `policy`: the paths in the repository of the configuration and of packs of one's own, by their names, as they
      stand on the mainline; unavailable where they stand otherwise here. `versions` are those of the configuration,
      oldest first; `renamed` has the versions of each other one that it may be by another name, ended by its own.
    * `policy_beside`: the history that the policy is read from, where the mainline does not have all of it; else None.
    * `lines`: for each landing that lines were asked of, the lines added and deleted by path; those of a file that is
      no text are not counted.
    * `parts`: of several repositories, the facts of each, of which these are all together. Each has a `name`, which is
      before its paths and its commits.
    """

    landings: tuple[Landing, ...]
    since: Instant
    older: Mapping[str, Touch]
    tree: Mapping[str, int]
    files: Mapping[str, str]
    first_landed: Instant
    shallow: bool = False
    doubtful_from: Instant | None = None
    doubtful_commit: str = ""
    baseline: Baseline | Unavailable = NOT_ASKED
    commits: Mapping[str, tuple[Commit, ...]] | Unavailable = NOT_ASKED
    lines: Mapping[str, Mapping[str, int]] | Unavailable = NOT_ASKED
    policy: Mapping[str, str] | Unavailable = NOT_ASKED
    versions: tuple[PolicyVersion, ...] | Unavailable = NOT_ASKED
    renamed: tuple[tuple[PolicyVersion, ...], ...] | Unavailable = ()
    held: Mapping[str, tuple[Held, ...]] = field(default_factory=dict[str, tuple[Held, ...]])
    written: Mapping[str, Touch] = field(default_factory=dict[str, Touch])
    unignored: Mapping[str, Touch] = field(default_factory=dict[str, Touch])
    authored: Mapping[str, Instant] = field(default_factory=dict[str, Instant])
    roots: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    outside: tuple[Landing, ...] = ()
    first_held: Mapping[str, Touch] = field(default_factory=dict[str, Touch])
    policy_beside: "GitFacts | Unavailable | None" = None
    name: str = ""
    parts: "tuple[GitFacts, ...]" = ()

    @property
    def provenances(self) -> tuple[Provenance, ...]:
        """Where the facts come from: of several repositories, each of them."""
        return tuple(part.provenance for part in self.parts) or (self.provenance,)

    @property
    def each(self) -> "tuple[GitFacts, ...]":
        """The facts of each repository."""
        return self.parts or (self,)
