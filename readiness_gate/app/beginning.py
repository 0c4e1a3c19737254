"""Write the files of `init`, without overwriting other people's files."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from readiness_gate import store
from readiness_gate.errors import BadUse, NotWritten

_NOTHING = "Nothing was written."


def there(folder: Path, name: str) -> bytes | None:
    """Return the content of a file in a folder that may be replaced; None if there is none. Raises BadUse for a
    link, and for anything that is not a file."""
    where = folder / name
    if not os.path.lexists(where):
        return None
    if where.is_symlink() or not where.is_file():
        raise BadUse(f"{name} is not a file but a link, a folder or a device: remove it first. {_NOTHING}")
    try:
        return where.read_bytes()
    except OSError as error:
        raise BadUse(f"{name} cannot be read ({error.strerror}): remove it first. {_NOTHING}") from error


def _refuse_change(folder: Path, name: str, before: bytes | None) -> None:
    if there(folder, name) != before:
        raise FileExistsError


def write_both(folder: Path, schema: str, before: bytes | None, schema_text: str, name: str, text: str) -> None:
    """Write the schema over the previous one, and a new file: both or neither. Raises BadUse for a file that
    appeared in the meantime."""
    try:
        with store.locked(folder):
            _refuse_change(folder, schema, before)
            # The schema first: without the other file it does no harm.
            (store.create if before is None else store.replace)(folder / schema, schema_text.encode())
            with contextlib.ExitStack() as undone:
                undone.callback(_put_back, folder / schema, before)
                store.create(folder / name, text.encode())
                undone.pop_all()
    except FileExistsError as error:
        raise BadUse(
            f"{name} or {schema} was written by another program meanwhile and was not changed. Look at it, then run "
            "this again in a folder without these files"
        ) from error
    except OSError as error:
        raise NotWritten(
            f"{name} and {schema} cannot be written here: {error.strerror or error}. {_NOTHING}"
        ) from error


def _put_back(where: Path, before: bytes | None) -> None:
    """Restore a file; on a full disk a newer schema may stay, which is generated anyway."""
    with contextlib.suppress(OSError):
        if before is None:
            where.unlink()
        else:
            store.replace(where, before)


def write_templates(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """Write new files by their paths below a folder, and return the paths of those that already exist and are kept.
    Raises NotWritten if one cannot be written."""
    return [name for name, text in texts.items() if not _is_created(folder / name, name, text)]


def _is_created(where: Path, name: str, text: str) -> bool:
    """Write a new file and its folder; return False if the file already exists."""
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(where):
            return False
        store.create(where, text.encode())
    except OSError as error:
        raise NotWritten(f"{name} cannot be written: {error.strerror or error}") from error
    return True
