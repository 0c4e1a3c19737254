"""Find the configuration, in the work tree or in a ref."""

from pathlib import Path

from readiness_gate.config import FILE
from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import BadUse, CouldNotLook, NoConfiguration, Unreadable
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings import Reader
from readiness_gate.sources.git.anchor import refuse_led
from readiness_gate.sources.git.reader import at_ref
from readiness_gate.sources.git.sparse import Explaining
from readiness_gate.toml.document import LARGEST


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the command was started."""

    folder: Path
    """The working directory, absolute."""
    way: str = ""
    """The path by which the user got there, which may contain symbolic links; "" if unknown."""

    def by_the_way(self, policy_ref: str) -> Path:
        """Return the folder by the path that led there, if known. Raises BadUse if a change to the ref could have led
        there."""
        way = Path(self.way)
        came = way if way.is_absolute() and way.is_dir() and way.samefile(self.folder) else self.folder
        try:
            refuse_led(came, policy_ref)
        except CouldNotLook as error:
            raise BadUse(f'the policy cannot be read from "{policy_ref}": {error}') from error
        return came


def reader(folder: Path, policy_ref: str | None) -> Reader:
    """Return a reader of a policy's files, relative to a folder."""
    return at_ref(folder, policy_ref).read if policy_ref else here(folder)


def here(folder: Path) -> Reader:
    """Return a reader of a policy's files in the work tree."""
    return Explaining(WorkTree(folder).read, folder).read


def located(config: str | None, policy_ref: str | None, start: Whereabouts) -> Path:
    """Return the path of the configuration, searching upward if it is not named. Raises NoConfiguration if there is
    none, or if only the work tree has it."""
    here = start.folder if policy_ref is None else start.by_the_way(policy_ref)
    if config is not None:
        if policy_ref is not None:
            _refuse_new(here / config, config, policy_ref)
        return here / config
    return _searched(here, policy_ref)


def _searched(here: Path, policy_ref: str | None) -> Path:
    """Return the path of the configuration in a folder or the nearest one above it."""
    folders = upward(here)
    for folder in folders:
        if reader(folder, policy_ref)(FILE, LARGEST) is not None:
            return folder / FILE
    if policy_ref is not None:
        for folder in folders:
            _refuse_new(folder / FILE, FILE, policy_ref)
    raise NoConfiguration(
        f"{FILE} not found in {here} or above. Create it with `readiness-gate init`, or name the file with -c"
    )


def _refuse_new(where: Path, name: str, policy_ref: str) -> None:
    """Raise NoConfiguration if the work tree has a configuration that the ref lacks."""
    here = WorkTree(where.parent).read
    if _is_there(here, where.name) and not _is_there(at_ref(where.parent, policy_ref).read, where.name):
        raise NoConfiguration(
            f"{policy_ref} has no {name} yet: it counts once this change has landed.\n"
            "To see what it would say, run the same command without --policy-ref. "
            f"To have it count for this change, add {name} to the base branch first."
        )


def _is_there(read: Reader, name: str) -> bool:
    """Return whether a file exists; an unreadable one does, too."""
    try:
        return read(name, LARGEST) is not None
    except Unreadable:
        return True


def upward(start: Path) -> list[Path]:
    """Return a folder and those above it, up to the top of its work tree; the folder alone if it is in none."""
    folders = [start, *start.parents]
    top = next((number for number, folder in enumerate(folders) if (folder / ".git").exists()), 0)
    return folders[: top + 1]
