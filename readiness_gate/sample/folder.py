"""Write the files of a sample program into an empty folder."""

from collections.abc import Mapping
from pathlib import Path

from readiness_gate.errors import BadUse


def prepare(folder: Path) -> None:
    """Create the folder. Raises BadUse if it is not empty, or cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BadUse(f"{folder} is not empty: choose another folder, or remove this one")
    except OSError as error:
        raise _not_written(folder, error) from error


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files by path in the folder, replacing existing ones. Raises BadUse if one cannot be written."""
    try:
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise _not_written(folder, error) from error


def _not_written(folder: Path, error: OSError) -> BadUse:
    return BadUse(f"{folder} cannot be written: {error.strerror}")
