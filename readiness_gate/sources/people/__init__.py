"""The people who are to use the system, what they have completed, and when they are trained."""

from readiness_gate.sources.people.calendar import fetch_calendar
from readiness_gate.sources.people.check import wrong_files
from readiness_gate.sources.people.fetch import fetch

__all__ = ["fetch", "fetch_calendar", "wrong_files"]
