"""What packs know about a platform: the path sets, and the names of the components in them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import reduce

from readiness_gate.model.components import Naming
from readiness_gate.model.repositories import repositories_of
from readiness_gate.model.settings.git import GitPaths, GitSettings, Platform
from readiness_gate.model.wording import counted, some
from readiness_gate.sources.git.tables import NamingEntry, Paths, SomePaths

_WATCHED = ("config", "code", "docs", "rest")
_LEAVING_OUT = ("exclude", "noise")
_SPECIAL = re.compile(r"[^\w .,@+~!#$%&=()'/-]")


def joined(platforms: Iterable[Platform]) -> Platform:
    """Return the combined knowledge of several packs."""
    return reduce(Platform.__or__, platforms, Platform())


def known(table: Paths | None, namings: Iterable[NamingEntry]) -> Platform:
    """Return what a pack knows about its platform: its path sets, and the names of the components in them."""
    return Platform(paths(table or Paths()), tuple(Naming(naming.path, naming.name) for naming in namings))


def paths(table: Paths | SomePaths, otherwise: GitPaths | None = None) -> GitPaths:
    """Return the path sets of a table; a missing key is taken from `otherwise`. The rest is a part of the code, so a
    table with its own code has only its own rest."""
    given = {key.name: getattr(table, key.name) for key in fields(GitPaths)}
    other = otherwise or GitPaths()
    if table.code is not None:
        other = replace(other, rest=())
    chosen = {name: getattr(other, name) if globs is None else tuple(globs) for name, globs in given.items()}
    return GitPaths(**chosen)


def below(folder: str, globs: Iterable[str]) -> tuple[str, ...]:
    """Return the patterns for one folder of the repository; "" is the top.

    A character of the folder's name that is special in a pattern, or cannot be written, becomes a ?.
    """
    head = f"{_SPECIAL.sub('?', folder)}/" if folder else ""
    return tuple(f"{head}{glob}" for glob in globs)


def paths_below(folder: str, paths: GitPaths) -> GitPaths:
    """Return the same path sets for one folder of the repository."""
    return GitPaths(*(below(folder, getattr(paths, key.name)) for key in fields(GitPaths)))


def narrowed(shipped: GitPaths, ours: GitPaths) -> list[str]:
    """Return, in words, which paths of the packs a configuration does not cover."""
    folder = _only_folder(shipped, ours)
    wanted = paths_below(folder, shipped) if folder else shipped
    differences = [f"git.paths looks at {folder}/ only"] if folder else []
    differences += _missing(wanted, ours)
    if shipped != GitPaths():
        differences += _added(shipped, wanted, ours)
    return differences


def _missing(wanted: GitPaths, ours: GitPaths) -> Iterator[str]:
    """In words, the patterns of the pack that ours lack."""
    for key in _WATCHED:
        missing = [glob for glob in getattr(wanted, key) if glob not in getattr(ours, key)]
        if missing:
            yield f"git.paths.{key} lacks {_counted(missing)} of the platform's pack"


def _added(shipped: GitPaths, wanted: GitPaths, ours: GitPaths) -> Iterator[str]:
    """In words, the exclusions that only ours have."""
    for key in _LEAVING_OUT:
        known_ones = {*getattr(shipped, key), *getattr(wanted, key)}
        added = [glob for glob in getattr(ours, key) if glob not in known_ones]
        if added:
            yield f"git.paths.{key} has {_counted(added)} beyond the platform's pack"


def narrowed_in(shipped: GitPaths, git: GitSettings) -> list[str]:
    """Return the same for one repository, or for those of several that use a pattern of the packs, because the
    others are on another platform. If none uses any, all are compared."""
    compared = _on_platform(shipped, {name: repository.paths for name, repository in repositories_of(git).items()})
    differences = ((name, what) for name, ours in compared.items() for what in narrowed(shipped, ours))
    return [f"{name}: {what}" if name else what for name, what in differences]


def _on_platform(shipped: GitPaths, paths: Mapping[str, GitPaths]) -> Mapping[str, GitPaths]:
    """Return the repositories that use a pattern of the packs; all, if none does."""
    return {name: ours for name, ours in paths.items() if _is_on(shipped, ours)} or paths


def _is_on(shipped: GitPaths, ours: GitPaths) -> bool:
    """Return whether ours have any pattern of the packs, for the whole repository or for a folder."""
    shared = (set(getattr(shipped, key)) & set(getattr(ours, key)) for key in ("config", "code"))
    return any(shared) or bool(_only_folder(shipped, ours))


def own_patterns(platform: GitPaths, written: GitPaths) -> GitPaths:
    """Return the patterns of a configuration that are not those of its platform for one folder."""
    folder = _only_folder(platform, written)
    known_ones = paths_below(folder, platform) if folder else GitPaths()
    keys = [key.name for key in fields(GitPaths)]
    known = {key: getattr(known_ones, key) for key in keys}
    return GitPaths(**{key: tuple(glob for glob in getattr(written, key) if glob not in known[key]) for key in keys})


def only_folder(globs: Sequence[str], ours: Sequence[str]) -> str:
    """Return the folder for which ours have all patterns of `globs`, instead of the whole repository; "" for none."""
    first = next((glob for glob in globs if glob not in ours), "")
    folders = [glob.removesuffix(f"/{first}") for glob in ours if glob.endswith(f"/{first}")] if first else []
    return next((folder for folder in folders if set(below(folder, globs)) <= set(ours)), "")


def _only_folder(shipped: GitPaths, ours: GitPaths) -> str:
    """Return the only folder that all path sets are written for; "" if there is none."""
    folders = {only_folder(getattr(shipped, key), getattr(ours, key)) for key in _WATCHED if getattr(shipped, key)}
    return folders.pop() if len(folders) == 1 else ""


def _counted(globs: list[str]) -> str:
    return f"{counted(len(globs), 'pattern')} ({some(globs, 1)})"
