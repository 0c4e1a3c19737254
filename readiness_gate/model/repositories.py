"""Several repositories as one: `core:/docs/guide.md` is a path in the repository `core`, and `core:5d41402…` a commit.

The name and its colon are the first part of a path, so that equal paths and patterns of different repositories never
match.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, fields, replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.components import Naming
from readiness_gate.model.globs import PathSet
from readiness_gate.model.settings.git import GitPaths, GitSettings

_END = ":"


def inside(name: str, path: str) -> str:
    """Return a path or a pattern with its repository's name; unchanged if there is only one repository."""
    return f"{name}{_END}/{path}" if name else path


def commit_in(name: str, commit: str) -> str:
    """Return a commit with its repository's name; unchanged if there is only one repository."""
    return f"{name}{_END}{commit}" if name else commit


def abbreviated(commit: str, digits: int) -> str:
    """Return the first digits of a commit's id, after the name of its repository if it has one."""
    name, end, id_ = commit.rpartition(_END)
    return f"{name}{end}{id_[:digits]}"


def parted(path: str) -> tuple[str, str]:
    """Return the repository that a path or a pattern names, and the rest of it; "" and all of it if it names none."""
    first, slash, rest = path.partition("/")
    return (first[: -len(_END)], rest) if slash and first.endswith(_END) else ("", path)


@dataclass(frozen=True, slots=True)
class Repositories(GitSettings):
    """Several repositories by name, each with its own patterns; the combined patterns include the repository names."""

    by_name: Mapping[str, GitSettings] = field(default_factory=dict[str, GitSettings])

    @property
    def table(self) -> str:
        """The name of their table in the configuration."""
        return "each [[git]]"

    @property
    def table_of_paths(self) -> str:
        """Where the configuration has their path sets."""
        return "the paths of [[git]]"

    def chosen(self, globs: tuple[str, ...]) -> PathSet:
        """Return the path set of a rule's own patterns: one that names no repository applies to each."""
        names = [(parted(glob)[0], glob) for glob in globs]
        return self.paths.listed(
            tuple(
                pattern
                for name, glob in names
                for pattern in ([glob] if name else [inside(repository, glob) for repository in self.by_name])
            )
        )

    def strangers(self, _globs: Iterable[str]) -> list[str]:
        """Return the unknown repositories that patterns name."""
        return sorted({name for name, _ in map(parted, _globs) if name and name not in self.by_name})

    def of(self, name: str, globs: Iterable[str]) -> tuple[str, ...]:
        """Return the patterns that apply to one of the repositories, without its name."""
        return tuple(rest for named, rest in map(parted, globs) if named in ("", name))

    def within(self, _name: str) -> GitPaths:
        """Return the path sets of the named repository."""
        return _paths(_name, self.by_name[_name].paths)

    def written_in(self, _name: str) -> GitPaths:
        """Return the patterns of the named repository that the configuration itself contains."""
        return _paths(_name, self.by_name[_name].written)


def together(by_name: Mapping[str, GitSettings]) -> Repositories:
    """Return the repositories combined, by their names."""
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
    """Return each repository by its name; a single one has none."""
    return git.by_name if isinstance(git, Repositories) else {"": git}


def unwritten(git: GitSettings) -> GitSettings:
    """Return the same settings without the record of which patterns the configuration itself contains."""
    if isinstance(git, Repositories):
        return together({name: unwritten(one) for name, one in git.by_name.items()})
    return replace(git, written=GitPaths())


def _paths(name: str, paths: GitPaths) -> GitPaths:
    return GitPaths(*(tuple(inside(name, glob) for glob in getattr(paths, key.name)) for key in fields(GitPaths)))


def _joined(several: Iterable[GitPaths]) -> GitPaths:
    listed = list(several)
    keys = [key.name for key in fields(GitPaths)]
    return GitPaths(*(tuple(glob for paths in listed for glob in getattr(paths, key)) for key in keys))
