"""Signals on the policy itself."""

from readiness_gate.signals.policy import edits
from readiness_gate.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = edits.SIGNALS
