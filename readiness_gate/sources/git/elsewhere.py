"""Histories besides the mainline in which a file landed, and which must not be left behind: the former mainlines of its
configuration, and repositories around the one that now has its folder."""

import os
from collections.abc import Iterator
from pathlib import Path

from readiness_gate.errors import DEEPEN_WHOLE, CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import chain, process
from readiness_gate.sources.git.file_versions import FileVersion, all_versions, revisions_since
from readiness_gate.sources.git.former import FormerMainline, former_mainlines
from readiness_gate.sources.git.judged import Judged
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.seniority import check_mainline


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A file as it landed in another history."""

    versions: tuple[FileVersion, ...]
    """Its versions, oldest first. Their landings are those of that history."""
    path: str
    """Its path there, from the top of the repository."""
    became: str
    """Where it landed: `landed in main, the mainline before trunk`."""
    git: str
    """The git command that reads that repository, in the folder of the configuration: `git`."""
    instead: str
    """The remedy if both histories have separate contents."""
    program: str = ""
    """The only program that it may belong to; empty if the whole file does."""


def elsewhere(judged: Judged, name: str, limit: int, revisions: str, since: Instant) -> Iterator[Elsewhere]:
    """Yield the file as it landed on each former mainline, and in each repository around this one. `name` is that of
    today's mainline, and `revisions` is the part of the history in which the file may be: that from `since` on. Raises
    CouldNotLook if the configuration chooses the history that judges it."""
    after = revisions.partition("..")[0] if ".." in revisions else None
    former = former_mainlines(judged, after)
    check_mainline(judged, former, after)
    for one in former:
        yield _on(judged, one, name, limit, after)
    yield from _around(judged, limit, since)


def _on(judged: Judged, former: FormerMainline, name: str, limit: int, after: str | None) -> Elsewhere:
    repository = judged.repository
    commit = process.whole(repository, "rev-parse", "--verify", "--end-of-options", former.commit).decode().strip()
    revisions = f"{after}..{commit}" if after else commit
    versions = all_versions(repository, chain.read(repository, commit), former.path, limit, revisions)
    return Elsewhere(
        tuple(versions),
        former.path,
        f"landed in {former.branch}, the mainline before {name}",
        "git",
        f"set git.mainline to {former.branch} again, and write again there what {name} has",
        "" if former.path == judged.path else judged.program,
    )


def _around(judged: Judged, limit: int, since: Instant) -> Iterator[Elsewhere]:
    """Yield the file as it landed in repositories that have its folder as a path of their own: a submodule or a
    symbolic link may have taken the place of the folder."""
    root = Path(os.path.abspath(judged.root))  # noqa: PTH100 - without following links
    for top in filter(_is_repository, (root, *root.parents)):
        outer = process.find(top)
        if outer.git_dir == judged.repository.git_dir:
            continue
        path = (root.relative_to(top) / Path(judged.path).name).as_posix()
        yield from _in_outer(outer, path, limit, since, f"git -C {os.path.relpath(top, root)}")


def _is_repository(folder: Path) -> bool:
    """Return whether a folder is the top of a work tree."""
    there = folder / ".git"
    return there.is_file() or (there / "HEAD").exists()


def _in_outer(outer: Repository, path: str, limit: int, since: Instant, git: str) -> Iterator[Elsewhere]:
    head = process.output(outer, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if not head:
        return
    commit = head.decode().strip()
    if chain.is_shallow(outer):
        raise CouldNotLook(
            f"a repository around this folder may have had {path}, and its clone is shallow: {DEEPEN_WHOLE} there"
        )
    landed = chain.read(outer, commit)
    versions = tuple(all_versions(outer, landed, path, limit, revisions_since(outer, landed, path, since)))
    if versions:
        became = f"landed as {path} in the repository around this one"
        yield Elsewhere(versions, path, became, git, "keep the one that landed there, and write again what differs")
