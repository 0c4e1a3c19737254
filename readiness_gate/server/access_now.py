"""The current access file: a removed grant ends with the next request, without a restart.

The file is small, so every request reads it again. Its timestamps are not reliable: two edits may have the same one,
and a replacement file may have the timestamps of the file before.
"""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from threading import Lock

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.errors import GateError
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.wording import counted
from readiness_gate.server.access import Headers, Proxied, Refused, Viewer
from readiness_gate.server.access_file import content, granted

_REFUSED = (
    "The access file of this server cannot be used now, so nobody sees anything. The log of the server says why. Ask "
    "the owner of the file to correct it; no restart is needed"
)


@dataclass(frozen=True, slots=True)
class _Read:
    """A file's content and meaning when it was read."""

    data: bytes | None
    """None if it could not be read."""
    said: Proxied | None
    """None if nobody may see anything, because the file's meaning is unknown."""
    wrong: str = ""
    """Why the meaning is unknown, and what to do."""


class AccessNow:
    """Access by a file that every request reads again. Each request uses what it read itself, so none brings back a
    grant whose removal another one has seen. While the file is missing or has a mistake, nobody sees anything."""

    def __init__(self, path: Path, log: Callable[[str], None]) -> None:
        """Raise ConfigurationError or BadUse if the file has a mistake or is missing at the start."""
        self._path = path
        self._log = log
        data = content(path)
        self._last = _Read(data, granted(path.name, data))
        self._lock = Lock()

    def viewer(self, peer: str, headers: Headers) -> Viewer:
        """Return the viewer that the proxy names. Raises Refused like `Proxied`, and while the file is unusable."""
        said = self.proxied()
        if said is None:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, _REFUSED)
        return said.viewer(peer, headers)

    def is_known(self) -> bool:
        """Return whether the file is usable now."""
        return self.proxied() is not None

    def proxied(self) -> Proxied | None:
        """Return the access that the file defines now; None while that is unknown. Each change is logged once."""
        last, now = self._last, self._read()
        if now is not last:
            with self._lock:
                if now != self._last:
                    self._last = now
                    self._log(self._change(now))
        return now.said

    def _read(self) -> _Read:
        last = self._last
        try:
            data = content(self._path)
        except GateError as error:
            return last if last.wrong == str(error) else _Read(None, None, str(error))
        if data == last.data:
            return last
        try:
            return _Read(data, granted(self._path.name, data))
        except ConfigurationError as error:
            return _Read(data, None, "; ".join(one.line for one in error.problems))

    def _change(self, now: _Read) -> str:
        if now.said is None:
            return f"the access file cannot be used, so nobody sees anything until it is corrected: {now.wrong}"
        return f"the access file was changed and is in force: {counted(len(now.said.grants), 'group')} may see programs"


__all__ = ["AccessNow"]
