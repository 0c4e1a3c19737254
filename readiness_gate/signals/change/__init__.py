"""Signals on change: what landed on the mainline, how fast, and what landed after the freeze."""

from readiness_gate.signals.change import baseline, bursts, freeze, landings, pace
from readiness_gate.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (*landings.SIGNALS, *pace.SIGNALS, *bursts.SIGNALS, *baseline.SIGNALS, *freeze.SIGNALS)
