"""What the git signals must say, told a second time: slowly, with plain git commands, and without the product.

One command for each commit, one for each tree, dates read from the commit objects, and a matcher of its own. Nothing
here knows how the product reads a history; both follow the same definitions of mainline, landing and touch.
"""

import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOUR, DAY = 3_600, 86_400
TOLERATED = 300
_SUBMODULE = "160000"
_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}

Globs = tuple[str, ...]


@dataclass(frozen=True)
class Paths:
    """Which paths are what, as a configuration says it."""

    config: Globs = ()
    code: Globs = ()
    docs: Globs = ()
    exclude: Globs = ()

    def chosen(self, paths: str | Globs) -> Globs:
        """The patterns of a parameter `paths`."""
        named = {"config": self.config, "code": self.code, "docs": self.docs, "config+code": self.config + self.code}
        return named[paths] if isinstance(paths, str) else paths


@dataclass(frozen=True)
class Covers:
    """Documents that describe configuration."""

    config: Globs
    docs: Globs


@dataclass(frozen=True)
class PeopleFile:
    """A people file: its path in the repository, and the times that stand in it."""

    path: str
    times: tuple[int, ...]


class Oracle:
    """The readings of one repository; each is None where it must be unavailable."""

    def __init__(self, git_dir: Path, ref: str, paths: Paths, covers: Sequence[Covers], now: int) -> None:
        self._git_dir = git_dir
        self._paths = paths
        self._covers = covers
        self._chain = self._git("rev-list", "--first-parent", ref, "--").decode().split()[::-1]
        self.landed: list[int] = []
        for commit in self._chain:
            before = self.landed[-1] if self.landed else 0
            self.landed.append(max(before, self._date(commit)))
        self._cut = bool(self._lines(self._chain[0], b"parent "))
        self._touched = [self._diff(number) for number in range(len(self._chain))]
        sane = [landing for landing in self.landed if landing <= now + TOLERATED]
        # What landed after a commit from the future cannot be placed in time, whatever instant is asked about.
        self._doubtful = None if len(sane) == len(self.landed) else max(sane, default=0)
        self.tree = cache(self._tree)

    def landings(self, as_of: int, window: int, paths: str | Globs) -> int | None:
        """`change.landings`."""
        found = self._window(as_of, window, paths)
        return None if found is None else len(found)

    def files(self, as_of: int, window: int, paths: str | Globs) -> int | None:
        """`change.files`."""
        found = self._window(as_of, window, paths)
        return None if found is None else len(set[str]().union(*found))

    def days_since_last(self, as_of: int, paths: str | Globs) -> float | None:
        """`change.days-since-last`."""
        globs = self._paths.chosen(paths)
        if not self._can_tell(as_of) or not self._of(globs, self.tree(as_of)):
            return None
        touching = [number for number in self._until(as_of) if self._of(globs, self._touched[number])]
        return (as_of - self.landed[touching[-1]]) / DAY if touching else None

    def stale(self, as_of: int, max_age: int | None, grace: int) -> int | None:
        """`docs.stale`."""
        judged = self._judged(as_of, max_age, grace)
        return None if judged is None else judged.count(True)

    def fresh_share(self, as_of: int, max_age: int | None, grace: int) -> float | None:
        """`docs.fresh-share`."""
        judged = self._judged(as_of, max_age, grace)
        return None if judged is None else 1 - judged.count(True) / len(judged)

    def age(self, as_of: int, exported_at: int, people: Iterable[PeopleFile]) -> float | None:
        """`evidence.age`, of an export and people files."""
        if not self._can_tell(as_of):
            return None
        times: list[int | None] = [exported_at]
        for each in people:
            told = [time for time in each.times if time <= as_of]
            in_git = each.path in self.tree(as_of)
            times.append(self._last(each.path, as_of) if in_git else max(told, default=None))
        known = [time for time in times if time is not None]
        return max(as_of - min(known), 0) / DAY if len(known) == len(times) else None

    def _window(self, as_of: int, window: int, paths: str | Globs) -> list[set[str]] | None:
        globs = self._paths.chosen(paths)
        if not self._can_tell(as_of) or not self._of(globs, self.tree(as_of)):
            return None
        if self._cut and as_of - window < self.landed[0]:
            return None
        inside = [number for number in self._until(as_of) if self.landed[number] > as_of - window]
        return [touched for number in inside if (touched := self._of(globs, self._touched[number]))]

    def _judged(self, as_of: int, max_age: int | None, grace: int) -> list[bool] | None:
        """Whether each document that can be judged is stale."""
        if not self._can_tell(as_of):
            return None
        tree = self.tree(as_of)
        documents = {path for path in self._of(self._paths.docs, tree) if tree[path] != _SUBMODULE}
        ever = set(tree).union(*(self._touched[number] for number in self._until(as_of)))
        covered: dict[str, set[str]] = {}
        for cover in self._covers:
            config, described = self._of(cover.config, ever), self._of(cover.docs, documents)
            if cover.docs and not (config and described):
                return None
            for path in described:
                covered.setdefault(path, set()).update(config)
        judged = documents if max_age is not None else set(covered)
        last = {path: self._last(path, as_of) for path in judged}
        if not judged or None in last.values():
            return None
        return [
            (max_age is not None and as_of - own > max_age)
            or any((self._last(path, as_of) or 0) > own + grace for path in covered.get(document, ()))
            for document, own in last.items()
            if own is not None
        ]

    def _can_tell(self, as_of: int) -> bool:
        return as_of >= self.landed[0] and (self._doubtful is None or as_of < self._doubtful)

    def _until(self, as_of: int) -> list[int]:
        """The landings up to an instant, by their numbers along the chain."""
        return [number for number, landing in enumerate(self.landed) if landing <= as_of]

    def _last(self, path: str, as_of: int) -> int | None:
        return max((self.landed[each] for each in self._until(as_of) if path in self._touched[each]), default=None)

    def _of(self, globs: Globs, paths: Iterable[str]) -> set[str]:
        return {path for path in paths if fits_any(globs, path) and not fits_any(self._paths.exclude, path)}

    def _tree(self, as_of: int) -> dict[str, str]:
        """The mode of each path at the tip of an instant."""
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", self._chain[self._until(as_of)[-1]])
        entries = [entry.partition(b"\t") for entry in listed.split(b"\0")[:-1]]
        return {_text(path): about[:6].decode() for about, _, path in entries}

    def _diff(self, number: int) -> set[str]:
        """The paths in the difference of a landing from the one before; what was cut off is known of none."""
        if number == 0 and self._cut:
            return set()
        before = self._chain[number - 1] if number else self._git("hash-object", "-t", "tree", os.devnull).decode()[:-1]
        raw = self._git("diff-tree", "-r", "-z", "--raw", "--no-renames", before, self._chain[number])
        return {_text(path) for path in raw.split(b"\0")[1::2]}

    def _date(self, commit: str) -> int:
        """The committer's date, from the last digits of its line in the commit object."""
        (line,) = self._lines(commit, b"committer ")
        return int(line.rpartition(b">")[2].split()[0])

    def _lines(self, commit: str, key: bytes) -> list[bytes]:
        """The lines of a commit object's head that begin with a key."""
        head = self._git("cat-file", "commit", commit).partition(b"\n\n")[0]
        return [line for line in head.split(b"\n") if line.startswith(key)]

    def _git(self, *words: str) -> bytes:
        command = ["git", "-c", "core.commitGraph=false", f"--git-dir={self._git_dir}", *words]
        return subprocess.run(command, stdout=subprocess.PIPE, check=True, env=_ENVIRONMENT, cwd="/").stdout


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


@cache
def fits_any(globs: Globs, path: str) -> bool:
    """Whether a path matches any of the patterns."""
    return any(_fits(glob.split("/"), path.split("/")) for glob in globs)


def _fits(glob: list[str], path: list[str]) -> bool:
    if not glob:
        return not path
    first, *others = glob
    if first != "**":
        return bool(path) and _alike(first, path[0]) and _fits(others, path[1:])
    if not others:
        return bool(path)  # a/** is what lies below a, not a itself
    return any(_fits(others, path[skipped:]) for skipped in range(len(path)))


def _alike(glob: str, segment: str) -> bool:
    if not glob:
        return not segment
    if glob[0] == "*":
        return _alike(glob[1:], segment) or (bool(segment) and _alike(glob, segment[1:]))
    return bool(segment) and glob[0] in ("?", segment[0]) and _alike(glob[1:], segment[1:])
