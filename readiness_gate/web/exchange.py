"""One HTTP request and its complete answer, limited in time and size; the caller interprets a refusal."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.web import connecting
from readiness_gate.web.deadline import in_time

if TYPE_CHECKING:
    import requests

CONNECT, READ = 5.0, 30.0
"""Seconds for connecting, and between two bytes."""
_CHUNK = 1 << 16
_Result = TypeVar("_Result")


class NotYet(Exception):
    """There is no conclusive answer to a request yet, and a retry may help."""

    def __init__(self, why: str, wait: float | None = None, *, is_refusal: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait
        """The seconds that the system asks to wait, if any."""
        self.is_refusal = is_refusal
        """Whether the system confirms that it did nothing."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request to send."""

    method: str
    path: str
    parameters: Mapping[str, str | int]
    body: Mapping[str, Any] | None


@dataclass(slots=True)
class Connection:
    """A connection to one system."""

    shown: str
    """The address as users know it."""
    base: str
    """The address that paths are appended to."""
    setting: str
    """The setting to correct if the address is wrong: `--url`."""
    session: "requests.Session"
    proxy: str
    """The proxy for its requests; "" for none."""
    _is_known: bool = False

    def check_name(self) -> None:
        """Raise CouldNotLook if its name cannot be resolved."""
        if not self._is_known:
            connecting.check_name(self.proxy or self.base, self.setting, is_proxy=bool(self.proxy))
            self._is_known = True

    def exchange(self, asked: Request, until: float, largest: int) -> "tuple[requests.Response, bytes]":
        """Return the answer to a request with its complete content, of at most `largest` bytes. Raises NotYet if there
        is none, TimeoutError at the deadline, and CouldNotLook if retrying does not help."""
        import requests  # noqa: PLC0415 - slow to load, and only what is live needs it
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 - comes with requests

        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            return in_time(lambda: self._exchange(asked, until, largest), left)
        except TimeoutError:
            raise
        except (requests.exceptions.RequestException, HTTPError, OSError) as error:
            is_of_connection = isinstance(error, requests.exceptions.ConnectionError)
            proxy = connecting.without_secret(self.proxy)
            why = connecting.refusal(error, self.shown, proxy, self.setting) if is_of_connection else None
            raise (_unreachable(error) if why is None else CouldNotLook(why)) from error

    def _exchange(self, asked: Request, until: float, largest: int) -> "tuple[requests.Response, bytes]":
        """Return the same. The time limit here applies to each byte, not to the whole answer."""
        left = max(until - time.monotonic(), 0.001)
        with self.session.request(
            asked.method,
            f"{self.base}{asked.path}",
            params=dict(asked.parameters),
            json=asked.body,
            timeout=(min(CONNECT, left), min(READ, left)),
            allow_redirects=False,
            stream=True,
        ) as response:
            content = bytearray()
            while chunk := response.raw.read1(_CHUNK, decode_content=True):
                content += chunk
                if len(content) > largest:
                    raise CouldNotLook(
                        f"{self.shown} sent more than {largest >> 20} MiB in one answer: check {self.setting}"
                    )
                if time.monotonic() > until:
                    raise TimeoutError
            return response, bytes(content)


def persistent(
    once: Callable[[], _Result], pauses: Sequence[float], patience: float, until: float, *, repeatable: bool = True
) -> _Result:
    """Return the result of some work that may raise NotYet. It is retried until a deadline, after the given pauses or
    those that the system asks for. Work that is not repeatable is retried only if the system confirms that it did
    nothing. Raises the last NotYet."""
    last = NotYet("did not answer")
    for pause in (*pauses, 0.0):
        try:
            return once()
        except NotYet as error:
            last, wait = error, pause if error.wait is None else error.wait
        if not (repeatable or last.is_refusal):
            break
        if time.monotonic() + wait > until:
            last.why += f" and asks to wait {wait:.0f} s" if wait > patience else ""
            break
        time.sleep(wait)
    raise last


def _unreachable(error: BaseException) -> NotYet:
    """Return the error for a failed connection, without the address, whose query may be confidential."""
    inner = error
    while inner.__cause__ or inner.__context__:
        inner = inner.__cause__ or inner.__context__ or inner
    return NotYet(f"cannot be reached, or its answer broke off ({type(inner).__name__})")
