"""Read people files and exports of issues when the policy comes from a ref: they need not be in git, and a change must
not bring its own.

A file that the ref tracks is read from the ref, except one that a job may overwrite. Any other file is read from disk,
but only if no change could have put it there or redirected the path to it: neither the ref nor the checkout tracks it,
or anything on the way to it.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NoReturn

from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.links import leads_out
from readiness_gate.model.settings import Reader
from readiness_gate.sources.git.anchor import anchored
from readiness_gate.sources.git.chain import resolve, resolve_base
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.reader import entry_of
from readiness_gate.sources.git.tracked import Entry, folded, namesakes, tracked

_MOST_LINKS = 40


@dataclass(frozen=True)
class FactsReader:
    """A reader of such files by their paths relative to a folder of the work tree, or by absolute paths.

    Raises `Unreadable` for a file that a change could bring or redirect, and whenever that cannot be ruled out.
    """

    folder: Path
    ref: str
    of_ref: Reader
    """Reads a file from the ref."""
    here: Reader
    """Reads a file from disk, by its absolute path."""
    written: frozenset[str] = frozenset()
    """The paths of files in git that a job may overwrite. They are read from disk, unless the checkout has another
    version of them than the ref."""
    with_edits: bool = False
    """Whether these files are read from disk even then."""
    edited: set[str] = field(default_factory=set[str])
    """The files with another version in the checkout, of those that were read."""
    _notes: dict[str, str] = field(default_factory=dict[str, str])

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the content of a file; None if it does not exist."""
        try:
            return self._read(path, limit)
        except (CouldNotLook, OSError, ValueError) as error:
            why = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise Unreadable(f"{path} cannot be read, as it is unknown whether git tracks it: {why}") from error

    @property
    def notes(self) -> tuple[str, ...]:
        """In words, the files that were not read from the ref, and where they were read from."""
        return tuple(self._notes.values())

    def _read(self, path: str, limit: int) -> bytes | None:
        inside = posixpath.normpath(posixpath.join(self._repository.prefix, path))
        outside = inside.startswith(("../", "/")) or inside == ".."
        content = None if outside else self.of_ref(path, limit)
        if content is None:
            return self._outside_git(path, inside, limit)
        written = self._written(path, inside, limit)
        return content if written is None else written

    def _written(self, path: str, inside: str, limit: int) -> bytes | None:
        """Return what a job wrote over a file of the ref; None if the change may have edited the file."""
        if path not in self.written:
            return None
        edited = self._edited_by(inside)
        if edited is not None:
            self.edited.add(path)
            self._notes[path] = (
                f"{path} is edited by this change{edited}: check judges {self.ref}'s version and the change's, and the "
                "worse verdict counts"
            )
            if not self.with_edits:
                return None
        if leads_out(self.folder, path):
            raise Unreadable(f"{path} is or follows a symbolic link that leads elsewhere: name the file itself")
        return self.here(str(self.folder / path), limit)

    def _edited_by(self, inside: str) -> str | None:
        """Return how the checkout gives a file another text than the ref: by the file itself, by another file that
        is the same one where case or accents are ignored, or by attributes, as an encoding or a filter changes the
        text that git writes. None if it does not."""
        if self._differs(inside):
            return ""
        others = namesakes(self._repository, self._head, inside)
        other = next((path for path in others if self._differs(path)), None)
        if other is not None:
            return f", through {other}, which some file systems take for it"
        attributes = (str(folder / ".gitattributes") for folder in PurePosixPath(inside).parents)
        return next((f", through {path}" for path in attributes if self._differs(path)), None)

    def _differs(self, path: str) -> bool:
        return entry_of(self._repository, self._head, path) != entry_of(self._repository, self._commit, path)

    def _outside_git(self, path: str, inside: str, limit: int) -> bytes | None:
        steps = list(_steps(self._top, inside))
        if not steps:
            raise Unreadable(f"{path} is not a file")
        place = steps[-1]
        for step in steps:
            self._check(path, inside, step, is_last=step == place)
        self._check_no_folder(path, place)
        try:
            content = self.here(str(place), limit)
        except Unreadable as error:
            raise Unreadable(str(error).replace(str(place), path)) from error
        if content is not None:
            where = "the work tree" if place.is_relative_to(self._top) else "outside the repository"
            self._notes[path] = f"{path} is not in git: read from {where}"
        elif (self._top / inside).is_symlink():
            raise Unreadable(f"{path} cannot be read: it is a symbolic link that leads nowhere")
        return content

    def _check(self, path: str, inside: str, step: Path, *, is_last: bool) -> None:
        """Refuse a step on the way that git tracks, or that is in a repository inside this one."""
        if step == self._top or not step.is_relative_to(self._top):
            return
        at = step.relative_to(self._top).as_posix()
        entry = self._tracked.get(folded(at))
        if entry is not None:
            self._refuse(path, inside, at, entry, is_last=is_last)
        if (step / ".git").exists() or (step / ".git").is_symlink():
            raise Unreadable(f"{path} is in another repository, {at}: move it out of there")

    def _refuse(self, path: str, inside: str, at: str, entry: Entry, *, is_last: bool) -> NoReturn:
        """Refuse a step that git tracks."""
        if entry.kind != "file" or not is_last:
            raise Unreadable(
                f"{path} cannot be read: its path leads over {entry.path}, a {entry.kind} in git, which a change could "
                "redirect; keep the file in a folder without links and submodules"
            )
        if at != inside:
            raise Unreadable(f"{path} leads to {at}, which is in git: name that file, or keep it out of git")
        if entry.path != at:
            raise Unreadable(f"{path} is in git as {entry.path}: name it so, or keep it out of git")
        raise Unreadable(
            f"{path} is added by this change, and {self.ref} does not have it: merge it first, or keep it out of git"
        )

    def _check_no_folder(self, path: str, place: Path) -> None:
        if place.is_relative_to(self._top):
            within = folded(place.relative_to(self._top).as_posix()) + "/"
            if any(tracked.startswith(within) for tracked in self._tracked):
                raise Unreadable(f"{path} is a folder in git: name a file")

    @cached_property
    def _repository(self) -> Repository:
        return anchored(self.folder, self.ref)

    @cached_property
    def _top(self) -> Path:
        """The top of the work tree, without symbolic links."""
        depth = len(PurePosixPath(self._repository.prefix).parts)
        here = self.folder.resolve()
        return (here, *here.parents)[depth]

    @cached_property
    def _tracked(self) -> dict[str, Entry]:
        """Everything that the checkout or the ref tracks, by its folded path."""
        return tracked(self._repository, [self._head, self._commit])

    @cached_property
    def _head(self) -> str:
        return resolve(self._repository, "HEAD", of_origin=True)

    @cached_property
    def _commit(self) -> str:
        return resolve_base(self._repository, self.ref)


def _steps(top: Path, inside: str) -> Iterator[Path]:
    """Yield every place on the way to a file, following symbolic links; the last is the file itself.

    Raises OSError if a place cannot be inspected, or there are too many links.
    """
    here, links = top, 0
    ahead = [*reversed(Path(inside).parts)]
    while ahead:
        name = ahead.pop()
        if name == "..":
            here = here.parent
            continue
        step = here / name
        if step.is_symlink():
            links += 1
            if links > _MOST_LINKS:
                raise OSError(f"it has more than {_MOST_LINKS} symbolic links on the way")
            yield step
            ahead += reversed(step.readlink().parts)
        else:
            # One folder may have several names, such as with a file system that ignores case.
            here = top if step.is_dir() and step.samefile(top) else step
            yield here
