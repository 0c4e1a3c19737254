"""The branches that were a configuration's mainline before, by the history of what is checked out. The configuration
may have been renamed, moved, copied or removed in between."""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.git import process
from readiness_gate.sources.git.blobs import small_blobs
from readiness_gate.sources.git.judged import Judged, mainline_in
from readiness_gate.sources.git.orphans import changes, directly_in, replaced
from readiness_gate.sources.git.walk import LOG, MAINLINE
from readiness_gate.toml.document import LARGEST
from readiness_gate.toml.program import program_in

_ANYWHERE = ":(glob)**/*.toml"


@dataclass(frozen=True, slots=True)
class FormerMainline:
    """A branch that was the mainline before."""

    branch: str
    """Its name, as the configuration had it."""
    commit: str
    """The last commit of what is checked out at which it was the mainline."""
    path: str
    """The path of the file beside the configuration at that time, from the top of the repository."""


def former_mainlines(judged: Judged, after: str | None) -> list[FormerMainline]:
    """Return the former mainlines of a configuration. Only commits after `after` are considered."""
    found = list(_named_before(judged, after, judged.head, judged.mainline))
    for earlier, commit in _left(judged, after):
        found += _named_before(earlier, after, f"{commit}^", judged.mainline)
    return list(dict.fromkeys(found))


def _named_before(judged: Judged, after: str | None, last: str, named: str | None) -> Iterator[FormerMainline]:
    """Yield the branches that the configuration named up to a commit, newest first, also under its earlier paths."""
    began = _commits(judged, after, last, "--diff-filter=A")
    for commit in _commits(judged, after, last):
        before = mainline_in(judged, commit)
        if before is not None and before not in (named, judged.mainline):
            yield FormerMainline(before, last, judged.path)
        last, named = f"{commit}^", before or named
        for earlier in _moved(judged, commit) if commit in began else ():
            yield from _named_before(earlier, after, last, named)


def _commits(judged: Judged, after: str | None, last: str, *words: str) -> list[str]:
    """Return the commits with a change of the configuration, newest first."""
    words = (*LOG, *MAINLINE, *words, "--no-patch", "--format=%H", last, *([f"^{after}"] if after else []))
    printed = process.whole(judged.repository, *words, "--", judged.configuration)
    return printed.replace(b"\0", b" ").decode().split()


def _moved(judged: Judged, commit: str) -> Iterator[Judged]:
    """Yield the configurations that left their files with the commit in which this one appeared."""
    for _, path, _, _ in replaced(judged.repository, _ANYWHERE, [commit]):
        yield _at(judged, path)


def _left(judged: Judged, after: str | None) -> Iterator[tuple[Judged, str]]:
    """Yield the configurations that may be earlier ones of this one, although they left their files at another time
    than it appeared, each with the commit: those in its folder, and files elsewhere that had its program."""
    repository, revisions = judged.repository, f"{after}..{judged.head}" if after else judged.head
    here = changes(repository, revisions, directly_in(judged.folder, "*.toml"))
    removed = changes(repository, revisions, _ANYWHERE, "--diff-filter=D")
    ids = (blob for *_, before, now in (*here, *removed) for blob in (before, now))
    programs = {blob: program_in(content) for blob, content in small_blobs(repository, ids, LARGEST)}
    for commit, path, before, now in here:
        program = programs.get(before)
        if path != judged.configuration and program and program != programs.get(now):
            yield _at(judged, path), commit
    for commit, path, before, _ in removed:
        if programs.get(before) == judged.program:
            yield _at(judged, path), commit


def _at(judged: Judged, configuration: str) -> Judged:
    """Return what is judged, with the configuration at another path."""
    beside = posixpath.join(posixpath.dirname(configuration), posixpath.basename(judged.path))
    return replace(judged, configuration=configuration, path=beside)
