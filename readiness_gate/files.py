"""Reads files that somebody else may have put there: without waiting, only if they are files, and within a size."""

import os
import stat
from pathlib import Path

from readiness_gate.errors import GateError


class NoPlainFile(GateError):
    """What is at a path is no file that can be read to its end: the text says what it is."""


class TooLarge(NoPlainFile):
    """A file has more bytes than it may have."""


def content(path: Path, limit: int) -> bytes:
    """The whole content of a regular file, of at most so many bytes.

    Raises NoPlainFile for anything else, such as a folder, a pipe, a device, or a file that changes while it is read,
    and OSError or ValueError when it cannot be opened. Nothing of it waits: a file of the kernel's such as `/proc/kmsg`
    says that it has no bytes, and is taken at its word.
    """
    _check(path.stat())  # to open a device can do something by itself
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with os.fdopen(handle, "rb", buffering=0) as file:
        size = _check(os.fstat(handle))
        if size > limit:
            raise TooLarge(f"has more than {limit} bytes")
        data = bytearray()
        while size and len(data) <= size and (chunk := file.read(size + 1 - len(data))):
            data += chunk
        if len(data) != size:
            raise NoPlainFile("was changed while it was read: try again once it is whole")
    return bytes(data)


def _check(status: os.stat_result) -> int:
    """The size of a regular file. Raises NoPlainFile for anything else."""
    if not stat.S_ISREG(status.st_mode):
        raise NoPlainFile("is not a file")
    return status.st_size
