"""The age of a verdict by two clocks, because a machine may sleep, a process may be paused and a clock may be set."""

import time
from collections.abc import Callable

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant

SPARE = 60
"""The seconds allowed between the end of the evaluation and the answer; after that, the gate is judged again."""


def running() -> float:
    """Return the seconds on a clock that cannot be set; if the system has one, it also counts while the machine
    sleeps."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


@dataclass(frozen=True, slots=True)
class Begun:
    """The start of an evaluation, on both clocks."""

    clock: Callable[[], Instant]
    running: Callable[[], float]
    at: Instant
    ran: float

    def is_current(self, seconds: float) -> bool:
        """Return whether the verdict of an evaluation that took `seconds` is still current. If the two clocks differ,
        the longer time counts; a clock that was set back makes the verdict stale."""
        passed = (self.clock() - self.at, self.running() - self.ran)
        return all(-SPARE <= one <= seconds + SPARE for one in passed)


def begun(clock: Callable[[], Instant], running: Callable[[], float]) -> Begun:
    """Return the start of an evaluation that begins now."""
    return Begun(clock, running, clock(), running())


__all__ = ["SPARE", "Begun", "begun", "running"]
