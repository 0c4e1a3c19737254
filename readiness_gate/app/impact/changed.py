"""Where a change is: its repository, and its two ends."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from readiness_gate.app.impact.files import files
from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse, CouldNotLook, Unreadable
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.needs import GitNeed
from readiness_gate.model.repositories import repositories_of
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.model.wording import listed
from readiness_gate.sources.git.ends import named, suggested
from readiness_gate.sources.git.process import Repository, output
from readiness_gate.sources.git.proposed import Ends, located
from readiness_gate.sources.git.reader import entry_of
from readiness_gate.sources.git.side import path_within
from readiness_gate.sources.git.uncommitted import uncommitted
from readiness_gate.sources.git.watched import watched

_CHECKED_OUT = ("HEAD", "@")
_NAMED = 3
_SETS = ("config", "code", "docs")


@dataclass(frozen=True, slots=True)
class Changed:
    """The repository that has a change, and what the configuration says about it."""

    git: GitSettings
    place: Path
    """Its folder, as in the configuration."""
    repository: Repository
    """Its prefix is the path of that folder from the top."""
    name: str = ""
    """Its name if there are several repositories, including the one with the configuration."""
    key: str | None = None
    """Its name in [git], empty for a single one; None if it is not in [git]."""

    def called(self, given: str | None, settings: Settings, environment: Mapping[str, str]) -> tuple[str, str]:
        """Return the names of the two ends of the change. Raises BadUse for an invalid range, and if nothing names
        the base."""
        base, head = named(given) if given else ("", "")
        return base or suggested(replace(settings, git=self.git), environment), head or "HEAD"

    def reading(self, settings: Settings, need: GitNeed) -> Callable[[str], bool]:
        """Return a function that says whether the gate reads a path as part of the system: configuration, code and
        documents, and whatever else its rules and covers name. `need` is what its signals read of git."""
        if self.key is None:
            return _nothing
        sets, wanted = [self.git.paths.named(name) for name in _SETS], watched(settings, self.key, need)
        return lambda path: wanted.path(path) or any(path in chosen for chosen in sets)

    def files(self, names: frozenset[str], settings: Settings) -> dict[str, str]:
        """Return the paths in this repository of files that the configuration names, by these names."""
        found = {name: path_within(self.top, settings.root / name) for name in sorted(names)}
        return {name: path for name, path in found.items() if path is not None}

    def check_committed(self, found: Ends, is_read: Callable[[str], bool]) -> None:
        """Raise CouldNotLook if the change is checked out, and the work tree has further changes that the gate
        reads; `is_read` says whether it reads a path."""
        is_bare = output(self.repository, "rev-parse", "--is-bare-repository") != b"false\n"
        if is_bare or found.called[1] not in _CHECKED_OUT:
            return
        edited = uncommitted(self.repository, self.top, found.head, is_read)
        if edited:
            raise CouldNotLook(
                f"{listed(edited, _NAMED)} in the work tree {'is' if len(edited) == 1 else 'are'} not as committed, so "
                "this is not all of the change: commit or stash it, or name the commit to look at (BASE..COMMIT)"
            )

    @property
    def top(self) -> Path:
        """The top of the work tree, without symbolic links."""
        here = self.place.resolve()
        return (here, *here.parents)[len(PurePosixPath(self.repository.prefix).parts)]


def changed(session: Session, here: Path) -> Changed:
    """Return the repository that has the change: the current one, if the gate reads it or files in it; else the one
    with the configuration, else the only one. Raises BadUse if there are several others, and CouldNotLook if one
    cannot be read."""
    settings, folder = session.configuration.settings, session.located.parent
    git_dir, of_policy = git_dir_of(here), git_dir_of(folder, settings.policy_ref)
    parts = [_part(settings, name, git) for name, git in repositories_of(settings.git).items()]
    if len(parts) == 1 and of_policy in ("", parts[0].repository.git_dir):
        parts = [replace(parts[0], name="")]
    by_git_dir = {part.repository.git_dir: part for part in parts}
    if git_dir in by_git_dir:
        return by_git_dir[git_dir]
    beside = _other_repository(session, here) if git_dir else None
    if beside is not None:
        return beside
    if len(parts) == 1:
        return parts[0]
    if of_policy in by_git_dir:
        return by_git_dir[of_policy]
    names = ", ".join(repositories_of(settings.git))
    raise BadUse(f"[[git]] has several repositories ({names}): run this in the folder of the one that has the change")


def _part(settings: Settings, name: str, git: GitSettings) -> Changed:
    place = settings.root / (git.repository or "")
    return Changed(git, place, located(place, settings.policy_ref), name or place.resolve().name, name)


def _other_repository(session: Session, here: Path) -> Changed | None:
    """Return the current repository, which is not in [git], if it has files that the gate reads."""
    settings, repository = session.configuration.settings, located(here)
    mainlines = {git.mainline for git in repositories_of(settings.git).values()}
    mainline = mainlines.pop() if len(mainlines) == 1 else _CHECKED_OUT[0]
    found = Changed(GitSettings(mainline=mainline), here, repository)
    found = replace(found, place=found.top, repository=replace(repository, prefix=""), name=found.top.name)
    paths = found.files(frozenset(files(session)), settings).values()
    try:
        is_read = any(entry_of(found.repository, _CHECKED_OUT[0], path) for path in paths)
    except Unreadable as error:
        raise CouldNotLook(str(error)) from error
    return found if is_read else None


def _nothing(_path: str) -> bool:
    return False


def git_dir_of(folder: Path, policy_ref: str = "") -> str:
    """Return the git directory of a folder's repository; "" if it is in none."""
    try:
        return located(Path(os.path.abspath(folder)), policy_ref).git_dir  # noqa: PTH100 - without following links
    except CouldNotLook:
        return ""
