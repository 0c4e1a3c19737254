"""A request over HTTP and its whole answer, within a time and a size; what a refusal means is for the caller to say."""

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
"""Seconds for a connection, and between two bytes."""
_CHUNK = 1 << 16
_Result = TypeVar("_Result")


class NotYet(Exception):
    """There is no answer that says what became of a request, and there may be one later."""

    def __init__(self, why: str, wait: float | None = None, *, is_refusal: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait
        """The seconds that the system asks to wait, if it says."""
        self.is_refusal = is_refusal
        """Whether the system says that it did nothing."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked."""

    method: str
    path: str
    parameters: Mapping[str, str | int]
    body: Mapping[str, Any] | None


@dataclass(slots=True)
class Connection:
    """A connection to one system."""

    shown: str
    """Its address as people know it."""
    base: str
    """What paths are added to."""
    setting: str
    """Where people correct its address: `--url`."""
    session: "requests.Session"
    proxy: str
    """What its requests go through; "" for none."""
    _is_known: bool = False

    def check_name(self) -> None:
        """Raise CouldNotLook where its name is not known here."""
        if not self._is_known:
            connecting.check_name(self.proxy or self.base, self.setting, is_proxy=bool(self.proxy))
            self._is_known = True

    def exchange(self, asked: Request, until: float, largest: int) -> "tuple[requests.Response, bytes]":
        """The answer to a request with its whole content, of at most so many bytes. Raises NotYet where there is none,
        TimeoutError at the end of the time, and CouldNotLook where a repetition does not help."""
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
        """The same. Each wait for a byte has a limit here, and not all of them together."""
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
    """The result of some work that may raise NotYet, repeated after pauses, or after those that the system asks for,
    until a time. What is not repeatable is repeated only where the system says that it did nothing. Raises the last
    NotYet."""
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
    """A failed connection; the text leaves out the address, whose query may be confidential."""
    inner = error
    while inner.__cause__ or inner.__context__:
        inner = inner.__cause__ or inner.__context__ or inner
    return NotYet(f"cannot be reached, or its answer broke off ({type(inner).__name__})")
