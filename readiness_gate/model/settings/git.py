"""The configuration of git: which repository, which paths, and what documents describe."""

from collections.abc import Iterable
from dataclasses import field, fields

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.captures import widened
from readiness_gate.model.components import Naming
from readiness_gate.model.globs import PathSet
from readiness_gate.model.time import DAY, Seconds


@dataclass(frozen=True, slots=True)
class GitPaths:
    """Which paths of the repository are configuration, code and documents; `exclude` overrides all three. Paths that
    match `rest` are code as well, unless they are configuration or documents, or match `noise`."""

    config: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()

    def named(self, name: str) -> PathSet:
        """Return the path set of a name: `config`, `code`, `docs` or `config+code`."""
        parts: dict[str, tuple[str, ...]] = {"config": self.config, "code": self.code, "docs": self.docs}
        asked = name.split("+")
        globs = tuple(glob for part in asked for glob in parts[part])
        if not self.rest or "code" not in asked:
            return self.listed(globs)
        others = tuple(glob for part in parts if part not in asked for glob in parts[part])
        return PathSet((*globs, *self.rest), self.exclude, unless=(*others, *self.noise), always=globs)

    def listed(self, globs: tuple[str, ...]) -> PathSet:
        """Return the path set of a rule's own patterns, without the excluded paths."""
        return PathSet(globs, self.exclude)

    def described(self, globs: tuple[str, ...]) -> PathSet:
        """Return the configuration that documents describe, by patterns that may have captures. It contains no
        documents, so that none becomes stale by a change of its own or of another."""
        return PathSet(widened(globs), (*self.exclude, *self.docs))


@dataclass(frozen=True, slots=True)
class Platform:
    """The path sets and component names of one pack, or of several packs combined."""

    paths: GitPaths = field(default_factory=GitPaths)
    components: tuple[Naming, ...] = ()

    def __or__(self, other: "Platform") -> "Platform":
        joined = (_joined(getattr(self.paths, key.name), getattr(other.paths, key.name)) for key in fields(GitPaths))
        return Platform(GitPaths(*joined), tuple(dict.fromkeys((*self.components, *other.components))))


def _joined(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


@dataclass(frozen=True, slots=True)
class GitSettings:
    """The repository, and the meaning of its paths."""

    repository: str | None = None
    """Its folder; None for the one that contains the configuration."""
    mainline: str = "HEAD"
    """The ref whose first-parent chain is the mainline."""
    baseline: str | None = None
    """The ref that training is built on."""
    paths: GitPaths = field(default_factory=GitPaths)
    """Which paths are configuration, code and documents."""
    components: tuple[Naming, ...] = ()
    """The names of the components in them."""
    written: GitPaths = field(default_factory=GitPaths)
    """The `paths` that the configuration itself contains, not the pack of a platform; they decide nothing more."""
    ignore_dates_of: tuple[str, ...] = ()
    """Commits whose dates are meaningless."""
    late_after: Seconds = 7 * DAY
    """Commits that reached the mainline later than this after their own date are noted."""

    @property
    def table(self) -> str:
        """Its table in the configuration."""
        return "[git]"

    @property
    def table_of_paths(self) -> str:
        """Where the configuration has its path sets."""
        return "[git.paths]"

    def chosen(self, globs: tuple[str, ...]) -> PathSet:
        """Return the path set of a rule's own patterns."""
        return self.paths.listed(globs)

    def within(self, _name: str) -> GitPaths:
        """Return the path sets of a repository; a single one has no name."""
        return self.paths

    def written_in(self, _name: str) -> GitPaths:
        """Return the patterns of a repository that the configuration itself contains."""
        return self.written

    def strangers(self, _globs: Iterable[str]) -> list[str]:
        """Return the unknown repositories that patterns name; always empty, because a single repository has no name."""
        return []


@dataclass(frozen=True, slots=True)
class Cover:
    """Documents and training modules that depend on configuration: if it changes, they are out of date. `config` and
    `docs` may have captures, which match the same text in both."""

    config: tuple[str, ...]
    docs: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
