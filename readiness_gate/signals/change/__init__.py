"""Signals on change: what landed on the mainline, how fast, and since when it should not."""

from readiness_gate.signals.change import baseline, freeze, landings, pace
from readiness_gate.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (*landings.SIGNALS, *pace.SIGNALS, *baseline.SIGNALS, *freeze.SIGNALS)
