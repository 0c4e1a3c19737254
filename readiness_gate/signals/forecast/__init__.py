"""Signals on what is to be expected, learned from the weeks that were."""

from readiness_gate.signals.forecast.green_share import GREEN_SHARE

SIGNALS = (GREEN_SHARE,)
