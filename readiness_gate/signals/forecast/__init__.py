"""Signals on what to expect, learned from past weeks."""

from readiness_gate.signals.forecast import green_share

SIGNALS = green_share.SIGNALS
