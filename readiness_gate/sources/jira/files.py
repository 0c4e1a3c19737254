"""The bytes of an export: plain or gzip, complete or refused."""

import gzip
import io
import zlib
from pathlib import Path

from readiness_gate import files
from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.model.settings import Reader

LARGEST = 1 << 28
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"


def read(path: Path, shown: str) -> bytes | bytearray:
    """Return the content of a file, unpacked if it is gzip. Raises CouldNotLook if it is missing, truncated or too
    large."""
    try:
        return _unpacked(files.content(path, LARGEST), shown)
    except files.TooLarge as error:
        raise _too_large(shown) from error
    except files.NoPlainFile as error:
        raise CouldNotLook(f"the export {shown} {error}: correct jira.export, or export it again") from error
    except FileNotFoundError as error:
        raise _missing(shown) from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CouldNotLook(f"the export {shown} cannot be read: {why}") from error


def read_with(reader: Reader, export: str) -> bytes | bytearray:
    """Return the content of an export from a reader, unpacked if it is gzip. Raises CouldNotLook like `read`."""
    try:
        content = reader(export, LARGEST)
    except Unreadable as error:
        raise CouldNotLook(f"the export {error}") from error
    if content is None:
        raise _missing(export)
    return _unpacked(content, export)


def _missing(shown: str) -> CouldNotLook:
    return CouldNotLook(f"the export {shown} is missing: export the issues to this file, or correct jira.export")


def _unpacked(content: bytes, shown: str) -> bytes | bytearray:
    if not content.startswith(_GZIP):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            return _limited(packed, shown)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise CouldNotLook(
            f"the export {shown} is a damaged or cut-off gzip file ({error}): export it again"
        ) from error


def _limited(file: io.BufferedIOBase, shown: str) -> bytearray:
    content = bytearray()
    while chunk := file.read(_CHUNK):
        content += chunk
        if len(content) > LARGEST:
            raise _too_large(shown)
    return content


def _too_large(shown: str) -> CouldNotLook:
    return CouldNotLook(
        f"the export {shown} has more than {LARGEST >> 20} MiB: limit it to the program's projects, or to the fields "
        "that are needed"
    )
