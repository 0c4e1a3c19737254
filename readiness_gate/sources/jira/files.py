"""The bytes of an export: plain or gzip, whole or refused."""

import gzip
import io
import zlib
from pathlib import Path

from readiness_gate.errors import CouldNotLook

LARGEST = 1 << 30
_GZIP = b"\x1f\x8b"


def read(path: Path, shown: str) -> bytes:
    """The content of a file, unpacked if it is gzip. Raises CouldNotLook when it is missing, cut off or too large."""
    try:
        with path.open("rb") as file:
            content = _limited(file, shown)
    except FileNotFoundError as error:
        raise CouldNotLook(f"there is no export {shown}: write one, or correct jira.export") from error
    except OSError as error:
        raise CouldNotLook(f"the export {shown} cannot be read: {error.strerror}") from error
    if not content.startswith(_GZIP):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            return _limited(packed, shown)
    except (EOFError, OSError, zlib.error) as error:
        raise CouldNotLook(
            f"the export {shown} is a damaged or cut-off gzip file ({error}): export it again"
        ) from error


def _limited(file: io.BufferedIOBase, shown: str) -> bytes:
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise CouldNotLook(f"the export {shown} has more than {LARGEST >> 20} MiB: narrow it to the program's projects")
    return content
