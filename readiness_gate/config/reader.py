"""Reads policy files from a folder of the work tree."""

from pathlib import Path

from readiness_gate.errors import Unreadable
from readiness_gate.files import NoPlainFile, content
from readiness_gate.model.links import leads_out
from readiness_gate.model.settings import Reader


def work_tree(root: Path) -> Reader:
    """A reader of the files below, or relative to, a folder; what is not named is not read, so no link leads there."""

    def read(path: str, limit: int) -> bytes | None:
        where = root / path
        try:
            if leads_out(root, path):
                raise Unreadable(f"{path} is or follows a symbolic link that leads elsewhere: name the file itself")
            return content(where, limit)
        except NoPlainFile as error:
            raise Unreadable(f"{path} {error}") from error
        except (FileNotFoundError, NotADirectoryError) as error:
            if where.is_symlink():  # somebody put it there: not to be taken for a file that nobody wrote
                raise Unreadable(f"{path} cannot be read: it is a symbolic link that leads nowhere") from error
            return None
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            raise Unreadable(f"{path} cannot be read: {why}") from error

    return read
