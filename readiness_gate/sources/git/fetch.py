"""The facts of git: read once, as far as the signals need."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

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
from readiness_gate.model.settings.git import GitPaths, GitSettings
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.wording import some
from readiness_gate.sources.git import contents, named, pushed, several, unseen
from readiness_gate.sources.git.chain import Chain, read
from readiness_gate.sources.git.landed import commits
from readiness_gate.sources.git.lines import lines
from readiness_gate.sources.git.mainline import find
from readiness_gate.sources.git.outside import outside
from readiness_gate.sources.git.places import baseline_place
from readiness_gate.sources.git.policy import Policy, policy_of
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import Stretch, landings, tree
from readiness_gate.sources.git.wanted import Undecided, Wanted, folders, path_set, undecided_by


def fetch(settings: Settings, needs: Needs, now: Instant, read_file: Reader) -> GitFacts:
    """The mainline, or those of several repositories, as far as the signals need it. Raises CouldNotLook when it cannot
    be read whole."""
    need = needs.git or GitNeed(now, now, now)
    if isinstance(settings.git, Repositories):
        return several.fetch(settings, settings.git, need, lambda part, of_part: one(part, of_part, now, read_file))
    return one(settings, need, now, read_file)


def _earliest(first: Instant, *others: Instant | None) -> Instant:
    """The earliest of some instants, as far as they are asked for."""
    return min((first, *(instant for instant in others if instant is not None)))


def one(settings: Settings, need: GitNeed, now: Instant, read_file: Reader) -> GitFacts:
    """The mainline of one repository. Raises CouldNotLook when it cannot be read whole."""
    place = settings.root / (settings.git.repository or "")
    mainline = find(settings)
    repository, settings = mainline.repository, mainline.meant(settings)
    chain = read(repository, mainline.commit, settings.git.ignore_dates_of).seen_at(now)
    doubtful = chain.doubtful(now)
    newest = chain.tip(need.newest)
    policy = policy_of(settings, repository, chain, place, read_file) if need.policy else Policy()
    about_people = named.people_files(settings, place, repository.prefix) if need.people_files else {}

    def only_policy(of_policy: Settings) -> GitFacts:
        return one(of_policy, GitNeed(need.newest, need.newest, need.newest, policy=True), now, read_file)

    files = _standing(repository, chain, about_people, read_file)
    wanted = Wanted(settings, need, files, policy.paths)
    baseline = _baseline(repository, chain, need, settings.git, wanted)
    based = None if isinstance(baseline, Unavailable) else baseline
    frozen = _frozen(chain, need, based)
    before = _before_what_followed(need, based)
    since = _earliest(need.since, need.oldest, need.lines, need.frozen, policy.first_lock, before)
    walked = _walked(repository, chain, Stretch(newest, chain.tip(since), frozen), wanted, since)
    window = unseen.Window(chain, chain.tip(since), newest, walked.present)
    unseen_notes = unseen.notes(repository, settings, need, window, now) if newest >= 0 else ()
    late = pushed.doubts(repository, chain, need, walked.recent, mainline.branch, wanted.folders)
    held = contents.read(repository, chain, newest, wanted)
    doubts = (*mainline.doubts, *late, *held.doubts)
    notes = (*mainline.notes, *_ignored(settings.git), *unseen_notes, *held.notes)
    identity = f"{settings.git.mainline} at {chain.commits[max(newest, 0)][:12]}"
    asked = f"{wanted.told}, up to {iso(need.newest)}"
    return GitFacts(
        Provenance("git", identity, asked, len(walked.recent), now, doubts=doubts, notes=notes),
        landings=tuple(walked.recent),
        since=since,
        older=walked.older,
        tree=walked.present,
        files=wanted.files,
        first_held=named.first_landings(repository, chain, wanted.files),
        first_landed=chain.landed[0],
        shallow=chain.shallow,
        doubtful_from=chain.doubtful_from(now),
        doubtful_commit="" if doubtful is None else chain.commits[doubtful],
        baseline=baseline,
        commits=_commits(repository, chain, newest, frozen),
        lines=_lines(repository, chain, newest, need, settings.git.paths),
        policy=policy.files,
        versions=policy.versions,
        renamed=policy.renamed,
        held=held.held,
        written=held.written,
        unignored=held.unignored,
        authored=held.authored,
        roots=held.roots,
        modules=frozenset(walked.modules),
        outside=_outside(repository, chain, newest, frozen, settings.git.paths, walked.recent),
        policy_beside=policy.beside(settings, repository, chain, only_policy),
    )


def _standing(
    repository: Repository, chain: Chain, about_people: Mapping[str, str], read_file: Reader
) -> dict[str, str]:
    """The files about people that stand on the mainline as they are read."""
    tip = chain.commits[-1]
    return {name: path for name, path in about_people.items() if named.stands(repository, tip, path, name, read_file)}


@dataclass(frozen=True, slots=True)
class _Walked:
    """What was read of the landings, and the tree that they ended with."""

    present: dict[str, int] = field(default_factory=dict[str, int])
    recent: list[Landing] = field(default_factory=list[Landing])
    older: dict[str, Touch] = field(default_factory=dict[str, Touch])
    modules: set[str] = field(default_factory=set[str])


def _walked(repository: Repository, chain: Chain, stretch: Stretch, wanted: Wanted, since: Instant) -> _Walked:
    """The landings of a stretch, or of all before it where something older is asked for."""
    need, modules = wanted.need, set[str]()
    if stretch.newest < 0:
        return _Walked()
    present = tree(repository, chain.commits[stretch.newest], wanted.folders, wanted.of)
    if need.documents or need.modules or need.last or wanted.files:
        stretch = replace(stretch, after=-1)
    with landings(repository, chain, stretch, wanted.folders, wanted.path) as walk:
        recent, older = _gather(_noting_modules(walk, modules), wanted, present, since)
    return _Walked(present, recent, older, modules)


def _ignored(git: GitSettings) -> tuple[str, ...]:
    """Whose dates say nothing."""
    ignored = [commit[:12] for commit in git.ignore_dates_of]
    return (f"the dates of {some(ignored)} are ignored (git.ignore-dates-of)",) if ignored else ()


def _frozen(chain: Chain, need: GitNeed, baseline: Baseline | None) -> int | None:
    """The place of the last landing before the freeze; None when nobody asks, or nobody knows."""
    if not need.freeze:
        return None
    if need.frozen is not None:
        return chain.tip(need.frozen)
    return baseline.place if baseline else None


def _before_what_followed(need: GitNeed, baseline: Baseline | None) -> Instant | None:
    """From when landings must be kept for all that followed the baseline, some of it perhaps at once with it."""
    from_baseline = need.since_baseline or (need.freeze and need.frozen is None)
    return baseline.landed - 1 if baseline and from_baseline else None


def _baseline(
    repository: Repository, chain: Chain, need: GitNeed, git: GitSettings, wanted: Wanted
) -> Baseline | Unavailable:
    """The landing that brought the baseline, or why there is none."""
    if not (need.baseline or need.since_baseline or need.freeze):
        return NOT_ASKED
    if git.baseline is None:
        return Unavailable("which ref training is built on is not configured: provide baseline = … in [git]")
    index = baseline_place(repository, chain, git.baseline, git.mainline, wanted)
    if isinstance(index, Unavailable):
        return index
    return Baseline(chain.commits[index], chain.landed[index], index)


def _commits(
    repository: Repository, chain: Chain, newest: int, after: int | None
) -> Mapping[str, tuple[Commit, ...]] | Unavailable:
    if after is None:
        return NOT_ASKED
    try:
        return commits(repository, chain, newest, after) if after < newest else {}
    except CouldNotLook as error:
        return Unavailable(str(error))


def _lines(
    repository: Repository, chain: Chain, newest: int, need: GitNeed, paths: GitPaths
) -> Mapping[str, Mapping[str, int]] | Unavailable:
    """The lines of the paths that lines were asked of, and of no others: contents may be missing elsewhere."""
    if need.lines is None:
        return NOT_ASKED
    after = chain.tip(need.lines)
    sets = [path_set(paths, selector) for selector in sorted(need.line_paths, key=repr)]
    counted = PathSet(tuple(dict.fromkeys(glob for each in sets for glob in each.globs)), paths.exclude)
    try:
        return lines(repository, chain, newest, after, folders(counted.globs), counted) if after < newest else {}
    except MissingObjects:
        return Unavailable(
            "changed lines cannot be counted, as contents of these files are missing: fetch them all (git fetch "
            "--refetch --no-filter; in CI fetch-depth: 0 without a filter), or count files instead"
        )
    except CouldNotLook as error:
        return Unavailable(f"changed lines cannot be counted: {error}")


def _outside(
    repository: Repository, chain: Chain, newest: int, frozen: int | None, paths: GitPaths, recent: Sequence[Landing]
) -> tuple[Landing, ...]:
    """What configuration and code became since the freeze, where it left both."""
    if frozen is None or frozen >= newest:
        return ()
    return outside(repository, chain, newest, frozen, paths.named("config+code"), recent)


def _noting_modules(walk: Iterable[Landing], modules: set[str]) -> Iterator[Landing]:
    """The same landings, while the paths at which they moved submodules are added to the set."""
    for landing in walk:
        modules.update(each.path for each in landing.changes if SUBMODULE in (each.before, each.after))
        yield landing


def _gather(
    walk: Iterator[Landing], wanted: Wanted, present: dict[str, int], since: Instant
) -> tuple[list[Landing], dict[str, Touch]]:
    """The landings later than `since`, and each path's newest change before, as far back as anything is undecided."""
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
