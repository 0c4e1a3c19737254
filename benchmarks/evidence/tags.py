"""The releases that are tried: their tags with the ids of their commits, which are fixed once and then committed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.evidence import tables
from benchmarks.evidence.clones import clone
from benchmarks.evidence.design import DAY, LEAST_APART, REPOSITORIES, WITHIN, Scheme
from readiness_gate.sources.git import process
from readiness_gate.sources.git.process import Repository

COLUMNS = ("repository", "kind", "tag", "line", "commit", "committed")
GO_LIVE, PATCH, END = "go-live", "patch", "end"


@dataclass(frozen=True)
class Tag:
    """A tag with its commit, and when that was made."""

    name: str
    line: str
    commit: str
    committed: int


@dataclass(frozen=True)
class Releases:
    """The releases of a repository, oldest first: the go-lives, and the first patch of each line."""

    scheme: Scheme
    go_lives: tuple[Tag, ...]
    patches: tuple[Tag, ...]
    end: int
    """When the newest commit with a tag was made: what came later is unknown."""

    @property
    def tried(self) -> list[Tag]:
        """The go-lives that lie long enough after the one before, and before the end."""
        pairs = zip((None, *self.go_lives), self.go_lives, strict=False)
        apart = [tag for before, tag in pairs if before is None or _days(before, tag) >= LEAST_APART]
        return [tag for tag in apart if tag.committed + max(WITHIN.values()) * DAY <= self.end]

    def next_after(self, tag: Tag) -> Tag | None:
        """The first patch of a go-live's line, or the next release of a train; None where there is none yet."""
        later = self.go_lives if self.scheme.train else [one for one in self.patches if one.line == tag.line]
        return next((one for one in later if one.committed > tag.committed), None)


def _days(before: Tag, tag: Tag) -> float:
    return (tag.committed - before.committed) / DAY


def fix(folder: Path) -> None:
    """Write the list of releases from the tags of clones."""
    tables.write("tags", COLUMNS, (row for name in REPOSITORIES for row in _rows(clone(folder, name), name)))


def _rows(path: Path, name: str) -> Iterator[Mapping[str, object]]:
    repository, scheme = process.find(path), REPOSITORIES[name]
    commits = _commits(repository)
    dates = _dates(repository, sorted({*commits.values()}))
    began: dict[str, int] = {}
    patched: set[str] = set()
    for tag, commit in sorted(commits.items(), key=lambda item: (dates[item[1]], item[0])):
        line, patch = scheme.line(tag), scheme.patched(tag)
        if line is not None:
            began.setdefault(line, dates[commit])
            yield _row(name, GO_LIVE, Tag(tag, line, commit, dates[commit]))
        elif patch is not None and patch not in patched and dates[commit] > began.get(patch, dates[commit]):
            patched.add(patch)
            yield _row(name, PATCH, Tag(tag, patch, commit, dates[commit]))
    yield _row(name, END, Tag("", "", "", max(dates.values())))


def _row(name: str, kind: str, tag: Tag) -> Mapping[str, object]:
    return dict(zip(COLUMNS, (name, kind, tag.name, tag.line, tag.commit, tag.committed), strict=True))


def _commits(repository: Repository) -> dict[str, str]:
    """The commits of tags: a line with ^{} has that of an annotated one."""
    commits: dict[str, str] = {}
    for line in process.whole(repository, "show-ref", "--tags", "--dereference").decode().splitlines():
        commit, _, ref = line.partition(" ")
        commits[ref.removeprefix("refs/tags/").removesuffix("^{}")] = commit
    return commits


def _dates(repository: Repository, commits: list[str]) -> dict[str, int]:
    """When commits were made."""
    words = process.whole(repository, "rev-list", "--no-walk=unsorted", "--timestamp", *commits).decode().split()
    return {commit: int(date) for date, commit in zip(words[::2], words[1::2], strict=True)}


def releases() -> dict[str, Releases]:
    """The releases of each repository, from the committed list."""
    of: dict[str, list[tables.Row]] = {}
    for row in tables.read("tags"):
        of.setdefault(row["repository"], []).append(row)
    return {name: _releases(REPOSITORIES[name], rows) for name, rows in of.items()}


def _releases(scheme: Scheme, rows: list[tables.Row]) -> Releases:
    kinds: dict[str, list[Tag]] = {GO_LIVE: [], PATCH: [], END: []}
    for row in rows:
        kinds[row["kind"]].append(Tag(row["tag"], row["line"], row["commit"], int(row["committed"])))
    return Releases(scheme, tuple(kinds[GO_LIVE]), tuple(kinds[PATCH]), kinds[END][0].committed)
