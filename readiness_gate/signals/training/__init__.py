"""Signals on training: who completed what, when, and whether it is still valid."""

from readiness_gate.signals.signal import Signal
from readiness_gate.signals.training import (
    assessments,
    context,
    coverage,
    material,
    remedial,
    spacing,
    timing,
    validity,
    versions,
)

SIGNALS: tuple[Signal, ...] = (
    *coverage.SIGNALS,
    *validity.SIGNALS,
    *versions.SIGNALS,
    *material.SIGNALS,
    *timing.SIGNALS,
    *assessments.SIGNALS,
    *spacing.SIGNALS,
    *context.SIGNALS,
    *remedial.SIGNALS,
)
