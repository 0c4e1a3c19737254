"""What the git signals must say, told a second time: slowly, with plain git commands, and without the product.

One command for each commit, one for each tree, dates read from the commit objects, and a matcher of its own. Nothing
here knows how the product reads a history; both follow the same definitions of mainline, landing and touch.
"""

import hashlib
import os
import statistics
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

HOUR, DAY = 3_600, 86_400
TOLERATED = 300
_SUBMODULE = "160000"
_NO_TEXT = (_SUBMODULE, "120000")
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
    own: Globs = ()

    def of(self, text: str) -> "Covers":
        """The same with a text for the capture; `own` are the patterns that had it."""
        config, docs = (tuple(each.replace("{m}", text) for each in globs) for globs in (self.config, self.docs))
        return Covers(config, docs, tuple(each.replace("{m}", text) for each in self.config if "{m}" in each))

    def meant(self, documents: Iterable[str]) -> "list[Covers]":
        """The same with every text that the capture could stand for in any document; itself without a capture."""
        if not any("{m}" in each for each in self.config):
            return [self]
        names = {name for path in documents for name in path.split("/")}
        texts = {name[a:b] for name in names for a in range(len(name)) for b in range(a + 1, len(name) + 1)}
        return [self.of(text) for text in sorted(texts)]


@dataclass(frozen=True)
class PeopleFile:
    """A people file: its path in the repository, and the times that stand in it."""

    path: str
    times: tuple[int, ...]
    content: bytes


@dataclass(frozen=True)
class Freeze:
    """When a freeze began, and the number of the landing that it began with, if it was one."""

    landed: int
    number: int | None = None


class Oracle:
    """The readings of one repository; each is None where it must be unavailable."""

    def __init__(self, git_dir: Path, ref: str, paths: Paths, covers: Sequence[Covers], now: int) -> None:
        self._git_dir = git_dir
        self.paths = paths
        self.covers = covers
        self._chain = self._git("rev-list", "--first-parent", ref, "--").decode().split()[::-1]
        self.landed: list[int] = []
        self._listings: dict[int, dict[str, str]] = {}
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
        globs = self.paths.chosen(paths)
        if not self._can_tell(as_of) or not self._of(globs, self.tree(as_of)):
            return None
        touching = [number for number in self._until(as_of) if self._of(globs, map(str, self._touched[number]))]
        return (as_of - self.landed[touching[-1]]) / DAY if touching else None

    def lines(self, as_of: int, window: int, paths: str | Globs) -> int | None:
        """`change.lines`."""
        return self._sum(as_of, as_of - window, as_of, paths, "lines")

    def late_share(self, as_of: int, window: int, whole: int, paths: str | Globs, count: str) -> float | None:
        """`change.late-share`, of at least one."""
        total = self._sum(as_of, as_of - whole, as_of, paths, count)
        late = self._sum(as_of, as_of - window, as_of, paths, count)
        return None if not total or late is None else late / total

    def late_vs_median(self, as_of: int, window: int, least: int, paths: str | Globs, count: str) -> float | None:
        """`change.late-vs-median`: windows are whole that begin with the history or later, and 26 are enough."""
        late = self._sum(as_of, as_of - window, as_of, paths, count)
        earlier: list[int] = []
        start = as_of - 2 * window
        while late is not None and start >= self.landed[0] and len(earlier) < 26:
            found = self._sum(as_of, start, start + window, paths, count)
            if found is None:
                return None
            earlier.append(found)
            start -= window
        if late is None or len(earlier) < least or not statistics.median(earlier):
            return None
        return late / statistics.median(earlier)

    def bursts(self, as_of: int, window: int, days: int) -> int | None:
        """`change.bursts`, of folders on days of UTC."""
        if self._window(as_of, window, "config+code") is None:
            return None
        on: dict[str, set[int]] = {}
        for number in self._until(as_of):
            if self.landed[number] > as_of - window:
                for path in self._of(self.paths.chosen("config+code"), self._touched[number]):
                    on.setdefault(path.rpartition("/")[0], set()).add(self.landed[number] // DAY)
        return sum(len(each) >= days for each in on.values())

    def after_freeze(self, as_of: int, frozen: "Freeze | None") -> int | None:
        """`change.after-freeze`, of any kind; a freeze that has not begun, or of which nobody knows, has none."""
        found = self._after(as_of, frozen, "config+code")
        return None if found is None else len(found)

    def _after(self, as_of: int, frozen: "Freeze | None", paths: str | Globs) -> list[int] | None:
        """The landings after a freeze began that touch a path set, by their numbers along the chain."""
        if frozen is None or frozen.landed > as_of:
            return None
        start = frozen.landed if frozen.number is None else frozen.landed - 1
        if self._window(as_of, as_of - start, paths) is None:
            return None
        after = (number for number in self._until(as_of) if self._follows(number, frozen))
        return [number for number in after if self._of(self.paths.chosen(paths), self._touched[number])]

    def _follows(self, number: int, frozen: "Freeze") -> bool:
        return self.landed[number] > frozen.landed if frozen.number is None else number > frozen.number

    def still_there(self, as_of: int, frozen: "Freeze | None") -> int | None:
        """How many landings after the freeze are still there: of some file, they were the first to bring what it holds
        on its way from the freeze to now, where no detour ends where it began; or they brought it anew, after such; or
        what they brought stands in another file; or a landing took their file away and brought another one."""
        after = self._after(as_of, frozen, "config+code")
        if after is None:
            return None
        ways: dict[str, list[tuple[str, int]]] = {}
        for number in after:
            for path in self._of(self.paths.chosen("config+code"), self._touched[number]):
                before = (self._entry(number - 1, path), -1)
                ways.setdefault(path, [before]).append((self._entry(number, path), number))
        there: set[int] = set()
        standing = {way[-1][0].partition(" ")[2] for way in ways.values()} - {""}
        for way in ways.values():
            left = _without_detours(way)[1:]
            for step, (content, number) in _brought(way):
                if content in left or content.partition(" ")[2] in standing:
                    there.add(number)
                there |= {number for end in range(step + 1, len(way)) if self._may_be_moved(ways, way, step, end)}
        return len(there)

    def _may_be_moved(self, ways: "dict[str, _Steps]", way: "_Steps", step: int, end: int) -> bool:
        """Whether what a step of a file's way brought went away at its end, in a landing that brought a new file."""
        content, by = way[end]
        if content or way[step][0] not in _without_detours(way[:end])[1:]:
            return False
        return any(
            entry and number == by and not other[at - 1][0] and entry not in _without_detours(other[:at])
            for other in ways.values()
            for at, (entry, number) in enumerate(other)
            if at
        )

    def _entry(self, number: int, path: str) -> str:
        """The mode and the object of a path in a landing; nothing before the first of them, and where it is not."""
        if number < 0:
            return ""
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", self._chain[number]).split(b"\0")[:-1]
        return {_text(entry.partition(b"\t")[2]): entry.partition(b"\t")[0].decode() for entry in listed}.get(path, "")

    def since_baseline(self, as_of: int, baseline: str, paths: str | Globs) -> float | None:
        """`change.since-baseline`."""
        found = self._after(as_of, self.freeze_of(baseline), paths)
        if found is None:
            return None
        chosen = self.paths.chosen(paths)
        touched = {path: number for number in reversed(found) for path in self._of(chosen, self._touched[number])}
        until = self._until(as_of)[-1]
        changed = {
            path.rpartition("/")[0]
            for path, first in touched.items()
            if self._entry(first - 1, path) != self._entry(until, path)
        }
        present = {path.rpartition("/")[0] for path in self._of(self.paths.chosen(paths), self.tree(as_of))}
        return min(1, len(changed) / len(present))

    def uncovered(self, as_of: int) -> int | None:
        """`docs.uncovered`."""
        if not self._can_tell(as_of) or not self._of(self.paths.config, self.tree(as_of)):
            return None
        tree = self.tree(as_of)
        documents = {path for path in self._of(self.paths.docs, tree) if tree[path] not in _NO_TEXT}
        meant = [each for cover in self.covers for each in cover.meant(documents)]
        told = [each.config for each in meant if each.docs and self._of(each.docs, documents)]
        return sum(not any(self._of(config, [path]) for config in told) for path in self._of(self.paths.config, tree))

    def drift_days(self, as_of: int, percentile: int) -> float | None:
        """`docs.drift-days`: the least value that so many of a hundred documents do not exceed."""
        covered = self._covered(as_of) if self._can_tell(as_of) else None
        last = {path: self._written(path, as_of) for path in covered or ()}
        if not covered or None in last.values():
            return None
        behind = [
            max([0, *(self._changed(path, as_of) - own for path in self._drifted(covered[document], own, 0, as_of))])
            for document, own in last.items()
            if own is not None
        ]
        fitting = (value for value in behind if 100 * sum(each <= value for each in behind) >= percentile * len(behind))
        return min(fitting) / DAY

    def landed_with(self, number: int) -> set[str]:
        """The commits that a landing brought: those that the landing before did not have."""
        before = [f"^{self._chain[number - 1]}"] if number else []
        return set(self._git("rev-list", self._chain[number], *before, "--").decode().split())

    def freeze_of(self, commit: str) -> "Freeze | None":
        """The freeze that begins with the landing of a commit of the mainline; None where that was cut off."""
        number = self._chain.index(commit) if commit in self._chain else None
        return None if number is None or (self._cut and number == 0) else Freeze(self.landed[number], number)

    def commit(self, number: int) -> str:
        """The commit of a landing."""
        return self._chain[number]

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
            in_git = each.path in self.tree(as_of) and self._content(each.path) == each.content
            times.append(self._said(each, as_of) if in_git else max(told, default=None))
        known = [time for time in times if time is not None]
        return max(as_of - min(known), 0) / DAY if len(known) == len(times) else None

    def _said(self, file: PeopleFile, as_of: int) -> int | None:
        """When what a people file says first landed, at any path, whatever the ends of its lines or of itself; None
        where it may have been there before a history that was cut off."""
        last = self._last(file.path, as_of)
        if last is None:
            return None
        text = file.content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").rstrip(b"\n")
        texts = [begin + text + end for begin in (b"", b"\xef\xbb\xbf") for end in (b"", b"\n")]
        texts = [file.content, *texts, *(text.replace(b"\n", b"\r\n") for text in texts)]
        algorithm = "sha1" if len(self._chain[0]) == 40 else "sha256"
        alike = {hashlib.new(algorithm, b"blob %d\0" % len(text) + text).hexdigest() for text in texts}
        first = next(number for number in range(len(self._chain)) if alike & self._objects(number))
        return None if self._cut and first == 0 and last > self.landed[0] else min(self.landed[first], last)

    def _content(self, path: str) -> bytes | None:
        """What stands in a file at the tip of the mainline; None when it is no file there."""
        listed = self._git("ls-tree", "-z", "--full-tree", self._chain[-1], "--", path).split(b"\t")[0].split()
        return self._git("cat-file", "blob", listed[2].decode()) if listed[1:2] == [b"blob"] else None

    def _window(self, as_of: int, window: int, paths: str | Globs) -> list[set[str]] | None:
        globs = self.paths.chosen(paths)
        if not self._can_tell(as_of) or not self._of(globs, self.tree(as_of)):
            return None
        if self._cut and as_of - window < self.landed[0]:
            return None
        inside = [number for number in self._until(as_of) if self.landed[number] > as_of - window]
        return [touched for number in inside if (touched := self._of(globs, self._touched[number]))]

    def _sum(self, as_of: int, start: int, end: int, paths: str | Globs, count: str) -> int | None:
        """What the landings of (start, end] changed, counted in one way."""
        if self._window(as_of, as_of - start, paths) is None:
            return None
        total = 0
        for number in self._until(end):
            touched = self._of(self.paths.chosen(paths), self._touched[number])
            if self.landed[number] > start and touched:
                if count == "lines" and any(isinstance(path, _Module) for path in touched):
                    return None
                weight = {"files": len(touched), "landings": 1}.get(count)
                total += self._counted(number, touched) if weight is None else weight
        return total

    def _counted(self, number: int, touched: set[str]) -> int:
        rows = self._git("diff-tree", "-r", "-z", "--numstat", "--no-renames", *self._sides(number)).split(b"\0")[:-1]
        told = {_text(path): (added, gone) for added, gone, path in (row.split(b"\t", 2) for row in rows)}
        return sum(int(each) for path in touched for each in told[path] if each != b"-")

    def _judged(self, as_of: int, max_age: int | None, grace: int) -> list[bool] | None:
        """Whether each document that can be judged is stale."""
        if not self._can_tell(as_of):
            return None
        tree = self.tree(as_of)
        documents = {path for path in self._of(self.paths.docs, tree) if tree[path] not in _NO_TEXT}
        covered = self._covered(as_of)
        if covered is None:
            return None
        judged = documents if max_age is not None else set(covered)
        last = {path: self._written(path, as_of) for path in judged}
        if not judged or None in last.values():
            return None
        return [
            (max_age is not None and as_of - own > max_age)
            or bool(self._drifted(covered.get(document, ()), own, grace, as_of))
            for document, own in last.items()
            if own is not None
        ]

    def _drifted(self, config: Iterable[str], own: int, grace: int, as_of: int) -> list[str]:
        """The configuration that holds neither what it held when a document was written, nor what it held a grace
        later."""
        then = (own, min(own + grace, as_of))
        return [
            path
            for path in config
            if self._held(self._until(as_of)[-1], path)
            not in {self._held(len(self._until(moment)) - 1, path) for moment in then}
        ]

    def _held(self, number: int, path: str) -> str:
        """What a path holds in a landing: the object, and of what is no file the mode; nothing where it is absent."""
        mode, _, content = self._listed(number).get(path, "100  ").split(" ")
        return content if mode.startswith("100") else f"{content}{mode}"

    def _listed(self, number: int) -> dict[str, str]:
        if number not in self._listings:
            listed = self._git("ls-tree", "-r", "-z", "--full-tree", self._chain[number]) if number >= 0 else b""
            entries = [entry.partition(b"\t") for entry in listed.split(b"\0")[:-1]]
            self._listings[number] = {_text(path): about.decode() for about, _, path in entries}
        return self._listings[number]

    def _written(self, path: str, as_of: int) -> int | None:
        """When a document got what it says: with the landing that first brought this to any file; or when a commit
        first made it, if the landing that first brought it to a document joined a history of its own; None where
        history was cut off, or with no document."""
        until = self._until(as_of)
        content = self._held(until[-1], path)
        if self._cut:
            return None
        documents = {number: self._of(self.paths.docs, self._listed(number)) for number in until}
        number = next(
            number for number in until if any(self._held(number, each) == content for each in documents[number])
        )
        anywhere = next((number for number in until if content in self._objects(number)), number)
        roots = self._git("rev-list", "--max-parents=0", self._chain[number], "--").decode().split()
        joined = number and set(roots) & self.landed_with(number)
        made = self._made(self._chain[number], content) if joined else []
        return min([self.landed[anywhere], *made])

    def _objects(self, number: int) -> set[str]:
        return {about.split(" ")[2] for about in self._listed(number).values()}

    def _made(self, tip: str, content: str) -> list[int]:
        """When commits that are no merges made a content, of those up to a tip."""
        found: list[int] = []
        for commit in self._git("rev-list", "--no-merges", tip, "--").decode().split():
            rows = self._git("diff-tree", "-r", "-z", "--root", "--no-commit-id", commit).split(b"\0")[:-1:2]
            if any(row.split(b" ")[3].decode() == content for row in rows):
                found.append(self._date(commit))
        return found

    def _covered(self, as_of: int) -> dict[str, set[str]] | None:
        """The configuration that each document describes; None when a pattern of an entry is void."""
        tree = self.tree(as_of)
        documents = {path for path in self._of(self.paths.docs, tree) if tree[path] not in _NO_TEXT}
        ever = set(tree).union(*(self._touched[number] for number in self._until(as_of)))
        config = {path for path in ever if not fits_any(self.paths.docs, path)}
        covered: dict[str, set[str]] = {}
        for cover in self.covers:
            anything = cover.of("?*")
            patterns = [*((each, documents) for each in anything.docs), *((each, config) for each in anything.config)]
            if cover.docs and not all(self._of((glob,), paths) for glob, paths in patterns):
                return None
            for meant in cover.meant(documents):
                described = self._of(meant.docs, documents)
                if described and meant != cover and not self._of(meant.own, config):
                    return None
                for path in described:
                    covered.setdefault(path, set()).update(self._of(meant.config, config))
        return covered

    def _can_tell(self, as_of: int) -> bool:
        return as_of >= self.landed[0] and (self._doubtful is None or as_of < self._doubtful)

    def _until(self, as_of: int) -> list[int]:
        """The landings up to an instant, by their numbers along the chain."""
        return [number for number, landing in enumerate(self.landed) if landing <= as_of]

    def _last(self, path: str, as_of: int) -> int | None:
        return max((self.landed[each] for each in self._until(as_of) if path in self._touched[each]), default=None)

    def _changed(self, path: str, as_of: int) -> int:
        """The landing that brought what a path holds."""
        until = self._until(as_of)
        held = [self._held(number, path) for number in (-1, *until)]
        return max(self.landed[number] for number in until if held[number] != held[number + 1])

    def _of(self, globs: Globs, paths: Iterable[str]) -> set[str]:
        fitting = {
            path for path in paths if fits_any(globs, path) or (isinstance(path, _Module) and path.within(globs))
        }
        return {path for path in fitting if not fits_any(self.paths.exclude, path)}

    def _tree(self, as_of: int) -> dict[str, str]:
        """The mode of each path at the tip of an instant."""
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", self._chain[self._until(as_of)[-1]])
        entries = [entry.partition(b"\t") for entry in listed.split(b"\0")[:-1]]
        return {_text(path): about[:6].decode() for about, _, path in entries}

    def _diff(self, number: int) -> set[str]:
        """The paths in the difference of a landing from the one before; what was cut off is known of none."""
        if number == 0 and self._cut:
            return set()
        raw = self._git("diff-tree", "-r", "-z", "--raw", "--no-renames", *self._sides(number)).split(b"\0")[:-1]
        pairs = zip(raw[::2], raw[1::2], strict=True)
        return {(_Module if b"160000" in about[:15] else str)(_text(path)) for about, path in pairs}

    def _sides(self, number: int) -> tuple[str, str]:
        """A landing and the one before, or nothing at all."""
        nothing = self._git("hash-object", "-t", "tree", os.devnull).decode()[:-1]
        return self._chain[number - 1] if number else nothing, self._chain[number]

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


class _Module(str):
    """The path of a submodule, which has paths of its own that nothing is known of."""

    __slots__ = ()

    def within(self, globs: Globs) -> bool:
        """Whether any of some patterns fits a path below it: one that a pattern's last segments stand for."""
        return any(
            fits_any(
                globs, f"{self}/{'/'.join(segments[start:])}".replace("**", "x").replace("*", "x").replace("?", "x")
            )
            for segments in (glob.split("/") for glob in globs)
            for start in range(len(segments))
        )


_Steps: TypeAlias = list[tuple[str, int]]
"""What a path held, with the landing that brought it; the first is what it held before."""


def _brought(way: _Steps) -> Iterator[tuple[int, tuple[str, int]]]:
    """The steps of a way that brought something which it did not hold, detours aside."""
    for step in range(1, len(way)):
        if way[step][0] not in _without_detours(way[:step]):
            yield step, way[step]


def _without_detours(way: list[tuple[str, int]]) -> list[str]:
    """What a file held, from the first to the last, leaving each content for the last time."""
    here, found = 0, [way[0][0]]
    while True:
        here = max(step for step, (content, _) in enumerate(way) if content == way[here][0])
        if here == len(way) - 1:
            return found
        here += 1
        found.append(way[here][0])


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
