"""Read the facts of git once, as far as the signals need them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TypeAlias

from readiness_gate.errors import CouldNotLook, MissingObjects
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.git import (
    NOT_ASKED,
    SUBMODULE,
    Baseline,
    Commit,
    GitFacts,
    Landing,
    Touch,
)
from readiness_gate.model.globs import PathSet
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.repositories import Repositories
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.wording import some
from readiness_gate.sources.git import contents, named, pushed, several, unseen
from readiness_gate.sources.git.chain import Chain, read
from readiness_gate.sources.git.landed import commits
from readiness_gate.sources.git.lines import lines
from readiness_gate.sources.git.mainline import Mainline, find
from readiness_gate.sources.git.outside import outside
from readiness_gate.sources.git.places import baseline_place
from readiness_gate.sources.git.policy import Policy, policy_of
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import Stretch, landings, tree
from readiness_gate.sources.git.wanted import Undecided, Wanted, folders, path_sets, undecided_by
from readiness_gate.waiting import doing

Finding: TypeAlias = Callable[[Settings], Mainline]
"""Finds the mainline that settings name. Raises CouldNotLook if there is none."""


def fetch(settings: Settings, needs: Needs, now: Instant, read_file: Reader, finding: Finding = find) -> GitFacts:
    """Read the mainline, or those of several repositories, as far as the signals need it.

    Raises CouldNotLook if a mainline cannot be read completely.
    """
    need = needs.git or GitNeed(now, now, now)
    if isinstance(settings.git, Repositories):
        return several.fetch(
            settings, settings.git, need, lambda part, of_part: one(part, of_part, now, read_file, finding)
        )
    return one(settings, need, now, read_file, finding)


def one(settings: Settings, need: GitNeed, now: Instant, read_file: Reader, finding: Finding = find) -> GitFacts:
    """Read the mainline of one repository. Raises CouldNotLook if it cannot be read completely."""
    with doing(f"Reading the history of {settings.git.repository or 'git'}"):
        return _one(settings, need, now, read_file, finding)


def _one(settings: Settings, need: GitNeed, now: Instant, read_file: Reader, finding: Finding) -> GitFacts:
    mainline = finding(settings)
    settings = mainline.meant(settings)
    chain = read(mainline.repository, mainline.commit, settings.git.ignore_dates_of).seen_at(now)
    reading = _Reading(settings, mainline.repository, chain, need, now)
    policy = reading.policy(read_file)
    wanted = Wanted(settings, need, reading.people_files(read_file), policy.paths)
    baseline = reading.baseline(wanted)
    frozen = reading.frozen(baseline)
    walked = _walked(reading, wanted, reading.since(policy, baseline), reading.compared(frozen, baseline))
    notes = unseen.notes(mainline.repository, settings, need, walked.window, now) if reading.newest >= 0 else ()
    late = pushed.doubts(mainline.repository, chain, need, walked.recent, mainline.branch, wanted.folders)
    held = contents.read(mainline.repository, chain, reading.newest, wanted)
    return GitFacts(
        Provenance(
            "git",
            f"{settings.git.mainline} at {chain.commits[max(reading.newest, 0)][:12]}",
            f"{wanted.description}, up to {iso(need.newest)}",
            len(walked.recent),
            now,
            doubts=(*mainline.doubts, *late, *held.doubts),
            notes=(*mainline.notes, *_ignored(settings.git), *notes, *held.notes),
        ),
        landings=tuple(walked.recent),
        since=walked.since,
        older=walked.older,
        tree=walked.window.present,
        files=wanted.files,
        first_held=named.first_landings(mainline.repository, chain, wanted.files),
        first_landed=chain.landed[0],
        shallow=chain.shallow,
        doubtful_from=chain.doubtful_from(now),
        doubtful_commit=chain.doubtful_commit(now),
        baseline=baseline,
        commits=reading.commits(frozen),
        lines=reading.lines(),
        policy=policy.files,
        versions=policy.versions,
        renamed=policy.renamed,
        held=held.held,
        written=held.written,
        unignored=held.unignored,
        authored=held.authored,
        roots=held.roots,
        modules=frozenset(walked.modules),
        outside=reading.outside(frozen, walked.recent),
        policy_beside=reading.policy_beside(policy, read_file),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """The mainline of one repository, and what the signals need to know about it."""

    settings: Settings
    """With the name of the mainline as `mainline.find` resolved it."""
    repository: Repository
    chain: Chain
    need: GitNeed
    now: Instant

    @property
    def newest(self) -> int:
        """The index of the newest landing that is read; -1 when nothing had landed by then."""
        return self.chain.tip(self.need.newest)

    @property
    def place(self) -> Path:
        """The folder of the repository."""
        return self.settings.root / (self.settings.git.repository or "")

    def policy(self, read_file: Reader) -> Policy:
        """Return the policy files, if they are needed."""
        if not self.need.policy:
            return Policy()
        return policy_of(self.settings, self.repository, self.chain, self.place, read_file)

    def policy_beside(self, policy: Policy, read_file: Reader) -> GitFacts | Unavailable | None:
        """Return the history of the policy if the mainline does not have all of it."""
        newest = self.need.newest

        def only_policy(settings: Settings) -> GitFacts:
            return one(settings, GitNeed(newest, newest, newest, policy=True), self.now, read_file)

        return policy.beside(self.settings, self.repository, self.chain, only_policy)

    def people_files(self, read_file: Reader) -> dict[str, str]:
        """Return the paths of the people files whose current content is on the mainline, by their names."""
        if not self.need.people_files:
            return {}
        paths = named.people_files(self.settings, self.place, self.repository.prefix)
        tip = self.chain.commits[-1]
        return {
            name: path for name, path in paths.items() if named.has_landed(self.repository, tip, path, name, read_file)
        }

    def baseline(self, wanted: Wanted) -> Baseline | Unavailable:
        """Return the landing that brought the baseline, or why there is none."""
        need, git = self.need, self.settings.git
        if not (need.baseline or need.since_baseline or need.freeze):
            return NOT_ASKED
        if git.baseline is None:
            return Unavailable(
                "git.baseline is not set: set baseline = … in [git] to the tag or commit that training is built on"
            )
        index = baseline_place(self.repository, self.chain, git.baseline, git.mainline, wanted)
        if isinstance(index, Unavailable):
            return index
        return Baseline(self.chain.commits[index], self.chain.landed[index], index)

    def frozen(self, baseline: Baseline | Unavailable) -> int | None:
        """Return the index of the last landing before the freeze; None if it is not needed, or unknown."""
        if not self.need.freeze:
            return None
        if self.need.frozen is not None:
            return self.chain.tip(self.need.frozen)
        return None if isinstance(baseline, Unavailable) else baseline.place

    def since(self, policy: Policy, baseline: Baseline | Unavailable) -> Instant:
        """Return the instant after which every landing is kept."""
        need = self.need
        from_baseline = need.since_baseline or (need.freeze and need.frozen is None)
        # One second earlier, because what followed the baseline may have landed in the same second.
        before = None if isinstance(baseline, Unavailable) or not from_baseline else baseline.landed - 1
        others = (need.oldest, need.lines, need.frozen, policy.first_lock, before)
        return min((need.since, *(instant for instant in others if instant is not None)))

    def compared(self, frozen: int | None, baseline: Baseline | Unavailable) -> int | None:
        """Return the index after which contents are compared: the freeze or the baseline; None if neither is needed."""
        place = baseline.place if self.need.since_baseline and isinstance(baseline, Baseline) else None
        return min((index for index in (frozen, place) if index is not None), default=None)

    def commits(self, frozen: int | None) -> Mapping[str, tuple[Commit, ...]] | Unavailable:
        """Return the commits of every landing after an index, or since an earlier needed instant."""
        asked = None if self.need.commits is None else self.chain.tip(self.need.commits)
        after = min((index for index in (frozen, asked) if index is not None), default=None)
        if after is None:
            return NOT_ASKED
        try:
            return commits(self.repository, self.chain, self.newest, after) if after < self.newest else {}
        except CouldNotLook as error:
            return Unavailable(str(error))

    def lines(self) -> Mapping[str, Mapping[str, int]] | Unavailable:
        """Return the changed lines of the paths that need them. Contents of other paths may be missing."""
        if self.need.lines is None:
            return NOT_ASKED
        after, newest, paths = self.chain.tip(self.need.lines), self.newest, self._line_paths()
        try:
            return (
                lines(self.repository, self.chain, newest, after, folders(paths.globs), paths) if after < newest else {}
            )
        except MissingObjects:
            return Unavailable(
                "changed lines cannot be counted, because contents of these files are missing: fetch them all (git "
                "fetch --refetch --no-filter; in CI fetch-depth: 0 without a filter), or count files instead"
            )
        except CouldNotLook as error:
            return Unavailable(f"changed lines cannot be counted: {error}")

    def _line_paths(self) -> PathSet:
        """Return all paths whose changed lines are needed."""
        paths = self.settings.git.paths
        sets = path_sets(paths, self.need.line_paths)
        return PathSet(tuple(dict.fromkeys(glob for chosen in sets for glob in chosen.globs)), paths.exclude)

    def outside(self, frozen: int | None, recent: Sequence[Landing]) -> tuple[Landing, ...]:
        """Return the landings that moved configuration and code out of their path sets since the freeze."""
        if frozen is None or frozen >= self.newest:
            return ()
        watched = self.settings.git.paths.named("config+code")
        return outside(self.repository, self.chain, self.newest, frozen, watched, recent)


@dataclass(frozen=True, slots=True)
class _Walked:
    """The landings that were read, and the window that they are in."""

    window: unseen.Window
    since: Instant
    recent: list[Landing] = field(default_factory=list[Landing])
    older: dict[str, Touch] = field(default_factory=dict[str, Touch])
    modules: set[str] = field(default_factory=set[str])


def _walked(reading: _Reading, wanted: Wanted, since: Instant, compared: int | None) -> _Walked:
    """Read the landings later than `since`, and as much of the older ones as the signals need."""
    repository, chain, newest = reading.repository, reading.chain, reading.newest
    after = chain.tip(since)
    if newest < 0:
        return _Walked(unseen.Window(chain, after, newest, {}), since)
    present = tree(repository, chain.commits[newest], wanted.folders, wanted.of)
    stretch = Stretch(newest, -1 if wanted.anything_older else after, compared)
    modules = set[str]()
    with landings(repository, chain, stretch, wanted.folders, wanted.path) as walk:
        recent, older = _gather(_noting_modules(walk, modules), wanted, present, since)
    return _Walked(unseen.Window(chain, after, newest, present), since, recent, older, modules)


def _ignored(git: GitSettings) -> tuple[str, ...]:
    """Return a note on commits whose dates are ignored by configuration."""
    ignored = [commit[:12] for commit in git.ignore_dates_of]
    return (f"the dates of {some(ignored)} are ignored (git.ignore-dates-of)",) if ignored else ()


def _noting_modules(walk: Iterable[Landing], modules: set[str]) -> Iterator[Landing]:
    """Pass the landings on, and add the paths at which they moved submodules to the set."""
    for landing in walk:
        modules.update(change.path for change in landing.changes if SUBMODULE in (change.before, change.after))
        yield landing


def _gather(
    walk: Iterator[Landing], wanted: Wanted, present: dict[str, int], since: Instant
) -> tuple[list[Landing], dict[str, Touch]]:
    """Return the landings later than `since`, and the newest earlier change of each path, until nothing is
    undecided."""
    recent: list[Landing] = []
    older: dict[str, Touch] = {}
    undecided: Undecided | None = None
    for landing in walk:
        if landing.landed > since:
            recent += [landing] if landing.changes else []
            continue
        if undecided is None:
            undecided = undecided_by(wanted, present, recent)
        if undecided.settled:
            break
        for change in landing.changes:
            older.setdefault(change.path, Touch(landing.commit, landing.landed))
        undecided.see(landing.changes)
    return recent, older
