"""Signals on tests by the business."""

from readiness_gate.signals.tests import acceptance, real_work

SIGNALS = (*acceptance.SIGNALS, *real_work.SIGNALS)
