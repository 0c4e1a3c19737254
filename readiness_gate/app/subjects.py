"""What is to be let through, as named by the caller: by its digest, or as a file whose digest is computed."""

import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from readiness_gate.errors import refuse
from readiness_gate.model.subject import Subject, subject


def subjects(given: Iterable[str]) -> tuple[Subject, ...]:
    """Return the distinct subjects of `NAME=ALGORITHM:DIGEST` or file names. Raises BadUse with all mistakes."""
    found: list[Subject] = []
    mistakes: list[str] = []
    for text in given:
        try:
            found.append(subject(text) or _of_file(text))
        except (ValueError, OSError) as error:
            what = error.strerror if isinstance(error, OSError) and error.strerror else error
            mistakes.append(f"--subject {text}: {what}. Give NAME=sha256:DIGEST, NAME=gitCommit:ID, or a file")
    refuse(mistakes)
    return tuple(dict.fromkeys(found))


def _of_file(name: str) -> Subject:
    """Return the subject of a file of any size. Raises ValueError if it is not a file, and OSError if it cannot be
    read."""
    path = Path(name)
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError("is not a file")
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        return Subject(path.name, "sha256", hashlib.file_digest(file, "sha256").hexdigest())
