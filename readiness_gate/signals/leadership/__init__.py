"""Signals on those who lead the change: the sponsor, the owners of adoption, and leaders."""

from readiness_gate.signals.leadership import leaders, named, visible
from readiness_gate.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (*named.SIGNALS, *visible.SIGNALS, *leaders.SIGNALS)
