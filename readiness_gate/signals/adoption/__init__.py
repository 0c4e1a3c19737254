"""Signals on adoption: who uses the system, how records come into it, and what it is good for."""

from readiness_gate.signals.adoption import audits, entries, value, workarounds
from readiness_gate.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (*entries.SIGNALS, *workarounds.SIGNALS, *value.SIGNALS, *audits.SIGNALS)
