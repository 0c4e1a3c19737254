"""The line on stderr that shows what a run is doing once a step takes more than a second; it disappears afterwards."""

import os
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from readiness_gate.app import ci
from readiness_gate.reports.escape import printable

if TYPE_CHECKING:
    from rich.live import Live

PATIENCE = 1.0
"""Seconds that a step may take before the line appears."""
_A_SECOND = 8
"""How often the line is redrawn per second."""


def is_wanted(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether somebody sees the line: a person at a terminal, who did not ask for quiet."""
    short = (word for word in arguments if word.startswith("-") and not word.startswith("--"))
    quiet = "--quiet" in arguments or any("q" in word for word in short)
    return sys.stderr.isatty() and not quiet and environment.get("TERM") != "dumb" and not ci.is_one(environment)


class WaitingLine:
    """Show the newest text that it is given. A thread draws, because the run itself may be waiting for an answer; the
    thread ends with the step."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._what = ""
        self._timer: threading.Timer | None = None
        self._live: Live | None = None

    def __call__(self, what: str) -> None:
        """Show what the run is doing; "" removes the line."""
        with self._lock:
            self._what = printable(what)
            if self._timer is None and what:
                self._timer = threading.Timer(PATIENCE, self.begin)
                self._timer.daemon = True
                self._timer.start()
            timer = self._timer
        if not what:
            if timer is not None:
                timer.cancel()
                timer.join()
            self._end()

    def begin(self) -> None:
        """Start drawing, unless the step is over."""
        from rich.console import Console  # noqa: PLC0415 - slow to load, and only a run that takes long needs it
        from rich.live import Live  # noqa: PLC0415
        from rich.spinner import Spinner  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        spinner = Spinner("line")  # only ASCII

        def drawn() -> Spinner:
            spinner.update(text=Text(self._what, no_wrap=True, overflow="ellipsis"))
            return spinner

        with self._lock:
            if not self._what:
                return
            self._live = Live(
                console=Console(stderr=True),
                get_renderable=drawn,
                transient=True,
                refresh_per_second=_A_SECOND,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start()

    def _end(self) -> None:
        with self._lock:
            live, self._live, self._timer = self._live, None, None
        if live is not None:
            live.stop()
