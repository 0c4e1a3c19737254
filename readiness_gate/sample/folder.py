"""Write the files of a sample program into a folder that has nothing in it."""

from collections.abc import Mapping
from pathlib import Path

from readiness_gate.errors import BadUse


def prepare(folder: Path) -> None:
    """Make the folder. Raises BadUse when it is not empty, or cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BadUse(f"{folder} is not empty: choose another folder, or remove this one")
    except OSError as error:
        raise _not_written(folder, error) from error


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files by their paths in the folder, in place of those that are there. Raises BadUse when one cannot be
    written."""
    try:
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise _not_written(folder, error) from error


def _not_written(folder: Path, error: OSError) -> BadUse:
    return BadUse(f"{folder} cannot be written: {error.strerror}")
