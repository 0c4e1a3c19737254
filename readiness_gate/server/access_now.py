"""The access file as it is now: a grant that somebody removes ends with the next request, and without a restart.

The file is small, and read again for every request. Its times say too little: two edits may have the same one, and a
file may be put in place of another with the times of that.
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
    """What a file said when it was read."""

    data: bytes | None
    """None where it could not be read."""
    said: Proxied | None
    """None where nobody may see anything, as it is unknown what the file means."""
    wrong: str = ""
    """Why it is unknown, and what to do."""


class AccessNow:
    """Access by a file, read again for every request. Each is answered by what it read itself, so that no request
    brings back what another one has seen removed. While the file is missing or has a mistake, nobody sees anything."""

    def __init__(self, path: Path, log: Callable[[str], None]) -> None:
        """Raises ConfigurationError and BadUse for a file that has a mistake from the start, or is not there."""
        self._path = path
        self._log = log
        data = content(path)
        self._last = _Read(data, granted(path.name, data))
        self._lock = Lock()

    def viewer(self, peer: str, headers: Headers) -> Viewer:
        """Whoever the proxy says. Raises Refused as `Proxied` does, and while the file cannot be used."""
        said = self.proxied()
        if said is None:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, _REFUSED)
        return said.viewer(peer, headers)

    def is_known(self) -> bool:
        """Whether the file can be used now."""
        return self.proxied() is not None

    def proxied(self) -> Proxied | None:
        """What the file says now; None while that is unknown. What changed is said to the log, once."""
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
