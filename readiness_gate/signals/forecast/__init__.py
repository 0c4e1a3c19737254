"""Signals on what is to be expected, learned from the weeks that were."""

from readiness_gate.signals.forecast import green_share

SIGNALS = green_share.SIGNALS
