"""Signals on training: who has completed what, when, and whether it still holds."""

from readiness_gate.signals.signal import Signal
from readiness_gate.signals.training import assessments, coverage, remedial, timing, validity

SIGNALS: tuple[Signal, ...] = (
    *coverage.SIGNALS,
    *validity.SIGNALS,
    *timing.SIGNALS,
    *assessments.SIGNALS,
    *remedial.SIGNALS,
)
