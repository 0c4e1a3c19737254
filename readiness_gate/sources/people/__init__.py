"""The people who are to use the system, and what they have completed."""

from readiness_gate.sources.people.fetch import fetch

__all__ = ["fetch"]
