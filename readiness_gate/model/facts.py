"""Facts: what the sources said, with their times and their provenance, and nothing that was concluded from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Milestone, Settings, Severity
from readiness_gate.model.time import Instant, Seconds


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where facts come from: as whom the source was asked, what, and what it answered.

    The answer is known up to `observed_at`: now for a live read, the time of an export; `fetched_at` is of the run.
    `doubts` say why it may not be whole, and how to prove that it is, `notes` what else every reader must know of it.
    `ahead` is by how many seconds its clock was ahead of the run's time when it answered; None if it did not say.
    `repository` is the name of one of several.
    """

    source: str
    identity: str
    asked: str
    records: int
    observed_at: Instant | None = None
    complete: bool = True
    fetched_at: Instant | None = None
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ahead: Seconds | None = None
    repository: str = ""


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Base of the facts of every source, those of plugins too."""

    provenance: Provenance

    @property
    def provenances(self) -> tuple[Provenance, ...]:
        """Where the facts come from: of several repositories, each of them."""
        return (self.provenance,)


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
    * `first_landed`: the landing of the oldest commit that there is; `shallow` when history before it was not fetched.
    * `doubtful_from`: the last landing before `doubtful_commit`, which claims to be from the future or whose date
      cannot be read, if there is one: what landed after it cannot be placed in time.
    * `baseline`: the landing that brought the commit of `git.baseline` to the mainline, as that ref stands today.
    * `commits`: for each landing after the freeze, the commits that landed with it, itself among them.
    * `policy`: the paths in the repository of the configuration and of packs of one's own, by their names, as they
      stand on the mainline; unavailable where they stand otherwise here. `versions` are those of the configuration,
      oldest first; `renamed` has the versions of each other one that it may be by another name, ended by its own.
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


@dataclass(frozen=True, slots=True)
class Membership:
    """A row of the roster: a person holds a role, from and until the instants given, or always; of days, these are the
    start of the first and the end of the last.

    `critical` says whether the person works in a critical process; None when the roster does not say. `wave` is the
    part of the rollout that the person belongs to; empty without such a column.
    """

    person: str
    role: str
    since: Instant | None = None
    until: Instant | None = None
    critical: bool | None = None
    wave: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """A person completed a training module.

    `completed_at` is when that was for certain: the end of the day, where the source gives a day. `started_at` is the
    earliest that it can have been, the start of that day; None when it is the same instant. The completion counts
    through `expires`; None when it never expires.
    """

    person: str
    module: str
    completed_at: Instant
    expires: Instant | None = None
    started_at: Instant | None = None

    @property
    def earliest(self) -> Instant:
        """The earliest instant at which it can have been completed."""
        return self.completed_at if self.started_at is None else self.started_at


@dataclass(frozen=True, slots=True)
class PeopleFacts(SourceFacts):
    """Who is to use the system in which role, and what they have completed.

    `uncounted` says in words how many rows do not count, and why; `hints` what a person should check. `dated` has, for
    each file, the time that it is known to be of: as somebody said, or by its name; files without one are left out.
    """

    roster: tuple[Membership, ...]
    completions: tuple[Completion, ...]
    uncounted: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    dated: Mapping[str, Instant] = field(default_factory=dict[str, Instant])


@dataclass(frozen=True, slots=True)
class Session:
    """A training session for the people of a role, planned or held."""

    begins: Instant
    module: str
    role: str


@dataclass(frozen=True, slots=True)
class CalendarFacts(SourceFacts):
    """When people are trained: all sessions, at least one."""

    sessions: tuple[Session, ...]


_Kind = TypeVar("_Kind", bound=SourceFacts)


@dataclass(frozen=True, slots=True)
class Facts:
    """What every source said, beside the settings it was asked under and the milestone it was asked for."""

    settings: Settings
    milestone: Milestone | None
    sources: Mapping[str, SourceFacts | Unavailable] = field(default_factory=dict[str, SourceFacts | Unavailable])

    @property
    def git(self) -> GitFacts | Unavailable:
        """The mainline of the repository."""
        return self.of("git", GitFacts)

    @property
    def jira(self) -> JiraFacts | Unavailable:
        """The issues."""
        return self.of("jira", JiraFacts)

    @property
    def people(self) -> PeopleFacts | Unavailable:
        """The roster and the completions."""
        return self.of("people", PeopleFacts)

    def of(self, name: str, kind: type[_Kind]) -> _Kind | Unavailable:
        """The facts of one source, if they are of that kind; else why there are none."""
        found = self.sources.get(name)
        if isinstance(found, kind | Unavailable):
            return found
        return Unavailable(f'nothing was read from the source "{name}"')
