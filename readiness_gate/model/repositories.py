"""Several repositories as one: `core:/docs/guide.md` is a path of the repository `core`, and `core:5d41402…` a commit.

The name and its colon are the first part of a path, so that paths and patterns of equal names never meet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, fields, replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.components import Naming
from readiness_gate.model.globs import PathSet
from readiness_gate.model.settings.git import GitPaths, GitSettings

_END = ":"


def inside(name: str, path: str) -> str:
    """A path or a pattern of a repository, with the repository's name; a path of the only one as it is."""
    return f"{name}{_END}/{path}" if name else path


def commit_in(name: str, commit: str) -> str:
    """A commit of a repository, with the repository's name; one of the only repository as it is."""
    return f"{name}{_END}{commit}" if name else commit


def abbreviated(commit: str, digits: int) -> str:
    """The first digits of a commit's id, behind the name of its repository if it has one."""
    name, end, id_ = commit.rpartition(_END)
    return f"{name}{end}{id_[:digits]}"


def parted(path: str) -> tuple[str, str]:
    """The repository that a path or a pattern names, and the rest of it; no name and all of it where there is none."""
    first, slash, rest = path.partition("/")
    return (first[: -len(_END)], rest) if slash and first.endswith(_END) else ("", path)


@dataclass(frozen=True, slots=True)
class Repositories(GitSettings):
    """Several repositories, each by its name and with its own patterns; of what they are together, the patterns name
    the repositories."""

    by_name: Mapping[str, GitSettings] = field(default_factory=dict[str, GitSettings])

    @property
    def table(self) -> str:
        """What the configuration calls them."""
        return "each [[git]]"

    @property
    def table_of_paths(self) -> str:
        """Where the configuration has their path sets."""
        return "the paths of [[git]]"

    def chosen(self, globs: tuple[str, ...]) -> PathSet:
        """The path set of patterns of a rule's own: one that names no repository is one of each."""
        names = [(parted(glob)[0], glob) for glob in globs]
        return self.paths.listed(
            tuple(
                pattern
                for name, glob in names
                for pattern in ([glob] if name else [inside(repository, glob) for repository in self.by_name])
            )
        )

    def strangers(self, _globs: Iterable[str]) -> list[str]:
        """The repositories that patterns name, and that there are not."""
        return sorted({name for name, _ in map(parted, _globs) if name and name not in self.by_name})

    def of(self, name: str, globs: Iterable[str]) -> tuple[str, ...]:
        """Those of some patterns that are about one of the repositories, as patterns of its own."""
        return tuple(rest for named, rest in map(parted, globs) if named in ("", name))

    def within(self, _name: str) -> GitPaths:
        """The path sets of one of the repositories, with its name."""
        return _paths(_name, self.by_name[_name].paths)

    def written_in(self, _name: str) -> GitPaths:
        """Those of its patterns that the configuration itself has, with its name."""
        return _paths(_name, self.by_name[_name].written)


def together(by_name: Mapping[str, GitSettings]) -> Repositories:
    """Several repositories by their names."""
    return Repositories(
        baseline=next((git.baseline for git in by_name.values() if git.baseline), None),
        paths=_joined(_paths(name, git.paths) for name, git in by_name.items()),
        written=_joined(_paths(name, git.written) for name, git in by_name.items()),
        components=tuple(
            Naming(inside(name, naming.path), f"{name}: {naming.name}")
            for name, git in by_name.items()
            for naming in git.components
        ),
        by_name=by_name,
    )


def repositories_of(git: GitSettings) -> Mapping[str, GitSettings]:
    """Each of the repositories by its name; the only one has none."""
    return git.by_name if isinstance(git, Repositories) else {"": git}


def unwritten(git: GitSettings) -> GitSettings:
    """The same settings, whichever patterns are the configuration's own."""
    if isinstance(git, Repositories):
        return together({name: unwritten(one) for name, one in git.by_name.items()})
    return replace(git, written=GitPaths())


def _paths(name: str, paths: GitPaths) -> GitPaths:
    return GitPaths(*(tuple(inside(name, glob) for glob in getattr(paths, key.name)) for key in fields(GitPaths)))


def _joined(several: Iterable[GitPaths]) -> GitPaths:
    listed = list(several)
    keys = [key.name for key in fields(GitPaths)]
    return GitPaths(*(tuple(glob for paths in listed for glob in getattr(paths, key)) for key in keys))
