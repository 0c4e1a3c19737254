"""Signals on documentation."""

from readiness_gate.signals.docs import freshness, processes
from readiness_gate.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (*freshness.SIGNALS, *processes.SIGNALS)
