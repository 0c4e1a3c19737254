"""Signals on business processes: whether they are described, and whether users took part."""

from readiness_gate.signals.process import described, participation
from readiness_gate.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (*described.SIGNALS, *participation.SIGNALS)
