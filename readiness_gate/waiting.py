"""What a run that takes long is doing, for whoever waits for it. Only the command line shows it, on a terminal."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeAlias

Listener: TypeAlias = Callable[[str], None]
"""Is called with what the run is doing now, and with an empty text once that is over."""
_listeners: list[Listener] = []


@contextmanager
def listening(listener: Listener) -> Generator[None]:
    """Tell a listener what the run is doing, until the block ends."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
        listener("")


def report(what: str) -> None:
    """Say what the run is doing now, such as `Issues of CRM: 200 of 900`."""
    for listener in _listeners:
        listener(what)


@contextmanager
def doing(what: str) -> Generator[None]:
    """Say what the run is doing until the block ends, however it ends. Whoever starts a process by `fork` must not be
    in such a block: the listener may have a thread."""
    report(what)
    try:
        yield
    finally:
        report("")
