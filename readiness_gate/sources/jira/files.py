"""The bytes of an export: plain or gzip, whole or refused."""

import gzip
import io
import zlib
from pathlib import Path

from readiness_gate.errors import CouldNotLook

LARGEST = 1 << 28
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"


def read(path: Path, shown: str) -> bytearray:
    """The content of a file, unpacked if it is gzip. Raises CouldNotLook when it is missing, cut off or too large."""
    try:
        if path.exists() and not path.is_file():
            raise CouldNotLook(f"the export {shown} is not a file: correct jira.export")
        with path.open("rb") as file:
            if file.peek(len(_GZIP)).startswith(_GZIP):
                with gzip.GzipFile(fileobj=file) as packed:
                    return _limited(packed, shown)
            return _limited(file, shown)
    except FileNotFoundError as error:
        raise CouldNotLook(f"there is no export {shown}: write one, or correct jira.export") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise CouldNotLook(
            f"the export {shown} is a damaged or cut-off gzip file ({error}): export it again"
        ) from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CouldNotLook(f"the export {shown} cannot be read: {why}") from error


def _limited(file: io.BufferedIOBase, shown: str) -> bytearray:
    content = bytearray()
    while chunk := file.read(_CHUNK):
        content += chunk
        if len(content) > LARGEST:
            raise CouldNotLook(
                f"the export {shown} has more than {LARGEST >> 20} MiB: narrow it to the program's projects, or to "
                "the fields that are needed"
            )
    return content
