"""Where a change is: the repository that has it, and its two ends."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.globs import PathSet
from readiness_gate.model.repositories import repositories_of
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.model.wording import listed
from readiness_gate.sources.git.ends import named, suggested
from readiness_gate.sources.git.named import inside
from readiness_gate.sources.git.process import Repository, output
from readiness_gate.sources.git.proposed import Ends, located
from readiness_gate.sources.git.uncommitted import uncommitted

_CHECKED_OUT = ("HEAD", "@")
_NAMED = 3
_SETS = ("config", "code", "docs")


@dataclass(frozen=True, slots=True)
class Changed:
    """The repository that has a change, and what the configuration says of it."""

    git: GitSettings
    place: Path
    """Its folder, as the configuration names it."""
    repository: Repository
    """Its prefix is the path of that folder from the top."""

    def called(self, given: str | None, settings: Settings, environment: Mapping[str, str]) -> tuple[str, str]:
        """What the two ends of the change are called. Raises BadUse for what is no range, and where nothing names the
        base."""
        base, head = named(given) if given else ("", "")
        return base or suggested(replace(settings, git=self.git), environment), head or "HEAD"

    def covered(self, paths: tuple[str, ...]) -> list[str]:
        """Those of some paths that are configuration, code or documents."""
        sets = [self.git.paths.named(name) for name in _SETS]
        return [path for path in paths if any(path in chosen for chosen in sets)]

    def files(self, names: frozenset[str], settings: Settings) -> dict[str, str]:
        """The paths in this repository of files that the configuration names, by these names."""
        return inside(sorted(names), settings, self.place, self.repository.prefix)

    def check_committed(self, found: Ends, read: frozenset[str]) -> None:
        """Raise CouldNotLook where the change is what is checked out, and the work tree has more that the gate reads.
        `read` are the paths of the files that it reads besides the path sets."""
        is_bare = output(self.repository, "rev-parse", "--is-bare-repository") != b"false\n"
        if is_bare or found.called[1] not in _CHECKED_OUT:
            return
        sets: list[PathSet | frozenset[str]] = [*(self.git.paths.named(name) for name in _SETS), read]
        edited = uncommitted(
            self.repository, self._top, found.head, lambda path: any(path in chosen for chosen in sets)
        )
        if edited:
            raise CouldNotLook(
                f"{listed(edited, _NAMED)} in the work tree {'is' if len(edited) == 1 else 'are'} not as committed, so "
                "this is not all of the change: commit or stash it, or name the commit to look at (BASE..COMMIT)"
            )

    @property
    def _top(self) -> Path:
        """The top of the work tree."""
        here = self.place.resolve()
        return (here, *here.parents)[len(PurePosixPath(self.repository.prefix).parts)]


def changed(session: Session, here: Path) -> Changed:
    """The repository that has the change: the one that somebody is in, else the one with the configuration, else the
    only one. Raises BadUse where there are several others, and CouldNotLook where one cannot be read."""
    settings = session.configuration.settings
    parts = [_part(settings, git) for git in repositories_of(settings.git).values()]
    if len(parts) == 1:
        return parts[0]
    for folder in (here, session.located.parent):
        git_dir = _git_dir(folder)
        for part in parts:
            if part.repository.git_dir == git_dir:
                return part
    names = ", ".join(repositories_of(settings.git))
    raise BadUse(f"[[git]] has several repositories ({names}): run this in the folder of the one that has the change")


def _part(settings: Settings, git: GitSettings) -> Changed:
    place = settings.root / (git.repository or "")
    return Changed(git, place, located(place, settings.policy_ref))


def _git_dir(folder: Path) -> str:
    try:
        return located(Path(os.path.abspath(folder))).git_dir  # noqa: PTH100 - without following links
    except CouldNotLook:
        return ""
