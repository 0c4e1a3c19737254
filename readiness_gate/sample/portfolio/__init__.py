"""The story of three waves: the first is hardly used, so the second must wait, and one role is asked for twice."""

from readiness_gate.sample.portfolio.build import AS_OF, DAY, begin

__all__ = ["AS_OF", "DAY", "begin"]
