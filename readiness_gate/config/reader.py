"""Read policy files from a folder of the work tree."""

from pathlib import Path

from readiness_gate.errors import Unreadable
from readiness_gate.files import NoPlainFile, content
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.links import leads_out


@dataclass(frozen=True, slots=True)
class WorkTree:
    """Read the named files of a folder, and only those, so that no link is followed out of it."""

    root: Path

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the content of a file, as `Reader` specifies."""
        where = self.root / path
        try:
            if leads_out(self.root, path):
                raise Unreadable(f"{path} is or follows a symbolic link that leads elsewhere: name the file itself")
            return content(where, limit)
        except NoPlainFile as error:
            raise Unreadable(f"{path} {error}") from error
        except (FileNotFoundError, NotADirectoryError) as error:
            if where.is_symlink():  # a link that somebody put there: it must not look like an absent file
                raise Unreadable(f"{path} cannot be read: it is a symbolic link that leads nowhere") from error
            return None
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            raise Unreadable(f"{path} cannot be read: {why}") from error
