"""What packs know of the platform that a program is built on: which paths are what, and what people call them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import reduce

from readiness_gate.model.components import Naming
from readiness_gate.model.repositories import each_of
from readiness_gate.model.settings.git import GitPaths, GitSettings, Platform
from readiness_gate.model.wording import counted, some
from readiness_gate.sources.git.tables import NamingEntry, Paths, SomePaths

_WATCHED = ("config", "code", "docs", "rest")
_LEAVING_OUT = ("exclude", "noise")
_SPECIAL = re.compile(r"[^\w .,@+~!#$%&=()'/-]")


def joined(platforms: Iterable[Platform]) -> Platform:
    """Everything that several packs know, together."""
    return reduce(Platform.__or__, platforms, Platform())


def known(table: Paths | None, namings: Iterable[NamingEntry]) -> Platform:
    """What a pack knows of its platform: its path sets, and what it calls the components in them."""
    return Platform(paths(table or Paths()), tuple(Naming(each.path, each.name) for each in namings))


def paths(table: Paths | SomePaths, otherwise: GitPaths | None = None) -> GitPaths:
    """The path sets of a table; a key that it does not have is as it is `otherwise`. The rest is a part of the code: a
    table with code of its own has none but its own."""
    given = {key.name: getattr(table, key.name) for key in fields(GitPaths)}
    other = otherwise or GitPaths()
    if table.code is not None:
        other = replace(other, rest=())
    return GitPaths(**{name: getattr(other, name) if each is None else tuple(each) for name, each in given.items()})


def below(folder: str, globs: Iterable[str]) -> tuple[str, ...]:
    """The same patterns for one folder of the repository, as if that were its top; "" is the top itself.

    A character of the folder's name that means something else in a pattern, or cannot be written, becomes a ?.
    """
    head = f"{_SPECIAL.sub('?', folder)}/" if folder else ""
    return tuple(f"{head}{glob}" for glob in globs)


def paths_below(folder: str, paths: GitPaths) -> GitPaths:
    """The same path sets for one folder of the repository."""
    return GitPaths(*(below(folder, getattr(paths, key.name)) for key in fields(GitPaths)))


def narrowed(shipped: GitPaths, ours: GitPaths) -> list[str]:
    """In words, which of the paths that the packs look at a configuration of its own does not."""
    folder = _only_folder(shipped, ours)
    if folder:
        wanted, told = paths_below(folder, shipped), [f"git.paths looks at {folder}/ only"]
    else:
        wanted, told = shipped, list[str]()
    for key in _WATCHED:
        left = [glob for glob in getattr(wanted, key) if glob not in getattr(ours, key)]
        told += [f"git.paths.{key} is without {_counted(left)} of the platform's pack"] if left else []
    for key in _LEAVING_OUT if shipped != GitPaths() else ():
        known_ones = {*getattr(shipped, key), *getattr(wanted, key)}
        more = [glob for glob in getattr(ours, key) if glob not in known_ones]
        told += [f"git.paths.{key} has {_counted(more)} beyond the platform's pack"] if more else []
    return told


def narrowed_in(shipped: GitPaths, git: GitSettings) -> list[str]:
    """The same of one repository, or of each of several that has anything of the packs: the others are on another
    platform. When all are, nothing looks at what the packs do."""
    several = each_of(git)
    ours = {name: each for name, each in several.items() if _is_on(shipped, each.paths)} or several
    return [
        f"{name}: {told}" if name else told for name, each in ours.items() for told in narrowed(shipped, each.paths)
    ]


def _is_on(shipped: GitPaths, ours: GitPaths) -> bool:
    """Whether any of the packs' patterns are among ours, for the whole repository or for a folder."""
    shared = (set(getattr(shipped, key)) & set(getattr(ours, key)) for key in ("config", "code"))
    return any(shared) or bool(_only_folder(shipped, ours))


def own_patterns(platform: GitPaths, written: GitPaths) -> GitPaths:
    """Those of the patterns of a configuration that are not its platform's for one folder."""
    folder = _only_folder(platform, written)
    known_ones = paths_below(folder, platform) if folder else GitPaths()
    left: dict[str, tuple[str, ...]] = {}
    for key in fields(GitPaths):
        of_pack = getattr(known_ones, key.name)
        left[key.name] = tuple(glob for glob in getattr(written, key.name) if glob not in of_pack)
    return GitPaths(**left)


def only_folder(globs: Sequence[str], ours: Sequence[str]) -> str:
    """The folder for which all patterns of `globs` are among ours, in place of the whole repository; "" for none."""
    first = next((glob for glob in globs if glob not in ours), "")
    folders = [glob.removesuffix(f"/{first}") for glob in ours if glob.endswith(f"/{first}")] if first else []
    return next((folder for folder in folders if set(below(folder, globs)) <= set(ours)), "")


def _only_folder(shipped: GitPaths, ours: GitPaths) -> str:
    """The folder that all path sets are written for; "" if there is none."""
    found = {only_folder(getattr(shipped, key), getattr(ours, key)) for key in _WATCHED if getattr(shipped, key)}
    return found.pop() if len(found) == 1 else ""


def _counted(globs: list[str]) -> str:
    return f"{counted(len(globs), 'pattern')} ({some(globs, 1)})"
