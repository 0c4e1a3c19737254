"""Whether symbolic links lead a path out of the folder that it stays in as it is written."""

import os
import posixpath
from pathlib import Path


def leads_out(root: Path, path: str) -> bool:
    """Whether a link on the way to a file, named relative to a folder, leads out of that folder.

    Of a path that leaves the folder as it is written, no link may lead out of what both have in common, nor the file
    itself out of the folder that it is in. The folder may be reached by links.
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
