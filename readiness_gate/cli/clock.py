"""The clock: read here, and nowhere else."""

import time

from readiness_gate.model.time import Instant


def now() -> Instant:
    """What time it is."""
    return int(time.time())
