"""Find the repository of a folder by its path alone: nothing that a change can put on the way, such as a link or a
submodule, leads to another repository."""

import os
from itertools import pairwise
from pathlib import Path

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import resolve
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.tracked import folded, tracked

_MOST_LINKS = 40


def anchored(folder: Path, ref: str) -> Repository:
    """Find the repository of a folder, which may be missing in the work tree.

    Raises CouldNotLook if the path to the folder contains a link or another repository that git tracks, at the ref or
    in the checkout, because a change can put it there.
    """
    whole = folder.absolute()
    place = _without_links(Path(whole.anchor), list(whole.parts[1:]), ref)
    tops = [parent for parent in (*reversed(place.parents), place) if _is_top(parent)]
    if not tops:
        return process.find(folder)
    for outer, inner in pairwise(tops):
        _refuse_if_tracked(outer, inner, ref, "another repository")
    top = tops[-1]
    repository = process.find(top)
    inside = os.path.normpath(os.path.join(repository.prefix, place.relative_to(top).as_posix()))  # noqa: PTH118
    return Repository(repository.git_dir, "" if inside == "." else inside)


def refuse_led(folder: Path, ref: str) -> None:
    """Raise CouldNotLook if a link in git leads to the folder that a command runs in, or to one above it, and the
    ref does not have the link: the command may have entered through it, which is impossible to detect."""
    here = folder.resolve()
    if not any(map(_is_top, (here, *here.parents))):
        return
    repository = anchored(folder, ref)
    top = (here, *here.parents)[len(Path(repository.prefix).parts)]
    if here == top:
        return
    commit, head = _commit(repository, ref), _commit(repository, "HEAD")
    entries = tracked(repository, [head] if head else []).values()
    for entry in entries:
        link = top / entry.path
        if entry.kind != "symbolic link" or not _leads_to(link, here, top):
            continue
        target = os.fsencode(os.readlink(link))  # noqa: PTH115 - to the letter, as git keeps it
        if process.output(repository, "cat-file", "blob", f"{commit}:{entry.path}") != target:
            raise CouldNotLook(
                f"{entry.path} is a symbolic link to {repository.prefix} that {ref} does not have, and this command "
                "may run here through it: run it at the top of the work tree, with -c and the path of the configuration"
            )


def _leads_to(link: Path, here: Path, top: Path) -> bool:
    """Return whether a link leads to a folder or to one above it, but not to the top of the work tree."""
    return link.is_symlink() and link.resolve() != top and here.is_relative_to(link.resolve())


def _without_links(here: Path, ahead: list[str], ref: str) -> Path:
    """Follow every link of a path. Refuses links that a repository tracks."""
    links = 0
    ahead.reverse()
    while ahead:
        name = ahead.pop()
        if name == "..":
            here = here.parent
            continue
        step = here / name
        if not step.is_symlink():
            here = step
            continue
        links += 1
        if links > _MOST_LINKS:
            raise CouldNotLook(f"{step} is one of more than {_MOST_LINKS} symbolic links in a row: remove them")
        top = next(filter(_is_top, step.parents), None)
        if top is not None:
            _refuse_if_tracked(top, step, ref, "a symbolic link")
        target = step.readlink()
        if target.is_absolute():
            here = Path(target.anchor)
        ahead += reversed(target.relative_to(target.anchor).parts)
    return here


def _is_top(folder: Path) -> bool:
    return os.path.lexists(folder / ".git")


def _refuse_if_tracked(top: Path, step: Path, ref: str, what: str) -> None:
    """Raise CouldNotLook for a step that git tracks in a work tree, in the checkout or at the ref."""
    repository = process.find(top)
    at = os.path.normpath(os.path.join(repository.prefix, step.relative_to(top).as_posix()))  # noqa: PTH118
    commits = [commit for name in ("HEAD", ref) if (commit := _commit(repository, name))]
    name = folded(at)
    if any(path == name or path.startswith(f"{name}/") for path in tracked(repository, commits)):
        raise CouldNotLook(
            f"{at} is {what} here and is in git, so a change can replace it with anything: make it a folder again, "
            "or run the gate in a clone of that repository alone"
        )


def _commit(repository: Repository, name: str) -> str | None:
    try:
        return resolve(repository, name, of_origin=True)
    except CouldNotLook:
        return None
