"""Signals on user support: whether it is prepared, and how fast it answers."""

from readiness_gate.signals.signal import Signal
from readiness_gate.signals.support import answers, backlog, ready, super_users

SIGNALS: tuple[Signal, ...] = (*ready.SIGNALS, *answers.SIGNALS, *backlog.SIGNALS, *super_users.SIGNALS)
