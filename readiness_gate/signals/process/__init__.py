"""Signals on the processes that people work by: whether they are described, and how people took part."""

from readiness_gate.signals.process import described, participation
from readiness_gate.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (*described.SIGNALS, *participation.SIGNALS)
