"""Signals on adoption: who uses the system, how records get into it, and what it achieves. None of them is a score."""

from readiness_gate.signals.adoption import (
    active,
    audits,
    entries,
    habit,
    leaders,
    old_systems,
    quality,
    tasks,
    value,
    voluntary,
    workarounds,
)
from readiness_gate.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (
    *active.SIGNALS,
    *habit.SIGNALS,
    *quality.SIGNALS,
    *leaders.SIGNALS,
    *voluntary.SIGNALS,
    *entries.SIGNALS,
    *tasks.SIGNALS,
    *workarounds.SIGNALS,
    *old_systems.SIGNALS,
    *value.SIGNALS,
    *audits.SIGNALS,
)
