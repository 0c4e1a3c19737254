"""Whether symbolic links lead a path out of the folder that it seems to stay in."""

import os
import posixpath
from pathlib import Path


def leads_out(root: Path, path: str) -> bool:
    """Return whether a link on the way to a file, named relative to a folder, leads out of that folder.

    If the written path itself leaves the folder, no link may lead out of the common parent, nor the file out of its own
    folder. Links may lead to the folder itself.
    """
    folder = posixpath.realpath(root)
    written = posixpath.normpath(posixpath.join(folder, path))
    real = posixpath.realpath(posixpath.join(folder, path))
    common = posixpath.commonpath((folder, written))
    if common != folder and posixpath.islink(written):
        common = posixpath.dirname(written)
    return common != os.sep and not _within(real, posixpath.realpath(common))


def _within(path: str, folder: str) -> bool:
    return posixpath.commonpath((path, folder)) == folder
