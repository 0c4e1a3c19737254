"""The contents of one file beside the configuration over time, on the mainline or on the ref that has the policy."""

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
from readiness_gate.sources.git.blobs import ENDS, contents
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.file_versions import Aside, FileVersion, dropped_by_commits
from readiness_gate.sources.git.handover import Judged, handed_over
from readiness_gate.sources.git.mainline import Mainline, find
from readiness_gate.sources.git.orphans import Own, orphans, there
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.unseen import upstream_of
from readiness_gate.sources.git.walk import LOG, MAINLINE, span
from readiness_gate.toml.program import program_in

DEFAULT = "readiness-gate.toml"


@dataclass(frozen=True, slots=True)
class FileHistory:
    """The landings that changed a file, oldest first, up to the tip of the history."""

    versions: tuple[FileVersion, ...]
    where: str
    """What the history is called: `main`."""
    repository: Repository
    """Its prefix is that of the file."""
    tip: str
    """The commit that the history ends with."""
    root: str
    """The commit that it begins with."""

    def path(self, name: str) -> str:
        """Another file in the folder, from the top of the repository."""
        return _path(self.repository, name)

    def contents(self, path: str, commits: Sequence[str], limit: int) -> list[bytes | None]:
        """What a path was in each of some commits. Raises CouldNotLook as `file_history` does."""
        return list(contents(self.repository, commits, path, limit))

    def before(self, commit: str) -> str:
        """What was there before a landing, as a name of a commit; empty for the first landing."""
        return "" if commit == self.root else f"{commit}^"

    def configurations(self, commit: str, folder: str) -> Mapping[str, bytes]:
        """The configurations in a folder at a commit: their paths from the top of the repository, and contents."""
        return _configurations(self.repository, commit, folder)


@lru_cache(maxsize=256)
def _configurations(repository: Repository, commit: str, folder: str) -> Mapping[str, bytes]:
    found = {path: _blob(repository, name) for path, name in there(repository, commit, folder)}
    return {path: content for path, content in found.items() if program_in(content)}


@lru_cache(maxsize=64)
def _blob(repository: Repository, name: str) -> bytes:
    """The content of an id; nothing where it was not fetched."""
    return process.output(repository, "cat-file", "blob", name) or b""


def _path(repository: Repository, name: str) -> str:
    return posixpath.normpath(posixpath.join(repository.prefix, name))


def configuration_of(settings: Settings) -> str:
    """The name of the configuration."""
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
    """The versions of a file beside the configuration, of at most so many bytes each; `brief` leaves out those that did
    not land as this file, which take longer to find. None is looked for before `since`, unless the file was there.

    Raises CouldNotLook where they are not all known: without a repository, in a shallow clone, without the contents,
    and where a landing has no date.
    """
    newest = _newest(settings, finding)
    path = _path(newest.repository, name)
    landed = _chain(newest, settings, now)
    if landed.shallow:
        raise CouldNotLook(f"the clone is shallow, so it is unknown what {name} was before: {DEEPEN_WHOLE}")
    revisions = _revisions(newest.repository, landed, path, since)
    own = _versions(newest.repository, landed, path, limit, revisions)
    if brief:
        return FileHistory(tuple(own), newest.name, newest.repository, newest.commit, landed.commits[0])
    own += dropped_by_commits(newest.repository, landed, path, limit, own, revisions)
    handed = (
        ()
        if settings.policy_ref or finding
        else list(_handed_over(newest, settings, landed, path, limit, revisions, own))
    )
    places = landed.places
    own.sort(key=lambda one: (places[one.landed.commit], one.aside is None))
    before = _before_a_move(newest.repository, landed, settings, path, limit, revisions)
    after = () if settings.policy_ref or finding else _fetched(newest, landed, path, limit)
    return FileHistory(
        (*before, *own, *handed, *after), newest.name, newest.repository, newest.commit, landed.commits[0]
    )


def _handed_over(
    newest: Mainline,
    settings: Settings,
    landed: Chain,
    path: str,
    limit: int,
    revisions: str,
    own: Sequence[FileVersion],
) -> Iterator[FileVersion]:
    """The file at the end of what was the mainline before, where today's never had all of it. Raises CouldNotLook where
    the configuration chose another history than that in which it landed, and where both have a file of their own."""
    repository, part = newest.repository, _own_part(settings, newest.repository)
    configuration = _path(repository, configuration_of(settings))
    judged = Judged(repository, settings.root, part.git.mainline if part else None, configuration, path)
    versions = [(one.content or b"").replace(*ENDS) for one in own]
    for branch, commit in handed_over(judged, revisions.partition("..")[0] if ".." in revisions else None):
        (content,) = contents(repository, [commit], path, limit)
        then = (content or b"").replace(*ENDS)
        if any(one.startswith(then) for one in versions) or not then:
            continue
        if versions and not then.startswith(versions[-1]):
            raise CouldNotLook(
                f"{path} has separate lines in {newest.name} and in {branch}, the mainline before it: set git.mainline "
                f"to {branch} again, and write again there what {newest.name} has"
            )
        became = f"landed in {branch}, the mainline before {newest.name}"
        remedy = f"restore it (`git show {commit}:{path}` prints it)"
        yield FileVersion(landed.touch(len(landed.commits) - 1), content, Aside(became, remedy))


def _fetched(newest: Mainline, landed: Chain, path: str, limit: int) -> Iterator[FileVersion]:
    """The file in the branch as fetched that the history follows: what is there was not pulled yet."""
    upstream = upstream_of(newest.repository, newest.name)
    commit = process.output(
        newest.repository, "rev-parse", "--verify", "--quiet", f"refs/remotes/{upstream}^{{commit}}"
    )
    for content in contents(newest.repository, commit.decode().split() if upstream and commit else (), path, limit):
        became = f"is in {upstream} as fetched"
        yield FileVersion(landed.touch(len(landed.commits) - 1), content, Aside(became, "pull, or merge that branch"))


def _revisions(repository: Repository, landed: Chain, path: str, since: Instant) -> str:
    """The commits to look at: those after the last landing before a time, at which the file was not there."""
    after = landed.tip(since - 1)
    is_there = (
        after >= 0 and process.output(repository, "cat-file", "-e", f"{landed.commits[after]}:{path}") is not None
    )
    return span(landed, len(landed.commits) - 1, -1 if is_there else after)


def _versions(repository: Repository, landed: Chain, path: str, limit: int, revisions: str) -> list[FileVersion]:
    """The versions of a file as they landed."""
    touches = _touches(repository, landed, path, revisions)
    return list(map(FileVersion, touches, contents(repository, [one.commit for one in touches], path, limit)))


def _before_a_move(
    repository: Repository, landed: Chain, settings: Settings, path: str, limit: int, revisions: str
) -> Iterator[FileVersion]:
    """The versions beside the configuration where it was before it moved."""
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


def _newest(settings: Settings, finding: Callable[[Settings], Mainline] | None) -> Mainline:
    """The history that has the configuration: that of the policy's ref, the mainline that is judged if it is of the
    same repository, and else what is checked out. The prefix of its repository is that of the configuration."""
    ref, repository = settings.policy_ref, _repository(settings)
    if ref and finding is None:
        return Mainline(repository, ref, chain.resolve_base(repository, ref))
    part = _own_part(settings, repository)
    if part is None:
        return Mainline(repository, "HEAD", chain.resolve(repository, "HEAD"))
    found = (finding or find)(part)
    return replace(found, repository=replace(found.repository, prefix=repository.prefix))


def _own_part(settings: Settings, repository: Repository) -> Settings | None:
    """The settings for a repository that is judged; None if it is not one of those."""
    for part in _parts(settings):
        with suppress(CouldNotLook):
            if process.find(part.root / (part.git.repository or "")).git_dir == repository.git_dir:
                return part
    return None


def _repository(settings: Settings) -> Repository:
    """The repository that has the configuration."""
    return anchored(settings.root, settings.policy_ref) if settings.policy_ref else process.find(settings.root)


def _parts(settings: Settings) -> Sequence[Settings]:
    """The settings for each repository that is judged."""
    git = settings.git
    parts = git.by_name.values() if isinstance(git, Repositories) else (git,)
    return [replace(settings, git=part) for part in parts]


def _chain(newest: Mainline, settings: Settings, now: Instant) -> Chain:
    """The chain of landings. Raises CouldNotLook where one of them has no date that can be believed."""
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
    """The chain of a commit, which never changes but for where the clone was cut off: a run asks more than once."""
    del is_shallow  # a clone that is no longer shallow is read again
    return chain.read(repository, commit, ignored)


def _touches(repository: Repository, landed: Chain, path: str, revisions: str) -> list[Touch]:
    """The landings that changed a path, oldest first."""
    words = (*LOG, *MAINLINE, "--no-patch", "--format=%H", "--end-of-options", revisions, "--", path)
    commits = process.whole(repository, *words).replace(b"\0", b" ").decode().split()
    places = landed.places
    return [landed.touch(place) for place in sorted(places[commit] for commit in commits)]


__all__ = ["Aside", "FileHistory", "FileVersion", "configuration_of", "file_history"]
