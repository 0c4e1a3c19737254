"""The contents of one file beside the configuration over time, on the mainline or on the ref that has the policy."""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from readiness_gate.errors import DEEPEN_WHOLE, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.repositories import Repositories
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant, iso
from readiness_gate.sources.git import chain, dropped, process
from readiness_gate.sources.git.anchor import anchored
from readiness_gate.sources.git.blobs import ENDS, blobs, contents
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.handover import check_mainline
from readiness_gate.sources.git.mainline import Mainline, find
from readiness_gate.sources.git.orphans import Own, orphans, there
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.unseen import upstream_of
from readiness_gate.sources.git.walk import LOG, MAINLINE, span
from readiness_gate.toml.program import program_in

DEFAULT = "readiness-gate.toml"


@dataclass(frozen=True, slots=True)
class Aside:
    """The origin of a version that did not land as the file itself."""

    became: str
    """What happened to it: `was dropped by the commit 1234567890ab`."""
    remedy: str
    """How to restore it to the file."""
    configurations: tuple[str, ...] = ()
    """Where the configuration was then, from the top of the repository; empty if it is where it was."""
    programs: frozenset[str] = frozenset()
    """The programs whose lines alone belong to the file; empty if the whole file does."""


@dataclass(frozen=True, slots=True)
class FileVersion:
    """The file after a landing that changed it."""

    landed: Touch
    content: bytes | None
    """None if the landing removed it."""
    aside: "Aside | None" = None
    """Its origin, if it did not land as this file."""


@dataclass(frozen=True, slots=True)
class FileHistory:
    """The landings that changed a file, oldest first, up to the tip of the history."""

    versions: tuple[FileVersion, ...]
    where: str
    """The name of the history: `main`."""
    repository: Repository
    """Its prefix is that of the file."""
    tip: str
    """The commit that the history ends with."""

    def path(self, name: str) -> str:
        """Return the path of another file in the folder, from the top of the repository."""
        return _path(self.repository, name)

    def contents(self, path: str, commits: Sequence[str], limit: int) -> list[bytes | None]:
        """Return the content of a path in each of the commits. Raises CouldNotLook like `file_history`."""
        return list(contents(self.repository, commits, path, limit))

    def before(self, path: str, commit: str) -> bytes | None:
        """Return the content of a path before a landing; None if it was absent."""
        return process.output(self.repository, "cat-file", "blob", f"{commit}^:{path}")

    def configurations(self, commit: str, folder: str) -> Mapping[str, bytes]:
        """Return the configurations in a folder at a commit: their contents by path from the top of the repository."""
        return _configurations(self.repository, commit, folder)


@lru_cache(maxsize=256)
def _configurations(repository: Repository, commit: str, folder: str) -> Mapping[str, bytes]:
    found = {path: _blob(repository, name) for path, name in there(repository, commit, folder)}
    return {path: content for path, content in found.items() if program_in(content)}


@lru_cache(maxsize=64)
def _blob(repository: Repository, name: str) -> bytes:
    """Return the content of an id; empty if it was not fetched."""
    return process.output(repository, "cat-file", "blob", name) or b""


def _path(repository: Repository, name: str) -> str:
    return posixpath.normpath(posixpath.join(repository.prefix, name))


def configuration_of(settings: Settings) -> str:
    """Return the name of the configuration."""
    return settings.policy_files[0] if settings.policy_files else DEFAULT


def file_history(
    settings: Settings,
    name: str,
    limit: int,
    now: Instant,
    finding: Callable[[Settings], Mainline] | None = None,
    *,
    brief: bool = False,
    since: Instant = 0,
) -> FileHistory:
    """Return the versions of a file beside the configuration, of at most `limit` bytes each; `brief` leaves out those
    that did not land as this file, which take longer to find. None is searched before `since`, unless the file already
    existed then.

    Raises CouldNotLook unless all of them are known: without a repository, in a shallow clone, without the contents,
    and if a landing has no date.
    """
    newest = _newest(settings, finding)
    path = _path(newest.repository, name)
    landed = _chain(newest, settings, now)
    if landed.shallow:
        raise CouldNotLook(f"the clone is shallow, so it is unknown what {name} was before: {DEEPEN_WHOLE}")
    revisions = _revisions(newest.repository, landed, path, since)
    own = _versions(newest.repository, landed, path, limit, revisions)
    if brief:
        return FileHistory(tuple(own), newest.name, newest.repository, newest.commit)
    own += _dropped(newest.repository, landed, path, limit, own, revisions)
    if not settings.policy_ref and finding is None and not isinstance(settings.git, Repositories):
        first = revisions.partition("..")[0] if ".." in revisions else None
        configuration = _path(newest.repository, configuration_of(settings))
        check_mainline(newest.repository, settings.git.mainline, first, configuration, path)
    places = landed.places
    own.sort(key=lambda one: (places[one.landed.commit], one.aside is None))
    before = _before_a_move(newest.repository, landed, settings, path, limit, revisions)
    after = () if settings.policy_ref or finding else _fetched(newest, landed, path, limit)
    return FileHistory((*before, *own, *after), newest.name, newest.repository, newest.commit)


def _fetched(newest: Mainline, landed: Chain, path: str, limit: int) -> Iterator[FileVersion]:
    """Yield the file in the fetched branch that the history follows: what is there has not been pulled yet."""
    upstream = upstream_of(newest.repository, newest.name)
    commit = process.output(
        newest.repository, "rev-parse", "--verify", "--quiet", f"refs/remotes/{upstream}^{{commit}}"
    )
    for content in contents(newest.repository, commit.decode().split() if upstream and commit else (), path, limit):
        became = f"is in {upstream} as fetched"
        yield FileVersion(landed.touch(len(landed.commits) - 1), content, Aside(became, "pull, or merge that branch"))


def _revisions(repository: Repository, landed: Chain, path: str, since: Instant) -> str:
    """Return the commits to examine: those after the last landing before a time, at which the file was absent."""
    after = landed.tip(since - 1)
    is_there = (
        after >= 0 and process.output(repository, "cat-file", "-e", f"{landed.commits[after]}:{path}") is not None
    )
    return span(landed, len(landed.commits) - 1, -1 if is_there else after)


def _versions(repository: Repository, landed: Chain, path: str, limit: int, revisions: str) -> list[FileVersion]:
    """Return the versions of a file as they landed."""
    touches = _touches(repository, landed, path, revisions)
    return list(map(FileVersion, touches, contents(repository, [one.commit for one in touches], path, limit)))


def _before_a_move(
    repository: Repository, landed: Chain, settings: Settings, path: str, limit: int, revisions: str
) -> Iterator[FileVersion]:
    """Yield the versions beside the configuration from before it moved."""
    configuration, places = _path(repository, configuration_of(settings)), landed.places
    for one in orphans(repository, landed, Own(settings.program, configuration, path, revisions)):
        for version in _versions(repository, landed, one.path, limit, revisions):
            commit = version.landed.commit
            if version.content is None or (one.until and places[commit] > places[one.until]):
                continue
            show = f"git show {commit[:12]}:{one.path}"
            why = (
                "from which the configuration moved away"
                if one.until
                else "which nothing reads since the configuration moved"
            )
            remedy = f"{'copy' if one.until else 'move'} it here (`{show}` prints it)"
            programs = one.programs if one.until else frozenset[str]()
            yield replace(version, aside=Aside(f"landed as {one.path}, {why}", remedy, one.configurations, programs))


def _dropped(
    repository: Repository, landed: Chain, path: str, limit: int, own: Sequence[FileVersion], revisions: str
) -> Iterator[FileVersion]:
    """Yield what commits dropped from the end of a file, each with the landing that brought the commit, except what
    landings dropped from those before them, which the versions themselves show."""
    above = {one.landed.commit: (before.content or b"").replace(*ENDS) for before, one in pairwise(own)}
    found = list(dropped.changes(repository, revisions, path))
    texts = blobs(repository, [name for one in found for name in (one.before, one.after) if name], limit)
    for one in found:
        before, after = texts[one.before], texts[one.after]
        is_shorter = before != after and before.startswith(after) and above.get(one.commit) != before
        index = chain.brought(repository, landed, one.commit) if is_shorter else None
        if index is not None:
            remedy = f"add its lines again (`git cat-file blob {one.before[:12]}` prints them)"
            became = f"was dropped by the commit {one.commit[:12]}"
            yield FileVersion(landed.touch(index), before, Aside(became, remedy))


def _newest(settings: Settings, finding: Callable[[Settings], Mainline] | None) -> Mainline:
    """Return the history that contains the configuration: that of the policy's ref; else the judged mainline if it
    is in the same repository; else what is checked out. The prefix of its repository is that of the configuration."""
    ref, repository = settings.policy_ref, _repository(settings)
    if ref and finding is None:
        return Mainline(repository, ref, chain.resolve_base(repository, ref))
    for part in _parts(settings):
        place = part.root / (part.git.repository or "")
        try:
            same = process.find(place).git_dir == repository.git_dir
        except CouldNotLook:
            continue
        if same:
            found = (finding or find)(part)
            return replace(found, repository=replace(found.repository, prefix=repository.prefix))
    return Mainline(repository, "HEAD", chain.resolve(repository, "HEAD"))


def _repository(settings: Settings) -> Repository:
    """Return the repository that contains the configuration."""
    return anchored(settings.root, settings.policy_ref) if settings.policy_ref else process.find(settings.root)


def _parts(settings: Settings) -> Sequence[Settings]:
    """Return the settings for each repository that is judged."""
    git = settings.git
    parts = git.by_name.values() if isinstance(git, Repositories) else (git,)
    return [replace(settings, git=part) for part in parts]


def _chain(newest: Mainline, settings: Settings, now: Instant) -> Chain:
    """Return the chain of landings. Raises CouldNotLook if one of them has no credible date."""
    is_shallow = chain.is_shallow(newest.repository)
    whole = _read_once(newest.repository, newest.commit, (), is_shallow=is_shallow)
    ignored = [one for part in _parts(settings) for one in part.git.ignore_dates_of if one.lower() in whole.places]
    known = (
        _read_once(newest.repository, newest.commit, tuple(ignored), is_shallow=is_shallow) if ignored else whole
    ).seen_at(now)
    doubtful = known.doubtful_commit(now)
    if doubtful:
        raise CouldNotLook(
            f"the date of the commit {doubtful[:12]} is in the future or cannot be read, so it is unknown what "
            f"landed by {iso(now)}: correct the committer's clock, or add the commit to ignore-dates-of in [git]"
        )
    return known


@lru_cache(maxsize=4)
def _read_once(repository: Repository, commit: str, ignored: tuple[str, ...], *, is_shallow: bool) -> Chain:
    """Return the cached chain of a commit, which never changes except for where the clone was truncated: a run needs
    it several times."""
    del is_shallow  # a clone that is no longer shallow is read again
    return chain.read(repository, commit, ignored)


def _touches(repository: Repository, landed: Chain, path: str, revisions: str) -> list[Touch]:
    """Return the landings that changed a path, oldest first."""
    words = (*LOG, *MAINLINE, "--no-patch", "--format=%H", "--end-of-options", revisions, "--", path)
    commits = process.whole(repository, *words).replace(b"\0", b" ").decode().split()
    places = landed.places
    return [landed.touch(place) for place in sorted(places[commit] for commit in commits)]
