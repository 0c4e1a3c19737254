"""Files are written whole or not at all, and by one writer at a time."""

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30.0
"""Seconds to wait for another writer."""
_PAUSE = 0.02
_LOCK = ".readiness-gate.lock"
_PREFIX, _SUFFIX = ".readiness-gate-", ".tmp"
_OF_GIT = ("HEAD", "objects", "refs")


@contextmanager
def locked(folder: Path) -> Generator[None]:
    """Keep every other writer of this program out of a folder, also those in other processes. The lock ends with the
    process, however that ends. Raises TimeoutError when another writer keeps it."""
    handle = _lock(folder)
    try:
        _remove_leftovers(folder)
        yield
    finally:
        os.close(handle)


def _lock(folder: Path) -> int:
    """The folder itself is locked; where a file system cannot do that, such as NFS, a file in it."""
    with contextlib.ExitStack() as opened:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        opened.callback(os.close, handle)
        try:
            _wait(handle)
        except TimeoutError:
            raise
        except OSError:
            opened.close()
            handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
            opened.callback(os.close, handle)
            _wait(handle)
        opened.pop_all()
        return handle


def _wait(handle: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise TimeoutError(0, f"another program has had the folder locked for {PATIENCE:.0f} s") from error
            time.sleep(_PAUSE)
        else:
            return


def _remove_leftovers(folder: Path) -> None:
    """Remove what a writer left that was killed: whoever has the lock is the only one that writes."""
    for leftover in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            _remove(leftover)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def replace(where: Path, content: bytes) -> None:
    """Write a file that may be there already, whose permissions stay; the lock of its folder is held."""
    with _written(where, content) as temporary:
        temporary.replace(where)


def create(where: Path, content: bytes) -> None:
    """Write a file that is not there; the lock of its folder is held. Raises FileExistsError when it is there, also if
    a program that knows no lock has just written it."""
    with _written(where, content) as temporary:
        try:
            where.hardlink_to(temporary)
        except FileExistsError:
            raise
        except OSError as error:  # not every file system has links
            if os.path.lexists(where):
                raise FileExistsError(error.errno, f"{where} already exists") from error
            temporary.replace(where)


def replace_folder(where: Path, contents: Mapping[str, bytes]) -> None:
    """Write a folder of files in place of one that may be there already; the lock of the folder that it is in is held.

    The new one is written beside it and renamed. No file system swaps two folders for everyone: for an instant between
    two renames there is none.
    """
    new = Path(tempfile.mkdtemp(prefix=_PREFIX, suffix=_SUFFIX, dir=where.parent))
    try:
        for name, content in contents.items():
            with _written(new / name, content) as temporary:
                temporary.replace(new / name)
        new.chmod(stat.S_IMODE(where.stat().st_mode) if where.exists() else 0o777 & ~_umask())
        _take_place(new, where)
        _keep(where.parent)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _take_place(new: Path, where: Path) -> None:
    """Rename a folder to one that may be there, which goes; it comes back when that fails."""
    if not where.exists():
        new.rename(where)
        return
    old = new.with_name(f"{new.name}{_SUFFIX}")
    where.rename(old)
    try:
        new.rename(where)
    except BaseException:
        old.rename(where)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _written(where: Path, content: bytes) -> Generator[Path]:
    """A temporary file beside another, with its content and permissions, safe on the disk; gone at the end."""
    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=where.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            _permit(file.fileno(), where)
            os.fsync(file.fileno())
        yield temporary
        _keep(where.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _permit(handle: int, like: Path) -> None:
    """Give a file the owner and permissions of another, or those of a new file where there is no other."""
    try:
        there = like.lstat()
    except FileNotFoundError:
        os.fchmod(handle, 0o666 & ~_umask())
        return
    with contextlib.suppress(PermissionError):
        os.fchown(handle, there.st_uid, there.st_gid)
    os.fchmod(handle, stat.S_IMODE(there.st_mode))


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _keep(folder: Path) -> None:
    """Have the disk know the new name; not every file system can be asked for that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def in_git(where: Path) -> bool:
    """Whether a path, without links, is that of git's own data: in a `.git`, or in a repository without a work tree."""
    named = any(part.casefold() == ".git" for part in where.parts)
    return named or any(all((above / name).exists() for name in _OF_GIT) for above in where.parents)


__all__ = ["PATIENCE", "create", "in_git", "locked", "replace", "replace_folder"]
