"""Reads policy files from a folder of the work tree."""

import os
import stat

from readiness_gate.errors import Unreadable
from readiness_gate.model.settings import Reader


def work_tree(root: str) -> Reader:
    """A reader of the files below, or relative to, a folder."""

    def read(path: str, limit: int) -> bytes | None:
        where = os.path.join(root, path)
        try:
            if not stat.S_ISREG(os.stat(where).st_mode):
                raise Unreadable(f"{path} is not a file")
            with open(where, "rb") as file:
                content = file.read(limit + 1)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            raise Unreadable(f"{path} cannot be read: {why}") from error
        if len(content) > limit:
            raise Unreadable(f"{path} has more than {limit} bytes")
        return content

    return read
