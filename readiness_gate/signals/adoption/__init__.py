"""Signals on adoption: who uses the system after go-live, how often, and how well. None is a score."""

from readiness_gate.signals.adoption import active, habit, leaders, quality, voluntary
from readiness_gate.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (
    *active.SIGNALS,
    *habit.SIGNALS,
    *quality.SIGNALS,
    *leaders.SIGNALS,
    *voluntary.SIGNALS,
)
