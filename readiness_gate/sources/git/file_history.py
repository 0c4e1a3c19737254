"""The history of one file beside the configuration, on the mainline or on the ref of the policy."""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from readiness_gate.errors import DEEPEN_WHOLE, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.repositories import Repositories
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant, iso
from readiness_gate.sources.git import chain, process
from readiness_gate.sources.git.anchor import anchored
from readiness_gate.sources.git.blobs import contents
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.elsewhere import Elsewhere, elsewhere
from readiness_gate.sources.git.file_versions import Aside, FileVersion, all_versions, revisions_since, versions
from readiness_gate.sources.git.judged import Judged
from readiness_gate.sources.git.mainline import Mainline, find
from readiness_gate.sources.git.orphans import Own, orphans, there
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.unseen import upstream_of
from readiness_gate.toml.program import program_in

DEFAULT = "readiness-gate.toml"


@dataclass(frozen=True, slots=True)
class FileHistory:
    """The landings that changed a file, oldest first, up to the tip of the history."""

    versions: tuple[FileVersion, ...]
    where: str
    """The name of the history: `main`."""
    repository: Repository
    """The repository of the file; its prefix is the folder of the file."""
    newest: Touch
    """The last landing of the history."""
    root: str
    """The first commit of the history."""
    checked_out: bytes | None = None
    """The file in the checked-out commit; None if it has none, or another version is judged."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """The file as it landed in other histories that must not be left behind."""

    @property
    def tip(self) -> str:
        """The last commit of the history."""
        return self.newest.commit

    def path(self, name: str) -> str:
        """Return the path of another file in the folder, from the top of the repository."""
        return _path(self.repository, name)

    def contents(self, path: str, commits: Sequence[str], limit: int) -> list[bytes | None]:
        """Return the content of a path in each of the commits; None if it is absent. Raises CouldNotLook like
        `file_history`."""
        return list(contents(self.repository, commits, path, limit))

    def before(self, commit: str) -> str:
        """Return the revision just before a landing; empty for the first landing."""
        return "" if commit == self.root else f"{commit}^"

    def configurations(self, commit: str, folder: str) -> Mapping[str, bytes]:
        """Return the configurations in a folder at a commit: their contents, by path from the top of the repository."""
        return _configurations(self.repository, commit, folder)


@lru_cache(maxsize=256)
def _configurations(repository: Repository, commit: str, folder: str) -> Mapping[str, bytes]:
    found = {path: _blob(repository, name) for path, name in there(repository, commit, folder)}
    return {path: content for path, content in found.items() if program_in(content)}


@lru_cache(maxsize=64)
def _blob(repository: Repository, name: str) -> bytes:
    """Return the content of an object id; empty if it was not fetched."""
    return process.output(repository, "cat-file", "blob", name) or b""


def _path(repository: Repository, name: str) -> str:
    return posixpath.normpath(posixpath.join(repository.prefix, name))


def configuration_of(settings: Settings) -> str:
    """Return the file name of the configuration."""
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
    """Return the versions of a file beside the configuration, of at most `limit` bytes each. `brief` leaves out the
    versions that did not land as this file, which take longer to find. Landings before `since` are searched only if the
    file existed by then.

    Raises CouldNotLook if not all versions are known: without a repository, in a shallow clone, if contents are
    missing, or if a landing has no date.
    """
    newest = _newest(settings, finding)
    path = _path(newest.repository, name)
    landed = _chain(newest, settings, now)
    if landed.shallow:
        raise CouldNotLook(f"the clone is shallow, so it is unknown what {name} was before: {DEEPEN_WHOLE}")
    revisions = revisions_since(newest.repository, landed, path, since)
    is_pinned = bool(settings.policy_ref or finding)
    found = FileHistory(
        (),
        newest.name,
        newest.repository,
        landed.touch(len(landed.commits) - 1),
        landed.commits[0],
        None if is_pinned else _checked_out(newest.repository, path, limit),
    )
    if brief:
        return replace(found, versions=tuple(versions(newest.repository, landed, path, limit, revisions)))
    own = all_versions(newest.repository, landed, path, limit, revisions)
    other = () if is_pinned else _elsewhere(newest, settings, path, limit, revisions, since)
    before = _before_a_move(newest.repository, landed, settings, path, limit, revisions)
    after = () if is_pinned else _fetched(newest, landed, path, limit)
    return replace(found, versions=(*before, *own, *after), elsewhere=tuple(other))


def _checked_out(repository: Repository, path: str, limit: int) -> bytes | None:
    """Return the file in the checked-out commit; None if there is none."""
    commit = process.output(repository, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return next(contents(repository, [commit.decode().strip()], path, limit)) if commit else None


def _elsewhere(
    newest: Mainline, settings: Settings, path: str, limit: int, revisions: str, since: Instant
) -> Iterator[Elsewhere]:
    """Yield the file as it landed in other histories. Raises CouldNotLook if the configuration chose another history
    than the one in which it landed."""
    repository, part = newest.repository, _own_part(settings, newest.repository)
    configuration, head = _path(repository, configuration_of(settings)), chain.resolve(repository, "HEAD")
    mainline = part.git.mainline if part else None
    judged = Judged(repository, settings.root, mainline, configuration, path, settings.program, head)
    yield from elsewhere(judged, newest.name, limit, revisions, since)


def _fetched(newest: Mainline, landed: Chain, path: str, limit: int) -> Iterator[FileVersion]:
    """Yield the file in the fetched upstream branch of the history: its newer lines have not been pulled yet."""
    upstream = upstream_of(newest.repository, newest.name)
    commit = process.output(
        newest.repository, "rev-parse", "--verify", "--quiet", f"refs/remotes/{upstream}^{{commit}}"
    )
    for content in contents(newest.repository, commit.decode().split() if upstream and commit else (), path, limit):
        became = f"is in {upstream} as fetched"
        yield FileVersion(landed.touch(len(landed.commits) - 1), content, Aside(became, "pull, or merge that branch"))


def _before_a_move(
    repository: Repository, landed: Chain, settings: Settings, path: str, limit: int, revisions: str
) -> Iterator[FileVersion]:
    """Yield the versions of the file that were beside the configuration at its former paths."""
    configuration, places = _path(repository, configuration_of(settings)), landed.places
    for one in orphans(repository, landed, Own(settings.program, configuration, path, revisions)):
        for version in versions(repository, landed, one.path, limit, revisions):
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


def _newest(settings: Settings, finding: Callable[[Settings], Mainline] | None) -> Mainline:
    """Return the history that has the configuration: that of the policy's ref, the judged mainline if it is in the same
    repository, or else the checked-out commit. The prefix of its repository is the folder of the configuration."""
    ref, repository = settings.policy_ref, _repository(settings)
    if ref and finding is None:
        return Mainline(repository, ref, chain.resolve_base(repository, ref))
    part = _own_part(settings, repository)
    if part is None:
        return Mainline(repository, "HEAD", chain.resolve(repository, "HEAD"))
    found = (finding or find)(part)
    return replace(found, repository=replace(found.repository, prefix=repository.prefix))


def _own_part(settings: Settings, repository: Repository) -> Settings | None:
    """Return the settings for a repository; None if it is not one of the judged repositories."""
    for part in _parts(settings):
        with suppress(CouldNotLook):
            if process.find(part.root / (part.git.repository or "")).git_dir == repository.git_dir:
                return part
    return None


def _repository(settings: Settings) -> Repository:
    """Return the repository that has the configuration."""
    return anchored(settings.root, settings.policy_ref) if settings.policy_ref else process.find(settings.root)


def _parts(settings: Settings) -> Sequence[Settings]:
    """Return the settings for each judged repository."""
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
    """Return the chain of a commit, cached because a run needs it more than once. The chain changes only if the clone
    becomes shallow or complete."""
    del is_shallow  # a clone that is no longer shallow is read again
    return chain.read(repository, commit, ignored)


__all__ = ["Aside", "Elsewhere", "FileHistory", "FileVersion", "configuration_of", "file_history"]
