"""Checks that a configuration does not choose the history that judges it: it may not name another mainline, or another
repository, while the branch that it named before still names itself."""

import posixpath
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.git import process
from readiness_gate.sources.git.blobs import small_blobs
from readiness_gate.sources.git.chain import resolve
from readiness_gate.sources.git.former import FormerMainline
from readiness_gate.sources.git.judged import Judged, mainline_in, mainline_of
from readiness_gate.sources.git.orphans import directly_in, program_of, there
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, rows
from readiness_gate.toml.document import LARGEST

_PLACES = ("refs/heads/", "refs/remotes/origin/", "origin/")


def check_mainline(judged: Judged, former: Iterable[FormerMainline], after: str | None) -> None:
    """Raise CouldNotLook if another branch is the mainline: the checked-out history, or a branch that it merged, once
    named that branch; its configuration still names it, with the file beside it; and it does not have the
    configuration that is checked out. A branch that was split off from today's mainline is not meant."""
    own = _short(judged.mainline)
    for branch in dict.fromkeys([*(one.branch for one in former), *_ever_named(judged, after)]):
        tips = () if _short(branch) == own else _tips(judged.repository, branch)
        left = (tip for tip in tips if not _has_landed(judged, tip) and _is_mainline(judged, branch, tip))
        if any(not _split_off(judged, tip) for tip in left):
            raise CouldNotLook(_why(judged, branch))


def _ever_named(judged: Judged, after: str | None) -> Iterator[str]:
    """Yield the branches that configurations in the folder named in any commit of the checked-out history, also on
    merged branches."""
    words = (*LOG, "--full-history", "--diff-merges=separate", "--raw", "--format=%x01%H%x00")
    revisions = f"{after}..{judged.head}" if after else judged.head
    end = "--end-of-options", revisions, "--", directly_in(judged.folder, "*.toml"), f":(literal){judged.configuration}"
    with process.stream(judged.repository, b"\0", "--no-literal-pathspecs", *words, *end) as tokens:
        found = {blob: (path, commit) for commit, path, _, blob in rows(tokens) if blob}
    for blob, content in small_blobs(judged.repository, found, LARGEST):
        path, commit = found[blob]
        name = mainline_of(replace(judged, configuration=path), commit, content)
        if name is not None:
            yield name


def _short(branch: str | None) -> str | None:
    """Return the name of a branch without its place."""
    place = next((one for one in _PLACES if branch and branch.startswith(one)), "")
    return branch.removeprefix(place) if branch else None


def _tips(repository: Repository, branch: str) -> Iterator[str]:
    """Yield the last commits of a branch, of this clone and as fetched; none if it is gone. A tag of the same name, or
    a branch that was not pulled for a while, does not hide the other one."""
    for place in dict.fromkeys((branch, f"refs/heads/{_short(branch)}", f"refs/remotes/origin/{_short(branch)}")):
        with suppress(CouldNotLook):
            yield resolve(repository, place)


def _has_landed(judged: Judged, tip: str) -> bool:
    """Return whether a branch has the configuration with the mainline that it names here."""
    return judged.mainline is not None and mainline_in(judged, tip) == judged.mainline


def _is_mainline(judged: Judged, branch: str, tip: str) -> bool:
    """Return whether a configuration of a branch, with the file beside it, names that branch, and may be an earlier one
    of the configuration that is checked out."""
    for one in _beside_the_file(judged, tip):
        if _short(mainline_in(one, tip)) == _short(branch) and not _is_another(one, branch):
            return True
    return False


def _beside_the_file(judged: Judged, tip: str) -> Iterator[Judged]:
    """Yield the configurations of a commit that have a file with that name beside them."""
    name = posixpath.basename(judged.path)
    listed = process.whole(judged.repository, "ls-tree", "-r", "-z", "--name-only", "--full-tree", tip)
    for path in listed.decode(errors="surrogateescape").split("\0"):
        if posixpath.basename(path) == name:
            for configuration, _ in there(judged.repository, tip, posixpath.dirname(path)):
                yield replace(judged, configuration=configuration, path=path)


def _is_another(one: Judged, branch: str) -> bool:
    """Return whether a configuration is that of another program, because it is checked out as it is."""
    listed = process.output(one.repository, "rev-parse", "--verify", "--quiet", f"{one.head}:{one.configuration}")
    program = program_of(one.repository, (listed or b"").decode().strip())
    return bool(program) and program != one.program and _short(mainline_in(one, one.head)) == _short(branch)


def _split_off(judged: Judged, tip: str) -> bool:
    """Return whether a branch was split off from the checked-out history when that already named today's mainline."""
    words = ("rev-list", "--first-parent", "--end-of-options", judged.head, f"^{tip}")
    own = process.whole(judged.repository, *words).decode().split()
    return judged.mainline is not None and mainline_in(judged, f"{own[-1]}^" if own else judged.head) == judged.mainline


def _why(judged: Judged, branch: str) -> str:
    if judged.mainline is None:
        return (
            f"the configuration here judges another repository than the one that it is in, and that of {branch} "
            f"judges {branch} itself: {judged.path} is read by what is checked out once that edit has landed in "
            f"{branch}"
        )
    return (
        f"git.mainline is {judged.mainline} here, and {branch} in the configuration that landed in {branch}: "
        f"{judged.mainline} counts once that edit has landed in {branch}"
    )
