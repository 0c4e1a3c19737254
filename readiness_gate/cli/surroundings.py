"""What `init` sees around it: the name of the folder, and the files of its repository."""

from pathlib import Path

from readiness_gate.config.starting import mistake
from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.git.listing import Tracked, tracked


def folder_name() -> str:
    """What the program is called when nobody says it: as its folder, if that is a name."""
    name = Path.cwd().name
    return name if mistake("text", name, name) is None else "our program"


def tracked_here() -> Tracked:
    """The files of the repository here; none where there is no repository, or nothing in it."""
    try:
        return tracked(Path.cwd())
    except CouldNotLook:
        return Tracked("", ())
