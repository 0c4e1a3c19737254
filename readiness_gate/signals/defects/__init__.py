"""Signals on defects: issues whose type the configuration counts as a defect."""

from readiness_gate.signals.defects import convergence, flow, open_defects, pace
from readiness_gate.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (*open_defects.SIGNALS, *convergence.SIGNALS, *flow.SIGNALS, *pace.SIGNALS)
