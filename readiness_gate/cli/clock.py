"""The clock, which is read only here."""

import time

from readiness_gate.model.time import Instant


def now() -> Instant:
    """Return the current time."""
    return int(time.time())
