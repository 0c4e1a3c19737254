"""What the fixtures of the command line's tests are, for their annotations."""

from typing import Protocol

from support.program import Ended


class Call(Protocol):
    """Calls a command line in this process, in the folder that the test is in."""

    def __call__(self, *words: str) -> Ended:
        """How it ended, and what it printed."""
        ...


class Clock(Protocol):
    """Sets the clock that commands read."""

    def __call__(self, moment: str) -> None:
        """To an instant."""
        ...


__all__ = ["Call", "Clock"]
