"""What a new program starts with: the name of its folder, and the files and the mainline of its repository."""

from pathlib import Path

from readiness_gate.config.scaffold import mistake
from readiness_gate.errors import CouldNotLook
from readiness_gate.model.refs import why_no_ref
from readiness_gate.sources.git.listing import Tracked, mainline, tracked


def folder_name(folder: Path) -> str:
    """Return the default name of a program: that of its folder, if it is a valid name."""
    name = folder.name
    return name if mistake("text", name, name) is None else "our program"


def tracked_in(folder: Path) -> Tracked:
    """Return the files of a folder's repository; empty if there is no repository, or nothing in it."""
    try:
        return tracked(folder)
    except CouldNotLook:
        return Tracked("", ())


def mainline_of(folder: Path) -> str:
    """Return the mainline of a folder's repository; main if unknown."""
    name = mainline(folder)
    return name if name and why_no_ref(name) is None else "main"
