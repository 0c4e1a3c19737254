"""The clock, read here and nowhere else."""

import time

from readiness_gate.model.time import Instant


def now() -> Instant:
    """Return the current time."""
    return int(time.time())
