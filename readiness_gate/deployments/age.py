"""How long ago a gate was judged, by two clocks: a machine may sleep, a process may be paused, a clock may be set."""

import time
from collections.abc import Callable

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant

SPARE = 60
"""The seconds from the end of judging to the answer: more, and the gate is judged again."""


def running() -> float:
    """Seconds on a clock that nobody sets; where the system has one, it also counts while the machine sleeps."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


@dataclass(frozen=True, slots=True)
class Begun:
    """When judging began."""

    clock: Callable[[], Instant]
    running: Callable[[], float]
    at: Instant
    ran: float

    def is_current(self, seconds: float) -> bool:
        """Whether a verdict is still one of now, where judging took so many seconds. Where the two clocks differ, the
        one that says more counts; and none may have been set back."""
        passed = (self.clock() - self.at, self.running() - self.ran)
        return all(-SPARE <= one <= seconds + SPARE for one in passed)


def begun(clock: Callable[[], Instant], running: Callable[[], float]) -> Begun:
    """Judging begins now."""
    return Begun(clock, running, clock(), running())


__all__ = ["SPARE", "Begun", "begun", "running"]
